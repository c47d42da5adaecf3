//! nginx passes requests to itself.

use crate::diagnostic::rule;

rule! {
    /// nginx passes requests to itself.
    pub struct ProxyLoop {
        /// Name of the directive.
        pub directive: String,
        /// The target.
        pub target: String,
    }
    id: "nginx/proxy-loop",
    severity: Error,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "listen 80; … proxy_pass http://127.0.0.1:80;",
    english: {
        what: "nginx passes requests to a port on which it listens",
        why: "each request breeds another until all connections are used up",
        fix: "pass to the port of the app",
        message: "`{directive}` leads to {target}, where this nginx listens",
        help: "write 127.0.0.1 and the port of the app",
    },
    chinese: {
        what: "nginx 将请求转发给自己监听的端口",
        why: "每个请求都会再产生请求，直到连接耗尽",
        fix: "请转发到应用的端口",
        message: "`{directive}` 指向 {target}，而本 nginx 正监听该端口",
        help: "请写 127.0.0.1 和应用的端口",
    },
}
