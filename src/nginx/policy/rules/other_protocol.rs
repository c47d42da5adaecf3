//! Traffic other than HTTP.

use crate::diagnostic::rule;

rule! {
    /// Traffic other than HTTP.
    pub struct OtherProtocol {
        /// Name of the block.
        pub block: String,
    }
    id: "nginx/other-protocol",
    severity: Error,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "stream { … }",
    english: {
        what: "traffic other than HTTP is passed on",
        why: "the host becomes a relay for connections that nobody checks",
        fix: "delete the block",
        message: "the block `{block}` passes on traffic other than HTTP",
        help: "delete the block `{block}`",
    },
    chinese: {
        what: "转发 HTTP 以外的流量",
        why: "主机会成为无人检查的连接中继",
        fix: "请删除该块",
        message: "`{block}` 块会转发 HTTP 以外的流量",
        help: "请删除 `{block}` 块",
    },
}
