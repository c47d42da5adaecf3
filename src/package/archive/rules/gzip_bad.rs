use super::terms::GzipFault;
use crate::diagnostic::rule;

rule! {
    /// The gzip stream is damaged.
    pub struct GzipBad {
        /// What is wrong.
        pub fault: GzipFault,
    }
    id: "archive/gzip-bad",
    severity: Error,
    source: "RFC 1952",
    example: "a tgz with one byte changed",
    english: {
        what: "the gzip stream is damaged",
        why: "it cannot be unpacked, or only in part",
        fix: "pack and upload the package again",
        message: "{fault}, expected a whole gzip file",
        help: "upload the file again; `gzip -t app.tgz` must succeed before",
    },
    chinese: {
        what: "gzip 流已损坏",
        why: "无法解压，或只能解压一部分",
        fix: "重新打包并上传",
        message: "{fault}，应为完整的 gzip 文件",
        help: "重新上传文件；上传前 `gzip -t app.tgz` 应成功",
    },
}
