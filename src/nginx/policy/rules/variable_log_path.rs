//! A log whose name requests decide.

use crate::diagnostic::rule;

rule! {
    /// A log whose name requests decide.
    pub struct VariableLogPath {
        /// Name of the directive.
        pub directive: String,
        /// The path.
        pub path: String,
    }
    id: "nginx/variable-log-path",
    severity: Error,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "access_log /home/admin/logs/$host.log;",
    english: {
        what: "a path that nginx writes to holds a variable",
        why: "a client names the file: it fills the disk with files or reaches others through the name",
        fix: "write the path without variables",
        message: "the path of `{directive}` holds a variable: {path}",
        help: "write one path without variables, for example /home/admin/logs/nginx-access.log",
    },
    chinese: {
        what: "nginx 写入的路径含有变量",
        why: "客户端可决定文件名：可用大量文件占满磁盘，或借文件名写到别处",
        fix: "请写不含变量的路径",
        message: "`{directive}` 的路径含有变量：{path}",
        help: "请写不含变量的路径，例如 /home/admin/logs/nginx-access.log",
    },
}
