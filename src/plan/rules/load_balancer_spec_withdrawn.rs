//! A load balancer specification that is no longer sold.

use crate::app::Date;
use crate::diagnostic::rule;
use crate::plan::LoadBalancerSpec;

rule! {
    /// A load balancer specification that is no longer sold.
    pub struct LoadBalancerSpecWithdrawn {
        /// The specification.
        pub specification: LoadBalancerSpec,
        /// Since when.
        pub since: Date,
    }
    id: "plan/load-balancer-spec-withdrawn",
    severity: Warning,
    source: "catalogue: `load_balancers[].withdrawn`; notices of the service name 2025-06-01 and 2026-01-01",
    example: "slb.s1.small, bought on 2025-06-01",
    english: {
        what: "the load balancer specification is no longer sold",
        why: "creating the load balancer is refused, and with it the whole environment",
        fix: "plan with a load balancer that is paid by use",
        message: "{specification} has not been sold since {since}",
        help: "use a load balancer paid by use: --load-balancer slb.lcu.elastic",
    },
    chinese: {
        what: "该负载均衡规格已停售",
        why: "创建负载均衡会被拒绝，整个环境因此无法构建",
        fix: "请使用按使用量计费的负载均衡",
        message: "{specification} 自 {since} 起停售",
        help: "请使用按使用量计费的负载均衡：--load-balancer slb.lcu.elastic",
    },
}
