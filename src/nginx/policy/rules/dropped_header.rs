//! Headers lost in an inner block.

use crate::diagnostic::rule;

rule! {
    /// Headers lost in an inner block.
    pub struct DroppedHeader {
        /// Headers of the outer block.
        pub dropped: String,
    }
    id: "nginx/dropped-header",
    severity: Warning,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "add_header of server, and another in location",
    english: {
        what: "an inner `add_header` drops the outer ones",
        why: "security headers are missing just where the inner block answers",
        fix: "repeat them in the inner block",
        message: "this `add_header` drops those of the outer block: {dropped}",
        help: "repeat the outer `add_header` lines here: {dropped}",
    },
    chinese: {
        what: "内层的 `add_header` 会丢弃外层的",
        why: "内层块的响应会缺少安全头",
        fix: "请在内层重复",
        message: "这里的 `add_header` 会丢弃外层的：{dropped}",
        help: "请在此重复外层的 `add_header`：{dropped}",
    },
}
