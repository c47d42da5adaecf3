//! An included file was not read.

use crate::diagnostic::rule;

rule! {
    /// An included file was not read.
    pub struct UnreadInclude {
        /// Name of the directive.
        pub directive: String,
        /// What nginx says.
        pub words: String,
    }
    id: "nginx/unread-include",
    severity: Info,
    source: "nginx -t",
    example: "include conf.d/*.conf;",
    english: {
        what: "an included file was not read",
        why: "what stands in the file was not checked; nginx reads it where it runs",
        fix: "include nothing, or give the file along",
        message: "{words}",
        help: "write the content into this file, or give the file along",
    },
    chinese: {
        what: "没有读取被包含的文件",
        why: "其中的内容没有检查；nginx 运行时会读取它",
        fix: "不使用 include，或一并提供该文件",
        message: "nginx 报告：{words}",
        help: "把内容写进本文件，或一并提供该文件",
    },
}
