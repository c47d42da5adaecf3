//! Commands: what each does, and what is in its way.

use cloudapp::app::{Billing, EnvironmentKind, Framework, Tier, Timestamp, TlsEnd, Weight};
use cloudapp::diagnostic::Language;
use cloudapp::plan::{self, Plan};
use cloudapp::release::{
    Action, CertificateProof, CertificateRevision, Command, DatabaseChange, HostNumber, HostStatus, Ignored, Input,
    Notice, Outcome, Rejection, Reply, Status, Traffic, Upload,
};

use super::support::{Trial, certificate, release, rollback, upload, version, vouched};

#[test]
fn production_is_released_only_with_domain_and_certificate_and_both_are_named() {
    let mut trial = Trial::new(EnvironmentKind::Production);
    trial.build_starter();
    trial.accept(upload("v1"));
    assert_eq!(trial.refusal(release("v1")), "no domain is set; no certificate is set");
    trial.accept(Command::SetDomain("www.example.com".parse().unwrap()));
    assert_eq!(trial.refusal(release("v1")), "no certificate is set");
    let names = ["www.example.com".parse().unwrap()];
    let always = (Timestamp::UNIX_EPOCH, Timestamp::MAX);
    let certificate = CertificateProof::vouched(&names, always, TlsEnd::Nginx, &trial.policy, trial.now);
    trial.accept(Command::SetCertificate(certificate));
    trial.accept(release("v1"));
}

#[test]
fn a_refusal_says_what_would_help_in_either_language() {
    let mut trial = Trial::built_test(&[]);
    let rejection = rejection(&mut trial, Command::Stop);
    let [obstacle] = rejection.obstacles() else { panic!("{rejection}") };
    assert_eq!(obstacle.message(Language::English), "the app does not run: the environment is ready");
    assert_eq!(obstacle.help(Language::English), "release a version first");
    assert_eq!(obstacle.message(Language::Chinese), "应用没有运行，环境状态为“未发布”");
    assert_eq!(obstacle.help(Language::Chinese), "先发布一个版本");
}

#[test]
fn a_second_release_is_refused_with_the_active_order() {
    let mut trial = Trial::built_test(&["v1", "v2"]);
    trial.accept(release("v1"));
    assert_eq!(trial.refusal(release("v2")), "release order CNSH_NJ201906181941508935 is active");
}

#[test]
fn a_command_delivered_twice_is_carried_out_once() {
    let mut trial = Trial::built_test(&["v1"]);
    let input = Input::Command { environment: trial.kind, seen: trial.app.revision(), command: release("v1") };
    assert!(matches!(trial.input(input.clone()), Ok(Reply::Accepted(_))));
    trial.settle();
    let expected = "the command was given on revision 6, and another one was accepted at 7";
    assert_eq!(trial.input(input).unwrap_err().to_string(), expected);
}

#[test]
fn a_command_on_a_revision_that_is_not_there_yet_is_refused() {
    let mut trial = Trial::built_test(&["v1"]);
    let seen = trial.app.revision().next();
    let refused = trial.input(Input::Command { environment: trial.kind, seen, command: release("v1") }).unwrap_err();
    assert_eq!(refused.to_string(), "the command was given on revision 7, and the app is at 6");
    let [obstacle] = refused.obstacles() else { panic!("{refused}") };
    assert_eq!(obstacle.as_str(), "unknown-revision");
    assert_eq!(obstacle.message(Language::Chinese), "命令基于修订 7，而应用当前为修订 6");
    let deletion = trial.input(Input::DeleteApp { seen }).unwrap_err();
    assert_eq!(deletion.obstacles().first(), Some(obstacle));
}

#[test]
fn reports_do_not_make_a_command_outdated() {
    let mut trial = Trial::built_test(&["v1", "v2"]);
    trial.accept(release("v1"));
    let seen = trial.app.revision();
    trial.settle();
    let input = Input::Command { environment: trial.kind, seen, command: release("v2") };
    assert!(matches!(trial.input(input), Ok(Reply::Accepted(_))));
}

#[test]
fn a_package_of_another_framework_is_refused() {
    let mut trial = Trial::built_test(&[]);
    let upload = Command::Upload(Upload::new(vouched(Framework::Php)));
    assert_eq!(trial.refusal(upload), "the package is for PHP, the app for Node.js");
}

#[test]
fn a_version_is_labelled_with_the_time_of_its_upload_and_only_once() {
    let mut trial = Trial::built_test(&[]);
    let unlabelled = || Command::Upload(Upload::new(vouched(Framework::NodeJs)));
    trial.accept(unlabelled());
    assert_eq!(trial.environment().built().unwrap().versions[0].label.as_str(), "v20190618194150");
    assert_eq!(trial.refusal(unlabelled()), "version v20190618194150 was uploaded before");
}

