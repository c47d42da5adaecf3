use crate::diagnostic::rule;
use crate::package::archive::Count;

rule! {
    /// The archive has too many entries.
    pub struct LimitEntryCount {
        /// What was found, at least.
        pub found: Count,
        /// The limit.
        pub allowed: Count,
    }
    id: "archive/limit-entry-count",
    severity: Error,
    source: "archive limits of the platform",
    example: "300,000 entries",
    english: {
        what: "the archive has too many entries",
        why: "the platform does not spend more on one package",
        fix: "leave out what the application does not need",
        message: "the archive has {found} entries, expected at most {allowed}",
        help: "leave out what the application does not need",
    },
    chinese: {
        what: "条目太多",
        why: "平台不会为一个包花费更多资源",
        fix: "去掉应用不需要的内容",
        message: "压缩包有 {found} 个条目，最多应为 {allowed} 个",
        help: "去掉应用不需要的内容",
    },
}
