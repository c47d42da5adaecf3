//! Cipher suites that protect nothing.

use crate::diagnostic::rule;

rule! {
    /// Cipher suites that protect nothing.
    pub struct WeakCipher {
        /// Suites that offend, and why.
        pub suites: String,
        /// Words of the string that OpenSSL does not know; empty without any.
        pub note: String,
    }
    id: "nginx/weak-cipher",
    severity: Error,
    source: "RFC 9325 §4.2",
    example: "ssl_ciphers ALL:!ADH;",
    english: {
        what: "the cipher string admits suites that protect nothing",
        why: "an attacker between client and server reads or changes what is sent",
        fix: "name suites that are known to be good",
        message: "the cipher string admits {suites}",
        help: "write `ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384;`{note}",
    },
    chinese: {
        what: "加密套件字符串包含无保护作用的套件",
        why: "中间人可读取或篡改传输内容",
        fix: "请写明安全的套件",
        message: "加密套件字符串包含 {suites}",
        help: "请写 `ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384;`{note}",
    },
}
