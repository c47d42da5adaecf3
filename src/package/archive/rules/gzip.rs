//! What is wrong with a gzip stream.

use crate::diagnostic::terms;
use crate::rule_table;

rule_table! {
    /// What is wrong with a gzip stream, by id.
    pub(in crate::package::archive) RULES

    GZIP_BAD: Error "archive/gzip-bad" { fault }
        source "RFC 1952"
        example "(a tgz with one byte changed)"
        what "the gzip stream is damaged" / "gzip 流已损坏"
        why "it cannot be unpacked, or only in part" / "无法解压，或只能解压一部分"
        fix "pack and upload the package again" / "重新打包并上传"
        help "upload the file again; `gzip -t app.tgz` must succeed before"
           / "重新上传文件；上传前 `gzip -t app.tgz` 应成功"
        message "{fault}, expected a whole gzip file" / "{fault}，应为完整的 gzip 文件"

    GZIP_TRAILING_DATA: Error "archive/gzip-trailing-data" { found, zeros }
        source "RFC 1952"
        example "(a tgz with a text appended)"
        what "something follows the gzip stream" / "gzip 流之后还有数据"
        why "some readers stop with an error, others ignore it" / "有的读取工具报错停止，有的忽略"
        fix "remove what was appended" / "去掉追加的内容"
        message "{found} follow the gzip stream (all zero: {zeros}), expected the end of the file"
              / "gzip 流之后还有 {found}（全为零：{zeros}），文件应在此结束"
}

terms! {
    /// What is wrong with a gzip stream.
    pub(in crate::package::archive) GzipFault {
        Checksum = "the checksum of the content is wrong" / "内容的校验和不对",
        Data = "invalid compressed data" / "压缩数据无效",
        Flags = "reserved flags are set" / "设置了保留标志位",
        Header = "a header field is too long" / "有一个头字段过长",
        HeaderChecksum = "the checksum of the header is wrong" / "头部的校验和不对",
        Length = "the length of the content is wrong" / "内容的长度不对",
        Method = "the compression method is not deflate" / "压缩方法不是 deflate",
        Truncated = "the stream ends early" / "数据流提前结束",
    }
}
