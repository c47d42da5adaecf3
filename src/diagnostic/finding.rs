//! Findings, and the diagnostics that they become at their places.

use std::cmp::Ordering;
use std::fmt;

use serde_json::{Map, Value as Data};

use super::escape::Escaped;
use super::fix::Fix;
use super::json::Json;
use super::language::Language;
use super::location::Location;
use super::phrase::{Phrase, Sentence, Value};
use super::rule::{Rule, Severity};
use super::secret::{masked, masked_json};

/// One observation of a rule: what was found and what was expected, as named values. [`finding!`](crate::finding) makes it.
/// Texts that may be secret are `***` in it.
#[derive(Clone, PartialEq)]
pub struct Finding {
    rule: &'static Rule,
    values: Vec<(&'static str, Value)>,
    message: Option<Box<Phrase>>,
    help: Option<Box<Phrase>>,
    fixes: Vec<Fix>,
}

impl Finding {
    /// A finding of `rule`. The macro [`finding!`](crate::finding) checks the names when it is compiled.
    #[doc(hidden)]
    #[must_use]
    pub fn new(rule: &'static Rule, mut values: Vec<(&'static str, Value)>) -> Self {
        for (_, value) in &mut values {
            value.mask();
        }
        Self { rule, values, message: None, help: None, fixes: Vec::new() }
    }

    /// The same finding with another message than its rule's.
    #[must_use]
    pub fn told_as(self, mut message: Phrase) -> Self {
        message.mask();
        Self { message: Some(Box::new(message)), ..self }
    }

    /// The same finding with another help than its rule's.
    #[must_use]
    pub fn mended_by(self, mut help: Phrase) -> Self {
        help.mask();
        Self { help: Some(Box::new(help)), ..self }
    }

    /// The same finding with one more way to fix it. One that would repeat a secret is left out.
    #[must_use]
    pub fn fixed_by(mut self, fix: Fix) -> Self {
        if !fix.tells_secrets() {
            self.fixes.push(fix);
        }
        self
    }

    /// The rule that was broken.
    #[must_use]
    pub const fn rule(&self) -> &'static Rule {
        self.rule
    }

    /// Edits that fix it, the likeliest first.
    #[must_use]
    pub fn fixes(&self) -> &[Fix] {
        &self.fixes
    }

    /// The value called `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.values.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    fn say(&self, own: Option<&Phrase>, sentence: Sentence, language: Language) -> String {
        let text = own.map_or_else(|| sentence.text(language, &self.values), |phrase| phrase.text(language));
        // Masked once more: a name in the sentence may give away the value beside it.
        Escaped(&masked(&text)).to_string()
    }

    /// The values as JSON.
    pub(super) fn data(&self) -> Map<String, Data> {
        self.values.iter().map(|(name, value)| ((*name).to_owned(), masked_json(value.data()))).collect()
    }
}

impl fmt::Debug for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.rule.id, Data::Object(self.data()))
    }
}

/// A finding of a rule, with a value for each of the rule's fields: `finding!(RULE { name, other: value })`.
///
/// A value that the rule does not have, or one too few, does not compile. [`rule_table!`](crate::rule_table) has an example.
#[macro_export]
macro_rules! finding {
    ($($rule:ident)::+ { $($name:ident $(: $value:expr)?),* $(,)? }) => {{
        const { $($rule)::+.assert_fields(&[$(stringify!($name)),*]) };
        $crate::diagnostic::Finding::new(&$($rule)::+, vec![$((stringify!($name), $crate::phrase!(@ $name $($value)?))),*])
    }};
}

/// A finding at its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    severity: Severity,
    location: Location,
    finding: Finding,
}

impl Diagnostic {
    /// A finding at `location` with `severity`.
    #[must_use]
    pub const fn new(severity: Severity, location: Location, finding: Finding) -> Self {
        Self { severity, location, finding }
    }

    /// The rule that was broken.
    #[must_use]
    pub const fn rule(&self) -> &'static Rule {
        self.finding.rule
    }

    /// Its severity here, after the embedder's levels.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.severity
    }

    /// Where it was found.
    #[must_use]
    pub const fn location(&self) -> &Location {
        &self.location
    }

    /// The finding.
    #[must_use]
    pub const fn finding(&self) -> &Finding {
        &self.finding
    }

    /// The finding as data: an object with one key a value. What may be secret is `***`.
    #[must_use]
    pub fn data(&self) -> Json {
        Json::new(Data::Object(self.finding.data()))
    }

    /// What was found and what was expected. Untrusted names in it are escaped, and what may be secret is `***`.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        self.finding.say(self.finding.message.as_deref(), self.finding.rule.message, language)
    }

    /// How to fix it. Untrusted names in it are escaped, and what may be secret is `***`.
    #[must_use]
    pub fn help(&self, language: Language) -> String {
        self.finding.say(self.finding.help.as_deref(), self.finding.rule.help, language)
    }

    /// Edits that fix it, the likeliest first.
    #[must_use]
    pub fn fixes(&self) -> &[Fix] {
        &self.finding.fixes
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
