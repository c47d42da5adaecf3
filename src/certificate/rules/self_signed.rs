//! A server certificate that nobody else vouches for.

use crate::diagnostic::rule;

rule! {
    /// A server certificate that nobody else vouches for.
    pub struct SelfSigned {
        /// Subject of the certificate.
        pub subject: String,
    }
    id: "certificate/self-signed",
    severity: Warning,
    source: "nginx and OpenSSL, ssl_certificate and ssl_certificate_key",
    example: "openssl req -x509 …",
    english: {
        what: "the certificate is signed by itself",
        why: "mini programs and browsers trust it nowhere: it serves for trials only",
        fix: "get a certificate from an authority",
        message: "the certificate of {subject} is signed by itself",
        help: "get one from an authority that phones trust",
    },
    chinese: {
        what: "证书是自签名的",
        why: "小程序和浏览器都不信任它：只能用于试验",
        fix: "请向签发机构申请证书",
        message: "证书 {subject} 是自签名的",
        help: "请向手机信任的签发机构申请证书",
    },
}
