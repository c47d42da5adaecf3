use crate::diagnostic::rule;

rule! {
    /// An entry's comment is not text, or holds a ZIP signature.
    pub struct ZipCommentInvalid {
        /// Name as the archive holds it, made printable.
        pub name: String,
    }
    id: "archive/zip-comment-invalid",
    severity: Error,
    source: "readers compared on crafted archives",
    example: "an entry comment that holds `PK\\5\\6`",
    english: {
        what: "an entry's comment is not text, or holds a ZIP signature",
        why: "readers may start reading inside the comment",
        fix: "remove the comment",
        message: "the comment of `{name}` is not UTF-8 or holds a ZIP signature, expected plain text",
        help: "remove the comments: pack again without `zip -c`",
    },
    chinese: {
        what: "条目注释不是文本，或含有 ZIP 签名",
        why: "读取工具可能从注释内部开始读取",
        fix: "去掉注释",
        message: "`{name}` 的注释不是 UTF-8 或含有 ZIP 签名，应为普通文本",
        help: "去掉注释：重新打包时不要用 `zip -c`",
    },
}
