//! Findings of many types behind one diagnostic.

use std::any::Any;
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use super::escape::Escaped;
use super::json::Json;
use super::location::Location;
use super::rule::{Language, Rule, Severity};
use super::secret::{masked, masked_json};

/// One typed observation of a rule: the fields carry what was found and what was expected.
///
/// # Examples
///
/// An embedder's own rule stands in one report with ours:
///
/// ```
/// use cloudapp::diagnostic::{Finding, Findings, Language, Levels, Location, Page, Rule, Severity};
///
/// #[derive(Clone, Debug, PartialEq, serde::Serialize)]
/// struct Unlicensed { team: String }
///
/// impl Finding for Unlicensed {
///     const RULE: &'static Rule = &Rule::declare(
///         "acme/unlicensed", Severity::Warning, "house rule 7", "a package without LICENSE",
///         Page::new("no licence", "legal stops the release", "add LICENSE"),
///         Page::new("没有许可证", "法务会叫停发布", "添加 LICENSE"),
///     );
///     fn message(&self, _: Language) -> String { format!("team {} ships no licence", self.team) }
///     fn help(&self, _: Language) -> String { "add a LICENSE file".to_owned() }
/// }
///
/// let levels = Levels::default();
/// let mut findings = Findings::new(&levels);
/// findings.add(Location::input(), Unlicensed { team: "shop".to_owned() });
/// assert_eq!(findings.finish().diagnostics()[0].finding::<Unlicensed>().unwrap().team, "shop");
/// ```
pub trait Finding: Clone + fmt::Debug + PartialEq + Serialize + Send + Sync + 'static {
    /// The rule that was broken.
    const RULE: &'static Rule;

    /// What was found and what was expected: one line without a full stop.
    fn message(&self, language: Language) -> String;

    /// What mends it: the exact command or line where there is one.
    fn help(&self, language: Language) -> String;
}

/// A finding at its place.
#[derive(Clone)]
pub struct Diagnostic {
    severity: Severity,
    location: Location,
    finding: Arc<dyn AnyFinding>,
}

impl Diagnostic {
    /// A finding at `location` with `severity`.
    #[must_use]
    pub fn new<F: Finding>(severity: Severity, location: Location, finding: F) -> Self {
        Self { severity, location, finding: Arc::new(finding) }
    }

    /// The rule that was broken.
    #[must_use]
    pub fn rule(&self) -> &'static Rule {
        self.finding.rule()
    }

    /// How much it weighs here, after the embedder's levels.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.severity
    }

    /// Where it was found.
    #[must_use]
    pub const fn location(&self) -> &Location {
        &self.location
    }

    /// The typed payload, when it is an `F`.
    #[must_use]
    pub fn finding<F: Finding>(&self) -> Option<&F> {
        self.finding.as_any().downcast_ref()
    }

    /// The payload as data: an object with one key a field. What may be secret is `***`.
    #[must_use]
    pub fn data(&self) -> Json {
        Json::new(masked_json(self.finding.data()))
    }

    /// What was found and what was expected. Untrusted names in it are escaped, and what may be secret is `***`.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        Escaped(&masked(&self.finding.message(language))).to_string()
    }

    /// What mends it. Untrusted names in it are escaped, and what may be secret is `***`.
    #[must_use]
    pub fn help(&self, language: Language) -> String {
        Escaped(&masked(&self.finding.help(language))).to_string()
    }

    /// The order of a report: by place, then the heavier first, then by rule, then by words.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        self.location
            .order(&other.location)
            .then_with(|| other.severity.cmp(&self.severity))
            .then_with(|| self.rule().id.cmp(other.rule().id))
            .then_with(|| self.message(Language::English).cmp(&other.message(Language::English)))
    }
}

impl fmt::Debug for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { severity, location, finding } = self;
        let mut printed = f.debug_struct("Diagnostic");
        printed.field("rule", &finding.rule().id).field("severity", severity).field("location", location);
        printed.field("data", &self.data()).finish()
    }
}

impl PartialEq for Diagnostic {
    fn eq(&self, other: &Self) -> bool {
        self.severity == other.severity && self.location == other.location && self.finding.equals(&*other.finding)
    }
}

/// [`Finding`] in the form that fits behind a pointer.
trait AnyFinding: Send + Sync {
    fn rule(&self) -> &'static Rule;
    fn message(&self, language: Language) -> String;
    fn help(&self, language: Language) -> String;
    fn data(&self) -> serde_json::Value;
    fn as_any(&self) -> &dyn Any;
    fn equals(&self, other: &dyn AnyFinding) -> bool;
}

impl<F: Finding> AnyFinding for F {
    fn rule(&self) -> &'static Rule {
        F::RULE
    }

    fn message(&self, language: Language) -> String {
        Finding::message(self, language)
    }

    fn help(&self, language: Language) -> String {
        Finding::help(self, language)
    }

    fn data(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or(serde_json::Value::Null)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn equals(&self, other: &dyn AnyFinding) -> bool {
        other.as_any().downcast_ref::<F>() == Some(self)
    }
}
