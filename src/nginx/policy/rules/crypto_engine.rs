//! An OpenSSL engine.

use crate::diagnostic::rule;

rule! {
    /// An OpenSSL engine.
    pub struct CryptoEngine {
        /// Name of the directive.
        pub directive: String,
        /// The engine.
        pub engine: String,
    }
    id: "nginx/crypto-engine",
    severity: Error,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "ssl_engine /tmp/evil.so;",
    english: {
        what: "an OpenSSL engine is loaded",
        why: "an engine is code in a file, loaded as root",
        fix: "delete the line",
        message: "`{directive}` loads the OpenSSL engine {engine}",
        help: "delete the line",
    },
    chinese: {
        what: "加载 OpenSSL 引擎",
        why: "引擎是以 root 身份加载的代码文件",
        fix: "请删除该行",
        message: "`{directive}` 加载 OpenSSL 引擎 {engine}",
        help: "请删除该行",
    },
}
