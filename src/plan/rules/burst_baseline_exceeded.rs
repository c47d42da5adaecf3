//! More average CPU than a burstable instance may always use.

use crate::diagnostic::rule;

rule! {
    /// More average CPU than a burstable instance may always use.
    pub struct BurstBaselineExceeded {
        /// The instance type.
        pub instance: String,
        /// Average CPU of the workload, in thousandths of a vCPU, on all hosts.
        pub average_mvcpu: u64,
        /// What the hosts may always use, in thousandths of a vCPU.
        pub baseline_mvcpu: u64,
    }
    id: "plan/burst-baseline-exceeded",
    severity: Warning,
    source: "product documentation: burstable instances; catalogue: `burst`",
    example: "average 60 requests/s of 5000 µs on ecs.t5-lc1m2.small: 300 of 200 mvCPU",
    english: {
        what: "the app uses more CPU over the day than a burstable instance earns",
        why: "the credits run out and the instance is throttled to its baseline: responses slow down and time out, \
              though a short load test succeeded",
        fix: "use an instance that is not burstable, or less CPU for each request",
        message: "{average_mvcpu} mvCPU on average, and {instance} may always use {baseline_mvcpu} mvCPU",
        help: "choose the standard tier: --tier standard",
    },
    chinese: {
        what: "应用的平均 CPU 用量超过突发性能实例的积分收入",
        why: "CPU 积分会耗尽，实例被限制在基准性能：响应变慢乃至超时，即使短时压测通过",
        fix: "请使用非突发性能实例，或降低每个请求的 CPU 用量",
        message: "平均 {average_mvcpu} mvCPU，而 {instance} 只能长期使用 {baseline_mvcpu} mvCPU",
        help: "请选择标准版：--tier standard",
    },
}
