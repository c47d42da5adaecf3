use crate::diagnostic::rule;

rule! {
    /// A tar ends within an entry.
    pub struct TarTruncated {
        /// Name as the archive holds it, made printable.
        pub name: String,
    }
    id: "archive/tar-truncated",
    severity: Error,
    source: "POSIX.1-2024, pax",
    example: "a tar that ends within a file",
    english: {
        what: "a tar ends within an entry",
        why: "the last file is cut",
        fix: "pack and upload the package again",
        message: "the tar ends within `{name}`, expected the rest of it",
        help: "pack and upload the package again",
    },
    chinese: {
        what: "tar 在条目中间结束",
        why: "最后一个文件不完整",
        fix: "重新打包并上传",
        message: "tar 在 `{name}` 中间结束，应有其余部分",
        help: "重新打包并上传",
    },
}
