//! A way of paying that the environment cannot have.

use super::Choices;
use crate::app::{Billing, EnvironmentKind};
use crate::diagnostic::rule;

rule! {
    /// A way of paying that the environment cannot have.
    pub struct BillingNotAllowed {
        /// The environment.
        pub environment: EnvironmentKind,
        /// The chosen way of paying.
        pub billing: Billing,
        /// Ways of paying that the environment can have.
        pub allowed: Choices<Billing>,
    }
    id: "plan/billing-not-allowed",
    severity: Error,
    source: "guide §1.2, table of environments; §2.3",
    example: "environment test, billing pay-as-you-go",
    english: {
        what: "the environment cannot be paid for in this way",
        why: "the platform sells the test environment prepaid only, so building it would be refused",
        fix: "choose prepaid for the test environment; pay-as-you-go is for production",
        message: "the {environment} environment cannot be paid {billing}; it can be paid: {allowed}",
        help: "choose one of: {allowed}; or plan the production environment: --environment production",
    },
    chinese: {
        what: "该环境不能使用此计费方式",
        why: "平台的测试环境只支持预付费（prepaid），构建环境时会被拒绝",
        fix: "测试环境请选择预付费；按量付费用于生产环境",
        message: "{environment} 环境不能使用 {billing} 计费，可用：{allowed}",
        help: "请选择：{allowed}；或改为生产环境：--environment production",
    },
}
