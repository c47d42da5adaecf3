//! A private key of a kind that cannot be compared with the certificate.

use crate::diagnostic::rule;

rule! {
    /// A private key of a kind that cannot be compared with the certificate.
    pub struct UnknownKey {
        /// Name of the file.
        pub file: String,
    }
    id: "certificate/unknown-key",
    severity: Warning,
    source: "nginx and OpenSSL, ssl_certificate and ssl_certificate_key",
    example: "-----BEGIN DSA PRIVATE KEY-----",
    english: {
        what: "the kind of the private key is not known",
        why: "whether it belongs to the certificate cannot be told; if it does not, nginx stops",
        fix: "use RSA 2048 or more, or ECDSA on P-256 or P-384",
        message: "the private key in {file} is of a kind that cannot be compared with the certificate",
        help: "openssl ecparam -name prime256v1 -genkey -noout -out new.key, and have a certificate issued for it",
    },
    chinese: {
        what: "无法识别私钥类型",
        why: "无法判断它与证书是否匹配；若不匹配，nginx 会停止",
        fix: "请使用 RSA 2048 及以上，或 P-256、P-384 曲线的 ECDSA",
        message: "{file} 中的私钥类型无法与证书比对",
        help: "openssl ecparam -name prime256v1 -genkey -noout -out new.key，并为其申请证书",
    },
}
