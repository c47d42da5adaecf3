//! Every client may name its own address.

use crate::diagnostic::rule;

rule! {
    /// Every client may name its own address.
    pub struct TrustedEveryone {
        /// The network.
        pub network: String,
    }
    id: "nginx/trusted-everyone",
    severity: Warning,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "set_real_ip_from 0.0.0.0/0;",
    english: {
        what: "the client address is taken from everybody",
        why: "limits, logs and access rules believe what a client claims about itself",
        fix: "trust the load balancer only: 100.64.0.0/10",
        message: "`set_real_ip_from {network}` trusts every client",
        help: "write `set_real_ip_from 100.64.0.0/10;` behind the load balancer, or delete the line",
    },
    chinese: {
        what: "信任所有人声明的客户端地址",
        why: "限流、日志和访问规则会相信客户端的自述",
        fix: "只信任负载均衡：100.64.0.0/10",
        message: "`set_real_ip_from {network}` 信任所有客户端",
        help: "负载均衡之后请写 `set_real_ip_from 100.64.0.0/10;`，否则删除该行",
    },
}
