//! A tier that is not on sale.

use super::Choices;
use crate::app::Tier;
use crate::diagnostic::rule;

rule! {
    /// A tier that is not on sale.
    pub struct TierNotOffered {
        /// The chosen tier.
        pub tier: Tier,
        /// Tiers on sale, by the policy.
        pub offered: Choices<Tier>,
    }
    id: "plan/tier-not-offered",
    severity: Error,
    source: "guide §1.2: at present only the starter tier is offered",
    example: "tier standard, while the policy's `offered` is [\"starter\"]",
    english: {
        what: "the tier is documented but not on sale",
        why: "the platform cannot build an environment from resources that it does not sell",
        fix: "choose a tier on sale; a platform that sells more says so in its policy's `offered`",
        message: "the {tier} tier is not on sale; on sale: {offered}",
        help: "choose one of: {offered}; or add \"{tier}\" to `offered` in the policy when your platform sells it",
    },
    chinese: {
        what: "该套餐虽有文档说明，但目前不出售",
        why: "平台无法用不出售的资源构建环境",
        fix: "请选择在售套餐；若平台出售更多套餐，请在策略的 `offered` 中声明",
        message: "{tier} 套餐目前不出售，在售：{offered}",
        help: "请选择：{offered}；若您的平台出售该套餐，请在策略的 `offered` 中加入 \"{tier}\"",
    },
}
