//! Code in another language inside the configuration.

use crate::diagnostic::rule;

rule! {
    /// Code in another language inside the configuration.
    pub struct EmbeddedCode {
        /// Name of the directive.
        pub directive: String,
    }
    id: "nginx/embedded-code",
    severity: Error,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "content_by_lua_block { … }",
    english: {
        what: "the configuration carries code",
        why: "the code runs inside nginx with all it may read and connect to",
        fix: "move the code into the app",
        message: "`{directive}` belongs to a module that runs code inside nginx",
        help: "delete `{directive}`, and do its work in the app",
    },
    chinese: {
        what: "配置中带有代码",
        why: "代码在 nginx 内运行，拥有其全部读取和连接权限",
        fix: "请将代码移到应用中",
        message: "`{directive}` 属于在 nginx 内执行代码的模块",
        help: "请删除 `{directive}`，在应用中完成其工作",
    },
}
