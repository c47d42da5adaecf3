//! An RSA key that is too short.

use crate::diagnostic::rule;

rule! {
    /// An RSA key that is too short.
    pub struct WeakKey {
        /// Subject of the certificate.
        pub subject: String,
        /// Length of the modulus in bits.
        pub bits: u32,
    }
    id: "certificate/weak-key",
    severity: Error,
    source: "CA/Browser Forum baseline requirements §6.1.5; OpenSSL security level 2",
    example: "RSA 1024",
    english: {
        what: "an RSA key is shorter than 2048 bits",
        why: "OpenSSL refuses it with \"ee key too small\" and nginx stops; clients refuse it too",
        fix: "use RSA 2048 or more, or ECDSA on P-256",
        message: "the certificate of {subject} has an RSA key of {bits} bits, expected 2048 or more",
        help: "openssl ecparam -name prime256v1 -genkey -noout -out new.key, and have a certificate issued for it",
    },
    chinese: {
        what: "RSA 密钥短于 2048 位",
        why: "OpenSSL 会报 \"ee key too small\"，nginx 停止；客户端也会拒绝",
        fix: "请使用 RSA 2048 及以上，或 P-256 曲线的 ECDSA",
        message: "证书 {subject} 的 RSA 密钥为 {bits} 位，应不少于 2048 位",
        help: "openssl ecparam -name prime256v1 -genkey -noout -out new.key，并为其申请证书",
    },
}
