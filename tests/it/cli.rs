//! The contract of the command-line example.

use std::process::{Command, Output};

/// Runs the example, which cargo builds before the tests.
pub fn cloudapp(arguments: &[&str]) -> Output {
    let mut path = std::env::current_exe().unwrap();
    path.pop();
    path.pop();
    Command::new(path.join("examples").join("cloudapp")).args(arguments).output().unwrap()
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn names_are_judged_with_reasons() {
    let output = cloudapp(&["name", "todoApp1", "Todo", "1app", "a;b", ""]);
    assert_eq!(
        stdout(&output),
        "accepted \"todoApp1\": a lowercase letter, then letters and digits, 8 of 50 characters\n\
         rejected \"Todo\": app name: 'T' at byte 0, expected a lowercase letter a-z\n\
         rejected \"1app\": app name: '1' at byte 0, expected a lowercase letter a-z\n\
         rejected \"a;b\": app name: ';' at byte 1, expected a letter a-z or A-Z or a digit 0-9\n\
         rejected \"\": app name: empty, expected a lowercase letter a-z\n"
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn names_in_json_are_one_object_a_line() {
    let output = cloudapp(&["name", "--format", "json", "todo"]);
    let object: serde_json::Value = serde_json::from_str(stdout(&output).trim_end()).unwrap();
    assert_eq!((object["name"].as_str(), object["verdict"].as_str()), (Some("todo"), Some("accepted")));
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn an_unknown_subcommand_is_a_usage_error() {
    assert_eq!(cloudapp(&["levitate"]).status.code(), Some(2));
}
