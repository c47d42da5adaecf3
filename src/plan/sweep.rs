//! What if a demand grows: a plan for each of many values of one field.

mod picture;

use serde::Serialize;
use serde_json::Value;

use super::catalogue::Catalogue;
use super::choice::Plan;
use super::reading::ReadError;
use super::recommend::{Standing, recommend};
use super::size::Dimension;
use super::unit::Permille;
use super::workload::Workload;
use crate::app::{Billing, Date, EnvironmentKind, Policy};

/// Plans `workload` anew for `steps` values of `field` from `from` to `to`, both included, evenly apart.
///
/// Fewer than 2 steps are 2, and more than [`Sweep::MOST_STEPS`] are those.
///
/// # Errors
///
/// A field that a workload does not have, or a value that it cannot have.
///
/// # Examples
///
/// ```
/// use cloudapp::app::{Billing, EnvironmentKind, Policy, Tier};
/// use cloudapp::plan::{self, Catalogue, Range, Workload};
///
/// let workload = Workload::from_json(
///     r#"{"average_rps": 10, "cpu_us_per_request": 5000, "memory_mib": 1024, "peak_connections": 100,
///         "new_connections_per_second": 10, "db_connections_per_instance": 20, "db_iops": 100, "db_size_gb": 10}"#,
/// )?;
/// let (catalogue, policy) = (Catalogue::documented(), Policy::default().offering(Tier::ALL));
/// let (environment, billing) = (EnvironmentKind::Production, Billing::PayAsYouGo);
/// let range = Range { field: "peak_requests_per_second", from: 100, to: 1_000, steps: 10 };
/// let sweep = plan::sweep(&workload, range, environment, billing, &catalogue, &policy, "2026-12-01".parse()?)?;
/// let changes: Vec<(u64, u8)> = sweep.changes().map(|point| (point.value, point.plan.hosts)).collect();
/// // 200 × 5 ms × 1.2 are more than one vCPU, 700 × 5 ms × 1.2 more than four, and 1000 of them are six.
/// assert_eq!(changes, [(100, 1), (200, 2), (700, 3)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn sweep(
    workload: &Workload,
    range: Range<'_>,
    environment: EnvironmentKind,
    billing: Billing,
    catalogue: &Catalogue,
    policy: &Policy,
    at: Date,
) -> Result<Sweep, ReadError> {
    let Range { field, from, to, steps } = range;
    let last = u64::from(steps.clamp(2, Sweep::MOST_STEPS) - 1);
    let mut points = Vec::new();
    for step in 0..=last {
        let span = u128::from(to.abs_diff(from)) * u128::from(step) / u128::from(last);
        let span = u64::try_from(span).unwrap_or(u64::MAX);
        let value = if to >= from { from.saturating_add(span) } else { from.saturating_sub(span) };
        let advice = recommend(&with(workload, field, value)?, environment, billing, catalogue, policy, at);
        // Every tier is a candidate, so there is a best one.
        if let Some(best) = advice.candidates.into_iter().next() {
            let constraints = best.sizing.constraints.iter();
            points.push(Point {
                value,
                plan: best.plan,
                standing: best.standing,
                binding: best.sizing.binding,
                utilisation: constraints
                    .filter_map(|constraint| Some((constraint.dimension, constraint.utilisation?)))
                    .collect(),
            });
        }
    }
    Ok(Sweep { field: field.to_owned(), points })
}

/// Values of a field.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "callers write it down")]
pub struct Range<'a> {
    /// A field of [`Workload`].
    pub field: &'a str,
    /// The first value.
    pub from: u64,
    /// The last one.
    pub to: u64,
    /// How many.
    pub steps: u16,
}

/// The best plan for each value of a field.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Sweep {
    /// The field.
    pub field: String,
    /// One a value, in the order of the range.
    pub points: Vec<Point>,
}

/// The best plan for one value.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Point {
    /// Value of the field.
    pub value: u64,
    /// The best candidate's plan.
    pub plan: Plan,
    /// The verdict on it.
    pub standing: Standing,
    /// The dimension that decides.
    pub binding: Option<Dimension>,
    /// Use of each dimension that has one, in thousandths of its limit.
    pub utilisation: Vec<(Dimension, Permille)>,
}

impl Sweep {
    /// Most values of one sweep.
    pub const MOST_STEPS: u16 = 1_000;

    /// The points at which another plan or verdict begins, the first one included: where the next host or tier is due.
    pub fn changes(&self) -> impl Iterator<Item = &Point> {
        let before = std::iter::once(None).chain(self.points.iter().map(Some));
        self.points
            .iter()
            .zip(before)
            .filter(|(point, before)| {
                before.is_none_or(|before| (before.plan, before.standing) != (point.plan, point.standing))
            })
            .map(|(point, _)| point)
    }
}

/// `workload` with another value of a field, which the reader checks as if it had been written so.
fn with(workload: &Workload, field: &str, value: u64) -> Result<Workload, ReadError> {
    let mut stated = serde_json::to_value(workload).unwrap_or_default();
    if let Value::Object(fields) = &mut stated {
        fields.insert(Workload::full_name(field).to_owned(), value.into());
    }
    Workload::from_json(&stated.to_string())
}
