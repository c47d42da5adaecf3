//! Which tier a workload needs.

use serde::Serialize;

use super::catalogue::Catalogue;
use super::choice::Plan;
use super::size::{Constraint, Dimension, Fit, Sizing, size, smallest};
use super::workload::Workload;
use crate::app::parse::words;
use crate::app::{Billing, Date, EnvironmentKind, Policy, Tier};
use crate::diagnostic::{Language, Phrase, Sentence};
use crate::phrase;

/// Sizes `workload` in every tier, scaled as far as it needs, and ranks them: what can be bought before what is not on
/// sale, what fits before what fits on a condition or without its headroom, starter before standard.
///
/// A tier that the environment cannot have is never named, and one that `policy` does not offer only when none on sale
/// will do; [`check`](super::check) then still refuses the plan. The load balancer is one that is sold on the day `at`.
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
    let mut candidates: Vec<Candidate> = Tier::ALL
        .iter()
        .map(|tier| candidate(workload, Plan::new(environment, *tier, billing), catalogue, policy, at))
        .collect();
    // Stable: of equals the smaller tier stays first.
    candidates.sort_by_key(Candidate::rank);
    let chosen = candidates.first().filter(|candidate| candidate.is_enough());
    Recommendation { plan: chosen.map(|candidate| candidate.plan), candidates }
}

/// A plan for a workload, or why there is none.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Recommendation {
    /// The best plan that is enough; none when no tier is known to be.
    pub plan: Option<Plan>,
    /// Every tier, best first.
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
        let head = match self.chosen() {
            Some(chosen) => {
                let resources = chosen.resources();
                match chosen.standing {
                    Standing::NotOffered => phrase!(
                        "nothing on sale is enough; it takes: {resources}" / "在售套餐均不满足；需要：{resources}",
                        resources
                    ),
                    _ => phrase!("recommended: {resources}" / "推荐：{resources}", resources),
                }
            }
            None if self.candidates.iter().any(|candidate| candidate.standing == Standing::Unknown) => {
                phrase!("not enough is stated for a recommendation" / "负载信息不足，尚无法推荐")
            }
            None => phrase!("nothing to recommend: no tier is large enough" / "无可推荐：没有足够大的套餐"),
        };
        let mut lines = vec![head.text(language)];
        lines.extend(
            self.candidates.iter().zip(1_u8..).map(|(candidate, rank)| format!("{rank}. {}", candidate.why(language))),
        );
        lines.join("\n")
    }
}

/// A tier, scaled for a workload.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Candidate {
    /// The tier with the hosts and the load balancer that the workload needs, within what the tier can have.
    pub plan: Plan,
    /// The one verdict on it.
    pub standing: Standing,
    /// How the workload fits it.
    pub sizing: Sizing,
    /// Everything that speaks against it, in a fixed order.
    pub obstacles: Vec<Shortfall>,
}

words! {
    /// What a candidate is worth.
    #[non_exhaustive]
    pub enum Standing: "standing" / "评价" {
        /// Every dimension fits with its headroom.
        Fits = "fits" / "满足",
        /// Every dimension fits once a setting is raised, which its owner can do.
        FitsAfterChange = "fits-after-change" / "调整设置后满足",
        /// Every dimension fits, one or more of them without its headroom.
        Tight = "tight" / "满足但余量不足",
        /// It would be enough, but is not on sale.
        NotOffered = "not-offered" / "满足但不出售",
        /// Something is not stated.
        Unknown = "unknown" / "未知",
        /// A dimension does not fit.
        TooSmall = "too-small" / "不足",
        /// The environment cannot have it.
        NotAllowed = "not-allowed" / "不允许",
    }
}

impl Standing {
    /// The verdict, for people.
    #[must_use]
    pub const fn describe(self, language: Language) -> &'static str {
        self.sentence().template(language)
    }

    const fn sentence(self) -> Sentence {
        match self {
            Self::Fits => Sentence::plain("fits", "满足"),
            Self::FitsAfterChange => Sentence::plain("fits once a setting is raised", "调高设置后满足"),
            Self::Tight => Sentence::plain("fits, but without the requested headroom", "满足，但余量不足"),
            Self::NotOffered => Sentence::plain("would do, but is not on sale", "可以满足，但目前不出售"),
            Self::Unknown => Sentence::plain("cannot be judged yet", "尚无法判断"),
            Self::TooSmall => Sentence::plain("too small", "不足"),
            Self::NotAllowed => Sentence::plain("not allowed", "不允许"),
        }
    }
}

impl Candidate {
    /// The verdict on the tier with its resources, the dimension that decides, and what would change the verdict, on one
    /// line.
    #[must_use]
    pub fn why(&self, language: Language) -> String {
        let (resources, standing) = (self.resources(), self.standing);
        let standing = standing.sentence();
        let head = phrase!("{resources}: {standing}" / "{resources}：{standing}", resources, standing);
        let words = self
            .reasons()
            .into_iter()
            .fold(head, |before, reason| phrase!("{before}; {reason}" / "{before}；{reason}", before, reason));
        words.text(language)
    }

