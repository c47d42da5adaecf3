//! A directive that takes no block is followed by `{`.

use crate::diagnostic::rule;

rule! {
    /// A directive that takes no block is followed by `{`.
    pub struct UnexpectedBlock {
        /// Name of the directive.
        pub directive: String,
        /// What nginx says.
        pub words: String,
    }
    id: "nginx/unexpected-block",
    severity: Error,
    source: "nginx -t",
    example: "listen 80 {",
    english: {
        what: "a directive that takes no block is followed by `{`",
        why: "nginx refuses to start or to reload with this file, so the release fails",
        fix: "end it with `;`; a `;` missing on the line before a block gives this too",
        message: "{words}",
        help: "end `{directive}` with `;` before this block: `{directive} …;`",
    },
    chinese: {
        what: "不带块的指令后面出现了 `{`",
        why: "nginx 会拒绝用这个文件启动或重新加载，发布失败",
        fix: "以 `;` 结尾；块的前一行漏写 `;` 也会如此",
        message: "nginx 报告：{words}",
        help: "在这个块之前用 `;` 结束 `{directive}`：`{directive} …;`",
    },
}
