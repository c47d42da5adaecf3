//! A path with backslashes in a script.

use crate::diagnostic::rule;

rule! {
    /// A script writes a path in the way of Windows.
    pub struct WindowsPath {
        /// The script.
        pub script: String,
        /// The path as the shell reads it.
        pub read_as: String,
        /// The path as it should be written.
        pub suggestion: String,
    }
    id: "node/windows-path",
    severity: Error,
    source: "POSIX shell: a backslash outside quotes is dropped",
    example: "{\"scripts\": {\"start\": \"node dist\\\\main.js\"}}",
    english: {
        what: "a script writes a path with backslashes",
        why: "the shell of the hosts drops the backslash and looks for a file of another name",
        fix: "write / between directories; Windows takes it too",
        message: "script {script} writes a path with backslashes, which the shell reads as {read_as}",
        help: "write {suggestion}",
    },
    chinese: {
        what: "脚本中的路径使用了反斜杠",
        why: "服务器的 shell 会去掉反斜杠，去找另一个名字的文件",
        fix: "请用 / 分隔目录，Windows 同样接受",
        message: "脚本 {script} 中的路径使用了反斜杠，shell 会读作 {read_as}",
        help: "请写 {suggestion}",
    },
}