#[test]
fn a_plan_of_the_other_environment_is_refused() {
    let mut trial = Trial::new(EnvironmentKind::Production);
    let plan = Plan::new(EnvironmentKind::Test, Tier::Starter, Billing::Prepaid);
    let plan = plan::check(plan, &trial.policy).unwrap();
    assert_eq!(trial.refusal(Command::Build(plan)), "the plan is for the test environment");
}

#[test]
fn a_failed_build_leaves_resources_that_can_only_be_deleted() {
    let mut trial = Trial::new(EnvironmentKind::Test);
    trial.begin_build();
    trial.fail();
    assert_eq!(trial.status().label(), "构建失败");
    assert_eq!(trial.refusal(upload("v1")), "the environment is build-failed");
    trial.accept(Command::DeleteResources);
    trial.settle();
    assert_eq!(trial.status(), Status::NotBuilt);
}

#[test]
fn a_test_environment_has_the_domain_that_the_platform_assigns() {
    let mut trial = Trial::built_test(&[]);
    let domain = trial.environment().built().unwrap().domain_name().cloned().unwrap();
    assert_eq!(domain.as_str(), "app2143434635test.mapp-test.xyz");
    let refused = trial.refusal(Command::SetDomain("www.example.com".parse().unwrap()));
    assert_eq!(refused, "the platform assigns the domain of a test environment");
}

#[test]
fn a_certificate_takes_effect_with_the_next_release() {
    let mut trial = Trial::built_standard(&["v1"], 2).running("v1");
    trial.accept(Command::SetCertificate(certificate(&["www.example.com"])));
    assert_eq!(certificates(&trial), [Some(1), Some(1)]);
    trial.accept(release("v1"));
    trial.settle();
    assert_eq!(certificates(&trial), [Some(2), Some(2)]);
}

#[test]
fn a_failed_release_goes_back_to_the_certificate_that_was_there() {
    let mut trial = Trial::built_standard(&["v1", "v2"], 2).running("v1");
    trial.accept(Command::SetCertificate(certificate(&["www.example.com"])));
    trial.accept(release("v2"));
    trial.done();
    trial.fail();
    trial.settle();
    assert_eq!(certificates(&trial), [Some(1), Some(1)]);
}

#[test]
fn domain_and_certificate_are_cleared_only_while_nothing_needs_them() {
    let mut trial = Trial::built_standard(&["v1"], 2).running("v1");
    assert_eq!(trial.refusal(Command::ClearDomain), "the app is running");
    trial.accept(Command::Stop);
    trial.settle();
    trial.accept(Command::ClearDomain);
    trial.accept(Command::ClearCertificate);
    assert_eq!(trial.refusal(Command::ClearDomain), "nothing would change");
}

#[test]
fn an_abort_takes_effect_after_the_current_step() {
    let mut trial = Trial::built_standard(&["v1", "v2"], 2).running("v1");
    trial.accept(release("v2"));
    trial.accept(Command::Abort);
    assert_eq!(trial.refusal(Command::Abort), "no release is going forward");
    assert_eq!(trial.settle(), ["balance - 100", "balance 100 100"]);
    assert_eq!(trial.environment().current_version().unwrap().label.as_str(), "v1");
    assert_eq!(trial.status(), Status::Running);
}

#[test]
fn weights_are_whatever_they_were_after_any_release() {
    let mut trial = Trial::built_standard(&["v1", "v2"], 2).running("v1");
    trial.accept(weight(1, 30));
    assert_eq!(trial.settle(), ["balance 30 100"]);
    trial.accept(release("v2"));
    assert_eq!(trial.settle().last().unwrap(), "balance 30 100");
    trial.accept(release("v1"));
    trial.done();
    trial.fail();
    assert_eq!(trial.settle().last().unwrap(), "balance 30 100");
}

#[test]
fn the_last_host_keeps_its_weight() {
    let mut trial = Trial::built_standard(&["v1", "v2"], 2).running("v1");
    trial.accept(weight(1, 0));
    trial.settle();
    let expected = "too few hosts would serve: 0 with a weight above zero";
    assert_eq!(trial.refusal(weight(2, 0)), expected);
    let expected = "too few hosts would serve: 1 with a weight above zero";
    assert_eq!(trial.refusal(release("v2")), expected);
    assert_eq!(trial.refusal(weight(3, 50)), "there is no host 3 among 2");
}

