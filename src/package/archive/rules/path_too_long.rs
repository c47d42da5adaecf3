use crate::diagnostic::rule;
use crate::package::archive::Bytes;

rule! {
    /// An entry's name, or a component of it, is too long.
    pub struct PathTooLong {
        /// Name as the archive holds it, made printable.
        pub name: String,
        /// Length of the path or of its longest component.
        pub found: Bytes,
        /// The limit.
        pub allowed: Bytes,
    }
    id: "archive/path-too-long",
    severity: Error,
    source: "limit; NAME_MAX of Linux is 255",
    example: "a component of 256 bytes",
    english: {
        what: "an entry's name, or a component of it, is too long",
        why: "extraction fails half-way",
        fix: "shorten the name",
        message: "`{name}` has {found}, expected at most {allowed}",
        help: "shorten the name",
    },
    chinese: {
        what: "条目名或其中一部分太长",
        why: "解压会在中途失败",
        fix: "缩短名字",
        message: "`{name}` 的长度为 {found}，最多应为 {allowed}",
        help: "缩短名字",
    },
}
