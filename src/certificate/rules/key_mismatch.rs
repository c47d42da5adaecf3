//! A private key that belongs to another certificate.

use crate::diagnostic::rule;

rule! {
    /// A private key that belongs to another certificate.
    pub struct KeyMismatch {
        /// Name of the file.
        pub file: String,
        /// Kind of the private key.
        pub key: String,
        /// Subject of the certificate.
        pub subject: String,
        /// Kind of the certificate's key.
        pub certificate: String,
    }
    id: "certificate/key-mismatch",
    severity: Error,
    source: "nginx and OpenSSL, ssl_certificate and ssl_certificate_key",
    example: "a renewed certificate with the key of the old one",
    english: {
        what: "the private key does not belong to the certificate",
        why: "nginx stops with \"key values mismatch\" and the service is down",
        fix: "give the key with which the certificate was requested",
        message: "the private key in {file} ({key}) does not belong to the certificate of {subject} ({certificate})",
        help: "give the key that the certificate was requested with; `openssl x509 -noout -pubkey` and `openssl pkey -pubout` print the same for a pair",
    },
    chinese: {
        what: "私钥与证书不匹配",
        why: "nginx 会报 \"key values mismatch\" 并停止，服务不可用",
        fix: "请提供申请该证书时使用的私钥",
        message: "{file} 中的私钥（{key}）与证书 {subject}（{certificate}）不匹配",
        help: "请提供申请该证书时使用的私钥；配对时 `openssl x509 -noout -pubkey` 与 `openssl pkey -pubout` 的输出相同",
    },
}
