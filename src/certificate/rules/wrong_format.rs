//! A file in a format other than PEM.

use crate::diagnostic::rule;

rule! {
    /// A file in a format other than PEM.
    pub struct WrongFormat {
        /// Name of the file.
        pub file: String,
        /// What the file is.
        pub found: &'static str,
        /// What turns it into PEM.
        pub remedy: String,
    }
    id: "certificate/wrong-format",
    severity: Error,
    source: "nginx and OpenSSL, ssl_certificate and ssl_certificate_key",
    example: "a DER file: 30 82 03 5b …",
    english: {
        what: "the file is no PEM text",
        why: "nginx and the load balancer read PEM only: nginx stops with \"no start line\" and the service is down",
        fix: "convert the file to PEM",
        message: "{file} is {found}, expected PEM text with a line -----BEGIN …-----",
        help: "{remedy}",
    },
    chinese: {
        what: "文件不是 PEM 文本",
        why: "nginx 与负载均衡只读取 PEM：nginx 会报 \"no start line\" 并停止，服务不可用",
        fix: "请将文件转换为 PEM",
        message: "{file} 是 {found}，应为包含 -----BEGIN …----- 行的 PEM 文本",
        help: "{remedy}",
    },
}
