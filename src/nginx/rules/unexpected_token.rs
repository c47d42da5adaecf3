//! A character stands where it may not.

use crate::diagnostic::rule;

rule! {
    /// A character stands where it may not.
    pub struct UnexpectedToken {
        /// What nginx says.
        pub words: String,
    }
    id: "nginx/unexpected-token",
    severity: Error,
    source: "nginx -t",
    example: "http { } }",
    english: {
        what: "a character stands where it may not",
        why: "nginx refuses to start or to reload with this file, so the release fails",
        fix: "delete the character, or complete what stands before it",
        message: "{words}",
        help: "delete it, or complete the words before it: a statement ends with `;`, and after a closing quote only a space, `;`, `{{` or `)` may follow",
    },
    chinese: {
        what: "字符出现在不允许的位置",
        why: "nginx 会拒绝用这个文件启动或重新加载，发布失败",
        fix: "删除该字符，或补全它前面的内容",
        message: "nginx 报告：{words}",
        help: "删除它，或补全它前面的内容：语句以 `;` 结尾，右引号后只能是空格、`;`、`{{` 或 `)`",
    },
}
