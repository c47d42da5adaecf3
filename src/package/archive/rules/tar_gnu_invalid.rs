use super::terms::GnuFault;
use crate::diagnostic::rule;

rule! {
    /// A GNU long name is malformed.
    pub struct TarGnuInvalid {
        /// What is wrong.
        pub fault: GnuFault,
    }
    id: "archive/tar-gnu-invalid",
    severity: Error,
    source: "readers compared on crafted archives",
    example: "two long names in a row",
    english: {
        what: "a GNU long name is malformed",
        why: "readers disagree about which name counts",
        fix: "pack again with GNU tar, bsdtar or `npm pack`",
        message: "GNU long name: {fault}, expected one before its entry",
        help: "pack again with GNU tar, bsdtar or `npm pack`",
    },
    chinese: {
        what: "GNU 长名字格式错误",
        why: "各读取工具采用的名字不同",
        fix: "用 GNU tar、bsdtar 或 `npm pack` 重新打包",
        message: "GNU 长名字：{fault}，应在其条目之前出现一次",
        help: "用 GNU tar、bsdtar 或 `npm pack` 重新打包",
    },
}
