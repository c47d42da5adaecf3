use crate::diagnostic::rule;
use crate::package::archive::Bytes;

rule! {
    /// A ZIP ends before its end record.
    pub struct ZipTruncated {
        /// Size of what arrived.
        pub size: Bytes,
    }
    id: "archive/zip-truncated",
    severity: Error,
    source: "readers compared on crafted archives",
    example: "the first half of a JAR",
    english: {
        what: "a ZIP ends before its end record",
        why: "nothing can be found in it",
        fix: "upload the file again",
        message: "the archive ends after {size} without its end record, expected a whole ZIP",
        help: "upload the file again, and compare its size and checksum with the original",
    },
    chinese: {
        what: "ZIP 在结束记录之前就结束了",
        why: "无法在其中找到任何内容",
        fix: "重新上传文件",
        message: "压缩包在 {size} 之后结束，没有结束记录，应为完整的 ZIP",
        help: "重新上传文件，并与原文件比较大小和校验和",
    },
}
