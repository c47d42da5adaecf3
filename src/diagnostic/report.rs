//! Findings collected into a report, and values that a report let through.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::finding::{Diagnostic, Finding};
use super::language::Language;
use super::levels::Levels;
use super::location::Location;
use super::rule::Severity;

/// A report in the making.
#[derive(Clone, Debug)]
pub struct Findings<'a> {
    levels: Cow<'a, Levels>,
    rules: BTreeMap<&'static str, Kept>,
}

impl<'a> Findings<'a> {
    /// No findings yet, judged by `levels`.
    #[must_use]
    pub const fn new(levels: &'a Levels) -> Self {
        Self { levels: Cow::Borrowed(levels), rules: BTreeMap::new() }
    }

    /// The same by levels of its own, for a report that outlives them.
    #[allow(dead_code, reason = "a build without packages keeps none")]
    pub(crate) const fn owning(levels: Levels) -> Findings<'static> {
        Findings { levels: Cow::Owned(levels), rules: BTreeMap::new() }
    }

    /// Adds a finding at the severity of its rule.
    pub fn add(&mut self, location: Location, finding: Finding) {
        self.add_as(finding.rule().severity, location, finding);
    }

    /// Adds a finding whose severity depends on circumstances.
    pub fn add_as(&mut self, severity: Severity, location: Location, finding: Finding) {
        if let Some(severity) = self.levels.severity(finding.rule(), severity) {
            let kept = self.rules.entry(finding.rule().id).or_default();
            kept.add(Diagnostic::new(severity, location, finding), self.levels.per_rule);
        }
    }

    /// Adds what another report of the same input found.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::{Billing, EnvironmentKind, Policy, Tier};
    /// use cloudapp::diagnostic::{Findings, Levels, Report};
    /// use cloudapp::plan::{self, Plan};
    ///
    /// let plan = Plan::new(EnvironmentKind::Test, Tier::Standard, Billing::Prepaid);
    /// let checked = plan::check(plan, &Policy::default());
    /// let levels = Levels::default();
    /// let mut findings = Findings::new(&levels);
    /// findings.append(Report::of(&checked));
    /// assert!(findings.has_errors());
    /// assert_eq!(findings.finish(), *Report::of(&checked));
    /// ```
    pub fn append(&mut self, other: &Report) {
        for diagnostic in &other.diagnostics {
            // As they are: the levels of their own report were applied already.
            self.rules.entry(diagnostic.rule().id).or_default().add(diagnostic.clone(), self.levels.per_rule);
        }
        for (rule, omitted) in &other.omitted {
            let kept = self.rules.entry(rule).or_default();
            kept.omitted = kept.omitted.saturating_add(omitted.count);
            kept.omitted_severity = kept.omitted_severity.max(Some(omitted.severity));
        }
    }

    /// Whether an error was found.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.rules.values().any(Kept::has_errors)
    }

    /// The report: sorted by place, so that it does not depend on the order of finding.
    #[must_use]
    pub fn finish(self) -> Report {
        let mut diagnostics = Vec::new();
        let mut omitted = BTreeMap::new();
        for (rule, kept) in self.rules {
            if let Some(severity) = kept.omitted_severity {
                omitted.insert(rule, Omitted { count: kept.omitted, severity });
            }
            diagnostics.extend(kept.diagnostics);
        }
        diagnostics.sort_by(Diagnostic::order);
        Report { diagnostics, omitted }
    }
}

/// Everything found in one input, in the order of the input.
///
/// With serde it crosses processes: the words of both languages, and data. It is read back where the same rules are built
/// in; an id that is none of theirs is an error.
///
/// # Examples
///
/// ```
/// use cloudapp::app::{Billing, EnvironmentKind, Policy, Tier};
/// use cloudapp::diagnostic::Report;
/// use cloudapp::plan::{self, Plan};
///
/// let plan = Plan::new(EnvironmentKind::Production, Tier::Standard, Billing::PayAsYouGo);
/// let rejected = plan::check(plan, &Policy::default()).unwrap_err();
/// let text = serde_json::to_string(rejected.report())?;
/// let report: Report = serde_json::from_str(&text)?;
/// assert_eq!(report.diagnostics()[0].rule().id, "plan/tier-not-offered");
/// assert_eq!(serde_json::to_string(&report)?, text);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) omitted: BTreeMap<&'static str, Omitted>,
}

impl Report {
    /// The report of a check, whichever way it ended.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::{Billing, EnvironmentKind, Policy, Tier};
    /// use cloudapp::diagnostic::Report;
    /// use cloudapp::plan::{self, Plan};
    ///
    /// let plan = Plan::new(EnvironmentKind::Test, Tier::Starter, Billing::Prepaid);
    /// assert!(Report::of(&plan::check(plan, &Policy::default())).is_empty());
    /// ```
    #[must_use]
    pub fn of<T, U>(checked: &Result<Accepted<T>, Box<Rejected<U>>>) -> &Self {
        match checked {
            Ok(accepted) => accepted.report(),
            Err(rejected) => rejected.report(),
        }
    }

