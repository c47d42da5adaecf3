//! A script goes into a directory that is not in the package.

use crate::diagnostic::rule;

rule! {
    /// A script goes into a directory that the package does not hold.
    pub struct CdTargetMissing {
        /// The script.
        pub script: String,
        /// The directory, below the root.
        pub directory: String,
    }
    id: "node/cd-target-missing",
    severity: Error,
    source: "POSIX: cd to a directory that does not exist fails",
    example: "{\"scripts\": {\"start\": \"cd server && node app.js\"}} without server/",
    english: {
        what: "a script goes into a directory that is not in the package",
        why: "cd fails with No such file or directory, and the commands after && do not run",
        fix: "pack the directory, or correct its name",
        message: "script {script} goes into {directory}, which is not in the package",
        help: "pack {directory}/ too, or correct the path",
    },
    chinese: {
        what: "脚本进入的目录不在发布包中",
        why: "cd 以 No such file or directory 失败，&& 之后的命令不会执行",
        fix: "请打包该目录，或更正目录名",
        message: "脚本 {script} 进入 {directory}，但发布包中没有它",
        help: "请把 {directory}/ 一并打包，或更正路径",
    },
}
