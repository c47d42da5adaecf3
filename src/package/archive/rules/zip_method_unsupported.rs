use crate::diagnostic::rule;

rule! {
    /// An entry is compressed with a method that the runtimes do not read.
    pub struct ZipMethodUnsupported {
        /// Name as the archive holds it, made printable.
        pub name: String,
        /// The compression method.
        pub method: u16,
    }
    id: "archive/zip-method-unsupported",
    severity: Error,
    source: "the JVM and PHP read methods 0 and 8",
    example: "an entry compressed with LZMA",
    english: {
        what: "an entry is compressed with a method that the runtimes do not read",
        why: "it cannot be unpacked on the hosts",
        fix: "compress with deflate",
        message: "`{name}` uses compression method {method}, expected 0 (stored) or 8 (deflated)",
        help: "compress with deflate: `zip -r app.zip .`, or `7z a -mm=Deflate app.zip .`",
    },
    chinese: {
        what: "条目使用了运行环境不支持的压缩方法",
        why: "在主机上无法解压",
        fix: "用 deflate 压缩",
        message: "`{name}` 使用压缩方法 {method}，应为 0（存储）或 8（deflate）",
        help: "用 deflate 压缩：`zip -r app.zip .` 或 `7z a -mm=Deflate app.zip .`",
    },
}
