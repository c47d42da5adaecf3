use super::terms::ExtraFault;
use crate::diagnostic::rule;

rule! {
    /// An entry's extra field is malformed.
    pub struct ZipExtraInvalid {
        /// Name as the archive holds it, made printable.
        pub name: String,
        /// What is wrong.
        pub fault: ExtraFault,
    }
    id: "archive/zip-extra-invalid",
    severity: Error,
    source: "readers compared on crafted archives",
    example: "an extra record longer than the field that holds it",
    english: {
        what: "an entry's extra field is malformed",
        why: "readers skip it, guess or stop",
        fix: "build the package again with one run of a common tool",
        message: "`{name}`: {fault} in the extra field, expected whole records, each kind once",
        help: "build the package again with one run of a common tool",
    },
    chinese: {
        what: "条目的扩展字段格式错误",
        why: "各读取工具会跳过、猜测或停止",
        fix: "用常见工具一次性重新构建包",
        message: "`{name}`：扩展字段中 {fault}，应为完整的记录且每种一次",
        help: "用常见工具一次性重新构建包",
    },
}
