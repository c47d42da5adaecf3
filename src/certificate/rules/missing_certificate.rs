//! A certificate file without a certificate.

use crate::diagnostic::rule;

rule! {
    /// A certificate file without a certificate.
    pub struct MissingCertificate {
        /// Name of the file.
        pub file: String,
        /// What the file holds.
        pub found: String,
    }
    id: "certificate/missing-certificate",
    severity: Error,
    source: "nginx and OpenSSL, ssl_certificate and ssl_certificate_key",
    example: "--cert cert.key",
    english: {
        what: "the certificate file holds no certificate",
        why: "nginx stops with \"no start line\" and the service is down",
        fix: "choose the file with -----BEGIN CERTIFICATE-----",
        message: "{file} holds {found}, expected a certificate",
        help: "choose the file with a line -----BEGIN CERTIFICATE-----; check that the certificate and the key are not swapped",
    },
    chinese: {
        what: "证书文件中没有证书",
        why: "nginx 会报 \"no start line\" 并停止，服务不可用",
        fix: "请选择包含 -----BEGIN CERTIFICATE----- 的文件",
        message: "{file} 中是 {found}，应为证书",
        help: "请选择包含 -----BEGIN CERTIFICATE----- 行的文件；并确认证书与私钥没有选反",
    },
}
