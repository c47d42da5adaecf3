//! Lock files of two package managers.

use crate::diagnostic::rule;

rule! {
    /// The root holds lock files of two package managers.
    pub struct LockfileConflict {
        /// The one npm would take, or the first.
        pub used: String,
        /// One of another package manager.
        pub other: String,
    }
    id: "node/lockfile-conflict",
    severity: Warning,
    source: "npm reads only package-lock.json and npm-shrinkwrap.json, yarn only yarn.lock, pnpm only pnpm-lock.yaml",
    example: "package-lock.json beside yarn.lock",
    english: {
        what: "the package holds lock files of two package managers",
        why: "each manager keeps only its own up to date; the versions that the platform installs are not those that were tested",
        fix: "keep the lock file of the manager that you use",
        message: "found {other} beside {used}, expected the lock file of one package manager",
        help: "remove the one that you do not use: git rm {other}",
    },
    chinese: {
        what: "发布包中有两种包管理器的锁文件",
        why: "每种包管理器只更新自己的锁文件；平台安装的版本可能不是测试过的版本",
        fix: "请只保留所用包管理器的锁文件",
        message: "在 {used} 旁边发现 {other}，应只有一种包管理器的锁文件",
        help: "请删除不用的锁文件：git rm {other}",
    },
}
