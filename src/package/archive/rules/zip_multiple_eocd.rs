use crate::diagnostic::rule;

rule! {
    /// The archive comment holds a ZIP signature.
    pub struct ZipMultipleEocd {}
    id: "archive/zip-multiple-eocd",
    severity: Error,
    source: "readers compared on crafted archives",
    example: "an archive comment that holds `PK\\5\\6`",
    english: {
        what: "the archive comment holds a ZIP signature",
        why: "readers start from different end records and see different files",
        fix: "remove the archive comment",
        message: "the archive comment holds a ZIP signature, expected plain text",
        help: "remove the archive comment: `zip -z app.zip < /dev/null`",
    },
    chinese: {
        what: "压缩包注释中含有 ZIP 签名",
        why: "各读取工具从不同的结束记录开始，看到的文件不同",
        fix: "去掉压缩包注释",
        message: "压缩包注释中含有 ZIP 签名，应为普通文本",
        help: "去掉压缩包注释：`zip -z app.zip < /dev/null`",
    },
}
