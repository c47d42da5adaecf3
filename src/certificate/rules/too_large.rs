//! A file far larger than certificates and keys are.

use crate::diagnostic::rule;

rule! {
    /// A file far larger than certificates and keys are.
    pub struct TooLarge {
        /// Name of the file.
        pub file: String,
        /// Its length in bytes.
        pub bytes: usize,
        /// Greatest accepted length in bytes.
        pub most: usize,
    }
    id: "certificate/too-large",
    severity: Error,
    source: "decided: a chain of five certificates with RSA 4096 has 12 KiB",
    example: "a file of 2 MiB",
    english: {
        what: "the file is far larger than a certificate or a key",
        why: "every connection would send it, and it is hardly what was meant",
        fix: "upload the certificate with the intermediate certificates of its authority only",
        message: "{file} has {bytes} bytes, expected at most {most}",
        help: "upload the certificate with the intermediate certificates of its authority, not a collection of authorities",
    },
    chinese: {
        what: "文件远大于证书或私钥",
        why: "每个连接都会发送它，且几乎不会是您想要的文件",
        fix: "请只上传证书及其签发机构的中间证书",
        message: "{file} 有 {bytes} 字节，最多 {most} 字节",
        help: "请只上传证书及其签发机构的中间证书，不要上传 CA 集合",
    },
}
