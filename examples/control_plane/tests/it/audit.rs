//! An audit finds what is not as the log says.

use serde_json::Value;

use crate::process::Place;
use crate::restart::{releasing, settled};

#[test]
fn a_sound_database_is_found_sound() {
    let (audit, content) = audited("sound", None);
    assert!(content, "{audit}");
    assert_eq!(audit["orders"]["succeeded"], 1);
}

#[test]
fn an_effect_that_waits_and_is_not_owed_is_lost() {
    let (audit, content) = audited(
        "outbox",
        Some(
            r#"INSERT INTO outbox SELECT 1, 'test', 9, 0, '{"environment":"test","id":9,"attempt":1,
            "action":"teardown","due":"2026-01-01"}', 0, 0"#,
        ),
    );
    assert_eq!((content, &audit["lost"]), (false, &1.into()), "{audit}");
}

#[test]
fn an_effect_that_is_owed_and_waits_no_more_is_lost() {
    let place = Place::sqlite("owed");
    releasing(&place).kill();
    assert_eq!(place.audit().0["lost"], 0);
    place.tamper("DELETE FROM outbox");
    let (audit, content) = place.audit();
    assert_eq!((content, &audit["lost"], &audit["waiting"]), (false, &1.into(), &0.into()), "{audit}");
    assert_eq!(audit["faults"], serde_json::json!(["app 1, test: the outbox is not what the state owes"]));
}

#[test]
fn another_state_than_the_logs_is_a_fault() {
    let (audit, content) =
        audited("state", Some(r#"UPDATE apps SET snapshot = replace(snapshot, '"healthy":true', '"healthy":false')"#));
    assert!(!content);
    assert_eq!(audit["faults"][0], "app 1: the log makes another state than the stored one");
}

#[test]
fn a_gap_in_a_log_is_a_fault() {
    let (audit, content) = audited("gap", Some("DELETE FROM events WHERE revision = 9"));
    assert!(!content);
    assert!(audit["faults"][0].as_str().unwrap().starts_with("app 1: the log does not go from 1 to "), "{audit}");
}

#[test]
fn another_list_than_the_logs_is_a_fault() {
    let (audit, content) = audited("list", Some("UPDATE orders SET record = replace(record, 'succeeded', 'failed')"));
    assert!(!content);
    assert_eq!(audit["faults"][0], "app 1, test: the log makes other orders than the listed ones");
}

#[test]
fn an_effect_that_was_done_twice_is_counted() {
    let (audit, content) = audited("double", Some("INSERT INTO deeds SELECT * FROM deeds WHERE effect = 2"));
    assert_eq!((content, &audit["doubled"]), (false, &1.into()), "{audit}");
}

#[test]
fn an_effect_that_came_after_a_newer_one_is_counted() {
    let (audit, content) = audited("stale", Some("UPDATE deeds SET at = at + 3600000 WHERE effect = 2"));
    assert_eq!((content, &audit["stale"], &audit["doubled"]), (false, &1.into(), &0.into()), "{audit}");
}

#[test]
fn a_host_with_another_version_than_believed_is_counted() {
    let changed = r#"UPDATE deeds SET action = replace(action, '"version":1', '"version":2') WHERE effect = 2"#;
    let (audit, content) = audited("host", Some(changed));
    assert_eq!((content, &audit["mistaken"]), (false, &1.into()), "{audit}");
}

#[test]
fn a_version_without_its_package_is_a_fault() {
    let (audit, content) = audited("package", Some("UPDATE versions SET package = 'elsewhere'"));
    assert!(!content);
    assert_eq!(audit["faults"], serde_json::json!(["app 1, test: version 1 has no package"]));
}

#[test]
fn a_database_that_is_not_there_is_not_found_sound() {
    let place = Place::sqlite("mistyped");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_control_plane"))
        .args(["--database", &place.database, "audit"])
        .output()
        .unwrap();
    assert_eq!((output.status.code(), output.stdout), (Some(2), Vec::new()));
    assert_eq!(std::fs::read_dir(&place.directory).unwrap().count(), 0);
}

/// What an audit finds after a release, and after `tampering`.
fn audited(name: &str, tampering: Option<&'static str>) -> (Value, bool) {
    let place = Place::sqlite(name);
    let mut process = releasing(&place);
    assert_eq!(settled(&process)["status"], "running");
    process.kill();
    if let Some(statement) = tampering {
        place.tamper(statement);
    }
    place.audit()
}
