//! Which tier a workload needs.

use serde::Serialize;

use super::catalogue::Catalogue;
use super::choice::Plan;
use super::size::{Constraint, Dimension, Fit, Sizing, size, smallest};
use super::workload::Workload;
use crate::app::{Billing, Date, EnvironmentKind, Policy, Tier};
use crate::diagnostic::{Language, Phrase};
use crate::phrase;

/// Sizes `workload` in every tier, scaled as far as it needs, and names the first tier that fits: starter before
/// standard, what is on sale before what is not.
///
/// A tier that the environment cannot have is never named, and one that `policy` does not offer only when none on sale
/// fits; [`check`](super::check) then still refuses the plan. The load balancer is one that is sold on the day `at`.
///
/// # Examples
///
/// ```
/// use cloudapp::app::{Billing, EnvironmentKind, Policy, Tier};
/// use cloudapp::plan::{self, Catalogue, Workload};
///
/// let workload = Workload::from_json(
///     r#"{"peak_rps": 900, "average_rps": 100, "cpu_us_per_request": 5000, "memory_mib": 1500, "peak_connections": 4000,
///         "new_connections_per_second": 300, "db_connections_per_instance": 50, "db_iops": 400, "db_size_gb": 60,
///         "survive_one_loss": true}"#,
/// )?;
/// let (catalogue, policy) = (Catalogue::documented(), Policy::default().offering(Tier::ALL));
/// let (environment, billing) = (EnvironmentKind::Production, Billing::PayAsYouGo);
/// let advice = plan::recommend(&workload, environment, billing, &catalogue, &policy, "2021-11-25".parse()?);
/// // 900 × 5000 µs × 1.2 are 5.4 vCPU: three hosts of two, and one more to lose.
/// assert_eq!(advice.plan.unwrap().hosts, 4);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn recommend(
    workload: &Workload,
    environment: EnvironmentKind,
    billing: Billing,
    catalogue: &Catalogue,
    policy: &Policy,
    at: Date,
) -> Recommendation {
    let candidates: Vec<Candidate> = Tier::ALL
        .iter()
        .map(|tier| candidate(workload, Plan::new(environment, *tier, billing), catalogue, policy, at))
        .collect();
    let fitting = |candidate: &&Candidate| candidate.obstacles.is_empty();
    let unsold = |candidate: &&Candidate| candidate.obstacles == [Shortfall::NotOffered];
    let chosen = candidates.iter().find(fitting).or_else(|| candidates.iter().find(unsold));
    Recommendation { plan: chosen.map(|candidate| candidate.plan), candidates }
}

/// A plan for a workload, or why there is none.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Recommendation {
    /// The plan that fits with its headroom; none when no tier does.
    pub plan: Option<Plan>,
    /// Every tier, in order.
    pub candidates: Vec<Candidate>,
}

impl Recommendation {
    /// The candidate of the recommended plan.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::{Billing, EnvironmentKind, Policy, Tier};
    /// use cloudapp::plan::{self, Catalogue, Workload};
    ///
    /// let (workload, catalogue, policy) = (Workload::from_json("{}")?, Catalogue::documented(), Policy::default());
    /// let (environment, billing) = (EnvironmentKind::Test, Billing::Prepaid);
    /// let advice = plan::recommend(&workload, environment, billing, &catalogue, &policy, "2021-11-25".parse()?);
    /// // Nothing is stated, so nothing is known to fit.
    /// assert_eq!((advice.chosen(), advice.candidates[0].plan.tier), (None, Tier::Starter));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn chosen(&self) -> Option<&Candidate> {
        self.candidates.iter().find(|candidate| Some(candidate.plan) == self.plan)
    }

    /// The recommendation and its reasons, a line for each tier.
    #[must_use]
    pub fn why(&self, language: Language) -> String {
        let head = match &self.plan {
            None => phrase!("no tier fits" / "没有合适的套餐"),
            Some(plan) => phrase!(
                "the {tier} tier fits with {hosts} host(s)" / "{tier}（{hosts} 台主机）合适",
                tier = plan.tier,
                hosts = plan.hosts
            ),
        };
        let mut lines = vec![head.text(language)];
        lines.extend(self.candidates.iter().map(|candidate| candidate.why(language)));
        lines.join("\n")
    }
}

