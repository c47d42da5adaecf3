//! A kind of key that few clients know.

use crate::diagnostic::rule;

rule! {
    /// A kind of key that few clients know.
    pub struct RareKey {
        /// Subject of the certificate.
        pub subject: String,
        /// Kind of its key.
        pub algorithm: String,
    }
    id: "certificate/rare-key",
    severity: Warning,
    source: "CA/Browser Forum baseline requirements §6.1.1.3",
    example: "Ed25519",
    english: {
        what: "the certificate's kind of key is known to few clients",
        why: "browsers and phones offer only RSA and ECDSA on P-256 and P-384, so they cannot connect",
        fix: "use RSA 2048 or more, or ECDSA on P-256 or P-384",
        message: "the certificate of {subject} has a key of {algorithm}, which phones do not know",
        help: "openssl ecparam -name prime256v1 -genkey -noout -out new.key, and have a certificate issued for it",
    },
    chinese: {
        what: "证书的密钥类型很少有客户端支持",
        why: "浏览器和手机只支持 RSA 以及 P-256、P-384 曲线的 ECDSA，因此无法连接",
        fix: "请使用 RSA 2048 及以上，或 P-256、P-384 曲线的 ECDSA",
        message: "证书 {subject} 的密钥为 {algorithm}，手机不支持",
        help: "openssl ecparam -name prime256v1 -genkey -noout -out new.key，并为其申请证书",
    },
}
