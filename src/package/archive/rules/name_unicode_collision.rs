use crate::diagnostic::rule;

rule! {
    /// Two names are the same text in different Unicode forms.
    pub struct NameUnicodeCollision {
        /// Name as the archive holds it, made printable.
        pub name: String,
        /// The name that is the same text in another form.
        pub other: String,
    }
    id: "archive/name-unicode-collision",
    severity: Warning,
    source: "macOS file systems compose names",
    example: "`é` composed beside `é` decomposed",
    english: {
        what: "two names are the same text in different Unicode forms",
        why: "on some file systems one overwrites the other",
        fix: "drop one of them",
        message: "`{name}` and `{other}` are the same text in two Unicode forms, expected one",
        help: "drop one of them",
    },
    chinese: {
        what: "两个名字是同一文本的不同 Unicode 形式",
        why: "在某些文件系统上，一个会覆盖另一个",
        fix: "删除其中一个",
        message: "`{name}` 与 `{other}` 是同一文本的两种 Unicode 形式，应只有一个",
        help: "删除其中一个",
    },
}
