//! The rules of environment, tier, billing and offer.

use super::choice::Plan;
use super::rules::{BillingNotAllowed, Choices, HostsNotAllowed, LoadBalancerMismatch, TierNotAllowed, TierNotOffered};
use crate::app::{Policy, Tier};
use crate::diagnostic::{Accepted, Findings, Location, Rejected, Severity};

/// Holds `plan` against the platform's rules (§1.2, §4.1) and the tiers that `policy` has on sale.
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
        let allowed = Choices::from(environment.tiers());
        findings.add(Location::input(), TierNotAllowed { environment, tier, allowed });
    }
    if !environment.billings().contains(&billing) {
        let allowed = Choices::from(environment.billings());
        findings.add(Location::input(), BillingNotAllowed { environment, billing, allowed });
    }
    if !policy.offered.contains(&tier) {
        let offered = policy.offered.iter().copied().collect();
        findings.add_as(not_offered, Location::input(), TierNotOffered { tier, offered });
    }
    let range = Plan::host_range(tier);
    if !range.contains(&hosts) {
        let (least, most) = range.into_inner();
        findings.add(Location::input(), HostsNotAllowed { tier, hosts, least, most });
    }
    if (tier == Tier::Standard) != load_balancer.is_some() {
        let count = u8::from(load_balancer.is_some());
        findings.add(Location::input(), LoadBalancerMismatch { tier, count, expected: 1 - count });
    }
}
