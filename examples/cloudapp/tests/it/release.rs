//! `cloudapp release`

use std::fs;
use std::path::Path;

use cloudapp::release::Event;

use crate::cli::{cloudapp, stdout};
use crate::support::{Trial, release};

#[test]
fn diagrams_are_the_committed_ones() {
    for (form, committed) in [("mermaid", "release.mmd"), ("dot", "release.dot")] {
        let output = cloudapp(&["release", "diagram", "--as", form]);
        let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(committed);
        assert_eq!(stdout(&output), fs::read_to_string(committed).unwrap());
    }
}

#[test]
fn a_log_is_replayed_to_its_state() {
    let trial = Trial::built_test(&["v1", "v2"]).running("v1");
    let log = write("replayed.jsonl", &trial.log, "");
    let output = cloudapp(&["release", "replay", &log]);
    let expected = "todoapp (Node.js): 13 events
测试环境 test: 运行中 running, version v1
  host 1: 发布完成, weight 100
  CNSH_NJ201906181941508935 v1 执行成功 2019-06-18T19:41:50+08:00 2019-06-18T19:41:50+08:00
生产环境 production: 未构建 not-built, version -
";
    assert_eq!(stdout(&output), expected);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_log_in_the_middle_of_a_release_says_what_is_owed() {
    let mut trial = Trial::built_test(&["v1"]);
    trial.accept(release("v1"));
    let output = cloudapp(&["release", "replay", &write("owed.jsonl", &trial.log, "")]);
    assert!(stdout(&output).contains("\n  waits for effect 2: install\n"), "{}", stdout(&output));
}

#[test]
fn a_log_with_an_unknown_event_is_rejected_at_its_line() {
    let trial = Trial::built_test(&[]);
    let log = write("unknown.jsonl", &trial.log, "{\"schema\":2,\"type\":\"host-renamed\",\"data\":{}}\n");
    let output = cloudapp(&["release", "replay", &log]);
    let line = trial.log.len() + 1;
    let expected = format!("{log}:{line}: event \"host-renamed\" of schema 3: no such type is known\n");
    assert_eq!(stdout(&output), expected);
    assert_eq!(output.status.code(), Some(1));
}

fn write(name: &str, log: &[Event], rest: &str) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let lines: String = log.iter().map(|event| serde_json::to_string(event).unwrap() + "\n").collect();
    fs::write(&path, lines + rest).unwrap();
    path.to_str().unwrap().to_owned()
}
