use crate::diagnostic::rule;
use crate::package::archive::Bytes;

rule! {
    /// Something follows the gzip stream.
    pub struct GzipTrailingData {
        /// Bytes after the last member, at least.
        pub found: Bytes,
        /// Whether all of them are zero.
        pub zeros: bool,
    }
    id: "archive/gzip-trailing-data",
    severity: Error,
    source: "RFC 1952",
    example: "a tgz with a text appended",
    english: {
        what: "something follows the gzip stream",
        why: "some readers stop with an error, others ignore it",
        fix: "remove what was appended",
        message: "{found} follow the gzip stream (all zero: {zeros}), expected the end of the file",
        help: "remove what was appended",
    },
    chinese: {
        what: "gzip 流之后还有数据",
        why: "有的读取工具报错停止，有的忽略",
        fix: "去掉追加的内容",
        message: "gzip 流之后还有 {found}（全为零：{zeros}），文件应在此结束",
        help: "去掉追加的内容",
    },
}
