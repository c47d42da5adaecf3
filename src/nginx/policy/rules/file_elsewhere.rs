//! A file that nginx would write outside of its places.

use crate::diagnostic::rule;

rule! {
    /// A file that nginx would write outside of its places.
    pub struct FileElsewhere {
        /// Name of the directive.
        pub directive: String,
        /// The path.
        pub path: String,
        /// Where it may be: a file or a directory.
        pub expected: &'static str,
    }
    id: "nginx/file-elsewhere",
    severity: Error,
    source: "guide §3.6: logs are in /home/admin/logs",
    example: "error_log /etc/cron.d/x;",
    english: {
        what: "nginx would write outside the log and temporary directories",
        why: "as root it creates the file or takes over the directory, with contents that requests decide",
        fix: "write logs below /home/admin/logs; leave other paths to the platform",
        message: "`{directive}` writes to {path}, expected {expected} or a path below it",
        help: "write such a path, or delete the line",
    },
    chinese: {
        what: "nginx 会写到日志和临时目录之外",
        why: "nginx 以 root 创建文件或改变目录归属，内容由请求决定",
        fix: "请将日志写到 /home/admin/logs 下；其他路径由平台决定",
        message: "`{directive}` 写到 {path}，应为 {expected} 或其下的路径",
        help: "请改写路径，或删除该行",
    },
}
