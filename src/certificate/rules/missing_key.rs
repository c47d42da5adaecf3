//! A key file without a private key.

use crate::diagnostic::rule;

rule! {
    /// A key file without a private key.
    pub struct MissingKey {
        /// Name of the file.
        pub file: String,
        /// What the file holds.
        pub found: String,
    }
    id: "certificate/missing-key",
    severity: Error,
    source: "nginx and OpenSSL, ssl_certificate and ssl_certificate_key",
    example: "--key cert.pem",
    english: {
        what: "the key file holds no private key",
        why: "nginx stops because it cannot load the key, and the service is down",
        fix: "choose the file with -----BEGIN PRIVATE KEY-----",
        message: "{file} holds {found}, expected a private key",
        help: "choose the file with a line -----BEGIN PRIVATE KEY-----, BEGIN RSA PRIVATE KEY or BEGIN EC PRIVATE KEY; check that the certificate and the key are not swapped",
    },
    chinese: {
        what: "私钥文件中没有私钥",
        why: "nginx 无法加载私钥而停止，服务不可用",
        fix: "请选择包含 -----BEGIN PRIVATE KEY----- 的文件",
        message: "{file} 中是 {found}，应为私钥",
        help: "请选择包含 -----BEGIN PRIVATE KEY-----、BEGIN RSA PRIVATE KEY 或 BEGIN EC PRIVATE KEY 行的文件；并确认证书与私钥没有选反",
    },
}
