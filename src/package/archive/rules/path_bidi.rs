use crate::diagnostic::rule;

rule! {
    /// An entry's name has a character that turns the direction of writing.
    pub struct PathBidi {
        /// Name as the archive holds it, made printable.
        pub name: String,
    }
    id: "archive/path-bidi",
    severity: Error,
    source: "CVE-2021-42574",
    example: "an entry with U+202E in its name",
    english: {
        what: "an entry's name has a character that turns the direction of writing",
        why: "the name looks like another one on every screen and in every review",
        fix: "rename the file",
        message: "`{name}` has a character that turns the direction of writing, expected none",
        help: "rename the file",
    },
    chinese: {
        what: "条目名含有改变书写方向的字符",
        why: "在任何屏幕和评审中，这个名字看起来都像另一个名字",
        fix: "给文件改名",
        message: "`{name}` 含有改变书写方向的字符，不应出现",
        help: "给文件改名",
    },
}
