use super::terms::TrailFault;
use crate::diagnostic::rule;

rule! {
    /// Something follows the end of a tar.
    pub struct TarTrailingData {
        /// What follows the end of the tar.
        pub found: TrailFault,
    }
    id: "archive/tar-trailing-data",
    severity: Error,
    source: "readers compared on crafted archives",
    example: "a second tar after the end of the first",
    english: {
        what: "something follows the end of a tar",
        why: "some readers stop at the end, others read on and find more files",
        fix: "pack again with GNU tar, bsdtar or `npm pack`",
        message: "{found} after the end of the tar, expected zeros up to the end of the file",
        help: "pack again with GNU tar, bsdtar or `npm pack`",
    },
    chinese: {
        what: "tar 的结尾之后还有数据",
        why: "有的读取工具到此停止，有的继续读并找到更多文件",
        fix: "用 GNU tar、bsdtar 或 `npm pack` 重新打包",
        message: "tar 的结尾之后有 {found}，直到文件结尾应为零",
        help: "用 GNU tar、bsdtar 或 `npm pack` 重新打包",
    },
}
