//! The platform never answers, or nobody asks it.

use std::time::{Duration, Instant};

use crate::client::{get, post};
use crate::process::{Place, Process};
use crate::restart::settled;

#[test]
fn a_call_that_is_lost_is_made_again_by_the_only_worker() {
    let place = Place::sqlite("lost-call");
    let mut process = building(&place, &["--workers", "1", "--lease", "300", "--losses", LOSSES]);
    assert_eq!(settled(&process)["status"], "ready");
    process.kill();
    let (audit, content) = place.audit();
    assert!(content, "{audit}");
    assert_eq!(audit["deeds"]["done"], 1, "{audit}");
}

#[test]
fn an_app_that_cannot_be_read_does_not_keep_deadlines_from_others() {
    let place = Place::sqlite("unreadable");
    let process = building(&place, &["--workers", "0"]);
    post(process.address, "/apps", br#"{"name":"talk","framework":"node-js"}"#).unwrap();
    assert_eq!(post(process.address, "/apps/2/test/commands?seen=1", BUILD).unwrap().status, 200);
    place.tamper("UPDATE apps SET snapshot = 'unreadable' WHERE number = 1");
    for _ in 0..250 {
        let app = get(process.address, "/apps/2").unwrap().body;
        if app["environments"]["test"]["waits_for"]["attempt"] == 2 {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("the deadline does not pass: {}", place.log());
}

#[test]
fn a_call_that_hangs_holds_the_end_up_for_its_grace_only() {
    let place = Place::sqlite("hanging");
    let mut process = building(&place, &["--losses", "1000", "--grace", "500"]);
    std::thread::sleep(Duration::from_millis(200));
    let asked = Instant::now();
    process.signal("TERM");
    assert!(process.wait());
    let ended = asked.elapsed();
    assert!((Duration::from_millis(400)..Duration::from_secs(10)).contains(&ended), "{ended:?}");
    let (audit, content) = place.audit();
    assert!(content, "{audit}");
    assert_eq!((&audit["waiting"], &audit["deeds"]["done"]), (&1.into(), &0.into()));
}

/// A process whose first app is being built, with deadlines that pass soon.
fn building(place: &Place, arguments: &[&str]) -> Process {
    let policy = place.policy(r#"{"offered":["starter"],"release":{"deadlines":{"resources":1}}}"#);
    let settings = ["--distance", "1", "--poll", "50", "--policy", &policy];
    let process = place.serve(&[&settings, arguments].concat());
    post(process.address, "/apps", br#"{"name":"chat","framework":"node-js"}"#).unwrap();
    assert_eq!(post(process.address, "/apps/1/test/commands?seen=1", BUILD).unwrap().status, 200);
    process
}

/// With so many losses of a thousand the first call is lost on its way, and the second one is not.
const LOSSES: &str = "500";
const BUILD: &[u8] = br#"{"command":"build","tier":"starter","billing":"prepaid"}"#;
