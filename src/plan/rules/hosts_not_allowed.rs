//! A number of hosts that the tier cannot have.

use crate::app::Tier;
use crate::diagnostic::rule;

rule! {
    /// A number of hosts that the tier cannot have.
    pub struct HostsNotAllowed {
        /// The tier.
        pub tier: Tier,
        /// The chosen number of hosts.
        pub hosts: u8,
        /// Least number that the tier can have.
        pub least: u8,
        /// Greatest number that the tier can have.
        pub most: u8,
    }
    id: "plan/hosts-not-allowed",
    severity: Error,
    source: "guide §1.2, table of resources; the greatest number is decided",
    example: "tier starter with 2 hosts",
    english: {
        what: "the tier cannot have this number of hosts",
        why: "the starter tier is one host with its database on it and nothing in front that could share requests; the \
              standard tier starts with two hosts behind its load balancer",
        fix: "give the starter tier one host, the standard tier two or more; scale out in the standard tier only",
        message: "the {tier} tier cannot have {hosts} hosts; it can have {least} to {most}",
        help: "set the number of hosts to {least}, or for several hosts choose the standard tier: --tier standard",
    },
    chinese: {
        what: "该套餐不能使用此主机数量",
        why: "入门版只有一台主机，数据库也在其上，前面没有可分流的负载均衡；标准版至少有两台主机",
        fix: "入门版使用一台主机，标准版两台或以上；只有标准版可以扩容",
        message: "{tier} 套餐不能有 {hosts} 台主机，可为 {least} 至 {most} 台",
        help: "请把主机数量设为 {least}；需要多台主机时请选择标准版：--tier standard",
    },
}
