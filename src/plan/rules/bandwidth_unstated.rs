//! A public address whose bandwidth nobody states.

use crate::app::Tier;
use crate::diagnostic::rule;

rule! {
    /// A public address whose bandwidth nobody states.
    pub struct BandwidthUnstated {
        /// The tier.
        pub tier: Tier,
    }
    id: "plan/bandwidth-unstated",
    severity: Info,
    source: "guide §1.2 states no bandwidth for either tier",
    example: "either tier of the documented catalogue",
    english: {
        what: "no document states the bandwidth of the public address",
        why: "whether responses get out in the peak cannot be said, and bandwidth is what a plan is billed for",
        fix: "ask the platform for the number and state it in the catalogue",
        message: "the bandwidth of the {tier} tier's public address is not documented, so it is not sized",
        help: "state `{tier}.public_bandwidth` in the catalogue, and \"response_bytes\" in the workload",
    },
    chinese: {
        what: "没有文档说明公网带宽",
        why: "无法判断峰值时响应能否送出，而带宽又是计费项",
        fix: "请向平台询问带宽，并写入资源目录",
        message: "{tier} 套餐的公网带宽没有文档说明，因此未作评估",
        help: "请在资源目录中填写 `{tier}.public_bandwidth`，并在负载中填写 \"response_bytes\"",
    },
}
