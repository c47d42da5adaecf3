use super::terms::DescriptorFault;
use crate::diagnostic::rule;

rule! {
    /// A data descriptor contradicts the directory.
    pub struct ZipDescriptorMismatch {
        /// Name as the archive holds it, made printable.
        pub name: String,
        /// What is wrong.
        pub fault: DescriptorFault,
    }
    id: "archive/zip-descriptor-mismatch",
    severity: Error,
    source: "readers compared on crafted archives",
    example: "a data descriptor with another size",
    english: {
        what: "a data descriptor contradicts the directory",
        why: "readers that stream end the entry elsewhere",
        fix: "build the package again with one run of a common tool",
        message: "`{name}`: {fault}, expected a descriptor that repeats the directory",
        help: "build the package again with one run of a common tool",
    },
    chinese: {
        what: "数据描述符与目录矛盾",
        why: "流式读取的工具会在别处结束该条目",
        fix: "用常见工具一次性重新构建包",
        message: "`{name}`：{fault}，描述符应与目录一致",
        help: "用常见工具一次性重新构建包",
    },
}
