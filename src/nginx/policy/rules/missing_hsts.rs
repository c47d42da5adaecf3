//! HTTPS that visitors may be talked out of.

use crate::diagnostic::rule;

rule! {
    /// HTTPS that visitors may be talked out of.
    pub struct MissingHsts {
    }
    id: "nginx/missing-hsts",
    severity: Warning,
    source: "RFC 6797",
    example: "a TLS server without Strict-Transport-Security",
    english: {
        what: "browsers are not told to stay with HTTPS",
        why: "the next visit may start with plain HTTP, where it can be read and changed",
        fix: "add the header",
        message: "a server with TLS does not send Strict-Transport-Security",
        help: "add `add_header Strict-Transport-Security \"max-age=31536000\" always;`",
    },
    chinese: {
        what: "没有告知浏览器始终使用 HTTPS",
        why: "下次访问可能从明文 HTTP 开始，可被读取和篡改",
        fix: "请添加该响应头",
        message: "启用 TLS 的 server 没有发送 Strict-Transport-Security",
        help: "请加入 `add_header Strict-Transport-Security \"max-age=31536000\" always;`",
    },
}
