//! An environment variable that makes programs load code.

use crate::diagnostic::rule;

rule! {
    /// An environment variable that makes programs load code.
    pub struct LoaderEnvironment {
        /// Name of the variable.
        pub variable: String,
    }
    id: "nginx/loader-environment",
    severity: Error,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "env LD_PRELOAD=/tmp/x.so;",
    english: {
        what: "a variable of the loader is set",
        why: "the next nginx that the running one starts loads the named code",
        fix: "delete the `env` line",
        message: "`env {variable}` makes nginx load code",
        help: "delete the `env` line",
    },
    chinese: {
        what: "设置了加载器的环境变量",
        why: "运行中的 nginx 启动的下一个进程会加载指定代码",
        fix: "请删除该 `env` 行",
        message: "`env {variable}` 会让 nginx 加载代码",
        help: "请删除该 `env` 行",
    },
}
