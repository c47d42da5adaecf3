use super::terms::EndField;
use crate::diagnostic::rule;

rule! {
    /// The zip64 record and the end record contradict each other.
    pub struct ZipZip64Mismatch {
        /// What does not fit.
        pub field: EndField,
        /// Its value.
        pub found: u64,
        /// The value that fits.
        pub expected: u64,
    }
    id: "archive/zip-zip64-mismatch",
    severity: Error,
    source: "readers compared on crafted archives",
    example: "a zip64 record with another directory than the end record",
    english: {
        what: "the zip64 record and the end record contradict each other",
        why: "readers that know zip64 see other files than those that do not",
        fix: "build the package again with one run of a common tool",
        message: "{field} of the zip64 record is {found}, expected {expected}",
        help: "build the package again with one run of a common tool",
    },
    chinese: {
        what: "zip64 记录与结束记录矛盾",
        why: "支持 zip64 的工具与不支持的工具看到的文件不同",
        fix: "用常见工具一次性重新构建包",
        message: "zip64 记录的 {field} 为 {found}，应为 {expected}",
        help: "用常见工具一次性重新构建包",
    },
}
