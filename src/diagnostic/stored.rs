//! Reports as data that crosses processes, with the words of both languages.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value as Data};

use super::finding::{Diagnostic, Finding};
use super::fix::Fix;
use super::language::Language;
use super::levels::{Catalogue, Known, RULE};
use super::location::Location;
use super::phrase::Value;
use super::report::{Omitted, Report};
use super::rule::{Rule, Severity};
use super::shorten::shortened;
use super::similar::UnknownName;

/// A report whose rules are not looked up yet.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct StoredReport {
    diagnostics: Vec<Stored>,
    omitted: BTreeMap<String, Omitted>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    rule: String,
    severity: Severity,
    location: Location,
    message: Words,
    help: Words,
    data: Map<String, Data>,
    /// Reports of older versions have none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Words {
    en: String,
    #[serde(rename = "zh-CN")]
    zh: String,
}

/// Why a stored report cannot be read.
#[derive(Debug, thiserror::Error)]
enum UnreadableReport {
    #[error("{0}")]
    Rule(UnknownName),
    #[error("findings of the rule {0:?} have no value {1:?}")]
    Value(&'static str, String),
}

impl StoredReport {
    /// The report, of rules that are among `rules`, which are sorted by id.
    fn read(self, rules: &[&'static Rule]) -> Result<Report, UnreadableReport> {
        let known = |id: &str| {
            let found = rules.binary_search_by(|rule| rule.id.cmp(id)).ok().and_then(|at| rules.get(at).copied());
            found.ok_or_else(|| UnreadableReport::Rule(UnknownName::new(RULE, id, rules.iter().map(|rule| rule.id))))
        };
        let diagnostics =
            self.diagnostics.into_iter().map(|stored| known(&stored.rule).and_then(|rule| stored.read(rule)));
        let omitted = self.omitted.into_iter().map(|(id, omitted)| Ok((known(&id)?.id, omitted)));
        Ok(Report { diagnostics: diagnostics.collect::<Result<_, _>>()?, omitted: omitted.collect::<Result<_, _>>()? })
    }
}

impl Stored {
    fn read(self, rule: &'static Rule) -> Result<Diagnostic, UnreadableReport> {
        let mut values = Vec::new();
        for (name, data) in self.data {
            match rule.fields.iter().find(|field| **field == name) {
                Some(field) => values.push((*field, Value::of_data(data))),
                None => return Err(UnreadableReport::Value(rule.id, shortened(&name))),
            }
        }
        let said = |Words { en, zh }| crate::phrase!("{en}" / "{zh}", en, zh);
        let finding = Finding::new(rule, values).told_as(said(self.message)).mended_by(said(self.help));
        let finding = self.fixes.into_iter().fold(finding, Finding::fixed_by);
        Ok(Diagnostic::new(self.severity, self.location, finding))
    }
}

impl From<&Diagnostic> for Stored {
    fn from(diagnostic: &Diagnostic) -> Self {
        // The words travel too: another version of the crate may word the rule otherwise.
        let words = |say: fn(&Diagnostic, Language) -> String| Words {
            en: say(diagnostic, Language::English),
            zh: say(diagnostic, Language::Chinese),
        };
        Self {
            rule: diagnostic.rule().id.to_owned(),
            severity: diagnostic.severity(),
            location: diagnostic.location().clone(),
            message: words(Diagnostic::message),
            help: words(Diagnostic::help),
            data: diagnostic.finding().data(),
            fixes: diagnostic.fixes().to_vec(),
        }
    }
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let omitted = self.omitted.iter().map(|(id, omitted)| ((*id).to_owned(), *omitted));
        let diagnostics = self.diagnostics.iter().map(Stored::from);
        StoredReport { diagnostics: diagnostics.collect(), omitted: omitted.collect() }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Report {
    /// Reads a report whose rules this build has.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        StoredReport::deserialize(deserializer)?.read(&Catalogue::rules()).map_err(serde::de::Error::custom)
    }
}
