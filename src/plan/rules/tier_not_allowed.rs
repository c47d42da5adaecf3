//! A tier that the environment cannot have.

use super::Choices;
use crate::app::{EnvironmentKind, Tier};
use crate::diagnostic::rule;

rule! {
    /// A tier that the environment cannot have.
    pub struct TierNotAllowed {
        /// The environment.
        pub environment: EnvironmentKind,
        /// The chosen tier.
        pub tier: Tier,
        /// Tiers that the environment can have.
        pub allowed: Choices<Tier>,
    }
    id: "plan/tier-not-allowed",
    severity: Error,
    source: "guide §1.2, table of environments",
    example: "environment test, tier standard",
    english: {
        what: "the environment cannot have this tier",
        why: "the platform sells the test environment with starter resources only, so building it would be refused",
        fix: "choose the starter tier for the test environment; the standard tier is for production",
        message: "the {environment} environment cannot have the {tier} tier; it can have: {allowed}",
        help: "choose one of: {allowed}; or plan the production environment: --environment production",
    },
    chinese: {
        what: "该环境不能使用此套餐",
        why: "平台的测试环境只提供入门版（starter）资源，构建环境时会被拒绝",
        fix: "测试环境请选择入门版；标准版用于生产环境",
        message: "{environment} 环境不能使用 {tier} 套餐，可用：{allowed}",
        help: "请选择：{allowed}；或改为生产环境：--environment production",
    },
}
