//! A certificate that is not for TLS servers.

use crate::diagnostic::rule;

rule! {
    /// A certificate that is not for TLS servers.
    pub struct NotForServers {
        /// Subject of the certificate.
        pub subject: String,
    }
    id: "certificate/not-for-servers",
    severity: Error,
    source: "RFC 5280 §4.2.1.12",
    example: "extendedKeyUsage = clientAuth",
    english: {
        what: "the certificate is for another purpose than TLS servers",
        why: "clients refuse the connection",
        fix: "get a certificate for TLS servers",
        message: "the certificate of {subject} is not for TLS servers: its extended key usage lacks serverAuth",
        help: "get a certificate for a TLS server, not for a client, code or mail",
    },
    chinese: {
        what: "证书的用途不是 TLS 服务器",
        why: "客户端会拒绝连接",
        fix: "请申请用于 TLS 服务器的证书",
        message: "证书 {subject} 不适用于 TLS 服务器：扩展密钥用法中没有 serverAuth",
        help: "请申请 TLS 服务器证书，而不是客户端、代码签名或邮件证书",
    },
}
