//! The Host header passed on as the client wrote it.

use crate::diagnostic::rule;

rule! {
    /// The Host header passed on as the client wrote it.
    pub struct RawHost {
        /// Name of the directive.
        pub directive: String,
    }
    id: "nginx/raw-host",
    severity: Warning,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "proxy_set_header Host $http_host;",
    english: {
        what: "the app gets `Host` as the client wrote it",
        why: "with an absolute URL in the request line it may name another host than the one that was served: links and resets of passwords go there",
        fix: "use `$host`",
        message: "`{directive}` passes $http_host on",
        help: "write $host instead of $http_host",
    },
    chinese: {
        what: "应用得到客户端原样的 `Host`",
        why: "请求行中为绝对 URL 时它可能不是实际服务的主机：链接和密码重置会指向那里",
        fix: "请使用 `$host`",
        message: "`{directive}` 传递了 $http_host",
        help: "请用 $host 代替 $http_host",
    },
}
