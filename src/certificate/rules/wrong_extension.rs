//! A certificate file with a name that the platform refuses.

use crate::diagnostic::rule;

rule! {
    /// A certificate file with a name that the platform refuses.
    pub struct WrongExtension {
        /// Name of the file.
        pub file: String,
        /// A name that would be accepted.
        pub renamed: String,
    }
    id: "certificate/wrong-extension",
    severity: Error,
    source: "guide §3.3.1: the format must be .pem or .crt",
    example: "--cert site.cer",
    english: {
        what: "the certificate file is not named .pem or .crt",
        why: "the platform takes certificates in files with these two endings only, so the upload is refused",
        fix: "rename the file; convert it first when it is not PEM",
        message: "the certificate file is named {file}, expected a name ending in .pem or .crt",
        help: "mv {file} {renamed}",
    },
    chinese: {
        what: "证书文件的扩展名不是 .pem 或 .crt",
        why: "平台只接受这两种扩展名的证书文件，否则上传会被拒绝",
        fix: "请重命名文件；若不是 PEM 格式请先转换",
        message: "证书文件名为 {file}，应以 .pem 或 .crt 结尾",
        help: "mv {file} {renamed}",
    },
}
