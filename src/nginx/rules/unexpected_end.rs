//! The file ends inside a block or a statement.

use crate::diagnostic::rule;

rule! {
    /// The file ends inside a block or a statement.
    pub struct UnexpectedEnd {
        /// What nginx says.
        pub words: String,
        /// `block`, `statement` or `quote`.
        pub what: &'static str,
        /// The line where it opens, from 1.
        pub line: u32,
    }
    id: "nginx/unexpected-end",
    severity: Error,
    source: "nginx -t",
    example: "http {",
    english: {
        what: "the file ends inside a block or a statement",
        why: "nginx refuses to start or to reload with this file, so the release fails",
        fix: "close what is open",
        message: "{words}",
        help: "close the {what} that opens in line {line}",
    },
    chinese: {
        what: "文件在块或语句中间结束",
        why: "nginx 会拒绝用这个文件启动或重新加载，发布失败",
        fix: "补上缺少的结尾",
        message: "nginx 报告：{words}",
        help: "补上第 {line} 行开始的 {what} 的结尾",
    },
}
