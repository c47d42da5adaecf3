//! Reports as SARIF 2.1.0, the Static Analysis Results Interchange Format of OASIS.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Map, Value, json};

use crate::diagnostic::{Diagnostic, Fix, Json, Language, Location, Report, Rule, Severity};

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
            let place = physical_location(diagnostic.location(), name, &mut artifacts);
            let fixes: Vec<Value> = diagnostic.fixes().iter().map(|change| fix(change, name, &mut artifacts)).collect();
            let mut result = result(diagnostic, rule_index, &place, language);
            if let (false, Value::Object(members)) = (fixes.is_empty(), &mut result) {
                members.insert("fixes".to_owned(), Value::Array(fixes));
            }
            result
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

/// A fix (§3.55). Whether it is safe is no word of SARIF.
fn fix(fix: &Fix, name: &str, artifacts: &mut Artifacts) -> Value {
    let mut changes: BTreeMap<usize, (Value, Vec<Value>)> = BTreeMap::new();
    for edit in fix.edits() {
        let location = edit.location();
        let (artifact, index) = artifact(location, name, artifacts);
        let mut region = region(location);
        if let (Some(column), Some(width)) = (location.column(), edit.width()) {
            region.insert("endColumn".to_owned(), json!(u64::from(column) + u64::from(width)));
        } else {
            // Without its end a line and a column would be a region up to the line end (§3.30.7).
            region.remove("startLine");
            region.remove("startColumn");
        }
        let replacement = json!({ "deletedRegion": region, "insertedContent": { "text": edit.text() } });
        changes.entry(index).or_insert_with(|| (artifact, Vec::new())).1.push(replacement);
    }
    let changes = changes
        .into_values()
        .map(|(artifact, replacements)| json!({ "artifactLocation": artifact, "replacements": replacements }));
    json!({ "artifactChanges": changes.collect::<Vec<_>>(), "properties": { "safe": fix.is_safe() } })
}

fn physical_location(location: &Location, name: &str, artifacts: &mut Artifacts) -> Value {
    let (artifact, _) = artifact(location, name, artifacts);
    let mut region = region(location);
    if let (Some(column), Some(snippet)) = (location.column(), location.snippet()) {
        // The end is one past the last character (SARIF 2.1.0 §3.30.8).
        let width = snippet.fault.chars().count();
        let end = u64::from(column).saturating_add(u64::try_from(width).unwrap_or(u64::MAX));
        region.insert("endColumn".to_owned(), json!(end));
    }
    let mut physical = Map::new();
    physical.insert("artifactLocation".to_owned(), artifact);
    if !region.is_empty() {
        physical.insert("region".to_owned(), Value::Object(region));
    }
    Value::Object(physical)
}

/// The artifact that a place is in, and its number.
fn artifact(location: &Location, name: &str, artifacts: &mut Artifacts) -> (Value, usize) {
    let mut index = artifacts.index(name, None);
    let mut innermost = name;
    for entry in location.entries() {
        index = artifacts.index(entry, Some(index));
        innermost = entry;
    }
    (json!({ "uri": uri(innermost), "index": index }), index)
}

/// Where a place starts, and its bytes.
fn region(location: &Location) -> Map<String, Value> {
    let mut region = Map::new();
    if let (Some(line), Some(column)) = (location.line(), location.column()) {
        region.insert("startLine".to_owned(), json!(line));
        region.insert("startColumn".to_owned(), json!(column));
    }
    if let Some(span) = location.span() {
        region.insert("byteOffset".to_owned(), json!(span.start));
        region.insert("byteLength".to_owned(), json!(span.end.saturating_sub(span.start)));
    }
    region
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
