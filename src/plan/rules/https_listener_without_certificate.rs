//! An HTTPS listener that still needs its certificate.

use crate::diagnostic::rule;

rule! {
    /// An HTTPS listener that still needs its certificate.
    pub struct HttpsListenerWithoutCertificate {}
    id: "plan/https-listener-without-certificate",
    severity: Info,
    source: "guide §3.3.2, §4.5: the load balancer listens for HTTPS by default",
    example: "the standard tier, before a certificate is uploaded",
    english: {
        what: "the load balancer's HTTPS listener needs a certificate",
        why: "without one the listener cannot be created, and no request reaches the hosts",
        fix: "buy or upload a certificate for the load balancer before the first release",
        message: "the HTTPS listener of the load balancer needs a certificate before the first release",
        help: "check it first: `cloudapp certificate check --cert cert.pem --key cert.key --domain DOMAIN`",
    },
    chinese: {
        what: "负载均衡的 HTTPS 监听需要证书",
        why: "没有证书就无法创建监听，请求也无法到达主机",
        fix: "请在首次发布前为负载均衡购买或上传证书",
        message: "首次发布前，负载均衡的 HTTPS 监听需要证书",
        help: "请先检查：`cloudapp certificate check --cert cert.pem --key cert.key --domain DOMAIN`",
    },
}
