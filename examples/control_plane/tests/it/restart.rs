//! Processes end, well or badly, and nothing is lost.

use serde_json::Value;

use crate::client::{get, post};
use crate::packages::node;
use crate::process::{Place, Process};

#[test]
fn a_release_goes_on_after_its_only_process_was_killed() {
    let place = Place::sqlite("killed");
    let mut process = releasing(&place);
    process.kill();
    let (audit, content) = place.audit();
    assert!(content, "{audit}");
    assert_eq!((&audit["orders"]["open"], &audit["waiting"]), (&1.into(), &1.into()), "{audit}");
    let process = place.serve(SLOW);
    assert_eq!(settled(&process)["status"], "running");
    let (audit, content) = place.audit();
    assert!(content, "{audit}");
    assert_eq!((&audit["orders"]["succeeded"], &audit["orders"]["open"]), (&1.into(), &0.into()), "{audit}");
}

#[test]
fn a_process_that_is_asked_to_stop_finishes_what_it_began() {
    let place = Place::sqlite("stopped");
    let mut process = releasing(&place);
    let begun = place.texts("SELECT CAST(effect AS TEXT) FROM outbox");
    process.signal("TERM");
    assert!(process.wait());
    // The step is reported, and the next one waits with its whole lease before it.
    let (audit, content) = place.audit();
    assert!(content, "{audit}");
    assert_eq!((&audit["waiting"], &audit["deeds"]["remembered"]), (&1.into(), &0.into()));
    assert_ne!(place.texts("SELECT CAST(effect AS TEXT) FROM outbox"), begun);
    assert_eq!(place.texts("SELECT CAST(claims AS TEXT) FROM outbox"), ["0"]);
    let process = place.serve(SLOW);
    assert_eq!(settled(&process)["status"], "running");
    assert_eq!(place.audit().0["deeds"]["remembered"], 0);
}

#[test]
fn an_app_whose_snapshot_is_of_another_schema_is_made_from_its_log() {
    let place = Place::sqlite("schema");
    let process = releasing(&place);
    let before = settled(&process);
    place.tamper(r#"UPDATE apps SET snapshot = replace(snapshot, '"schema":1', '"schema":99')"#);
    assert_eq!(settled(&process), before);
    let seen = get(process.address, "/apps/1").unwrap().body["revision"].clone();
    let stop = post(process.address, &format!("/apps/1/test/commands?seen={seen}"), br#"{"command":"stop"}"#);
    assert_eq!(stop.unwrap().status, 200);
    assert_eq!(settled(&process)["status"], "stopped");
    let (audit, content) = place.audit();
    assert!(content, "{audit}");
}

#[test]
fn orders_of_another_site_come_after_those_before() {
    let place = Place::sqlite("sites");
    let mut process = releasing(&place);
    settled(&process);
    process.kill();
    let policy = place.policy(r#"{"offered":["starter"],"release":{"site":"AA"}}"#);
    let process = place.serve(&["--distance", "1", "--poll", "10", "--policy", &policy]);
    assert_eq!(post(process.address, "/apps/1/test/versions?label=v2", &node()).unwrap().status, 201);
    let seen = get(process.address, "/apps/1").unwrap().body["revision"].clone();
    let release = br#"{"command":"release","version":"v2"}"#;
    assert_eq!(post(process.address, &format!("/apps/1/test/commands?seen={seen}"), release).unwrap().status, 200);
    settled(&process);
    let orders = get(process.address, "/apps/1/test/orders").unwrap().body;
    let site = |order: usize| orders["orders"][order]["order"]["id"].as_str().unwrap().split(char::is_numeric).next();
    assert_eq!((site(0), site(1)), (Some("AA"), Some("CNSH_NJ")), "{orders}");
    let (audit, content) = place.audit();
    assert!(content, "{audit}");
}

/// A process in the middle of the first step of a release.
pub fn releasing(place: &Place) -> Process {
    let process = place.serve(SLOW);
    post(process.address, "/apps", br#"{"name":"chat","framework":"node-js"}"#).unwrap();
    let build = br#"{"command":"build","tier":"starter","billing":"prepaid"}"#;
    post(process.address, "/apps/1/test/commands?seen=1", build).unwrap();
    assert_eq!(settled(&process)["status"], "ready");
    assert_eq!(post(process.address, "/apps/1/test/versions?label=v1", &node()).unwrap().status, 201);
    let seen = get(process.address, "/apps/1").unwrap().body["revision"].clone();
    let release = br#"{"command":"release","version":"v1"}"#;
    assert_eq!(post(process.address, &format!("/apps/1/test/commands?seen={seen}"), release).unwrap().status, 200);
    for _ in 0..200 {
        if place.texts("SELECT CAST(effect AS TEXT) FROM outbox WHERE claims > 0").len() == 1 {
            return process;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("no worker takes the first step: {}", place.log())
}

/// The test environment once it is idle.
pub fn settled(process: &Process) -> Value {
    for _ in 0..500 {
        let environment = get(process.address, "/apps/1").unwrap().body["environments"]["test"].clone();
        if environment["busy"] == false {
            return environment;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    panic!("the environment stays busy")
}

const SLOW: &[&str] = &["--workers", "1", "--distance", "400", "--poll", "50", "--lease", "600"];
