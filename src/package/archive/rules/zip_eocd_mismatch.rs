use super::terms::EndField;
use crate::diagnostic::rule;

rule! {
    /// The end record does not fit the directory.
    pub struct ZipEocdMismatch {
        /// What does not fit.
        pub field: EndField,
        /// Its value.
        pub found: u64,
        /// The value that fits.
        pub expected: u64,
    }
    id: "archive/zip-eocd-mismatch",
    severity: Error,
    source: "readers compared on crafted archives",
    example: "an end record that counts one entry too few",
    english: {
        what: "the end record does not fit the directory",
        why: "readers count, search or trust differently and see different files",
        fix: "build the package again with one run of a common tool",
        message: "{field} of the end record is {found}, expected {expected}",
        help: "build the package again with one run of a common tool",
    },
    chinese: {
        what: "结束记录与目录不符",
        why: "各读取工具计数、查找或信任的方式不同，看到的文件不同",
        fix: "用常见工具一次性重新构建包",
        message: "结束记录的 {field} 为 {found}，应为 {expected}",
        help: "用常见工具一次性重新构建包",
    },
}
