use super::terms::Hex;
use crate::diagnostic::rule;

rule! {
    /// An entry's content does not have its checksum.
    pub struct ZipCrcMismatch {
        /// Name as the archive holds it, made printable.
        pub name: String,
        /// Checksum of the content.
        pub found: Hex,
        /// Checksum in the directory.
        pub expected: Hex,
    }
    id: "archive/zip-crc-mismatch",
    severity: Error,
    source: "readers compared on crafted archives",
    example: "a JAR with one byte changed",
    english: {
        what: "an entry's content does not have its checksum",
        why: "the file was damaged on its way",
        fix: "build and upload the package again",
        message: "`{name}`: the content's CRC-32 is {found}, expected {expected}",
        help: "build and upload the package again",
    },
    chinese: {
        what: "条目内容与校验和不符",
        why: "文件在传输中损坏",
        fix: "重新构建并上传包",
        message: "`{name}`：内容的 CRC-32 为 {found}，应为 {expected}",
        help: "重新构建并上传包",
    },
}
