use crate::diagnostic::rule;
use crate::package::archive::Depth;

rule! {
    /// An entry lies too deep.
    pub struct PathTooDeep {
        /// Name as the archive holds it, made printable.
        pub name: String,
        /// Components of the path.
        pub found: Depth,
        /// The limit.
        pub allowed: Depth,
    }
    id: "archive/path-too-deep",
    severity: Error,
    source: "limit",
    example: "an entry 101 directories deep",
    english: {
        what: "an entry lies too deep",
        why: "extraction fails half-way",
        fix: "make the tree flatter",
        message: "`{name}` has {found} components, expected at most {allowed}",
        help: "make the tree flatter",
    },
    chinese: {
        what: "条目层级太深",
        why: "解压会在中途失败",
        fix: "让目录层级更浅",
        message: "`{name}` 有 {found} 层，最多应为 {allowed} 层",
        help: "让目录层级更浅",
    },
}
