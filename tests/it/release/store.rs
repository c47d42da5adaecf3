//! Events and snapshots as data.

use std::collections::BTreeSet;

use cloudapp::app::{Billing, EnvironmentKind, Framework, Policy, Tier};
use cloudapp::diagnostic::{Accepted, Rejected};
use cloudapp::plan::{self, Plan};
use cloudapp::release::{
    App, Change, Command, Effect, Event, EventFault, Input, Obstacle, StoredEvent, UnreadableSnapshot,
};

use super::support::{Trial, release, version, vouched};

#[test]
fn every_event_is_read_and_written_as_the_sample_says() {
    let mut seen = BTreeSet::new();
    for line in SAMPLES.lines() {
        let event: Event = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        assert_eq!(serde_json::to_string(&event).unwrap(), line);
        if let Event::Changed { change, .. } = event {
            seen.insert(change.kind());
        }
    }
    assert_eq!(seen, Change::KINDS.iter().copied().collect());
}

#[test]
fn every_event_of_schema_1_is_read_as_its_successor() {
    for line in SAMPLES_OF_SCHEMA_1.lines() {
        let event: Event = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        let expected = line.replacen(r#"{"schema":1"#, r#"{"schema":3"#, 1);
        let expected = expected.replacen(r#""reclaimed","data":{"#, r#""reclaimed","data":{"at":null,"#, 1);
        assert_eq!(serde_json::to_string(&event).unwrap(), without_words(&expected));
    }
}

#[test]
fn every_event_of_schema_2_is_read_as_its_successor() {
    for line in SAMPLES_OF_SCHEMA_2.lines() {
        let event: Event = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        let expected = line.replacen(r#"{"schema":2"#, r#"{"schema":3"#, 1);
        assert_eq!(serde_json::to_string(&event).unwrap(), without_words(&expected));
    }
}

#[test]
fn a_version_of_an_old_log_has_to_be_admitted_again_before_it_is_released() {
    let mut trial = Trial::built_test(&[]);
    let uploaded = r#"{"schema":2,"type":"version-uploaded","data":{"environment":"test","version":1,"label":"v1",
        "checked":"inspected","at":"2019-06-18T19:41:50+08:00"}}"#;
    trial.app.evolve(&serde_json::from_str(uploaded).unwrap());
    assert_eq!(trial.refusal(release("v1")), "the version was uploaded without proof of an inspection");
    trial.accept(Command::Readmit { version: version("v1"), proof: vouched(Framework::NodeJs) });
    trial.accept(release("v1"));
}

#[test]
fn every_input_is_read_and_written_as_the_sample_says() {
    for line in include_str!("samples/inputs.jsonl").lines() {
        let input: Input = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        assert_eq!(serde_json::to_string(&input).unwrap(), line);
    }
}

#[test]
fn every_obstacle_is_read_and_written_under_its_own_word() {
    for line in include_str!("samples/obstacles.jsonl").lines() {
        let obstacle: Obstacle = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        assert_eq!(serde_json::to_string(&obstacle).unwrap(), line);
        assert!(
            line.starts_with(&format!("\"{}\"", obstacle.as_str()))
                || line.starts_with(&format!("{{\"{}\"", obstacle.as_str()))
        );
    }
}

#[test]
fn a_plan_whose_stored_report_has_errors_is_not_accepted() {
    let plan = Plan::new(EnvironmentKind::Test, Tier::Standard, Billing::Prepaid);
    let rejected = plan::check(plan, &Policy::default()).unwrap_err();
    let text = serde_json::to_string(&rejected).unwrap();
    assert_eq!(serde_json::from_str::<Rejected<Plan>>(&text).unwrap().report().diagnostics().len(), 2);
    let error = serde_json::from_str::<Accepted<Plan>>(&text).unwrap_err();
    assert_eq!(error.to_string(), "a report with errors, expected that of an accepted value");
}

#[test]
fn an_unknown_event_is_an_error() {
    let error = fault(r#"{"schema":2,"type":"host-renamed","data":{"environment":"test"}}"#);
    assert_eq!(error, EventFault::Type);
}

#[test]
fn an_event_of_a_later_schema_is_an_error() {
    assert_eq!(fault(r#"{"schema":99,"type":"built","data":{"environment":"test"}}"#), EventFault::Schema);
    assert_eq!(fault(r#"{"schema":0,"type":"built","data":{"environment":"test"}}"#), EventFault::Schema);
}

#[test]
fn an_event_with_a_field_too_many_is_an_error() {
    let error = fault(r#"{"schema":1,"type":"built","data":{"environment":"test","by":"me"}}"#);
    assert!(matches!(error, EventFault::Data(_)), "{error:?}");
}

#[test]
fn an_event_with_a_field_too_few_is_an_error() {
    for text in [
        r#"{"schema":1,"type":"built","data":{}}"#,
        r#"{"schema":1,"type":"weight-set","data":{"environment":"test","host":1}}"#,
        r#"{"schema":1,"type":"app-created","data":{"number":1,"name":"todoapp"}}"#,
    ] {
        assert!(matches!(fault(text), EventFault::Data(_)), "{text}");
    }
}

#[test]
fn an_event_with_a_value_that_cannot_be_is_an_error() {
    let error = fault(r#"{"schema":1,"type":"weight-set","data":{"environment":"test","host":1,"weight":101}}"#);
    let expected = "weight: a number over 100 at byte 0, expected a number from 0 to 100";
    assert_eq!(error, EventFault::Data(expected.to_owned()));
}

#[test]
fn a_snapshot_and_the_later_events_make_the_same_app_as_the_whole_log() {
    let mut trial = Trial::built_standard(&["v1", "v2"], 2).running("v1");
    let snapshot = trial.app.to_snapshot();
    let before = trial.log.len();
    trial.accept(release("v2"));
    trial.settle();
    let mut app = App::from_snapshot(&snapshot).unwrap();
    trial.log[before..].iter().for_each(|event| app.evolve(event));
    assert_eq!(app, trial.app);
    assert_eq!(App::replay(&trial.log).unwrap(), trial.app);
}

#[test]
fn a_snapshot_in_the_middle_of_a_release_holds_what_is_owed() {
    let mut trial = Trial::built_standard(&["v1"], 2);
    trial.accept(release("v1"));
    let app = App::from_snapshot(&trial.app.to_snapshot()).unwrap();
    let owed: Vec<_> = app.outstanding().collect();
    assert_eq!(owed, [trial.environment().outstanding().unwrap()]);
}

#[test]
fn an_effect_is_read_as_it_was_written() {
    let mut trial = Trial::built_test(&["v1"]);
    let effect = trial.accept(release("v1")).effects.remove(0);
    let text = serde_json::to_string(&effect).unwrap();
    assert_eq!(
        text,
        concat!(
            r#"{"environment":"test","id":2,"attempt":1,"#,
            r#""action":{"install":{"host":1,"deployment":{"version":1,"domain":1}}},"version":"v1","#,
            r#""installation":{"framework":"node-js","configuration":{"generated":{}},"#,
            r#""domain":"app2143434635test.mapp-test.xyz","port":7001,"health_path":"/"},"due":"2019-06-18T19:56:50+08:00"}"#,
        )
    );
    assert_eq!(serde_json::from_str::<Effect>(&text).unwrap(), effect);
    let verify = trial.done().effects.remove(0);
    assert_eq!((&verify.version, &verify.installation), (&effect.version, &effect.installation));
    assert_eq!(serde_json::from_str::<Effect>(&serde_json::to_string(&verify).unwrap()).unwrap(), verify);
}

#[test]
fn a_snapshot_of_two_hosts_is_smaller_than_a_kilobyte_and_half_of_one_for_each_proof() {
    let mut trial = Trial::built_standard(&["v20190618194150", "v20190619194150"], 2).running("v20190618194150");
    trial.accept(release("v20190619194150"));
    let size = trial.app.to_snapshot().len();
    assert!(size <= 1024 + 3 * 512, "{size} bytes: {}", trial.app.to_snapshot());
}

#[test]
fn a_snapshot_of_another_schema_is_an_error() {
    let text = Trial::built_test(&[]).app.to_snapshot().replacen(r#""schema":2"#, r#""schema":3"#, 1);
    assert_eq!(App::from_snapshot(&text), Err(UnreadableSnapshot::Schema { found: 3 }));
}

#[test]
fn a_log_that_does_not_begin_with_the_creation_is_an_error() {
    let trial = Trial::built_test(&[]);
    assert!(App::replay(&trial.log[1..]).is_err());
    assert!(App::replay(&[]).is_err());
}

/// An upload without the word that proofs took the place of.
fn without_words(event: &str) -> String {
    event.replacen(r#""checked":"inspected","#, "", 1).replacen(r#""checked":"vouched","#, "", 1)
}

fn fault(text: &str) -> EventFault {
    let stored: StoredEvent = serde_json::from_str(text).unwrap();
    Event::try_from(stored).unwrap_err().fault().clone()
}

const SAMPLES: &str = include_str!("samples/events.jsonl");
const SAMPLES_OF_SCHEMA_2: &str = include_str!("samples/events-schema-2.jsonl");
const SAMPLES_OF_SCHEMA_1: &str = include_str!("samples/events-schema-1.jsonl");
