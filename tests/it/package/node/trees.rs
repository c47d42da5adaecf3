//! What Node.js itself makes of small apps, beside what an inspection says of them.

use serde_json::Value;

use super::support::Package;

const TREES: &str = include_str!("../../../corpus/node/trees.jsonl");

/// The rules of what code loads.
fn loading(package: &Package) -> Vec<String> {
    let is_of_code = |found: &String| {
        let rule = found.split([' ', ':']).nth(1).unwrap_or_default();
        ["require-", "module-", "import-", "es-module-"].iter().any(|part| rule.starts_with(&format!("node/{part}")))
    };
    package.found().into_iter().filter(is_of_code).collect()
}

#[test]
fn no_app_that_runs_is_refused_and_most_that_fail_are_seen() {
    let (mut run, mut fail, mut seen) = (0, 0, 0);
    for line in TREES.lines() {
        let tree: Value = serde_json::from_str(line).unwrap();
        let files = tree["files"].as_object().unwrap();
        let package = files
            .iter()
            .fold(Package::empty(), |package, (path, content)| package.file(path, content.as_str().unwrap()));
        let found = loading(&package);
        if tree["runs_on"].as_array().unwrap().is_empty() {
            fail += 1;
            seen += usize::from(!found.is_empty());
        } else {
            run += 1;
            assert!(!found.iter().any(|found| found.starts_with("error")), "{found:?} in {line}");
        }
    }
    assert_eq!((run, fail, seen), (36, 34, 26));
}
