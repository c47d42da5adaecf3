use crate::diagnostic::rule;
use crate::package::archive::Bytes;

rule! {
    /// Bytes that belong to no entry.
    pub struct ZipUnlistedData {
        /// Name as the archive holds it, made printable.
        pub name: String,
        /// Bytes that no header accounts for.
        pub found: Bytes,
    }
    id: "archive/zip-unlisted-data",
    severity: Error,
    source: "readers compared on crafted archives",
    example: "a file between two entries that the directory does not list",
    english: {
        what: "bytes that belong to no entry",
        why: "readers that stream find files there that the directory does not list",
        fix: "build the package again with one run of a common tool",
        message: "{found} after `{name}` belong to no entry, expected the next entry",
        help: "build the package again; after deleting entries, `zip -F` removes such holes",
    },
    chinese: {
        what: "有不属于任何条目的字节",
        why: "流式读取的工具会在其中找到目录没有列出的文件",
        fix: "用常见工具一次性重新构建包",
        message: "`{name}` 之后有 {found} 不属于任何条目，应为下一个条目",
        help: "重新构建包；删除过条目后可用 `zip -F` 去掉空洞",
    },
}
