//! Port 443 without TLS.

use crate::diagnostic::rule;

rule! {
    /// Port 443 without TLS.
    pub struct PlainHttps {
        /// The address as written.
        pub listen: String,
    }
    id: "nginx/plain-https",
    severity: Error,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "listen 443;",
    english: {
        what: "port 443 speaks plain HTTP",
        why: "browsers and mini programs speak TLS there: every request fails",
        fix: "add `ssl` to the `listen`",
        message: "`listen {listen}` speaks plain HTTP on the port of HTTPS",
        help: "write `listen 443 ssl;`",
    },
    chinese: {
        what: "443 端口没有启用 TLS",
        why: "浏览器和小程序在此端口使用 TLS：所有请求都会失败",
        fix: "请在 `listen` 中加入 `ssl`",
        message: "`listen {listen}` 在 HTTPS 端口使用明文 HTTP",
        help: "请写 `listen 443 ssl;`",
    },
}