#[test]
fn a_swap_moves_the_requests_in_one_step() {
    let mut trial = Trial::built_standard(&["v1", "v2"], 3).running("v1");
    let strategy = Some(cloudapp::app::Strategy::Swap);
    trial.accept(Command::Release { version: version("v2"), strategy });
    let expected = [
        "balance - 100 100",
        "install 1 v2",
        "verify 1",
        "balance 100 - -",
        "install 2 v2",
        "verify 2",
        "balance 100 100 -",
        "install 3 v2",
        "verify 3",
        "balance 100 100 100",
    ];
    assert_eq!(trial.settle(), expected);
}

#[test]
fn a_scale_out_installs_the_current_version_on_new_hosts_only() {
    let mut trial = Trial::built_standard(&["v1"], 2).running("v1");
    trial.accept(Command::ScaleOut { hosts: 2 });
    let expected = [
        "add-host 3",
        "add-host 4",
        "install 3 v1",
        "verify 3",
        "balance 100 100 100 -",
        "install 4 v1",
        "verify 4",
        "balance 100 100 100 100",
    ];
    assert_eq!(trial.settle(), expected);
    assert_eq!(trial.refusal(Command::ScaleOut { hosts: 97 }), "101 hosts, expected at most 100 and at least one new");
}

#[test]
fn a_starter_environment_has_no_load_balancer_to_command() {
    let mut trial = Trial::built_test(&["v1"]).running("v1");
    for command in [weight(1, 50), Command::ScaleOut { hosts: 1 }, Command::SetTraffic(Traffic::Paused)] {
        assert_eq!(trial.refusal(command), "only the standard tier has this");
    }
}

#[test]
fn traffic_is_paused_and_resumed_at_the_load_balancer() {
    let mut trial = Trial::built_standard(&["v1"], 2).running("v1");
    let decision = trial.accept(Command::SetTraffic(Traffic::Paused));
    let [effect] = decision.effects.as_slice() else { panic!("{decision:?}") };
    assert!(matches!(effect.action, Action::Balance { traffic: Traffic::Paused, .. }));
    trial.settle();
    assert_eq!(trial.refusal(Command::SetTraffic(Traffic::Paused)), "nothing would change");
    trial.accept(Command::SetTraffic(Traffic::Flowing));
}

#[test]
fn a_load_balancer_that_did_not_listen_is_repaired() {
    let mut trial = Trial::built_standard(&["v1"], 2).running("v1");
    assert_eq!(trial.refusal(Command::Repair), "hosts and load balancer are as they should be");
    trial.accept(weight(1, 50));
    trial.fail();
    assert_eq!(trial.status(), Status::Degraded);
    trial.accept(Command::Repair);
    assert_eq!(trial.settle(), ["balance 50 100"]);
    assert_eq!(trial.status(), Status::Running);
}

#[test]
fn a_host_that_came_back_is_verified_by_a_repair() {
    let mut trial = Trial::built_standard(&["v1"], 2).running("v1");
    trial.crash(2);
    assert_eq!(trial.status(), Status::Degraded);
    let machine = trial.environment().machine().unwrap();
    assert_eq!(machine.host_status(&machine.hosts[1]), HostStatus::Faulty);
    trial.accept(Command::Repair);
    assert_eq!(trial.settle(), ["verify 2"]);
    assert_eq!(trial.status(), Status::Running);
}

#[test]
fn a_host_that_fails_twice_is_left_alone_and_the_app_is_degraded() {
    let mut trial = Trial::built_standard(&["v1", "v2"], 2).running("v1");
    trial.accept(release("v2"));
    trial.done();
    trial.fail();
    assert_eq!(trial.wanted(), "install 1 v1");
    trial.fail();
    assert_eq!(trial.status(), Status::Degraded);
    let machine = trial.environment().machine().unwrap();
    assert!(!machine.hosts[0].in_rotation && machine.hosts[1].serves());
}

#[test]
fn a_failed_first_release_serves_nothing() {
    let mut trial = Trial::built_standard(&["v1"], 2);
    trial.accept(release("v1"));
    for _ in 0..3 {
        trial.done();
    }
    assert_eq!(trial.wanted(), "install 2 v1");
    trial.fail();
    assert_eq!(trial.settle(), ["balance - -", "stop-app"]);
    assert_eq!(trial.status(), Status::Ready);
}

#[test]
fn a_late_report_is_ignored() {
    let mut trial = Trial::built_test(&["v1"]);
    trial.accept(release("v1"));
    let effect = trial.environment().outstanding().unwrap().id;
    trial.settle();
    let report = Input::Report { environment: trial.kind, effect, outcome: Outcome::Done };
    assert_eq!(trial.input(report), Ok(Reply::Ignored(Ignored::NotOutstanding)));
}

