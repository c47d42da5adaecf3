//! Requests passed to another host.

use crate::diagnostic::rule;

rule! {
    /// Requests passed to another host.
    pub struct ForeignUpstream {
        /// Name of the directive.
        pub directive: String,
        /// The target as written.
        pub target: String,
        /// What is there.
        pub what: &'static str,
    }
    id: "nginx/foreign-upstream",
    severity: Error,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "proxy_pass http://100.100.100.200;",
    english: {
        what: "requests are passed to a host other than this one",
        why: "clients reach through nginx what only the host may reach: the metadata service with its credentials, databases, other tenants",
        fix: "pass to 127.0.0.1, or have the host allowed",
        message: "`{directive}` leads to {target}, which is {what}; expected 127.0.0.1",
        help: "write 127.0.0.1 and the port of the app",
    },
    chinese: {
        what: "请求被转发到其他主机",
        why: "客户端可借 nginx 访问只有主机能访问的服务：元数据服务及其凭证、数据库、其他租户",
        fix: "请转发到 127.0.0.1，或申请放行该主机",
        message: "`{directive}` 指向 {target}（{what}），应为 127.0.0.1",
        help: "请写 127.0.0.1 和应用的端口",
    },
}
