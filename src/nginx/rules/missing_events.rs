//! The file has no `events` block.

use crate::diagnostic::rule;

rule! {
    /// The file has no `events` block.
    pub struct MissingEvents {
        /// What nginx says.
        pub words: String,
    }
    id: "nginx/missing-events",
    severity: Error,
    source: "nginx -t",
    example: "http {}",
    english: {
        what: "the file has no `events` block",
        why: "nginx refuses to start or to reload with this file, so the release fails",
        fix: "add an `events` block at the top",
        message: "{words}",
        help: "add `events {{ }}` at the top of the file",
    },
    chinese: {
        what: "文件缺少 `events` 块",
        why: "nginx 会拒绝用这个文件启动或重新加载，发布失败",
        fix: "在文件开头添加 `events` 块",
        message: "nginx 报告：{words}",
        help: "在文件开头添加 `events {{ }}`",
    },
}