#[test]
fn a_deadline_asks_again_under_the_same_id_and_then_counts_as_failure() {
    let mut trial = Trial::built_test(&["v1"]);
    trial.accept(release("v1"));
    let first = trial.environment().outstanding().unwrap();
    let timed_out = Input::TimedOut { environment: trial.kind, effect: first.id };
    assert_eq!(trial.input(timed_out.clone()), Ok(Reply::Ignored(Ignored::NotDue)));
    trial.now = first.due;
    let Ok(Reply::Accepted(decision)) = trial.input(timed_out.clone()) else { panic!() };
    let [second] = decision.effects.as_slice() else { panic!("{decision:?}") };
    assert_eq!((second.id, &second.action, second.attempt), (first.id, &first.action, 2));
    trial.now = second.due;
    let _ = trial.input(timed_out).unwrap();
    assert_eq!(trial.status(), Status::Compensating);
}

#[test]
fn expired_resources_serve_on_and_take_no_new_release() {
    let mut trial = Trial::built_test(&["v1", "v2"]).running("v1");
    trial.notice(Notice::Expired);
    assert_eq!(trial.status(), Status::Running);
    assert_eq!(trial.refusal(release("v2")), "the resources have expired");
    trial.notice(Notice::Resumed);
    trial.accept(release("v2"));
}

#[test]
fn suspended_resources_take_no_release_and_can_be_given_back() {
    let mut trial = Trial::built_test(&["v1"]).running("v1");
    trial.notice(Notice::Suspended);
    assert_eq!(trial.refusal(rollback("v1")), "the platform suspended the resources");
    trial.accept(Command::Stop);
}

#[test]
fn a_reclaim_wins_over_everything() {
    let mut trial = Trial::built_test(&["v1"]);
    trial.accept(release("v1"));
    trial.notice(Notice::Reclaimed);
    assert_eq!(trial.status(), Status::NotBuilt);
    assert_eq!(trial.environment().outstanding(), None);
}

#[test]
fn an_app_is_deleted_only_while_nothing_is_built() {
    let mut trial = Trial::built_test(&[]);
    let delete = |trial: &mut Trial| trial.input(Input::DeleteApp { seen: trial.app.revision() });
    assert_eq!(delete(&mut trial).unwrap_err().to_string(), "the test environment is ready");
    trial.accept(Command::DeleteResources);
    trial.settle();
    assert!(matches!(delete(&mut trial), Ok(Reply::Accepted(_))));
    assert_eq!(delete(&mut trial).unwrap_err().to_string(), "the app was deleted");
    assert_eq!(trial.refusal(Command::Stop), "the app was deleted");
}

#[test]
fn the_database_is_changed_by_what_its_tier_offers_and_no_event_holds_a_secret() {
    let mut starter = Trial::built_test(&[]);
    let change = DatabaseChange::ChangePassword { account: "admin".parse().unwrap() };
    let decision = starter.accept(Command::ChangeDatabase(change));
    assert_eq!(decision.effects[0].action.as_str(), "database");
    assert!(!serde_json::to_string(&decision.events).unwrap().contains("secret"));
    assert_eq!(starter.refusal(Command::DeleteResources), "a change of the database is under way");
    starter.settle();
    let add = || Command::ChangeDatabase(DatabaseChange::AddDatabase { database: "sample".parse().unwrap() });
    assert_eq!(starter.refusal(add()), "only the standard tier has this");
    let mut standard = Trial::built_standard(&[], 2);
    standard.accept(add());
    standard.fail();
    assert_eq!(standard.status(), Status::Ready);
    let console = Command::ChangeDatabase(DatabaseChange::OpenConsole);
    assert_eq!(standard.refusal(console), "only the starter tier has this");
}

#[test]
fn the_environments_of_an_app_do_not_wait_for_each_other() {
    let mut trial = Trial::built_test(&["v1"]);
    trial.accept(release("v1"));
    trial.kind = EnvironmentKind::Production;
    trial.build_starter();
    assert_eq!(trial.status(), Status::Ready);
    trial.kind = EnvironmentKind::Test;
    assert_eq!(trial.status(), Status::Releasing);
}

fn weight(host: u16, weight: u8) -> Command {
    Command::SetWeight { host: HostNumber::new(host).unwrap(), weight: Weight::try_from(weight).unwrap() }
}

fn rejection(trial: &mut Trial, command: Command) -> Rejection {
    trial.command(command).unwrap_err()
}

/// The certificates of the hosts.
fn certificates(trial: &Trial) -> Vec<Option<u32>> {
    let hosts = &trial.environment().machine().unwrap().hosts;
    hosts.iter().map(|host| host.installed.unwrap().certificate.map(CertificateRevision::get)).collect()
}
