//! A certificate that is no part of the chain.

use crate::diagnostic::rule;

rule! {
    /// A certificate that is no part of the chain.
    pub struct StrayCertificate {
        /// Subject of the certificate.
        pub subject: String,
    }
    id: "certificate/stray-certificate",
    severity: Warning,
    source: "nginx and OpenSSL, ssl_certificate and ssl_certificate_key",
    example: "the certificate of another site in the file",
    english: {
        what: "a certificate of the file does not belong to the chain",
        why: "it is sent with each handshake for nothing, and strict clients refuse it",
        fix: "remove it from the file",
        message: "the certificate of {subject} does not belong to the chain",
        help: "remove it from the file",
    },
    chinese: {
        what: "文件中有不属于证书链的证书",
        why: "它会随每次握手白白发送，严格的客户端会拒绝",
        fix: "请从文件中删除",
        message: "证书 {subject} 不属于证书链",
        help: "请从文件中删除该证书",
    },
}
