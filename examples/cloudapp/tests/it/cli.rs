//! The contract of the tool as a whole.

use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Runs the tool, which cargo builds before the tests.
pub fn cloudapp(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cloudapp")).args(arguments).output().unwrap()
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

/// A file in a directory of its own, removed when dropped.
struct Scratch(std::path::PathBuf);

impl Scratch {
    fn new(name: &str, content: &[u8]) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let own = format!("cloudapp-cli-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let directory = std::env::temp_dir().join(own);
        std::fs::create_dir_all(&directory).unwrap();
        let path = directory.join(name);
        std::fs::write(&path, content).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(self.0.parent().unwrap());
    }
}

fn tgz(files: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = tar::Builder::new(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default()));
    for (path, content) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, path, content.as_bytes()).unwrap();
    }
    archive.into_inner().unwrap().finish().unwrap()
}

const PACKAGE_JSON: &str =
    r#"{"name": "app", "version": "1.0.0", "scripts": {"start": "node server.js", "stop": "node server.js --stop"}}"#;

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_str(stdout(output).trim_end()).unwrap()
}

#[test]
fn deploy_walks_its_samples_of_all_frameworks_to_running() {
    let output = cloudapp(&["deploy", "--format", "json"]);
    let lines: Vec<serde_json::Value> =
        stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<(&str, &str)> =
        lines.iter().map(|it| (it["path"].as_str().unwrap(), it["verdict"].as_str().unwrap())).collect();
    assert_eq!(told, [("todo.jar", "accepted"), ("chat.tgz", "accepted"), ("shop.zip", "accepted")]);
    for line in &lines {
        let steps = line["steps"].as_array().unwrap();
        let names: std::collections::BTreeSet<&str> = steps.iter().map(|it| it["step"].as_str().unwrap()).collect();
        assert_eq!(names.into_iter().collect::<Vec<_>>(), ["inspect", "name", "nginx", "plan", "release"]);
        let last = steps.last().unwrap()["result"].as_str().unwrap();
        assert!(last.starts_with("运行中 running: v20"), "{last}");
    }
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn deploy_to_production_configures_domain_and_certificate() {
    let arguments = ["deploy", "--environment", "production", "--tier", "standard", "--domain", "www.example.com"];
    let output = cloudapp(&arguments);
    assert_eq!(stdout(&output).matches("运行中 running: v20").count(), 3, "{}", stdout(&output));
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn deploy_to_production_without_a_domain_says_what_is_missing() {
    let output = cloudapp(&["deploy", "--environment", "production"]);
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(message, "error: a production environment needs a domain: --domain www.example.com\n");
}

#[test]
fn deploy_stops_at_a_rejected_package() {
    let package = Scratch::new("app.tgz", &tgz(&[("app/package.json", PACKAGE_JSON), ("app/server.js", "")]));
    let output = cloudapp(&["deploy", package.path()]);
    let text = stdout(&output);
    assert!(text.contains("error[package/wrapper-directory]: everything is inside app/"), "{text}");
    assert!(text.contains("= help: pack the directory's content: tar czf app.tgz -C app .\n"), "{text}");
    assert!(!text.contains("plan"), "{text}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn inspect_accepts_what_is_packed_at_the_root() {
    let package = Scratch::new("app.tgz", &tgz(&[("package.json", PACKAGE_JSON), ("server.js", "")]));
    let object = json(&cloudapp(&["inspect", "--format", "json", package.path()]));
    assert_eq!(object["path"], package.path());
    assert_eq!((object["verdict"].as_str(), object["framework"].as_str()), (Some("accepted"), Some("node-js")));
    assert_eq!(object["facts"]["archive"]["entries"], 2);
    assert!(object["diagnostics"].is_array());
}

#[test]
fn inspect_reads_the_nginx_files_of_a_package_too() {
    let inspect = |conf: &str| {
        let files = [("package.json", PACKAGE_JSON), ("server.js", ""), ("conf/nginx.test.conf", conf)];
        let package = Scratch::new("app.tgz", &tgz(&files));
        let object = json(&cloudapp(&["inspect", "--format", "json", package.path()]));
        let found = object["diagnostics"].as_array().unwrap().iter();
        let in_file = found.filter(|found| found["location"]["entry"] == "conf/nginx.test.conf");
        let rules = in_file.map(|found| format!("{} {}", found["severity"], found["rule"]).replace('"', ""));
        (object["verdict"].as_str().unwrap().to_owned(), rules.collect::<Vec<_>>())
    };
    let (verdict, rules) = inspect("events {}\nhttp { server { listen 80; lisen 81; } }\n");
    assert_eq!(verdict, "rejected");
    assert!(rules.contains(&"error nginx/unknown-directive".to_owned()), "{rules:?}");
    let (verdict, rules) = inspect("events {}\nhttp { server { listen 8888; } }\n");
    assert_eq!(verdict, "rejected");
    assert!(rules.contains(&"error nginx/missing-listen".to_owned()), "{rules:?}");
    // A fault that is found already is not found again.
    assert_eq!(
        inspect("server { lisen 80; }\n"),
        ("rejected".to_owned(), vec!["error nginx-file/not-whole-file".to_owned()])
    );
}

#[test]
fn deploy_holds_the_packages_nginx_file_to_the_environment() {
    let conf =
        "user admin; events {}\nhttp { server { listen 80; location / { proxy_pass http://100.100.100.200; } } }\n";
    let files = [("package.json", PACKAGE_JSON), ("server.js", ""), ("conf/nginx.test.conf", conf)];
    let package = Scratch::new("app.tgz", &tgz(&files));
    let output = cloudapp(&["deploy", package.path()]);
    let text = stdout(&output);
    assert!(text.contains("error[nginx/foreign-upstream]"), "{text}");
    assert!(text.contains("conf/nginx.test.conf:2:"), "{text}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn inspect_names_the_wrong_framework() {
    let package = Scratch::new("app.tgz", &tgz(&[("package.json", PACKAGE_JSON), ("server.js", "")]));
    let output = cloudapp(&["inspect", "--framework", "php", "--format", "json", package.path()]);
    let object = json(&output);
    assert_eq!(object["diagnostics"][0]["rule"], "package/framework-mismatch");
    assert_eq!(
        object["diagnostics"][0]["message"],
        "package.json makes this a node-js package, the app's framework is php"
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn what_is_no_archive_is_unreadable() {
    let package = Scratch::new("app.jar", b"hello");
    let output = cloudapp(&["inspect", "--format", "json", package.path()]);
    let object = json(&output);
    assert_eq!(object["verdict"], "unreadable");
    assert_eq!(object["diagnostics"][0]["rule"], "package/wrong-container");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_file_that_is_not_there_is_an_error_of_the_command() {
    let output = cloudapp(&["inspect", "no/such.jar"]);
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.starts_with("error: no/such.jar: No such file or directory"), "{message}");
}

#[test]
fn a_directory_is_an_error_of_the_command() {
    let output = cloudapp(&["inspect", env!("CARGO_MANIFEST_DIR")]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("is a directory, expected a package file"));
}

#[test]
fn several_packages_are_one_object_a_line() {
    let one = Scratch::new("one.jar", b"hello");
    let two = Scratch::new("two.zip", b"");
    let output = cloudapp(&["inspect", "--format", "json", one.path(), two.path()]);
    assert_eq!(stdout(&output).lines().count(), 2);
}

#[test]
fn sarif_is_one_log_over_all_packages() {
    let one = Scratch::new("one.jar", b"hello");
    let two = Scratch::new("two.zip", b"hello");
    let log = json(&cloudapp(&["inspect", "--format", "sarif", one.path(), two.path()]));
    assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), 2);
}

#[test]
fn sarif_says_what_was_found_though_another_package_is_not_there() {
    let one = Scratch::new("one.jar", b"hello");
    let output = cloudapp(&["inspect", "--format", "sarif", "no/such.jar", one.path()]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(json(&output)["runs"][0]["results"].as_array().unwrap().len(), 1);
}

#[test]
fn a_rule_has_a_page() {
    let text = stdout(&cloudapp(&["rules", "package/wrapper-directory"]));
    assert!(text.starts_with("package/wrapper-directory (error)\n\neverything is inside one directory"), "{text}");
    let chinese = stdout(&cloudapp(&["rules", "package/wrapper-directory", "--language", "zh-CN"]));
    assert!(chinese.contains("原因：平台解压后只在根目录查找"), "{chinese}");
}

#[test]
fn an_unknown_rule_is_a_usage_error_that_names_near_ones() {
    let output = cloudapp(&["rules", "wrapper"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "error: no rule `wrapper`: package/wrapper-directory\n");
}

#[test]
fn safe_fixes_are_shown_as_a_diff_and_then_written() {
    let text = "events {}\nhttp {\n    gzip yes;\n    gzip_comp_level 12;\n    sendfile on；\n    gzip_vary on;\n}\n";
    let file = Scratch::new("nginx.conf", text.as_bytes());
    let path = file.path();
    let shown = cloudapp(&["nginx", "check", "--syntax-only", "--diff", path]);
    let expected = format!(
        "--- {path}\n+++ {path}\n@@ -1,7 +1,7 @@\n events {{}}\n http {{\n-    gzip yes;\n+    gzip on;\n     \
         gzip_comp_level 12;\n-    sendfile on；\n+    sendfile on;\n     gzip_vary on;\n }}\n"
    );
    assert_eq!((stdout(&shown), shown.status.code()), (expected, Some(1)));
    assert_eq!(std::fs::read_to_string(path).unwrap(), text, "--diff writes nothing");
    let fixed = cloudapp(&["nginx", "check", "--syntax-only", "--fix", "--format", "json", path]);
    let expected = text.replace("yes", "on").replace('；', ";");
    assert_eq!(std::fs::read_to_string(path).unwrap(), expected);
    let object: serde_json::Value = serde_json::from_str(stdout(&fixed).trim_end()).unwrap();
    let [left] = object["diagnostics"].as_array().unwrap().as_slice() else { panic!("{object}") };
    assert_eq!(left["fixes"][0]["edits"][0]["text"], "9", "what has to be looked at is left");
}

#[test]
fn included_files_are_read_from_a_directory_that_stands_for_etc_nginx() {
    let main = Scratch::new("nginx.conf", b"events {}\nhttp {\n    include /etc/nginx/conf.d/*.conf;\n}\n");
    let root = std::path::Path::new(main.path()).parent().unwrap().to_owned();
    std::fs::create_dir_all(root.join("conf.d")).unwrap();
    std::fs::write(root.join("conf.d/a.conf"), "server { listen 80; }\n").unwrap();
    std::fs::write(root.join("conf.d/b.conf"), "server { server_name b;\n    listne 80;\n}\n").unwrap();
    std::fs::write(root.join("conf.d/.hidden.conf"), "not nginx").unwrap();
    let check = |more: &[&str]| {
        let arguments = [&["nginx", "check", "--syntax-only", "--format", "json", main.path()], more].concat();
        let object: serde_json::Value = serde_json::from_str(stdout(&cloudapp(&arguments)).trim_end()).unwrap();
        let diagnostics = object["diagnostics"].as_array().unwrap().iter();
        let told = diagnostics.map(|diagnostic| {
            let location = &diagnostic["location"];
            (diagnostic["message"].as_str().unwrap().to_owned(), location["entry"].clone(), location["line"].clone())
        });
        told.collect::<Vec<_>>()
    };
    assert_eq!(
        check(&["--include-root", root.to_str().unwrap()]),
        [("unknown directive \"listne\"".to_owned(), "conf.d/b.conf".into(), 2.into())]
    );
    assert_eq!(check(&[])[0].1, serde_json::Value::Null, "without the option nothing is read");
}

#[test]
fn what_the_platform_generated_is_not_refused_for_known_flaws() {
    let generated = stdout(&cloudapp(&[
        "nginx",
        "generate",
        "--framework",
        "php",
        "--environment",
        "production",
        "--profile",
        "documented",
    ]));
    let file = Scratch::new("nginx.conf", generated.as_bytes());
    let check = |more: &[&str]| {
        let environment = ["--framework", "php", "--environment", "production"];
        cloudapp(&[&["nginx", "check", file.path()], &environment[..], more].concat()).status.code()
    };
    assert_eq!((check(&["--origin", "platform"]), check(&[])), (Some(0), Some(1)));
}

#[test]
fn nginx_check_shows_what_a_request_gets() {
    let text = "events {}\nhttp {\n  server {\n    location /api/ { proxy_pass http://127.0.0.1:7001/; }\n  }\n}\n";
    let file = Scratch::new("nginx.conf", text.as_bytes());
    let request = ["nginx", "check", file.path(), "--request", "GET http://a.example/api/x?y=1", "-H", "X-A: b"];
    let output = stdout(&cloudapp(&request));
    assert!(output.contains("GET /api/x?y=1 goes to 127.0.0.1:7001 as GET /x?y=1\n"), "{output}");
    assert!(output.contains("  line 4: proxy_pass http://127.0.0.1:7001/\n  > Host: 127.0.0.1:7001\n"), "{output}");
    assert!(output.contains("  > X-A: b\n"), "{output}");
    let chinese = stdout(&cloudapp(&[&request[..], &["--language", "zh-CN"]].concat()));
    assert!(chinese.contains("转发到 127.0.0.1:7001：GET /x?y=1\n"), "{chinese}");
    let object = json(&cloudapp(&[&request[..], &["--format", "json"]].concat()));
    assert_eq!(object["prediction"]["ways"][0]["outcome"]["uri"], "/x?y=1");
    let refused = cloudapp(&["nginx", "check", file.path(), "--request", "/api/x"]);
    assert_eq!(refused.status.code(), Some(2));
}
