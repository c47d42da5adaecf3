//! The file is larger or deeper than is read.

use crate::diagnostic::rule;

rule! {
    /// The file is larger or deeper than is read.
    pub struct OutOfBounds {
        /// The bound that was passed.
        pub words: String,
    }
    id: "nginx/out-of-bounds",
    severity: Error,
    source: "nginx -t",
    example: "256 nested blocks",
    english: {
        what: "the file is larger or deeper than is read",
        why: "the file is refused unread, as no configuration that people write comes near the bound",
        fix: "make it smaller",
        message: "{words}",
        help: "make the file smaller or flatter",
    },
    chinese: {
        what: "文件过大或嵌套过深",
        why: "远超人工编写的规模，拒绝读取",
        fix: "缩小文件",
        message: "{words}",
        help: "缩小文件或减少嵌套",
    },
}
