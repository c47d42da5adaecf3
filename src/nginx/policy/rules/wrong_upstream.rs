//! Requests that do not reach the app.

use crate::diagnostic::rule;

rule! {
    /// Requests that do not reach the app.
    pub struct WrongUpstream {
        /// The directive that answers it.
        pub found: String,
        /// Port of the framework.
        pub port: u16,
        /// What to write.
        pub line: String,
    }
    id: "nginx/wrong-upstream",
    severity: Error,
    source: "guide §1.3: ports 8080, 7001 and 9000",
    example: "proxy_pass http://127.0.0.1:3000; for a Spring Boot app",
    english: {
        what: "a request for `/` does not reach the app",
        why: "users see something else than the app: 502 Bad Gateway, a welcome page or nothing",
        fix: "pass `/` to the port of the framework",
        message: "a request for / ends at {found}, expected port {port} of the app",
        help: "write `{line}` in `location /`",
    },
    chinese: {
        what: "对 `/` 的请求没有到达应用",
        why: "用户看到的不是应用：502 Bad Gateway、欢迎页或空白",
        fix: "请将 `/` 转发到框架的端口",
        message: "对 / 的请求到达 {found}，应为应用的 {port} 端口",
        help: "请在 `location /` 中写 `{line}`",
    },
}
