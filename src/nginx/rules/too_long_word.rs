//! A word or a comment is 4096 bytes long or longer.

use crate::diagnostic::rule;

rule! {
    /// A word or a comment is 4096 bytes long or longer.
    pub struct TooLongWord {
        /// What nginx says.
        pub words: String,
    }
    id: "nginx/too-long-word",
    severity: Error,
    source: "nginx -t",
    example: "set $a \"4096 bytes\";",
    english: {
        what: "a word or a comment is 4096 bytes long or longer",
        why: "nginx refuses to start or to reload with this file, so the release fails",
        fix: "close the quote, or split the text",
        message: "{words}",
        help: "close the quote that opens here, or shorten the text below 4096 bytes",
    },
    chinese: {
        what: "单词或注释达到 4096 字节",
        why: "nginx 会拒绝用这个文件启动或重新加载，发布失败",
        fix: "补上引号，或拆分文本",
        message: "nginx 报告：{words}",
        help: "补上这里开始的引号，或把文本缩短到 4096 字节以下",
    },
}
