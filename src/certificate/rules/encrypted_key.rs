//! A private key that needs a password.

use crate::diagnostic::rule;

rule! {
    /// A private key that needs a password.
    pub struct EncryptedKey {
        /// Name of the file.
        pub file: String,
    }
    id: "certificate/encrypted-key",
    severity: Error,
    source: "nginx and OpenSSL, ssl_certificate and ssl_certificate_key",
    example: "-----BEGIN ENCRYPTED PRIVATE KEY-----",
    english: {
        what: "the private key is encrypted",
        why: "nginx asks for the password when it starts, nobody answers, and the service is down",
        fix: "decrypt the key with openssl",
        message: "the private key in {file} is encrypted, expected one without a password",
        help: "openssl pkey -in {file} -out decrypted.key",
    },
    chinese: {
        what: "私钥已加密",
        why: "nginx 启动时会询问口令而无人应答，服务不可用",
        fix: "请用 openssl 解密私钥",
        message: "{file} 中的私钥已加密，应为不带口令的私钥",
        help: "openssl pkey -in {file} -out decrypted.key",
    },
}
