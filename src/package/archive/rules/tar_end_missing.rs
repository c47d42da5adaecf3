use crate::diagnostic::rule;

rule! {
    /// A tar does not end with two zero blocks.
    pub struct TarEndMissing {
        /// Zero blocks at the end.
        pub blocks: u64,
    }
    id: "archive/tar-end-missing",
    severity: Warning,
    source: "POSIX.1-2024, pax",
    example: "a tar without zero blocks at its end",
    english: {
        what: "a tar does not end with two zero blocks",
        why: "nobody can tell whether it is complete",
        fix: "pack again with GNU tar, bsdtar or `npm pack`",
        message: "the tar ends with {blocks} zero blocks, expected two",
        help: "pack again with GNU tar, bsdtar or `npm pack`",
    },
    chinese: {
        what: "tar 没有以两个零块结尾",
        why: "无法判断它是否完整",
        fix: "用 GNU tar、bsdtar 或 `npm pack` 重新打包",
        message: "tar 以 {blocks} 个零块结尾，应为两个",
        help: "用 GNU tar、bsdtar 或 `npm pack` 重新打包",
    },
}
