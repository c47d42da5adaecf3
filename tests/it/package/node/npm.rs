//! Scripts that npm ran, held against what is said of them.

use std::collections::BTreeMap;

use cloudapp::diagnostic::Severity;
use serde_json::Value;

use super::support::Package;

/// Packages and a script of each, one JSON object a line, and how npm 10 ended it; `record.py` beside them asks npm.
const CASES: &str = include_str!("../../../corpus/npm/scripts.jsonl");
const ANSWERS: &str = include_str!("../../../corpus/npm/scripts.txt");

/// Scripts of which more or less is said than npm does, and why.
const OTHERWISE: [(&str, &str); 6] = [
    (r#""stop": """#, "npm does nothing, and so does the platform's stop"),
    (r#""stop": " ""#, "the same"),
    (r#""stop": "exit 1""#, "nobody writes that"),
    (r#""start": "nosuchcommand | true""#, "npm is content, but nothing was started"),
    (r#""start": "{ nosuchcommand; true; }""#, "the same"),
    (r#""start": "node a.js; node b.js""#, "the first may write the second"),
];

#[derive(serde::Deserialize)]
struct Case {
    files: BTreeMap<String, Value>,
    script: String,
}

fn package(case: &Case) -> Package {
    let files = case.files.iter();
    files.fold(Package::empty(), |package, (path, content)| match (path.strip_prefix('*'), content) {
        (_, Value::Object(link)) => package.link(path, link["link"].as_str().unwrap()),
        (Some(path), content) => package.executable(path, content.as_str().unwrap()),
        (None, content) => package.file(path, content.as_str().unwrap()),
    })
}

#[test]
fn scripts_that_npm_cannot_run_are_errors_and_no_others_are() {
    let mut wrong = Vec::new();
    let mut compared = 0;
    for (line, answer) in CASES.lines().zip(ANSWERS.lines()) {
        let case: Case = serde_json::from_str(line).unwrap();
        let package = package(&case).bundled();
        let found = package.report();
        let errors: Vec<&str> = found
            .diagnostics()
            .iter()
            .filter(|found| found.severity() == Severity::Error)
            .map(|found| found.rule().id)
            .collect();
        let manifest = case.files.get("package.json").and_then(Value::as_str).unwrap_or_default();
        if OTHERWISE.iter().any(|(script, _)| manifest.contains(script)) {
            continue;
        }
        if errors.is_empty() != (answer == "ok") {
            wrong.push(format!("{}: npm says {answer}, found {errors:?}: {line}", case.script));
        }
        compared += 1;
    }
    assert!(compared >= 105, "only {compared} scripts were compared");
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}
