//! A regular expression does not compile.

use crate::diagnostic::rule;

rule! {
    /// A regular expression does not compile.
    pub struct InvalidRegex {
        /// Name of the directive.
        pub directive: String,
        /// What nginx says.
        pub words: String,
    }
    id: "nginx/invalid-regex",
    severity: Error,
    source: "nginx -t",
    example: "location ~ ( {}",
    english: {
        what: "a regular expression does not compile",
        why: "nginx refuses to start or to reload with this file, so the release fails",
        fix: "correct the expression; quote it when it holds `{`, `}` or `;`",
        message: "{words}",
        help: "correct the expression of `{directive}`; quote it when it holds `{{`, `}}` or `;`",
    },
    chinese: {
        what: "正则表达式无法编译",
        why: "nginx 会拒绝用这个文件启动或重新加载，发布失败",
        fix: "修改表达式；含有 `{`、`}` 或 `;` 时加引号",
        message: "nginx 报告：{words}",
        help: "修改 `{directive}` 的表达式；含有 `{{`、`}}` 或 `;` 时加引号",
    },
}
