use crate::diagnostic::rule;
use crate::package::archive::Bytes;

rule! {
    /// Something follows the end record of a ZIP.
    pub struct ZipTrailingData {
        /// Bytes after the end record.
        pub found: Bytes,
        /// Whether all of them are zero.
        pub zeros: bool,
    }
    id: "archive/zip-trailing-data",
    severity: Error,
    source: "readers compared on crafted archives",
    example: "a JAR with a second file appended",
    english: {
        what: "something follows the end record of a ZIP",
        why: "some readers find another archive in it, others refuse the file",
        fix: "remove what was appended",
        message: "{found} follow the end record (all zero: {zeros}), expected the end of the file",
        help: "remove what was appended: `zip -FF app.zip --out clean.zip`",
    },
    chinese: {
        what: "ZIP 的结束记录之后还有数据",
        why: "有的读取工具在其中找到另一个压缩包，有的拒绝该文件",
        fix: "去掉追加的内容",
        message: "结束记录之后还有 {found}（全为零：{zeros}），文件应在此结束",
        help: "去掉追加的内容：`zip -FF app.zip --out clean.zip`",
    },
}
