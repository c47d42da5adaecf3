use crate::diagnostic::rule;
use crate::package::archive::Bytes;

rule! {
    /// A file that has to be read whole is too big.
    pub struct LimitSmallFile {
        /// Name as the archive holds it, made printable.
        pub name: String,
        /// What was found, at least.
        pub found: Bytes,
        /// The limit.
        pub allowed: Bytes,
    }
    id: "archive/limit-small-file",
    severity: Error,
    source: "archive limits of the platform",
    example: "a `package.json` of 5 MiB",
    english: {
        what: "a file that has to be read whole is too big",
        why: "the platform does not spend more on one package",
        fix: "make the file smaller",
        message: "`{name}` has {found}, expected at most {allowed}",
        help: "make the file smaller",
    },
    chinese: {
        what: "需要整体读取的文件太大",
        why: "平台不会为一个包花费更多资源",
        fix: "缩小该文件",
        message: "`{name}` 为 {found}，最多应为 {allowed}",
        help: "缩小该文件",
    },
}
