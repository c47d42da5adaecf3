//! A certificate or key that is not the platform's.

use crate::diagnostic::rule;

rule! {
    /// A certificate or key that is not the platform's.
    pub struct ForeignCertificate {
        /// Name of the directive.
        pub directive: String,
        /// The path.
        pub path: String,
        /// The path of the platform.
        pub expected: &'static str,
    }
    id: "nginx/foreign-certificate",
    severity: Error,
    source: "guide §1.3",
    example: "ssl_certificate_key /root/.ssh/id_rsa;",
    english: {
        what: "a certificate or key is not the one that the platform installs",
        why: "the platform renews its own files only; nginx stops when the file is missing, and reads as root what it finds",
        fix: "use /home/admin/sslcert/cert.pem and /home/admin/sslcert/cert.key",
        message: "`{directive}` is {path}, expected {expected}",
        help: "write `{directive} {expected};`",
    },
    chinese: {
        what: "证书或私钥不是平台安装的文件",
        why: "平台只更新自己的文件；文件不存在时 nginx 会停止，且会以 root 读取它",
        fix: "请使用 /home/admin/sslcert/cert.pem 和 /home/admin/sslcert/cert.key",
        message: "`{directive}` 为 {path}，应为 {expected}",
        help: "请写 `{directive} {expected};`",
    },
}
