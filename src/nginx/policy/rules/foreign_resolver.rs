//! A name server that is not the host's.

use crate::diagnostic::rule;

rule! {
    /// A name server that is not the host's.
    pub struct ForeignResolver {
        /// The address.
        pub address: String,
    }
    id: "nginx/foreign-resolver",
    severity: Error,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "resolver 8.8.8.8;",
    english: {
        what: "names are resolved by a foreign server",
        why: "it decides where requests go, and may answer with addresses of the inner network",
        fix: "delete `resolver`; fixed targets need none",
        message: "`resolver {address}` is not on this host",
        help: "delete the line",
    },
    chinese: {
        what: "域名由外部服务器解析",
        why: "它可决定请求去向，并可返回内网地址",
        fix: "请删除 `resolver`；固定目标不需要它",
        message: "`resolver {address}` 不在本机",
        help: "请删除该行",
    },
}
