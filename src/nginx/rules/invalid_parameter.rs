//! A parameter of a directive is unknown or malformed.

use crate::diagnostic::rule;

rule! {
    /// A parameter of a directive is unknown or malformed.
    pub struct InvalidParameter {
        /// Name of the directive.
        pub directive: String,
        /// What nginx says.
        pub words: String,
    }
    id: "nginx/invalid-parameter",
    severity: Error,
    source: "nginx -t",
    example: "listen 80 fast;",
    english: {
        what: "a parameter of a directive is unknown or malformed",
        why: "nginx refuses to start or to reload with this file, so the release fails",
        fix: "correct or delete the parameter; a `;` missing on the line before makes the next line a parameter",
        message: "{words}",
        help: "correct the parameter of `{directive}`, or delete it; a directive ends with `;`",
    },
    chinese: {
        what: "指令的参数未知或格式有误",
        why: "nginx 会拒绝用这个文件启动或重新加载，发布失败",
        fix: "修改或删除该参数；上一行漏写 `;` 会使下一行被当作参数",
        message: "nginx 报告：{words}",
        help: "修改 `{directive}` 的该参数，或删除它；指令以 `;` 结尾",
    },
}
