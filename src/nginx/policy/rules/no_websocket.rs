//! WebSocket that cannot be opened.

use crate::diagnostic::rule;

rule! {
    /// WebSocket that cannot be opened.
    pub struct NoWebsocket {
        /// Name of the directive.
        pub directive: String,
    }
    id: "nginx/no-websocket",
    severity: Warning,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "proxy_pass without Upgrade and Connection",
    english: {
        what: "WebSocket connections fail",
        why: "the app never sees the upgrade, and the mini program gets an error",
        fix: "pass the upgrade on",
        message: "`{directive}` does not pass on Upgrade and Connection, so WebSocket fails",
        help: "add `proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection \"upgrade\";`",
    },
    chinese: {
        what: "WebSocket 连接会失败",
        why: "应用收不到升级请求，小程序会报错",
        fix: "请传递升级请求",
        message: "`{directive}` 没有传递 Upgrade 和 Connection，WebSocket 会失败",
        help: "请加入 `proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection \"upgrade\";`",
    },
}
