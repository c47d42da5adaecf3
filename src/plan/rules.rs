//! What can be wrong with a plan: one file a rule.

mod average_above_peak;
mod bandwidth_unstated;
mod billing_not_allowed;
mod burst_baseline_exceeded;
mod choices;
mod database_end_of_life;
mod database_shares_instance_memory;
mod dns_ttl_below_minimum;
mod end_of_life_soon;
mod hosts_not_allowed;
mod https_listener_without_certificate;
mod inferred_fact_used;
mod load_balancer_is_bottleneck;
mod load_balancer_mismatch;
mod load_balancer_spec_withdrawn;
mod load_balancer_subscription_withdrawn;
mod os_end_of_life;
mod redirect_loop_behind_load_balancer;
mod single_instance;
mod tier_not_allowed;
mod tier_not_offered;

pub use average_above_peak::AverageAbovePeak;
pub use bandwidth_unstated::BandwidthUnstated;
pub use billing_not_allowed::BillingNotAllowed;
pub use burst_baseline_exceeded::BurstBaselineExceeded;
pub use choices::Choices;
pub use database_end_of_life::DatabaseEndOfLife;
pub use database_shares_instance_memory::DatabaseSharesInstanceMemory;
pub use dns_ttl_below_minimum::DnsTtlBelowMinimum;
pub use end_of_life_soon::{EndOfLifeSoon, Ending};
pub use hosts_not_allowed::HostsNotAllowed;
pub use https_listener_without_certificate::HttpsListenerWithoutCertificate;
pub use inferred_fact_used::InferredFactUsed;
pub use load_balancer_is_bottleneck::LoadBalancerIsBottleneck;
pub use load_balancer_mismatch::LoadBalancerMismatch;
pub use load_balancer_spec_withdrawn::LoadBalancerSpecWithdrawn;
pub use load_balancer_subscription_withdrawn::LoadBalancerSubscriptionWithdrawn;
pub use os_end_of_life::OsEndOfLife;
pub use redirect_loop_behind_load_balancer::RedirectLoopBehindLoadBalancer;
pub use single_instance::SingleInstance;
pub use tier_not_allowed::TierNotAllowed;
pub use tier_not_offered::TierNotOffered;

use crate::diagnostic::{Finding, Rule};

/// Every rule about plans, sorted by id.
pub const RULES: &[&Rule] = &[
    AverageAbovePeak::RULE,
    BandwidthUnstated::RULE,
    BillingNotAllowed::RULE,
    BurstBaselineExceeded::RULE,
    DatabaseEndOfLife::RULE,
    DatabaseSharesInstanceMemory::RULE,
    DnsTtlBelowMinimum::RULE,
    EndOfLifeSoon::RULE,
    HostsNotAllowed::RULE,
    HttpsListenerWithoutCertificate::RULE,
    InferredFactUsed::RULE,
    LoadBalancerIsBottleneck::RULE,
    LoadBalancerMismatch::RULE,
    LoadBalancerSpecWithdrawn::RULE,
    LoadBalancerSubscriptionWithdrawn::RULE,
    OsEndOfLife::RULE,
    RedirectLoopBehindLoadBalancer::RULE,
    SingleInstance::RULE,
    TierNotAllowed::RULE,
    TierNotOffered::RULE,
];
