use super::terms::HeaderField;
use crate::diagnostic::rule;

rule! {
    /// An entry's two headers contradict each other.
    pub struct ZipHeaderMismatch {
        /// Name as the archive holds it, made printable.
        pub name: String,
        /// What differs.
        pub field: HeaderField,
        /// Its value before the data.
        pub local: String,
        /// Its value in the directory.
        pub directory: String,
    }
    id: "archive/zip-header-mismatch",
    severity: Error,
    source: "readers compared on crafted archives",
    example: "another name before the data than in the directory",
    english: {
        what: "an entry's two headers contradict each other",
        why: "readers that stream see another file than those that use the directory",
        fix: "build the package again with one run of a common tool",
        message: "`{name}`: {field} is {local} before the data and {directory} in the directory, expected the same",
        help: "build the package again with one run of a common tool",
    },
    chinese: {
        what: "条目的两个头互相矛盾",
        why: "流式读取的工具与使用目录的工具看到的文件不同",
        fix: "用常见工具一次性重新构建包",
        message: "`{name}`：{field} 在数据前为 {local}，在目录中为 {directory}，应相同",
        help: "用常见工具一次性重新构建包",
    },
}
