//! What an embedder makes of rules.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::phrase::Sentence;
use super::rule::{Rule, Severity};
use super::similar::{UnknownName, within_one_edit};

/// What an embedder makes of a rule's findings.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Level {
    /// Not reported.
    Allow,
    /// Reported as a warning.
    Warn,
    /// Reported as an error.
    Deny,
}

/// A level for each rule that does not keep its own severity, and how many findings of one rule are kept.
///
/// # Examples
///
/// ```
/// use cloudapp::diagnostic::{Level, Levels};
///
/// let levels = Levels::default().with("plan/single-instance", Level::Allow)?.keep_per_rule(3);
/// assert_eq!(serde_json::to_string(&levels)?, r#"{"rules":{"plan/single-instance":"allow"},"per_rule":3}"#);
/// let refused = Levels::default().with("plan/single-instances", Level::Allow).unwrap_err();
/// assert_eq!(refused.to_string(), "no rule `plan/single-instances`, did you mean `plan/single-instance`?");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "Fields")]
pub struct Levels {
    rules: BTreeMap<String, Level>,
    pub(super) per_rule: usize,
}

impl Levels {
    /// The same levels with `level` for the rule `id`.
    ///
    /// An id of another group than those of this crate's rules is taken as one of the embedder's own.
    ///
    /// # Errors
    ///
    /// An id that no rule of its group has, and one whose group is a typing mistake away from a known one.
    pub fn with(self, id: impl Into<String>, level: Level) -> Result<Self, UnknownName> {
        let id = id.into();
        check(&id, &Catalogue::rules())?;
        Ok(self.with_id(id, level))
    }

    /// The same levels with `level` for `rule`, which may be the embedder's own.
    #[must_use]
    pub fn with_rule(self, rule: &Rule, level: Level) -> Self {
        self.with_id(rule.id.to_owned(), level)
    }

    fn with_id(mut self, id: String, level: Level) -> Self {
        self.rules.insert(id, level);
        self
    }

    /// The same levels, keeping at most `count` findings of a rule; the others are counted.
    #[must_use]
    pub fn keep_per_rule(self, count: usize) -> Self {
        Self { per_rule: count, ..self }
    }

    /// The severity of a finding of `rule` that is `severity` by itself; `None` when it is not to be reported.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::diagnostic::{Level, Levels, Severity};
    ///
    /// let rule = cloudapp::rules()[0];
    /// let levels = Levels::default().with_rule(rule, Level::Warn);
    /// assert_eq!(levels.severity(rule, Severity::Error), Some(Severity::Warning));
    /// ```
    #[must_use]
    pub fn severity(&self, rule: &Rule, severity: Severity) -> Option<Severity> {
        match self.rules.get(rule.id) {
            None => Some(severity),
            Some(Level::Allow) => None,
            Some(Level::Warn) => Some(Severity::Warning),
            Some(Level::Deny) => Some(Severity::Error),
        }
    }
}

impl Default for Levels {
    /// Every rule at its own severity, 20 findings of each.
    fn default() -> Self {
        Self { rules: BTreeMap::new(), per_rule: 20 }
    }
}

/// The rules of the whole crate. Its root says which they are, since no module here knows another.
pub(crate) struct Catalogue;

/// What the root gives the [`Catalogue`].
pub(crate) trait Known {
    fn rules() -> Vec<&'static Rule>;
}

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Fields {
    rules: BTreeMap<String, Level>,
    per_rule: usize,
}

impl Default for Fields {
    fn default() -> Self {
        let Levels { rules, per_rule } = Levels::default();
        Self { rules, per_rule }
    }
}

impl TryFrom<Fields> for Levels {
    type Error = UnknownName;

    fn try_from(fields: Fields) -> Result<Self, UnknownName> {
        let Fields { rules, per_rule } = fields;
        let known = Catalogue::rules();
        rules.keys().try_for_each(|id| check(id, &known))?;
        Ok(Self { rules, per_rule })
    }
}

/// Refuses an id that must be meant for one of `known`.
fn check(id: &str, known: &[&'static Rule]) -> Result<(), UnknownName> {
    let group = |id: &'static str| id.split('/').next().unwrap_or(id);
    let own = id.split('/').next().unwrap_or(id);
    let is_foreign = id.contains('/') && !known.iter().any(|rule| within_one_edit(own, group(rule.id)));
    if is_foreign || known.iter().any(|rule| rule.id == id) {
        return Ok(());
    }
    Err(UnknownName::new(RULE, id, known.iter().map(|rule| rule.id)))
}

/// What an unknown id was expected to be.
pub(super) const RULE: Sentence = Sentence::plain("rule", "规则");
