//! What screens list.

use std::collections::BTreeSet;

use cloudapp::app::{EnvironmentKind, Framework};
use cloudapp::release::{
    App, AppNumber, Cause, Command, Event, History, Input, Lists, Notice, OrderRecord, OrderStatus, Reason,
};

use super::support::{Trial, release, upload};

#[test]
fn versions_and_orders_are_listed_newest_first() {
    let trial = Trial::built_test(&["v1", "v2"]).running("v1").running("v2");
    let history = history(&trial);
    let lists = history.of(EnvironmentKind::Test);
    let labels: Vec<_> = lists.versions.iter().map(|version| version.label.as_str()).collect();
    assert_eq!(labels, ["v2", "v1"]);
    let orders: Vec<_> =
        lists.orders.iter().map(|order| (order.id.to_string(), order.version.as_str(), order.status.label())).collect();
    let expected = [
        ("CNSH_NJ201906181941508936".to_owned(), "v2", "执行成功"),
        ("CNSH_NJ201906181941508935".to_owned(), "v1", "执行成功"),
    ];
    assert_eq!(orders, expected);
}

#[test]
fn orders_of_different_apps_in_one_second_have_different_ids() {
    let mut ids = BTreeSet::new();
    for number in 1..=200 {
        let mut trial = Trial::new(EnvironmentKind::Test);
        let (app, created) = App::create(AppNumber::new(number), "todoapp".parse().unwrap(), Framework::NodeJs, None);
        (trial.app, trial.log) = (app, vec![created]);
        trial.rebuild();
        trial.accept(upload("v1"));
        let history = history(&trial.running("v1").running("v1").running("v1"));
        ids.extend(history.of(EnvironmentKind::Test).orders.iter().map(|order| order.id.to_string()));
    }
    assert_eq!(ids.len(), 600);
}

#[test]
fn an_order_says_when_it_began_and_ended() {
    let mut trial = Trial::built_test(&["v1"]);
    let started = trial.now;
    trial.accept(release("v1"));
    trial.now = started.saturating_add_seconds(48);
    trial.settle();
    let order = last(&trial);
    assert_eq!((order.started, order.ended), (started, Some(trial.now)));
}

#[test]
fn a_failed_order_says_why_and_whether_the_baseline_is_back() {
    let mut trial = Trial::built_standard(&["v1", "v2"], 2).running("v1");
    trial.accept(release("v2"));
    trial.done();
    trial.fail();
    assert_eq!(last(&trial).status, OrderStatus::Compensating);
    trial.settle();
    let order = last(&trial);
    assert_eq!(order.status.label(), "执行失败,已恢复");
    assert_eq!(order.cause, Some(Cause::Step));
    assert_eq!(order.reason, Some(Reason::Reported("no space left on device".parse().unwrap())));
    assert_eq!(order.log(), "/home/admin/logs/xdeploy/");
}

#[test]
fn a_failed_first_order_restores_nothing() {
    let mut trial = Trial::built_test(&["v1"]);
    trial.accept(release("v1"));
    trial.fail();
    trial.settle();
    assert_eq!(last(&trial).status, OrderStatus::Failed);
}

#[test]
fn an_order_whose_resources_are_taken_back_is_interrupted() {
    let mut trial = Trial::built_test(&["v1"]);
    trial.accept(release("v1"));
    let notice = Notice::Reclaimed;
    let _ = trial.input(Input::Billing { environment: trial.kind, notice }).unwrap();
    let order = last(&trial);
    assert_eq!((order.status.label(), order.ended), ("已中断", Some(trial.now)));
}

#[test]
fn orders_outlive_the_resources_and_versions_do_not() {
    let mut trial = Trial::built_test(&["v1"]).running("v1");
    trial.accept(Command::Stop);
    trial.settle();
    trial.accept(Command::DeleteResources);
    trial.settle();
    trial.rebuild();
    let history = history(&trial);
    let lists = history.of(trial.kind);
    assert_eq!((lists.versions.len(), lists.orders.len()), (0, 1));
}

#[test]
fn rows_of_the_open_order_and_of_its_version_are_enough() {
    let mut trial = Trial::built_standard(&["v1", "v2"], 2).running("v1");
    let before = trial.log.len();
    let old = history(&trial).of(trial.kind).clone();
    trial.accept(release("v2"));
    let mut rows = Lists::default();
    rows.versions.push(old.versions[0].clone());
    for event in &trial.log[before..] {
        record(&mut rows, event);
    }
    rows.versions.clear();
    let ordered = trial.log.len();
    trial.done();
    trial.fail();
    trial.settle();
    for event in &trial.log[ordered..] {
        record(&mut rows, event);
    }
    assert_eq!(rows.orders, [last(&trial)]);
    assert_eq!(rows.orders[0].status, OrderStatus::Restored);
}

fn record(rows: &mut Lists, event: &Event) {
    if let Event::Changed { change, .. } = event {
        rows.record(change);
    }
}

fn history(trial: &Trial) -> History {
    let mut history = History::default();
    for event in &trial.log {
        history.record(event);
    }
    history
}

fn last(trial: &Trial) -> OrderRecord {
    history(trial).of(trial.kind).orders[0].clone()
}
