//! Requests passed to a host that the request names.

use crate::diagnostic::rule;

rule! {
    /// Requests passed to a host that the request names.
    pub struct VariableUpstream {
        /// Name of the directive.
        pub directive: String,
        /// The target as written.
        pub target: String,
    }
    id: "nginx/variable-upstream",
    severity: Error,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "proxy_pass http://$http_x_backend;",
    english: {
        what: "a request decides to which host it is passed",
        why: "clients reach through nginx whatever the host can reach",
        fix: "write the host; variables may stand in the path",
        message: "the request decides where `{directive} {target}` leads",
        help: "write 127.0.0.1 and the port of the app; keep variables to the path",
    },
    chinese: {
        what: "请求可决定被转发到哪个主机",
        why: "客户端可借 nginx 访问主机能访问的一切",
        fix: "请写明主机；变量只能用在路径中",
        message: "`{directive} {target}` 的去向由请求决定",
        help: "请写 127.0.0.1 和应用的端口；变量只用在路径中",
    },
}