    /// The diagnostics that were kept.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Rules with more findings than are kept, and how many more.
    ///
    /// # Examples
    ///
    /// ```
    /// # use cloudapp::app::{Billing, EnvironmentKind, Policy, Tier};
    /// # use cloudapp::diagnostic::{Levels, Report};
    /// # use cloudapp::plan::{self, Plan};
    /// let policy = Policy::default().with(|policy| policy.levels = Levels::default().keep_per_rule(0));
    /// let plan = Plan::new(EnvironmentKind::Test, Tier::Starter, Billing::PayAsYouGo);
    /// let checked = plan::check(plan, &policy);
    /// let omitted: Vec<_> = Report::of(&checked).omitted().collect();
    /// assert_eq!(omitted, [("plan/billing-not-allowed", 1)]);
    /// ```
    pub fn omitted(&self) -> impl Iterator<Item = (&'static str, u64)> {
        self.omitted.iter().map(|(rule, omitted)| (*rule, omitted.count))
    }

    /// Whether any finding is an error, kept in the report or omitted.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity() == Severity::Error)
            || self.omitted.values().any(|omitted| omitted.severity == Severity::Error)
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty() && self.omitted.is_empty()
    }

    /// `value` as accepted when no error was found. Only the crate's own checks may say so.
    #[allow(dead_code, reason = "a build without features checks nothing")]
    pub(crate) fn accept<T>(self, value: T) -> Result<Accepted<T>, Box<Rejected<T>>> {
        if self.has_errors() { Err(Box::new(self.reject(value))) } else { Ok(Accepted { value, report: self }) }
    }

    /// What `accepted` makes of `value` when no error was found, else `value` as rejected.
    #[allow(dead_code, reason = "a build without packages has no gate")]
    pub(crate) fn accept_as<T, A>(
        self,
        value: T,
        accepted: impl FnOnce(T) -> A,
    ) -> Result<Accepted<A>, Box<Rejected<T>>> {
        if self.has_errors() {
            Err(Box::new(self.reject(value)))
        } else {
            Ok(Accepted { value: accepted(value), report: self })
        }
    }

    /// `value` as rejected, whatever was found: for a value that could not be checked to its end.
    #[allow(dead_code, reason = "a build without features checks nothing")]
    pub(crate) fn reject<T>(self, value: T) -> Rejected<T> {
        Rejected { value, report: self }
    }
}

/// A value whose check found no error. Only that check can make one, and serde read it back: whoever can write what is
/// stored is trusted.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(try_from = "Stored<T>", bound(deserialize = "T: Deserialize<'de>"))]
#[must_use]
pub struct Accepted<T> {
    value: T,
    report: Report,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "Accepted")]
struct Stored<T> {
    value: T,
    report: Report,
}

impl<T> TryFrom<Stored<T>> for Accepted<T> {
    type Error = &'static str;

    fn try_from(Stored { value, report }: Stored<T>) -> Result<Self, &'static str> {
        if report.has_errors() {
            Err("a report with errors, expected that of an accepted value")
        } else {
            Ok(Self { value, report })
        }
    }
}

impl<T> Accepted<T> {
    /// The value.
    pub const fn value(&self) -> &T {
        &self.value
    }

    /// Warnings and information found on the way.
    pub const fn report(&self) -> &Report {
        &self.report
    }

    /// What `change` makes of the value, as accepted as it: only for a value that says the same.
    #[allow(dead_code, reason = "only the gate does so, which a build without packages does not have")]
    pub(crate) fn map<U>(self, change: impl FnOnce(T) -> U) -> Accepted<U> {
        Accepted { value: change(self.value), report: self.report }
    }

    /// The value alone; it no longer counts as accepted.
    pub fn into_value(self) -> T {
        self.value
    }
}

/// A value whose check found an error, with all that was found.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Rejected<T> {
    value: T,
    report: Report,
}

impl<T> Rejected<T> {
    /// The value.
    pub const fn value(&self) -> &T {
        &self.value
    }

    /// Everything found, at least one error among it.
    pub const fn report(&self) -> &Report {
        &self.report
    }

    /// The value alone.
    pub fn into_value(self) -> T {
        self.value
    }
}

impl<T> fmt::Display for Rejected<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_error = |diagnostic: &&Diagnostic| diagnostic.severity() == Severity::Error;
        let mut errors = self.report.diagnostics.iter().filter(is_error);
        match errors.next() {
            Some(first) => write!(f, "{}: {}", first.rule().id, first.message(Language::English))?,
            None => f.write_str("rejected")?,
        }
        match errors.count() {
            0 => Ok(()),
            more => write!(f, " (and {more} more)"),
        }
    }
}

impl<T: fmt::Debug> std::error::Error for Rejected<T> {}

/// The findings of one rule: the first in the report's order, and a count of the others.
#[derive(Clone, Debug, Default)]
struct Kept {
    diagnostics: Vec<Diagnostic>,
    omitted: u64,
    omitted_severity: Option<Severity>,
}

impl Kept {
    /// Keeps the list sorted, so that which ones are kept does not depend on the order of finding.
    fn add(&mut self, diagnostic: Diagnostic, most: usize) {
        let at = self.diagnostics.partition_point(|kept| kept.order(&diagnostic).is_le());
        let dropped = if at >= most {
            Some(diagnostic)
        } else {
            self.diagnostics.insert(at, diagnostic);
            if self.diagnostics.len() > most { self.diagnostics.pop() } else { None }
        };
        if let Some(dropped) = dropped {
            self.omitted = self.omitted.saturating_add(1);
            self.omitted_severity = self.omitted_severity.max(Some(dropped.severity()));
        }
    }

    fn has_errors(&self) -> bool {
        self.omitted_severity == Some(Severity::Error)
            || self.diagnostics.iter().any(|diagnostic| diagnostic.severity() == Severity::Error)
    }
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Omitted {
    count: u64,
    severity: Severity,
}
