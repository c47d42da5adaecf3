//! A directive that opens a block ends with `;`.

use crate::diagnostic::rule;

rule! {
    /// A directive that opens a block ends with `;`.
    pub struct MissingBlock {
        /// Name of the directive.
        pub directive: String,
        /// What nginx says.
        pub words: String,
    }
    id: "nginx/missing-block",
    severity: Error,
    source: "nginx -t",
    example: "server;",
    english: {
        what: "a directive that opens a block ends with `;`",
        why: "nginx refuses to start or to reload with this file, so the release fails",
        fix: "write the block",
        message: "{words}",
        help: "write `{directive} … {{ … }}`",
    },
    chinese: {
        what: "需要块的指令以 `;` 结尾",
        why: "nginx 会拒绝用这个文件启动或重新加载，发布失败",
        fix: "写出块",
        message: "nginx 报告：{words}",
        help: "写成 `{directive} … {{ … }}`",
    },
}
