//! What can be wrong with a plan: one file a rule.

mod billing_not_allowed;
mod choices;
mod hosts_not_allowed;
mod load_balancer_mismatch;
mod tier_not_allowed;
mod tier_not_offered;

pub use billing_not_allowed::BillingNotAllowed;
pub use choices::Choices;
pub use hosts_not_allowed::HostsNotAllowed;
pub use load_balancer_mismatch::LoadBalancerMismatch;
pub use tier_not_allowed::TierNotAllowed;
pub use tier_not_offered::TierNotOffered;

use crate::diagnostic::{Finding, Rule};

/// Every rule about plans, sorted by id.
pub const RULES: &[&Rule] = &[
    BillingNotAllowed::RULE,
    HostsNotAllowed::RULE,
    LoadBalancerMismatch::RULE,
    TierNotAllowed::RULE,
    TierNotOffered::RULE,
];
