use super::terms::SizeFault;
use crate::diagnostic::rule;

rule! {
    /// An entry's sizes contradict each other, or what it is.
    pub struct TarSizeMismatch {
        /// Name as the archive holds it, made printable.
        pub name: String,
        /// What contradicts what.
        pub fault: SizeFault,
    }
    id: "archive/tar-size-mismatch",
    severity: Error,
    source: "TARmageddon, CVE-2025-62518",
    example: "a pax size beside another one in the header",
    english: {
        what: "an entry's sizes contradict each other, or what it is",
        why: "readers disagree about where the next entry starts and find hidden ones",
        fix: "pack again with GNU tar, bsdtar or `npm pack`",
        message: "`{name}`: {fault}, expected one size that fits the entry",
        help: "pack again with GNU tar, bsdtar or `npm pack`",
    },
    chinese: {
        what: "条目的大小互相矛盾，或与类型矛盾",
        why: "各读取工具对下一个条目的位置看法不一，会读到隐藏的条目",
        fix: "用 GNU tar、bsdtar 或 `npm pack` 重新打包",
        message: "`{name}`：{fault}，应只有一个符合条目的大小",
        help: "用 GNU tar、bsdtar 或 `npm pack` 重新打包",
    },
}
