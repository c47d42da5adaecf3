use crate::diagnostic::rule;
use crate::package::archive::Bytes;

rule! {
    /// A file is too big.
    pub struct LimitEntrySize {
        /// Name as the archive holds it, made printable.
        pub name: String,
        /// What was found, at least.
        pub found: Bytes,
        /// The limit.
        pub allowed: Bytes,
    }
    id: "archive/limit-entry-size",
    severity: Error,
    source: "archive limits of the platform",
    example: "a file of 3 GiB",
    english: {
        what: "a file is too big",
        why: "the platform does not spend more on one package",
        fix: "keep big files out of the package",
        message: "`{name}` has {found}, expected at most {allowed}",
        help: "keep big files out of the package",
    },
    chinese: {
        what: "文件太大",
        why: "平台不会为一个包花费更多资源",
        fix: "不要把大文件放进包",
        message: "`{name}` 为 {found}，最多应为 {allowed}",
        help: "不要把大文件放进包",
    },
}
