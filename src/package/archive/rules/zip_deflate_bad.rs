use super::terms::DeflateFault;
use crate::diagnostic::rule;

rule! {
    /// An entry's compressed data is damaged.
    pub struct ZipDeflateBad {
        /// Name as the archive holds it, made printable.
        pub name: String,
        /// What is wrong.
        pub fault: DeflateFault,
    }
    id: "archive/zip-deflate-bad",
    severity: Error,
    source: "readers compared on crafted archives",
    example: "a deflate stream with a bad block",
    english: {
        what: "an entry's compressed data is damaged",
        why: "it cannot be unpacked, or unpacks differently",
        fix: "build and upload the package again",
        message: "`{name}`: {fault}, expected one whole deflate stream",
        help: "build and upload the package again",
    },
    chinese: {
        what: "条目的压缩数据已损坏",
        why: "无法解压，或解压结果不同",
        fix: "重新构建并上传包",
        message: "`{name}`：{fault}，应为一个完整的 deflate 流",
        help: "重新构建并上传包",
    },
}
