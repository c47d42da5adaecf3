//! An included file that nobody checked.

use crate::diagnostic::rule;

rule! {
    /// An included file that nobody checked.
    pub struct ForeignInclude {
        /// The path as written.
        pub path: String,
    }
    id: "nginx/foreign-include",
    severity: Error,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "include /home/admin/app-run/extra.conf;",
    english: {
        what: "a file is included that is no part of the platform",
        why: "what it holds is not checked, and it may change after the check",
        fix: "write its directives here; mime.types and the parameter files of nginx may be included",
        message: "`include {path}` reads a file that is not checked",
        help: "write the directives of {path} here instead of the `include`",
    },
    chinese: {
        what: "包含了不属于平台的文件",
        why: "其内容未经检查，且可能在检查后改变",
        fix: "请将其指令直接写在此处；可包含 nginx 自带的 mime.types 和参数文件",
        message: "`include {path}` 读取未经检查的文件",
        help: "请用 {path} 中的指令代替该 `include`",
    },
}
