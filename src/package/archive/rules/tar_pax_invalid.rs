use super::terms::PaxFault;
use crate::diagnostic::rule;

rule! {
    /// A pax header is malformed.
    pub struct TarPaxInvalid {
        /// What is wrong.
        pub fault: PaxFault,
        /// The record's keyword.
        pub key: String,
    }
    id: "archive/tar-pax-invalid",
    severity: Error,
    source: "POSIX.1-2024, pax",
    example: "a pax record with a wrong length",
    english: {
        what: "a pax header is malformed",
        why: "readers skip it, guess or stop",
        fix: "pack again with GNU tar, bsdtar or `npm pack`",
        message: "pax header: {fault} (`{key}`), expected records `length key=value`, each key once",
        help: "pack again with GNU tar, bsdtar or `npm pack`",
    },
    chinese: {
        what: "pax 头格式错误",
        why: "各读取工具会跳过、猜测或停止",
        fix: "用 GNU tar、bsdtar 或 `npm pack` 重新打包",
        message: "pax 头：{fault}（`{key}`），应为 `长度 键=值` 的记录，每个键一次",
        help: "用 GNU tar、bsdtar 或 `npm pack` 重新打包",
    },
}
