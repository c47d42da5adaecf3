//! What an environment is to be built from.

use serde::{Deserialize, Serialize};

use crate::app::parse::words;
use crate::app::{Billing, EnvironmentKind, Tier};

/// A choice of resources for one environment: tier, billing, and how far it is scaled out.
///
/// Any combination can be written down; [`check`](super::check) says whether the platform builds it.
///
/// # Examples
///
/// ```
/// use cloudapp::app::{Billing, EnvironmentKind, Policy, Tier};
/// use cloudapp::plan::{self, Plan};
///
/// let plan = Plan::new(EnvironmentKind::Production, Tier::Standard, Billing::PayAsYouGo).with_hosts(3);
/// let policy = Policy::default().offering(Tier::ALL);
/// let accepted = plan::check(plan, &policy)?;
/// assert_eq!(accepted.value().hosts, 3);
/// # Ok::<(), Box<cloudapp::diagnostic::Rejected<Plan>>>(())
/// ```
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Plan {
    /// The environment that is built.
    pub environment: EnvironmentKind,
    /// Its set of resources.
    pub tier: Tier,
    /// How they are paid for.
    pub billing: Billing,
    /// Number of hosts (ECS instances): 1 in the starter tier, 2 or more in the standard tier.
    pub hosts: u8,
    /// Specification of the load balancer; none in the starter tier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load_balancer: Option<LoadBalancerSpec>,
}

impl Plan {
    /// Greatest number of hosts. The guide gives none; with this bound an exported template stays below the 200
    /// resources that the resource orchestration service takes.
    pub const MAX_HOSTS: u8 = 100;

    /// The documented resources of `tier` (§1.2): one host, or two behind a load balancer `slb.s1.small`.
    #[must_use]
    pub const fn new(environment: EnvironmentKind, tier: Tier, billing: Billing) -> Self {
        match tier {
            Tier::Starter => Self { environment, tier, billing, hosts: 1, load_balancer: None },
            Tier::Standard => {
                Self { environment, tier, billing, hosts: 2, load_balancer: Some(LoadBalancerSpec::S1Small) }
            }
        }
    }

    /// The same plan, scaled out (扩容) to `hosts`.
    #[must_use]
    pub const fn with_hosts(self, hosts: u8) -> Self {
        Self { hosts, ..self }
    }

    /// The same plan with another specification of its load balancer.
    #[must_use]
    pub const fn with_load_balancer(self, specification: LoadBalancerSpec) -> Self {
        Self { load_balancer: Some(specification), ..self }
    }

    /// Least and greatest number of hosts that the tier can have (§1.2: the standard tier can be scaled out).
    #[must_use]
    pub const fn host_range(tier: Tier) -> std::ops::RangeInclusive<u8> {
        match tier {
            Tier::Starter => 1..=1,
            Tier::Standard => 2..=Self::MAX_HOSTS,
        }
    }
}

words! {
    /// Specification of a load balancer, smallest first; the word is the product's own name.
    #[non_exhaustive]
    pub enum LoadBalancerSpec: "load balancer specification" / "负载均衡规格" {
        /// Of the documented standard tier (§1.2).
        S1Small = "slb.s1.small",
        /// Second of the ladder.
        S2Small = "slb.s2.small",
        /// Third of the ladder.
        S2Medium = "slb.s2.medium",
        /// Fourth of the ladder.
        S3Small = "slb.s3.small",
        /// Fifth of the ladder.
        S3Medium = "slb.s3.medium",
        /// Last of the ladder.
        S3Large = "slb.s3.large",
        /// A size above the ladder, which the provider of Terraform takes and no document describes: it has no limits in the
        /// built-in catalogue.
        S4Large = "slb.s4.large",
        /// No fixed specification: paid by use.
        ByUse = "slb.lcu.elastic",
    }
}
