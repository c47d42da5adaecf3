//! Reports as JSON.

use serde_json::{Map, Value, json as value};

use crate::diagnostic::{Diagnostic, Fix, Json, Language, Location, Report};

/// The diagnostics of a report as an array of objects
/// `{"rule","severity","message","why","help","location":{"entry","line","column","start","end"},"data","fixes"}`, where a
/// fix is `{"safe","edits":[{"entry","start","end","text"}]}`: each edit puts `text` in the place of the bytes from `start`
/// to `end`.
///
/// A part of the location that is not known is `null`. When a rule has more findings than are kept, the last object of
/// that rule has `"omitted"`, how many more there were.
///
/// # Examples
///
/// ```
/// use cloudapp::app::{Billing, EnvironmentKind, Policy, Tier};
/// use cloudapp::diagnostic::{Language, render};
/// use cloudapp::plan::{self, Plan};
///
/// let plan = Plan::new(EnvironmentKind::Test, Tier::Standard, Billing::Prepaid);
/// let rejected = plan::check(plan, &Policy::default()).unwrap_err();
/// let json = serde_json::json!(render::json(rejected.report(), Language::English));
/// assert_eq!(json[0]["rule"], "plan/tier-not-allowed");
/// ```
#[must_use]
pub fn json(report: &Report, language: Language) -> Json {
    let mut objects: Vec<Map<String, Value>> =
        report.diagnostics().iter().map(|diagnostic| object(diagnostic, language)).collect();
    for (rule, count) in report.omitted() {
        if let Some(last) = objects.iter_mut().rev().find(|object| object.get("rule") == Some(&value!(rule))) {
            last.insert("omitted".to_owned(), value!(count));
        }
    }
    Json::new(Value::Array(objects.into_iter().map(Value::Object).collect()))
}

/// One diagnostic as a JSON object on one line, without the line end: JSON Lines.
///
/// # Examples
///
/// ```
/// use cloudapp::app::{Billing, EnvironmentKind, Policy, Tier};
/// use cloudapp::diagnostic::{Language, render};
/// use cloudapp::plan::{self, Plan};
///
/// let plan = Plan::new(EnvironmentKind::Test, Tier::Standard, Billing::Prepaid);
/// let rejected = plan::check(plan, &Policy::default()).unwrap_err();
/// for diagnostic in rejected.report().diagnostics() {
///     println!("{}", render::json_line(diagnostic, Language::English));
/// }
/// ```
#[must_use]
pub fn json_line(diagnostic: &Diagnostic, language: Language) -> String {
    Value::Object(object(diagnostic, language)).to_string()
}

fn object(diagnostic: &Diagnostic, language: Language) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("rule".to_owned(), value!(diagnostic.rule().id));
    object.insert("severity".to_owned(), value!(diagnostic.severity()));
    object.insert("message".to_owned(), value!(diagnostic.message(language)));
    object.insert("why".to_owned(), value!(diagnostic.rule().page(language).why));
    object.insert("help".to_owned(), value!(diagnostic.help(language)));
    object.insert("location".to_owned(), place(diagnostic.location()));
    object.insert("data".to_owned(), value!(diagnostic.data()));
    object.insert("fixes".to_owned(), diagnostic.fixes().iter().map(fix).collect());
    object
}

fn fix(fix: &Fix) -> Value {
    let edits = fix.edits().iter().map(|edit| {
        let span = edit.location().span().unwrap_or_default();
        let entry = edit.location().entry_name();
        value!({ "entry": entry, "start": span.start, "end": span.end, "text": edit.text() })
    });
    value!({ "safe": fix.is_safe(), "edits": edits.collect::<Vec<_>>() })
}

fn place(location: &Location) -> Value {
    let span = location.span();
    value!({
        "entry": location.entry_name(),
        "line": location.line(),
        "column": location.column(),
        "start": span.as_ref().map(|span| span.start),
        "end": span.as_ref().map(|span| span.end),
    })
}
