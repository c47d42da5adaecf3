//! A signature that may be forged.

use crate::diagnostic::rule;

rule! {
    /// A signature that may be forged.
    pub struct WeakSignature {
        /// Subject of the certificate.
        pub subject: String,
        /// Algorithm of the signature.
        pub signature: &'static str,
    }
    id: "certificate/weak-signature",
    severity: Error,
    source: "CA/Browser Forum baseline requirements §7.1.3.2; OpenSSL security level 2",
    example: "sha1WithRSAEncryption",
    english: {
        what: "a certificate is signed with MD5 or SHA-1",
        why: "OpenSSL refuses it with \"ca md too weak\" and nginx may stop; clients refuse it",
        fix: "have the certificate issued anew",
        message: "the certificate of {subject} is signed with {signature}, expected SHA-256 or better",
        help: "have it issued anew: authorities sign with SHA-256",
    },
    chinese: {
        what: "证书使用 MD5 或 SHA-1 签名",
        why: "OpenSSL 会报 \"ca md too weak\"，nginx 可能停止；客户端会拒绝",
        fix: "请重新签发证书",
        message: "证书 {subject} 使用 {signature} 签名，应为 SHA-256 或更强",
        help: "请重新签发：签发机构使用 SHA-256 签名",
    },
}
