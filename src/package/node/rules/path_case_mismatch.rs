//! A path that differs from the package's only in letter case.

use crate::diagnostic::rule;

rule! {
    /// A script names a path in other letter case than the package.
    pub struct PathCaseMismatch {
        /// The script.
        pub script: String,
        /// The path as the script names it.
        pub written: String,
        /// The path in the package.
        pub actual: String,
    }
    id: "node/path-case-mismatch",
    severity: Error,
    source: "Linux file systems tell upper from lower case; macOS and Windows do not",
    example: "{\"scripts\": {\"start\": \"node Server.js\"}} with server.js",
    english: {
        what: "a script names a path in other letter case than the package holds it",
        why: "it works on macOS and Windows; on the Linux hosts the file is not found and the app does not start",
        fix: "write the path as it is",
        message: "script {script} names {written}, the package holds {actual}",
        help: "write {actual}",
    },
    chinese: {
        what: "脚本中的路径与发布包中的大小写不同",
        why: "在 macOS 和 Windows 上可以运行；服务器是 Linux，找不到文件，应用无法启动",
        fix: "请按实际大小写书写路径",
        message: "脚本 {script} 写的是 {written}，发布包中是 {actual}",
        help: "请写 {actual}",
    },
}
