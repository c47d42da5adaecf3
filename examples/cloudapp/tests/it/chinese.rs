//! The tool in Chinese.

use std::path::Path;

use crate::cli::{cloudapp, stdout};
use crate::english::english_in;
use crate::support::{Trial, release};

#[test]
fn whatever_the_tool_prints_is_in_chinese() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("chinese");
    std::fs::create_dir_all(&folder).unwrap();
    let file = |name: &str, content: &str| {
        let path = folder.join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let mut trial = Trial::built_test(&["v1"]);
    trial.accept(release("v1"));
    let log: String = trial.log.iter().map(|event| serde_json::to_string(event).unwrap() + "\n").collect();
    let log = file("log.jsonl", &log);
    let unknown = file("unknown.jsonl", "{\"schema\":2,\"type\":\"host-renamed\",\"data\":{}}\n");
    let other = file("other.jsonl", "{}\n");
    let workload = file("workload.json", r#"{"peak_rps": 900, "cpu_us_per_request": 5000, "memory_mib": 1024}"#);
    let wrong = file("wrong.json", r#"{"peak_rps": -1}"#);
    let nginx = file("a.conf", "events {}\nhttp { server { listen 80; location / { return 404; } } }\n");
    let text = file("text.pem", "no certificate\n");
    let production = ["--framework", "php", "--environment", "production"];
    let mut english = Vec::new();
    for arguments in [
        &["certificate", "check", "--cert", &text, "--key", &text][..],
        &["certificate", "check", "--cert", "no/file", "--key", &text],
        &["deploy"],
        &["deploy", "--chaos", "7"],
        &["deploy", "--name", "A"],
        &["deploy", "--environment", "production"],
        &["deploy", "--environment", "production", "--domain", "www.example.com"],
        &["inspect", &text],
        &["name", "todo", "Todo", ""],
        &["nginx", "check", &nginx, production[0], production[1], production[2], production[3]],
        &["nginx", "generate", "--tier", "standard", "--framework", "php", "--environment", "test"],
        &["plan", "describe", "--tier", "starter", "--environment", "test", "--billing", "prepaid"],
        &["plan", "describe", "--tier", "standard", "--environment", "production", "--billing", "prepaid"],
        &[
            "plan",
            "describe",
            "--format",
            "sarif",
            "--tier",
            "starter",
            "--environment",
            "test",
            "--billing",
            "prepaid",
        ],
        &["plan", "size", &workload],
        &["plan", "size", &wrong],
        &["release", "replay", &log],
        &["release", "replay", &unknown],
        &["release", "replay", &other],
        &["rules", "package/wrapper-directory"],
        &["rules", "wrapper"],
        &["rules", "nothing of the kind"],
    ] {
        let output = cloudapp(&[arguments, &["--language", "zh-CN"]].concat());
        let said = stdout(&output) + &String::from_utf8(output.stderr).unwrap();
        assert!(said.chars().any(|letter| letter > '\u{4e00}'), "{arguments:?}: {said}");
        let lines = said.lines().filter_map(|line| english_in(line).map(|words| format!("{words}: {line}")));
        english.extend(lines.map(|line| format!("{}: {line}", arguments.join(" "))));
    }
    // A rule cites its source, and gives an example, as they are.
    english.retain(|line| !line.contains("来源：") && !line.contains("示例："));
    assert!(english.is_empty(), "{}", english.join("\n"));
}
