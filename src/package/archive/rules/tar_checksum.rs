use crate::diagnostic::rule;

rule! {
    /// A tar header does not have its checksum.
    pub struct TarChecksum {
        /// Checksum of the header.
        pub found: u64,
        /// Checksum that the header states.
        pub expected: String,
    }
    id: "archive/tar-checksum",
    severity: Error,
    source: "POSIX.1-2024, pax",
    example: "a header with one byte changed",
    english: {
        what: "a tar header does not have its checksum",
        why: "readers skip ahead or stop, each somewhere else",
        fix: "pack again with GNU tar, bsdtar or `npm pack`",
        message: "a header's checksum is {found}, expected {expected}",
        help: "pack again with GNU tar, bsdtar or `npm pack`",
    },
    chinese: {
        what: "tar 头与校验和不符",
        why: "各读取工具会跳过或停止在不同位置",
        fix: "用 GNU tar、bsdtar 或 `npm pack` 重新打包",
        message: "头的校验和为 {found}，应为 {expected}",
        help: "用 GNU tar、bsdtar 或 `npm pack` 重新打包",
    },
}