/// A tier, scaled for a workload.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Candidate {
    /// The tier with the hosts and the load balancer that the workload needs, within what the tier can have.
    pub plan: Plan,
    /// How the workload fits it.
    pub sizing: Sizing,
    /// Everything that speaks against it, in a fixed order.
    pub obstacles: Vec<Shortfall>,
}

impl Candidate {
    /// What speaks for or against the tier, on one line.
    #[must_use]
    pub fn why(&self, language: Language) -> String {
        let tier = self.plan.tier;
        if self.obstacles.is_empty() {
            let words =
                phrase!("{tier}: every dimension fits with its headroom" / "{tier}：各项指标均满足并留有余量", tier);
            return words.text(language);
        }
        let reasons = self.obstacles.iter().map(|obstacle| self.reason(*obstacle));
        let first = phrase!("{tier}: " / "{tier}：", tier);
        let words = reasons.enumerate().fold(first, |before, (index, reason)| match index {
            0 => phrase!("{before}{reason}" / "{before}{reason}", before, reason),
            _ => phrase!("{before}; {reason}" / "{before}；{reason}", before, reason),
        });
        words.text(language)
    }

    fn reason(&self, obstacle: Shortfall) -> Phrase {
        match obstacle {
            Shortfall::NotAllowed => phrase!(
                "the {environment} environment cannot have it" / "{environment}不能使用",
                environment = self.plan.environment
            ),
            Shortfall::NotOffered => phrase!("it is not on sale" / "目前不出售"),
            Shortfall::Dimension { dimension, verdict } => {
                let why = self.sizing.constraint(dimension).map(Constraint::phrase);
                phrase!("{verdict}, {why}" / "{verdict}，{why}", verdict, why)
            }
        }
    }
}

/// Something that speaks against a tier.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Shortfall {
    /// The environment cannot have it (§1.2).
    NotAllowed,
    /// The policy does not have it on sale.
    NotOffered,
    /// A dimension does not fit with its headroom.
    Dimension {
        /// The dimension.
        dimension: Dimension,
        /// Its verdict.
        verdict: Fit,
    },
}

fn candidate(workload: &Workload, documented: Plan, catalogue: &Catalogue, policy: &Policy, at: Date) -> Candidate {
    let needed = size(workload, documented, catalogue).needed;
    let mut plan = documented;
    if let Some(hosts) = needed.hosts {
        let most = *Plan::host_range(plan.tier).end();
        plan.hosts = u8::try_from(hosts).unwrap_or(most).min(most);
    }
    if plan.load_balancer.is_some() {
        let rungs = catalogue.standard.load_balancers.as_slice();
        // One that is off sale is better named than none: `advise` warns of it.
        let sold = smallest(rungs, workload, |rung| rung.sold_on(at));
        plan.load_balancer = sold.or(needed.load_balancer).or(plan.load_balancer);
    }
    let sizing = size(workload, plan, catalogue);
    let mut obstacles = Vec::new();
    if !plan.environment.tiers().contains(&plan.tier) || !plan.environment.billings().contains(&plan.billing) {
        obstacles.push(Shortfall::NotAllowed);
    }
    if !policy.offered.contains(&plan.tier) {
        obstacles.push(Shortfall::NotOffered);
    }
    let missed = sizing.constraints.iter().filter(|constraint| constraint.verdict != Fit::Fits);
    obstacles
        .extend(missed.map(|missed| Shortfall::Dimension { dimension: missed.dimension, verdict: missed.verdict }));
    Candidate { plan, sizing, obstacles }
}
