//! The rules of environment, tier, billing and offer.

use super::choice::Plan;
use super::rules::{
    BILLING_NOT_ALLOWED, HOSTS_NOT_ALLOWED, LOAD_BALANCER_MISMATCH, TIER_NOT_ALLOWED, TIER_NOT_OFFERED,
};
use crate::app::{Policy, Tier};
use crate::diagnostic::{Accepted, Findings, Location, Rejected, Severity, Value};
use crate::finding;

/// Holds `plan` against the platform's rules (§1.2, §4.1) and the tiers that `policy` has on sale.
///
/// # Examples
///
/// ```
/// use cloudapp::app::{Billing, EnvironmentKind, Policy, Tier};
/// use cloudapp::plan::{self, Plan};
///
/// let plan = Plan::new(EnvironmentKind::Production, Tier::Standard, Billing::Prepaid);
/// let rejected = plan::check(plan, &Policy::default()).unwrap_err();
/// assert_eq!(rejected.report().diagnostics()[0].rule().id, "plan/tier-not-offered");
/// assert!(plan::check(plan, &Policy::default().offering(Tier::ALL)).is_ok());
/// ```
///
/// # Errors
///
/// A tier or a billing that the environment cannot have, a tier that is not sold, a number of hosts that the tier
/// cannot have, and a load balancer missing in the standard tier or given in the starter tier: all of them at once.
pub fn check(plan: Plan, policy: &Policy) -> Result<Accepted<Plan>, Box<Rejected<Plan>>> {
    let mut findings = Findings::new(&policy.levels);
    find_faults(plan, policy, Severity::Error, &mut findings);
    findings.finish().accept(plan)
}

/// What [`check`] finds, with the weight that a tier off sale has.
pub(super) fn find_faults(plan: Plan, policy: &Policy, not_offered: Severity, findings: &mut Findings<'_>) {
    let Plan { environment, tier, billing, hosts, load_balancer } = plan;
    if !environment.tiers().contains(&tier) {
        let allowed = environment.tiers();
        findings.add(Location::input(), finding!(TIER_NOT_ALLOWED { environment, tier, allowed }));
    }
    if !environment.billings().contains(&billing) {
        let allowed = environment.billings();
        findings.add(Location::input(), finding!(BILLING_NOT_ALLOWED { environment, billing, allowed }));
    }
    if !policy.offered.contains(&tier) {
        let offered: Value = policy.offered.iter().copied().collect();
        findings.add_as(not_offered, Location::input(), finding!(TIER_NOT_OFFERED { tier, offered }));
    }
    let range = Plan::host_range(tier);
    if !range.contains(&hosts) {
        let (least, most) = range.into_inner();
        findings.add(Location::input(), finding!(HOSTS_NOT_ALLOWED { tier, hosts, least, most }));
    }
    if (tier == Tier::Standard) != load_balancer.is_some() {
        let count = u8::from(load_balancer.is_some());
        findings.add(Location::input(), finding!(LOAD_BALANCER_MISMATCH { tier, count, expected: 1 - count }));
    }
}
