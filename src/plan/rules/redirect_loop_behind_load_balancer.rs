//! A redirect to HTTPS on hosts that only ever see HTTP.

use crate::diagnostic::rule;

rule! {
    /// A redirect to HTTPS on hosts that only ever see HTTP.
    pub struct RedirectLoopBehindLoadBalancer {}
    id: "plan/redirect-loop-behind-load-balancer",
    severity: Info,
    source: "guide §1.3 (default nginx of production), §3.3.2 and §4.5 (TLS ends at the load balancer)",
    example: "the standard tier with the guide's production default of nginx",
    english: {
        what: "behind this load balancer the documented nginx default redirects forever",
        why: "the load balancer ends TLS and speaks HTTP to the hosts, whose port 80 answers with a redirect to HTTPS, \
              which comes back as HTTP: browsers give up with too many redirects",
        fix: "configure nginx for TLS that ends at the load balancer",
        message: "TLS ends at the load balancer: an nginx that redirects port 80 to HTTPS redirects forever",
        help: "generate the configuration for the tier: `cloudapp nginx generate --environment production --tier standard`",
    },
    chinese: {
        what: "在该负载均衡之后，文档中的 nginx 默认配置会无限重定向",
        why: "负载均衡终止 TLS 并以 HTTP 访问主机，而主机的 80 端口又重定向到 HTTPS，如此往复：浏览器会报重定向次数过多",
        fix: "请按 TLS 终止于负载均衡的方式配置 nginx",
        message: "TLS 终止于负载均衡：把 80 端口重定向到 HTTPS 的 nginx 会无限重定向",
        help: "请按套餐生成配置：`cloudapp nginx generate --environment production --tier standard`",
    },
}
