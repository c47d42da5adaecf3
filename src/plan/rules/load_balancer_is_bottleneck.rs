//! A load balancer that gives out before the hosts behind it.

use crate::diagnostic::rule;
use crate::plan::{Dimension, LoadBalancerSpec};

rule! {
    /// A load balancer that gives out before the hosts behind it.
    pub struct LoadBalancerIsBottleneck {
        /// The specification.
        pub specification: LoadBalancerSpec,
        /// The limit that is reached first.
        pub dimension: Dimension,
        /// The demand.
        pub demand: u64,
        /// The limit.
        pub limit: u64,
    }
    id: "plan/load-balancer-is-bottleneck",
    severity: Warning,
    source: "product documentation: SLB FAQ, the first limit that is reached throttles",
    example: "1200 requests/s of 1000 µs behind slb.s1.small: 1200 of 1000 requests/s, and 30 % of the hosts' CPU",
    english: {
        what: "the load balancer reaches its limit before the hosts do",
        why: "requests over the limit are dropped while the hosts behind idle; more hosts do not help",
        fix: "choose a larger specification of the load balancer",
        message: "{specification} reaches {dimension} before the hosts reach theirs: {demand} of {limit}",
        help: "choose a larger load balancer, for example --load-balancer slb.lcu.elastic",
    },
    chinese: {
        what: "负载均衡先于主机达到上限",
        why: "超出上限的请求会被丢弃，而后端主机仍有空闲；增加主机无济于事",
        fix: "请选择更大的负载均衡规格",
        message: "{specification} 先于主机达到上限（{dimension}）：{demand}，上限 {limit}",
        help: "请选择更大的负载均衡，例如 --load-balancer slb.lcu.elastic",
    },
}
