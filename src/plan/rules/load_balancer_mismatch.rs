//! A load balancer where there is none, or none where there must be one.

use crate::app::Tier;
use crate::diagnostic::rule;

rule! {
    /// A load balancer where there is none, or none where there must be one.
    pub struct LoadBalancerMismatch {
        /// The tier.
        pub tier: Tier,
        /// Load balancers of the plan.
        pub count: u8,
        /// Load balancers of the tier.
        pub expected: u8,
    }
    id: "plan/load-balancer-mismatch",
    severity: Error,
    source: "guide §1.2, table of resources",
    example: "{\"tier\":\"starter\",\"load_balancer\":\"slb.s1.small\",…}",
    english: {
        what: "the plan and its tier disagree about a load balancer",
        why: "the starter tier has no load balancer to set up, and without one no request reaches the hosts of the \
              standard tier",
        fix: "leave `load_balancer` out in the starter tier; name a specification in the standard tier",
        message: "the plan has {count} load balancers; the {tier} tier has {expected}",
        help: "start from the documented resources of the tier: `Plan::new` with the tier {tier}",
    },
    chinese: {
        what: "方案与套餐在负载均衡上不一致",
        why: "入门版没有负载均衡；标准版缺少负载均衡则请求无法到达主机",
        fix: "入门版请去掉 `load_balancer`；标准版请写明规格",
        message: "方案有 {count} 个负载均衡，{tier} 套餐应有 {expected} 个",
        help: "请从套餐的标准配置开始：`Plan::new`，套餐 {tier}",
    },
}
