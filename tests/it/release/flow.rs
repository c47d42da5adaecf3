//! The ways of an environment, from not built to running and back.

use cloudapp::release::{Command, Status};

use super::support::{Trial, release, rollback};

#[test]
fn a_first_release_in_the_starter_tier_installs_and_verifies_its_only_host() {
    let mut trial = Trial::built_test(&["v1"]);
    assert_eq!(trial.status(), Status::Ready);
    trial.accept(release("v1"));
    assert_eq!(trial.status(), Status::Releasing);
    assert_eq!(trial.settle(), ["install 1 v1", "verify 1"]);
    assert_eq!(trial.status(), Status::Running);
}

#[test]
fn a_rolling_release_drains_one_host_after_the_other() {
    let mut trial = Trial::built_standard(&["v1", "v2"], 2).running("v1");
    trial.accept(release("v2"));
    let expected = [
        "balance - 100",
        "install 1 v2",
        "verify 1",
        "balance 100 100",
        "balance 100 -",
        "install 2 v2",
        "verify 2",
        "balance 100 100",
    ];
    assert_eq!(trial.settle(), expected);
    assert_eq!(trial.status(), Status::Running);
    assert_eq!(trial.environment().current_version().unwrap().label.as_str(), "v2");
}

#[test]
fn a_failed_installation_leads_back_to_what_ran() {
    let mut trial = Trial::built_standard(&["v1", "v2"], 2).running("v1");
    trial.accept(release("v2"));
    trial.done();
    assert_eq!(trial.wanted(), "install 1 v2");
    trial.fail();
    assert_eq!(trial.status(), Status::Compensating);
    assert_eq!(trial.settle(), ["install 1 v1", "verify 1", "balance 100 100"]);
    assert_eq!(trial.status(), Status::Running);
    assert_eq!(trial.environment().current_version().unwrap().label.as_str(), "v1");
}

#[test]
fn an_app_is_stopped_before_its_resources_are_deleted() {
    let mut trial = Trial::built_standard(&["v1"], 2).running("v1");
    assert_eq!(trial.refusal(Command::DeleteResources), "the app is running");
    trial.accept(Command::Stop);
    assert_eq!(trial.settle(), ["stop-app", "balance - -"]);
    assert_eq!(trial.status(), Status::Stopped);
    trial.accept(Command::DeleteResources);
    assert_eq!(trial.settle(), ["teardown"]);
    assert_eq!(trial.status(), Status::NotBuilt);
}

#[test]
fn a_rollback_goes_only_to_a_version_that_ran() {
    let mut trial = Trial::built_test(&["v1", "v2", "v3"]).running("v1").running("v2");
    assert_eq!(trial.refusal(rollback("v3")), "version v3 never ran in this environment");
    trial.accept(rollback("v1"));
    trial.settle();
    assert_eq!(trial.environment().current_version().unwrap().label.as_str(), "v1");
}

#[test]
fn an_order_id_starts_with_the_documented_site() {
    let mut trial = Trial::built_test(&["v1"]);
    trial.accept(release("v1"));
    let order = trial.environment().machine().unwrap().order().unwrap().id.to_string();
    assert_eq!(order, "CNSH_NJ201906181941508935");
}
