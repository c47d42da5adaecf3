use crate::diagnostic::rule;

rule! {
    /// An entry's name has a control character.
    pub struct PathControl {
        /// Name as the archive holds it, made printable.
        pub name: String,
    }
    id: "archive/path-control",
    severity: Error,
    source: "unzip rewrites it, PHP drops it, NUL ends a name in C tools",
    example: "an entry `a\nb`",
    english: {
        what: "an entry's name has a control character",
        why: "readers rewrite, drop or cut such names differently",
        fix: "rename the file",
        message: "`{name}` has a control character, expected printable characters",
        help: "rename the file",
    },
    chinese: {
        what: "条目名含有控制字符",
        why: "各读取工具会改写、丢弃或截断这样的名字",
        fix: "给文件改名",
        message: "`{name}` 含有控制字符，应只含可打印字符",
        help: "给文件改名",
    },
}