    /// Tier, hosts and load balancer.
    pub(super) fn resources(&self) -> Phrase {
        self.plan.summary()
    }

    /// Whether it would do, on sale or not.
    fn is_enough(&self) -> bool {
        matches!(self.standing, Standing::Fits | Standing::FitsAfterChange | Standing::Tight | Standing::NotOffered)
    }

    /// The lower the better. What fits comes before what does not, and of that first where the least is too small.
    fn rank(&self) -> (Standing, Fit, usize, bool) {
        let exceeding = self.sizing.constraints.iter().filter(|constraint| constraint.verdict == Fit::Exceeds).count();
        (self.standing, self.sizing.verdict, exceeding, self.is_unsold())
    }

    fn is_unsold(&self) -> bool {
        self.obstacles.contains(&Shortfall::NotOffered)
    }

    /// What stands behind the verdict. Only what decides it: the other dimensions are in the sizing.
    fn reasons(&self) -> Vec<Phrase> {
        let mut reasons = Vec::new();
        if self.standing == Standing::NotAllowed {
            let environment = self.plan.environment;
            return vec![phrase!(
                "the {environment} environment cannot have it" / "{environment}不能使用",
                environment
            )];
        }
        if self.is_unsold() && self.standing != Standing::NotOffered {
            reasons.push(phrase!("not on sale either" / "且目前不出售"));
        }
        let missed = self.sizing.constraints.iter().filter(|constraint| constraint.verdict != Fit::Fits);
        let worst = missed.clone().map(|constraint| constraint.verdict).max();
        let decisive: Vec<&Constraint> = missed.filter(|constraint| Some(constraint.verdict) == worst).collect();
        if decisive.is_empty() {
            let binding = self.sizing.binding.and_then(|binding| self.sizing.constraint(binding));
            reasons.extend(binding.map(|binding| {
                let binding = binding.phrase();
                phrase!("nearest to its limit: {binding}" / "最接近上限：{binding}", binding)
            }));
        }
        for constraint in decisive {
            reasons.push(constraint.phrase());
            reasons.extend(constraint.remedy_phrase());
        }
        reasons
    }
}

impl Plan {
    /// Tier, hosts and load balancer, in one line.
    pub(super) fn summary(self) -> Phrase {
        let (tier, hosts) = (self.tier, self.hosts);
        let words = if hosts == 1 {
            phrase!("{tier}, 1 host" / "{tier}，1 台主机", tier)
        } else {
            phrase!("{tier}, {hosts} hosts" / "{tier}，{hosts} 台主机", tier, hosts)
        };
        match self.load_balancer {
            None => words,
            Some(specification) => {
                phrase!("{words}, {specification}" / "{words}，{specification}", words, specification)
            }
        }
    }

    /// Tier, hosts and load balancer in `language`, on one line.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::{Billing, EnvironmentKind, Tier};
    /// use cloudapp::diagnostic::Language;
    /// use cloudapp::plan::Plan;
    ///
    /// let plan = Plan::new(EnvironmentKind::Production, Tier::Standard, Billing::Prepaid);
    /// assert_eq!(plan.headline(Language::English), "standard, 2 hosts, slb.s1.small");
    /// ```
    #[must_use]
    pub fn headline(self, language: Language) -> String {
        self.summary().text(language)
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
    let standing = standing(&sizing, &obstacles);
    Candidate { plan, standing, sizing, obstacles }
}

fn standing(sizing: &Sizing, obstacles: &[Shortfall]) -> Standing {
    if obstacles.contains(&Shortfall::NotAllowed) {
        return Standing::NotAllowed;
    }
    // A limit that is known and can be raised is a condition; one that nobody knows is a gap.
    let is_condition = |constraint: &Constraint| constraint.verdict == Fit::Unknown && constraint.limit.is_some();
    let unknown = |constraint: &&Constraint| constraint.verdict == Fit::Unknown && constraint.demand.is_none();
    let fits = match sizing.verdict {
        Fit::Exceeds => return Standing::TooSmall,
        Fit::Unknown if sizing.constraints.iter().any(|found| unknown(&found) || found.limit.is_none()) => {
            return Standing::Unknown;
        }
        Fit::Unknown if sizing.constraints.iter().any(is_condition) => Standing::FitsAfterChange,
        Fit::Unknown => return Standing::Unknown,
        Fit::Tight => Standing::Tight,
        Fit::Fits => Standing::Fits,
    };
    if obstacles.contains(&Shortfall::NotOffered) { Standing::NotOffered } else { fits }
}
