use crate::diagnostic::rule;
use crate::package::archive::Bytes;

rule! {
    /// The files are too big together.
    pub struct LimitTotalSize {
        /// What was found, at least.
        pub found: Bytes,
        /// The limit.
        pub allowed: Bytes,
    }
    id: "archive/limit-total-size",
    severity: Error,
    source: "archive limits of the platform",
    example: "files of 5 GiB in all",
    english: {
        what: "the files are too big together",
        why: "the platform does not spend more on one package",
        fix: "leave out what the application does not need",
        message: "the files have {found} unpacked, expected at most {allowed}",
        help: "leave out what the application does not need",
    },
    chinese: {
        what: "文件总量太大",
        why: "平台不会为一个包花费更多资源",
        fix: "去掉应用不需要的内容",
        message: "解压后共 {found}，最多应为 {allowed}",
        help: "去掉应用不需要的内容",
    },
}
