//! What the README shows works.

use std::process::Command;

use crate::process::Place;

#[test]
fn the_commands_of_the_readme_do_what_it_says() {
    let place = Place::sqlite("readme");
    let process = place.serve(&["--distance", "20", "--poll", "20"]);
    let block = README.split("```sh\n").map(|rest| rest.split("```").next().unwrap());
    let block = block.into_iter().find(|block| block.contains("api=")).unwrap();
    let script = block.replace("http://127.0.0.1:8080", &format!("http://{}", process.address));
    let mut bash = Command::new("timeout");
    bash.args(["120", "bash", "-euo", "pipefail", "-c", &script]);
    let output = bash.current_dir(&place.directory).output();
    let text = String::from_utf8(output.unwrap().stdout).unwrap();
    let mut rest = text.as_str();
    let expected = [
        r#""revision":1}"#,
        r#""label":"构建中""#,
        r#""version":"v1"}"#,
        r#""label":"发布中""#,
        "运行中\n执行成功\n",
        r#""kind":"outdated""#,
        "只有标准版支持",
        r#""rule":"package/wrong-container""#,
    ];
    for words in expected {
        rest = rest.split_once(words).unwrap_or_else(|| panic!("{words} is not said after the others in:\n{text}")).1;
    }
}

const README: &str = include_str!("../../README.md");
