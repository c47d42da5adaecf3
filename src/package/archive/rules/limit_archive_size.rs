use crate::diagnostic::rule;
use crate::package::archive::Bytes;

rule! {
    /// The archive is too big.
    pub struct LimitArchiveSize {
        /// What was found, at least.
        pub found: Bytes,
        /// The limit.
        pub allowed: Bytes,
    }
    id: "archive/limit-archive-size",
    severity: Error,
    source: "archive limits of the platform",
    example: "a file of 2 GiB",
    english: {
        what: "the archive is too big",
        why: "the platform does not spend more on one package",
        fix: "leave out what the application does not need",
        message: "the archive has {found}, expected at most {allowed}",
        help: "leave out what the application does not need: `.git`, `node_modules` that the platform installs, uploads, logs",
    },
    chinese: {
        what: "压缩包太大",
        why: "平台不会为一个包花费更多资源",
        fix: "去掉应用不需要的内容",
        message: "压缩包为 {found}，最多应为 {allowed}",
        help: "去掉应用不需要的内容：`.git`、由平台安装的 `node_modules`、上传文件、日志",
    },
}
