use crate::diagnostic::rule;

rule! {
    /// An entry has no name.
    pub struct PathEmpty {}
    id: "archive/path-empty",
    severity: Error,
    source: "no reader can write it",
    example: "an entry whose name has no characters",
    english: {
        what: "an entry has no name",
        why: "readers skip it or fail",
        fix: "pack again with another tool",
        message: "an entry has an empty name, expected a path",
        help: "pack again with another tool",
    },
    chinese: {
        what: "条目没有名字",
        why: "读取工具会跳过或失败",
        fix: "换一个工具重新打包",
        message: "有条目的名字为空，应为路径",
        help: "换一个工具重新打包",
    },
}
