use crate::diagnostic::rule;

rule! {
    /// A name is a file and also a directory.
    pub struct NameFileDirConflict {
        /// Name as the archive holds it, made printable.
        pub name: String,
        /// The entry that needs a directory of that name.
        pub other: String,
    }
    id: "archive/name-file-dir-conflict",
    severity: Error,
    source: "extraction fails half-way",
    example: "a file `lib` and an entry `lib/a.jar`",
    english: {
        what: "a name is a file and also a directory",
        why: "extraction fails half-way, with either of the two lost",
        fix: "rename one of them",
        message: "`{name}` is no directory, but `{other}` needs it to be one",
        help: "rename one of them",
    },
    chinese: {
        what: "一个名字既是文件又是目录",
        why: "解压会在中途失败，丢失其中之一",
        fix: "给其中一个改名",
        message: "`{name}` 不是目录，而 `{other}` 需要它是目录",
        help: "给其中一个改名",
    },
}
