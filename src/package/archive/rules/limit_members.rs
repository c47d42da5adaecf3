use crate::diagnostic::rule;
use crate::package::archive::Count;

rule! {
    /// The gzip file has too many members.
    pub struct LimitMembers {
        /// What was found, at least.
        pub found: Count,
        /// The limit.
        pub allowed: Count,
    }
    id: "archive/limit-members",
    severity: Error,
    source: "archive limits of the platform",
    example: "a gzip file of 20,000 members",
    english: {
        what: "the gzip file has too many members",
        why: "the platform does not spend more on one package",
        fix: "compress in one run",
        message: "the gzip file has {found} members, expected at most {allowed}",
        help: "compress in one run",
    },
    chinese: {
        what: "gzip 成员太多",
        why: "平台不会为一个包花费更多资源",
        fix: "一次性压缩",
        message: "gzip 文件有 {found} 个成员，最多应为 {allowed} 个",
        help: "一次性压缩",
    },
}
