//! A prepaid load balancer, which is no longer sold.

use crate::app::Date;
use crate::diagnostic::rule;

rule! {
    /// A prepaid load balancer, which is no longer sold.
    pub struct LoadBalancerSubscriptionWithdrawn {
        /// Since when.
        pub since: Date,
    }
    id: "plan/load-balancer-subscription-withdrawn",
    severity: Warning,
    source: "catalogue: `load_balancer_subscription_withdrawn`; notice of the service, 2024-12-01",
    example: "the standard tier prepaid, bought on 2024-12-01",
    english: {
        what: "load balancers are no longer sold prepaid",
        why: "a prepaid order of the load balancer is refused; it is billed by use while the rest is prepaid, and goes \
              on costing after the rest has expired",
        fix: "pay for the environment as you go, or expect the load balancer's bill apart",
        message: "load balancers have not been sold prepaid since {since}",
        help: "plan with --billing pay-as-you-go, or create the load balancer pay-as-you-go beside prepaid hosts",
    },
    chinese: {
        what: "负载均衡不再提供预付费",
        why: "预付费的负载均衡订单会被拒绝；其余资源预付费时，负载均衡仍按量计费，其余资源到期后仍会产生费用",
        fix: "请对环境使用按量付费，或为负载均衡单独预留费用",
        message: "负载均衡自 {since} 起不再提供预付费",
        help: "请使用 --billing pay-as-you-go，或主机预付费、负载均衡按量付费",
    },
}
