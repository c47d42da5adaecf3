//! A log format that no log uses.

use crate::diagnostic::rule;

rule! {
    /// A log format that no log uses.
    pub struct UnusedLogFormat {
        /// Its name.
        pub format: String,
    }
    id: "nginx/unused-log-format",
    severity: Warning,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "log_format main …; without access_log … main;",
    english: {
        what: "a log format is defined and not used",
        why: "the logs look other than intended",
        fix: "name the format in `access_log`",
        message: "log format {format} is not used",
        help: "write `access_log /home/admin/logs/nginx-access.log {format};`, or delete the `log_format`",
    },
    chinese: {
        what: "定义了未使用的日志格式",
        why: "日志与预期不同",
        fix: "请在 `access_log` 中写明格式",
        message: "日志格式 {format} 未被使用",
        help: "请写 `access_log /home/admin/logs/nginx-access.log {format};`，或删除该 `log_format`",
    },
}
