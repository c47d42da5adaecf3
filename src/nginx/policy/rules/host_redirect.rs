//! A redirect to a host that the request names.

use crate::diagnostic::rule;

rule! {
    /// A redirect to a host that the request names.
    pub struct HostRedirect {
        /// The URL as written.
        pub target: String,
    }
    id: "nginx/host-redirect",
    severity: Warning,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "return 301 https://$host$request_uri;  in a server without names",
    english: {
        what: "a redirect takes its host from the request",
        why: "a forged `Host` sends visitors, and caches between, to another site",
        fix: "name the server, or write the domain",
        message: "the redirect to {target} goes to whatever host the request names",
        help: "write the domain instead of the variable, or give the server a `server_name` and a default server that closes",
    },
    chinese: {
        what: "重定向的主机取自请求",
        why: "伪造的 `Host` 会把访客和中间缓存引到其他网站",
        fix: "请为 server 命名，或写明域名",
        message: "到 {target} 的重定向会去往请求所指的任何主机",
        help: "请用域名代替变量，或为 server 设置 `server_name`，并用默认 server 关闭其他主机",
    },
}
