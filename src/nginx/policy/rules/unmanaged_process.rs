//! A process that the platform could not manage.

use crate::diagnostic::rule;

rule! {
    /// A process that the platform could not manage.
    pub struct UnmanagedProcess {
        /// The directive with its arguments.
        pub directive: String,
    }
    id: "nginx/unmanaged-process",
    severity: Error,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "daemon off;",
    english: {
        what: "the way nginx runs is changed",
        why: "the platform starts, reloads and stops nginx as a daemon; core dumps hold private keys",
        fix: "delete the line",
        message: "`{directive}` changes how the platform runs nginx",
        help: "delete the line `{directive};`",
    },
    chinese: {
        what: "改变了 nginx 的运行方式",
        why: "平台以守护进程方式启动、重载和停止 nginx；核心转储中含有私钥",
        fix: "请删除该行",
        message: "`{directive}` 改变了平台运行 nginx 的方式",
        help: "请删除 `{directive};` 这一行",
    },
}
