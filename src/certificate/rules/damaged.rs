//! A PEM block that cannot be read.

use crate::diagnostic::rule;

rule! {
    /// A PEM block that cannot be read.
    pub struct Damaged {
        /// Name of the file.
        pub file: String,
        /// Words after BEGIN.
        pub block: String,
        /// What is wrong with it.
        pub problem: &'static str,
    }
    id: "certificate/damaged",
    severity: Error,
    source: "nginx and OpenSSL, ssl_certificate and ssl_certificate_key",
    example: "-----BEGIN CERTIFICATE----- without -----END CERTIFICATE-----",
    english: {
        what: "a block of the file cannot be read",
        why: "nginx stops when it loads the file, and the service is down",
        fix: "copy the block again from its origin",
        message: "{block} in {file} cannot be read: {problem}",
        help: "copy it again from its origin, each line from -----BEGIN to -----END included",
    },
    chinese: {
        what: "文件中的某个块无法读取",
        why: "nginx 加载该文件时会停止，服务不可用",
        fix: "请从来源重新复制该块",
        message: "{file} 中的 {block} 无法读取：{problem}",
        help: "请从来源重新复制，包含从 -----BEGIN 到 -----END 的每一行",
    },
}
