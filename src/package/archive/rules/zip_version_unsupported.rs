use crate::diagnostic::rule;

rule! {
    /// An entry needs a newer ZIP version than the runtimes read.
    pub struct ZipVersionUnsupported {
        /// Name as the archive holds it, made printable.
        pub name: String,
        /// Needed version times ten.
        pub version: u16,
    }
    id: "archive/zip-version-unsupported",
    severity: Error,
    source: "readers compared on crafted archives",
    example: "an entry that needs version 6.3",
    english: {
        what: "an entry needs a newer ZIP version than the runtimes read",
        why: "it cannot be unpacked on the hosts",
        fix: "build the package again with one run of a common tool",
        message: "`{name}` needs ZIP version {version} (in tenths), expected at most 46",
        help: "build the package again with one run of a common tool",
    },
    chinese: {
        what: "条目需要运行环境不支持的 ZIP 版本",
        why: "在主机上无法解压",
        fix: "用常见工具一次性重新构建包",
        message: "`{name}` 需要 ZIP 版本 {version}（以十分之一计），最多应为 46",
        help: "用常见工具一次性重新构建包",
    },
}
