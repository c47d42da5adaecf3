//! Kept connections that nobody uses.

use crate::diagnostic::rule;

rule! {
    /// Kept connections that nobody uses.
    pub struct IdleKeepalive {
        /// The argument.
        pub count: String,
    }
    id: "nginx/idle-keepalive",
    severity: Warning,
    source: "nginx changes 1.29.7",
    example: "upstream app { server 127.0.0.1:7001; keepalive 10; }",
    english: {
        what: "connections to the app are to be kept but cannot be",
        why: "before 1.29.7 nginx speaks HTTP/1.0 to the app and closes after each request",
        fix: "set HTTP/1.1 and an empty Connection",
        message: "`keepalive {count}` does nothing without HTTP/1.1 to the app",
        help: "add `proxy_http_version 1.1;` and `proxy_set_header Connection \"\";`",
    },
    chinese: {
        what: "要求保持到应用的连接却无法保持",
        why: "1.29.7 之前 nginx 以 HTTP/1.0 与应用通信，每个请求后都关闭",
        fix: "请使用 HTTP/1.1 和空的 Connection",
        message: "没有 HTTP/1.1 时 `keepalive {count}` 不起作用",
        help: "请加入 `proxy_http_version 1.1;` 和 `proxy_set_header Connection \"\";`",
    },
}
