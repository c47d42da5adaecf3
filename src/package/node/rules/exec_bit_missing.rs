//! A file without permission to be started.

use crate::diagnostic::rule;

rule! {
    /// A file that is started is not executable.
    pub struct ExecBitMissing {
        /// The script that runs it.
        pub script: String,
        /// The file.
        pub path: String,
    }
    id: "node/exec-bit-missing",
    severity: Warning,
    source: "POSIX: starting a file needs its execute permission",
    example: "{\"scripts\": {\"start\": \"./start.sh\"}} with start.sh of mode 644",
    english: {
        what: "a file that a script starts is not executable",
        why: "the shell ends with 126, Permission denied, unless the platform sets the permission",
        fix: "set the permission before packing",
        message: "script {script} starts {path}, which is not executable",
        help: "chmod +x {path}, and pack again",
    },
    chinese: {
        what: "脚本启动的文件没有可执行权限",
        why: "除非平台补上权限，否则 shell 以 126（Permission denied）退出",
        fix: "请在打包前设置权限",
        message: "脚本 {script} 启动 {path}，但它没有可执行权限",
        help: "chmod +x {path}，然后重新打包",
    },
}
