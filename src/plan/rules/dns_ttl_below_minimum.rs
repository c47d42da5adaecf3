//! A time to live that the DNS service does not take.

use crate::diagnostic::rule;
use crate::plan::Seconds;

rule! {
    /// A time to live that the DNS service does not take.
    pub struct DnsTtlBelowMinimum {
        /// Time to live of the documented record.
        pub ttl: Seconds,
        /// Least that the service takes.
        pub minimum: Seconds,
    }
    id: "plan/dns-ttl-below-minimum",
    severity: Warning,
    source: "guide §3.2: 10 minutes; catalogue: `dns_ttl_minimum`",
    example: "a DNS service that takes 1200 s at least",
    english: {
        what: "the documented DNS record lives shorter than the DNS service allows",
        why: "adding the record is refused, or the service silently sets its own time",
        fix: "set the record's time to live to the least that the service takes",
        message: "the record's time to live is {ttl}; the DNS service takes at least {minimum}",
        help: "set the time to live of the `www` record to {minimum}",
    },
    chinese: {
        what: "文档中的 DNS 记录 TTL 低于 DNS 服务的下限",
        why: "添加记录会被拒绝，或被服务改为其他值",
        fix: "请把记录的 TTL 设为服务允许的最小值",
        message: "记录的 TTL 为 {ttl}，DNS 服务要求至少 {minimum}",
        help: "请把 `www` 记录的 TTL 设为 {minimum}",
    },
}
