//! A server certificate without the certificate of its issuer.

use crate::diagnostic::rule;

rule! {
    /// A server certificate without the certificate of its issuer.
    pub struct IncompleteChain {
        /// Subject of the certificate.
        pub subject: String,
        /// Who signed it.
        pub issuer: String,
    }
    id: "certificate/incomplete-chain",
    severity: Warning,
    source: "RFC 8446 §4.4.2",
    example: "only the first of two -----BEGIN CERTIFICATE-----",
    english: {
        what: "the certificate of the issuer is missing",
        why: "phones do not fetch it: they refuse the connection while a desktop browser may accept it",
        fix: "append the intermediate certificate of the authority",
        message: "the certificate of {subject} comes without that of its issuer {issuer}",
        help: "append the intermediate certificate of the authority: cat cert.pem intermediate.pem > chain.pem",
    },
    chinese: {
        what: "缺少签发者的证书",
        why: "手机不会自动获取：会拒绝连接，而桌面浏览器可能正常",
        fix: "请附加签发机构的中间证书",
        message: "证书 {subject} 没有附带签发者 {issuer} 的证书",
        help: "请附加签发机构的中间证书：cat cert.pem intermediate.pem > chain.pem",
    },
}
