//! Logs sent to another host.

use crate::diagnostic::rule;

rule! {
    /// Logs sent to another host.
    pub struct ForeignLogServer {
        /// Name of the directive.
        pub directive: String,
        /// The server.
        pub target: String,
    }
    id: "nginx/foreign-log-server",
    severity: Error,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "access_log syslog:server=203.0.113.7;",
    english: {
        what: "logs are sent to another host",
        why: "they hold addresses, tokens and paths of users",
        fix: "write logs to /home/admin/logs",
        message: "`{directive}` sends logs to {target}",
        help: "write to a file below /home/admin/logs",
    },
    chinese: {
        what: "日志被发送到其他主机",
        why: "日志含有用户的地址、令牌和路径",
        fix: "请将日志写到 /home/admin/logs",
        message: "`{directive}` 将日志发送到 {target}",
        help: "请写到 /home/admin/logs 下的文件",
    },
}
