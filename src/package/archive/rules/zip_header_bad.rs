use super::terms::HeaderPart;
use crate::diagnostic::rule;

rule! {
    /// An entry's header or data is not where the directory says.
    pub struct ZipHeaderBad {
        /// Name as the archive holds it, made printable.
        pub name: String,
        /// What is not where the directory says.
        pub part: HeaderPart,
    }
    id: "archive/zip-header-bad",
    severity: Error,
    source: "readers compared on crafted archives",
    example: "a directory entry whose offset points outside",
    english: {
        what: "an entry's header or data is not where the directory says",
        why: "no reader can read it, or each reads something else",
        fix: "build the package again with one run of a common tool",
        message: "`{name}`: {part} is not where the directory says, expected it inside the archive",
        help: "build the package again with one run of a common tool",
    },
    chinese: {
        what: "条目的头或数据不在目录所说的位置",
        why: "读取工具无法读取，或读到不同内容",
        fix: "用常见工具一次性重新构建包",
        message: "`{name}`：{part} 不在目录所说的位置，应在压缩包之内",
        help: "用常见工具一次性重新构建包",
    },
}
