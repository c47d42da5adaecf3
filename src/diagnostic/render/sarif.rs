//! Reports as SARIF 2.1.0, the Static Analysis Results Interchange Format of OASIS.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Map, Value, json};

use crate::diagnostic::{Diagnostic, Json, Language, Report, Rule, Severity};

/// One SARIF log with one run over all inputs: `(name, report)` pairs, where a name is the path that the user gave.
///
/// An entry inside a package is an artifact whose parent is the package (or the archive that holds it), as SARIF nests
/// them (§3.24.3). Columns count Unicode code points.
///
/// # Examples
///
/// ```
/// use cloudapp::diagnostic::{Language, Report, render};
///
/// let log = render::sarif([("app.jar", &Report::default())], Language::English);
/// assert!(log.to_string().contains(r#""version":"2.1.0""#));
/// ```
#[must_use]
pub fn sarif<'a>(inputs: impl IntoIterator<Item = (&'a str, &'a Report)>, language: Language) -> Json {
    let mut artifacts = Artifacts::default();
    let mut rules: BTreeMap<&'static str, &'static Rule> = BTreeMap::new();
    let mut found = Vec::new();
    for (name, report) in inputs {
        artifacts.index(name, None);
        for diagnostic in report.diagnostics() {
            rules.insert(diagnostic.rule().id, diagnostic.rule());
            found.push((name, diagnostic));
        }
    }
    let results: Vec<Value> = found
        .into_iter()
        .map(|(name, diagnostic)| {
            let rule_index = rules.keys().position(|id| *id == diagnostic.rule().id);
            result(diagnostic, rule_index, &physical_location(diagnostic, name, &mut artifacts), language)
        })
        .collect();
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "language": match language { Language::English => "en", Language::Chinese => "zh-CN" },
                "rules": rules.values().map(|rule| descriptor(rule, language)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "artifacts": artifacts.objects,
            "results": results,
        }],
    });
    Json::new(log)
}

fn descriptor(rule: &Rule, language: Language) -> Value {
    let page = rule.page(language);
    json!({
        "id": rule.id,
        "shortDescription": { "text": page.what },
        "fullDescription": { "text": page.why },
        "help": { "text": page.fix },
        "defaultConfiguration": { "level": level(rule.severity) },
    })
}

fn result(diagnostic: &Diagnostic, rule_index: Option<usize>, location: &Value, language: Language) -> Value {
    json!({
        "ruleId": diagnostic.rule().id,
        "ruleIndex": rule_index,
        "level": level(diagnostic.severity()),
        "message": { "text": format!("{}. {}", diagnostic.message(language), diagnostic.help(language)) },
        "locations": [{ "physicalLocation": location }],
        "properties": { "data": diagnostic.data() },
    })
}

fn physical_location(diagnostic: &Diagnostic, name: &str, artifacts: &mut Artifacts) -> Value {
    let location = diagnostic.location();
    let mut index = artifacts.index(name, None);
    let mut innermost = name;
    for entry in location.entries() {
        index = artifacts.index(entry, Some(index));
        innermost = entry;
    }
    let mut region = Map::new();
    if let (Some(line), Some(column)) = (location.line(), location.column()) {
        region.insert("startLine".to_owned(), json!(line));
        region.insert("startColumn".to_owned(), json!(column));
        if let Some(snippet) = location.snippet() {
            // The end is one past the last character (SARIF 2.1.0 §3.30.8).
            let width = snippet.fault.chars().count();
            let end = u64::from(column).saturating_add(u64::try_from(width).unwrap_or(u64::MAX));
            region.insert("endColumn".to_owned(), json!(end));
        }
    }
    if let Some(span) = location.span() {
        region.insert("byteOffset".to_owned(), json!(span.start));
        region.insert("byteLength".to_owned(), json!(span.end.saturating_sub(span.start)));
    }
    let mut physical = Map::new();
    physical.insert("artifactLocation".to_owned(), json!({ "uri": uri(innermost), "index": index }));
    if !region.is_empty() {
        physical.insert("region".to_owned(), Value::Object(region));
    }
    Value::Object(physical)
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// Every input and entry that a result names, once.
#[derive(Default)]
struct Artifacts {
    objects: Vec<Value>,
    indices: BTreeMap<(Option<usize>, String), usize>,
}

impl Artifacts {
    fn index(&mut self, name: &str, parent: Option<usize>) -> usize {
        let next = self.objects.len();
        *self.indices.entry((parent, name.to_owned())).or_insert_with(|| {
            let mut object = Map::new();
            object.insert("location".to_owned(), json!({ "uri": uri(name) }));
            if let Some(parent) = parent {
                object.insert("parentIndex".to_owned(), json!(parent));
            }
            self.objects.push(Value::Object(object));
            next
        })
    }
}

/// A name as a URI reference: RFC 3986 unreserved characters and `/` stay, all else is percent-encoded. An absolute path
/// becomes a `file` URI, since a relative reference may not begin with a slash (SARIF1004).
fn uri(name: &str) -> String {
    let mut uri = String::from(if name.starts_with('/') { "file://" } else { "" });
    for byte in name.bytes() {
        // What RFC 3986 §2.3 leaves as it is, and the `/` between names.
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}
