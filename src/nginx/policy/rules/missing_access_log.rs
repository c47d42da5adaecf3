//! Accesses logged where nobody looks.

use crate::diagnostic::rule;

rule! {
    /// Accesses logged where nobody looks.
    pub struct MissingAccessLog {
    }
    id: "nginx/missing-access-log",
    severity: Warning,
    source: "guide §3.6",
    example: "no access_log",
    english: {
        what: "accesses are logged to the path that nginx was built with",
        why: "the platform shows /home/admin/logs; the other disk place fills up unseen",
        fix: "set the log",
        message: "no `access_log` is set, so accesses are not logged to /home/admin/logs",
        help: "write `access_log /home/admin/logs/nginx-access.log;` in `http`",
    },
    chinese: {
        what: "访问日志写到编译时的默认路径",
        why: "平台只显示 /home/admin/logs；其他位置会在无人察觉时占满磁盘",
        fix: "请设置日志",
        message: "没有设置 `access_log`，访问不会记录到 /home/admin/logs",
        help: "请在 `http` 中写 `access_log /home/admin/logs/nginx-access.log;`",
    },
}
