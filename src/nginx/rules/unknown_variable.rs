//! A variable is used that nothing defines.

use crate::diagnostic::rule;

rule! {
    /// A variable is used that nothing defines.
    pub struct UnknownVariable {
        /// Name of the directive.
        pub directive: String,
        /// What nginx says.
        pub words: String,
    }
    id: "nginx/unknown-variable",
    severity: Error,
    source: "nginx -t",
    example: "return 200 $nobody;",
    english: {
        what: "a variable is used that nothing defines",
        why: "nginx refuses to start or to reload with this file, so the release fails",
        fix: "correct its name, or define it with `set`, `map` or `geo`",
        message: "{words}",
        help: "correct the name, or define the variable with `set` or `map`",
    },
    chinese: {
        what: "使用了未定义的变量",
        why: "nginx 会拒绝用这个文件启动或重新加载，发布失败",
        fix: "改正变量名，或用 `set`、`map`、`geo` 定义",
        message: "nginx 报告：{words}",
        help: "改正变量名，或用 `set`、`map` 定义",
    },
}
