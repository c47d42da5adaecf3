//! Findings, reports and their renderings.

use cloudapp::app::Policy;
use cloudapp::diagnostic::{
    Diagnostic, Edit, Escaped, Finding, Findings, Fix, Language, Level, Levels, Location, Report, Severity, Source,
    Value, apply, render,
};
use cloudapp::{finding, phrase};
use proptest::prelude::*;
use serde_json::json;

cloudapp::rule_table! {
    /// Rules of these tests.
    RULES

    NOTE: Info "test/note" { number }
        source "this test"
        example ""
        what "a note" / "提示"
        why "nothing" / "无"
        fix "none" / "无"
        message "note {number}" / "提示 {number}"

    WRONG_PORT: Error "test/wrong-port" { found, expected }
        source "this test"
        example "server.port=9090"
        what "another port" / "端口不符"
        why "nginx answers 502" / "nginx 会返回 502"
        fix "set server.port" / "设置 server.port"
        help "server.port={expected}" / "server.port={expected}"
        message "server.port is {found}, expected {expected}" / "server.port 为 {found}，应为 {expected}"
}

fn wrong_port(found: &str) -> Finding {
    finding!(WRONG_PORT { found, expected: 8080 })
}

fn note(number: u32) -> Finding {
    finding!(NOTE { number })
}

fn report(location: Location, found: &str) -> Report {
    let levels = Levels::default();
    let mut findings = Findings::new(&levels);
    findings.add(location, wrong_port(found));
    findings.finish()
}

#[test]
fn a_word_of_a_command_is_read_back_by_a_shell_as_it_was() {
    use std::process::Command;

    let mut words: Vec<String> = [
        "a.pem",
        "my cert; touch x.pem",
        "it's",
        "",
        "-n",
        "--help",
        "$(id)",
        "`id`",
        "a\nb",
        "*",
        "~",
        "#",
        "!!",
        "证书 (1).pem",
        "\\",
        "'\\''",
        "a=b",
        "%s",
    ]
    .map(str::to_owned)
    .into();
    let letters: Vec<char> = " '\"\\$`;&|<>()*?[]#~=%!{}\n\ta-证".chars().collect();
    let mut number = 1_usize;
    words.extend((0..300).map(|length| {
        let mut letter = || {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            letters[(number >> 33) % letters.len()]
        };
        (0..=length % 9).map(|_| letter()).collect()
    }));
    for word in &words {
        // A message shows a control character by its code, so that no output is broken: the phrase has the command itself.
        let command = phrase!("printf %s {word:sh}" / "printf %s {word:sh}", word).text(Language::English);
        let output = Command::new("sh").args(["-c", &command]).output().unwrap();
        let read = String::from_utf8(output.stdout).unwrap();
        assert_eq!(read.strip_prefix("./").filter(|_| word.starts_with('-')).unwrap_or(&read), word, "{command}");
    }
}

#[test]
fn the_greatest_number_that_a_header_can_claim_is_said_as_it_is() {
    let finding = finding!(WRONG_PORT { found: u64::MAX, expected: i64::MIN });
    let diagnostic = Diagnostic::new(Severity::Error, Location::input(), finding);
    let message = "server.port is 18446744073709551615, expected -9223372036854775808";
    assert_eq!(diagnostic.message(Language::English), message);
    let data = r#"{"expected":-9223372036854775808,"found":18446744073709551615}"#;
    assert_eq!(diagnostic.data().to_string(), data);
}

#[test]
fn text_shows_the_line_with_the_fault_underlined() {
    let source =
        Source::new(Location::entry("lib/a.jar").within("application.properties"), b"a=1\r\nserver.port=9090\r\n");
    assert_eq!(
        render::text(&report(source.at(17..21), "9090"), "app.jar", Language::English),
        "error[test/wrong-port]: server.port is 9090, expected 8080
 --> app.jar!/lib/a.jar!/application.properties:2:13
  |
2 | server.port=9090
  |             ^^^^
  = why: nginx answers 502
  = help: server.port=8080
"
    );
}

fn stored(rule: &str, data: &str) -> String {
    let place = r#"{"entries":["a.conf"],"span":{"start":4,"end":8},"position":[1,5]}"#;
    let words = r#"{"en":"said","zh-CN":"说"}"#;
    format!(
        r#"{{"diagnostics":[{{"rule":"{rule}","severity":"warning","location":{place},"message":{words},"help":{words},"data":{data}}}],"omitted":{{"{rule}":{{"count":2,"severity":"error"}}}}}}"#
    )
}

#[test]
fn a_stored_report_says_what_it_said() {
    let text = stored("plan/tier-not-offered", r#"{"offered":["starter"],"tier":{"deep":[1,-1,true,null]}}"#);
    let report: Report = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_string(&report).unwrap(), text);
    let [diagnostic] = report.diagnostics() else { panic!("{report:?}") };
    assert_eq!(diagnostic.message(Language::Chinese), "说");
    assert_eq!(diagnostic.help(Language::English), "said");
    assert_eq!((diagnostic.severity(), diagnostic.location().column()), (Severity::Warning, Some(5)));
    assert!(report.has_errors(), "one that was left out is an error");
}

#[test]
fn a_stored_finding_keeps_its_fixes() {
    let fixes = r#"[{"safe":true,"edits":[{"location":{"entries":["a.conf"],"span":{"start":4,"end":5}},"width":1,"text":";"}]}]"#;
    let text =
        stored("plan/tier-not-offered", "{}").replacen("\"data\":{}", &format!("\"data\":{{}},\"fixes\":{fixes}"), 1);
    let report: Report = serde_json::from_str(&text).unwrap();
    let [fix] = report.diagnostics()[0].fixes() else { panic!("{report:?}") };
    assert_eq!((fix.is_safe(), fix.edits()[0].text(), fix.edits()[0].location().span()), (true, ";", Some(4..5)));
    assert_eq!(serde_json::to_string(&report).unwrap(), text);
}

fn fix(span: std::ops::Range<usize>, text: &str) -> Fix {
    Fix::safe(vec![Edit::new(Source::new(Location::entry("a"), b"0123456789").at(span), text)])
}

#[test]
fn a_fix_is_an_object_of_edits_in_json_and_a_replacement_in_sarif() {
    let levels = Levels::default();
    let mut findings = Findings::new(&levels);
    findings.add(Location::entry("a"), wrong_port("1").fixed_by(fix(2..4, "x")));
    let report = findings.finish();
    let object = json!(render::json(&report, Language::English));
    assert_eq!(
        object[0]["fixes"],
        json!([{ "safe": true, "edits": [{ "entry": "a", "start": 2, "end": 4, "text": "x" }] }])
    );
    let log = json!(render::sarif([("f", &report)], Language::English));
    assert_sarif(&log);
    let change = &log["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["artifactLocation"], json!({ "uri": "a", "index": 1 }));
    let region = json!({ "startLine": 1, "startColumn": 3, "endColumn": 5, "byteOffset": 2, "byteLength": 2 });
    assert_eq!(change["replacements"], json!([{ "deletedRegion": region, "insertedContent": { "text": "x" } }]));
}

#[test]
fn a_fix_that_would_repeat_a_secret_is_left_out() {
    let finding = wrong_port("1").fixed_by(fix(0..0, "spring.datasource.password=Hunter2Hunter2"));
    assert!(finding.fixes().is_empty(), "{:?}", finding.fixes());
}

#[test]
fn fixes_that_touch_are_not_applied_together() {
    let all = |fixes: &[Fix]| String::from_utf8(apply(b"0123456789", &Location::entry("a"), fixes)).unwrap();
    assert_eq!(all(&[fix(2..4, "x"), fix(3..5, "y"), fix(5..6, "z")]), "01x4z6789");
    assert_eq!(all(&[fix(2..2, "x"), fix(2..2, "x")]), "01x23456789", "one fix of two findings");
    assert_eq!(all(&[fix(2..2, "x"), fix(2..2, "y")]), "01x23456789");
    let elsewhere = apply(b"0123456789", &Location::input(), &[fix(2..4, "x")]);
    assert_eq!(elsewhere, b"0123456789", "a fix of another entry");
}

#[test]
fn a_stored_report_of_an_unknown_rule_is_refused_with_the_nearest() {
    let error = serde_json::from_str::<Report>(&stored("plan/tier-not-ofered", "{}")).unwrap_err();
    let expected = "no rule `plan/tier-not-ofered`, did you mean `plan/tier-not-offered`?";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn a_stored_finding_with_a_value_that_its_rule_has_not_is_refused() {
    let error = serde_json::from_str::<Report>(&stored("plan/tier-not-offered", r#"{"colour":1}"#)).unwrap_err();
    assert_eq!(error.to_string(), "findings of the rule \"plan/tier-not-offered\" have no value \"colour\"");
}

#[test]
fn text_speaks_chinese() {
    assert_eq!(
        render::text(&report(Location::entry("a"), "9090"), "app.jar", Language::Chinese),
        "错误[test/wrong-port]: server.port 为 9090，应为 8080
 --> app.jar!/a
  = 原因: nginx 会返回 502
  = 解决: server.port=8080
"
    );
}

#[test]
fn wide_characters_and_tabs_keep_the_mark_under_the_fault() {
    let line = "\t端口=九零";
    let start = line.find('九').unwrap();
    let text = render::text(
        &report(Source::new(Location::input(), line.as_bytes()).at(start..line.len()), "x"),
        "f",
        Language::English,
    );
    assert!(text.contains("\n1 |     端口=九零\n  |          ^^^^\n"), "{text}");
}

#[test]
fn a_long_line_is_cut_around_the_fault() {
    let line = format!("{}FAULT{}", "a".repeat(100_000), "b".repeat(100_000));
    let location = Source::new(Location::input(), line.as_bytes()).at(100_000..100_005);
    assert_eq!((location.line(), location.column()), (Some(1), Some(100_001)));
    let text = render::text(&report(location, "x"), "f", Language::English);
    let shown = text.lines().nth(3).unwrap();
    assert!(shown.starts_with("1 | …aaa") && shown.ends_with("bbb…") && shown.contains("aFAULTb"), "{shown}");
    assert!(shown.len() < 300, "{}", shown.len());
}

#[test]
fn a_fault_at_the_end_of_a_text_is_a_point() {
    let location = Source::new(Location::input(), b"ab\n").at(3..9);
    assert_eq!((location.line(), location.column(), location.span()), (Some(2), Some(1), Some(3..3)));
}

#[test]
fn names_in_messages_cannot_deceive_a_terminal() {
    let report = report(Location::entry("a\u{1b}[2J\u{202e}b"), "\u{1b}]0;x\u{7}");
    let text = render::text(&report, "f\n", Language::English);
    assert!(text.starts_with("error[test/wrong-port]: server.port is \\u{1b}]0;x\\u{7}, expected 8080\n --> f\\n!/a\\u{1b}[2J\\u{202e}b\n"), "{text}");
}

#[test]
fn escaping_keeps_what_is_harmless() {
    assert_eq!(Escaped("C:\\a 小程序 é").to_string(), "C:\\a 小程序 é");
}

#[test]
fn json_is_the_documented_object() {
    let source = Source::new(Location::entry("a"), b"server.port=9090");
    assert_eq!(
        json!(render::json(&report(source.at(12..16), "9090"), Language::English)),
        json!([{
            "rule": "test/wrong-port",
            "severity": "error",
            "message": "server.port is 9090, expected 8080",
            "why": "nginx answers 502",
            "help": "server.port=8080",
            "location": {"entry": "a", "line": 1, "column": 13, "start": 12, "end": 16},
            "data": {"found": "9090", "expected": 8080},
            "fixes": [],
        }])
    );
}

#[test]
fn an_unknown_place_is_null_in_json() {
    assert_eq!(
        json!(render::json(&report(Location::input(), "9090"), Language::English))[0]["location"],
        json!({"entry": null, "line": null, "column": null, "start": null, "end": null})
    );
}

#[test]
fn a_json_line_is_one_line() {
    let diagnostic = Diagnostic::new(Severity::Error, Location::input(), wrong_port("a\nb"));
    assert_eq!(render::json_line(&diagnostic, Language::English).lines().count(), 1);
}

/// What SARIF 2.1.0 requires of the objects that a log holds, and the values it allows: the section, the path to the
/// objects, and the check.
fn assert_sarif(log: &serde_json::Value) {
    assert_eq!(log["version"], "2.1.0", "§3.13.2");
    let runs = log["runs"].as_array().expect("§3.13.4 runs is an array");
    for run in runs {
        let driver = &run["tool"]["driver"];
        assert!(driver["name"].is_string(), "§3.19.8 a tool component has a name");
        let rules = driver["rules"].as_array().expect("§3.19.23 rules is an array");
        for rule in rules {
            assert!(rule["id"].is_string(), "§3.49.3 a reporting descriptor has an id");
            assert!(rule["shortDescription"]["text"].is_string(), "§3.12.3 a multiformat message has a text");
        }
        assert_eq!(run["columnKind"], "unicodeCodePoints", "§3.14.17");
        let artifacts = run["artifacts"].as_array().expect("§3.14.15 artifacts is an array");
        for artifact in artifacts {
            let uri = artifact["location"]["uri"].as_str().expect("§3.4.3 an artifact location has a uri");
            let path = uri.strip_prefix("file://").unwrap_or(uri);
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/%".contains(&byte);
            assert!(path.bytes().all(plain), "RFC 3986: {uri}");
            if let Some(parent) = artifact.get("parentIndex") {
                assert!(parent.as_u64().unwrap() < artifacts.len() as u64, "§3.24.3");
            }
        }
        for result in run["results"].as_array().expect("§3.14.23 results is an array") {
            assert!(result["message"]["text"].is_string(), "§3.11.8");
            assert!(["none", "note", "warning", "error"].contains(&result["level"].as_str().unwrap()), "§3.27.10");
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"], "§3.27.6");
            let physical = &result["locations"][0]["physicalLocation"];
            let index = usize::try_from(physical["artifactLocation"]["index"].as_u64().unwrap()).unwrap();
            assert_eq!(artifacts[index]["location"]["uri"], physical["artifactLocation"]["uri"], "§3.4.5");
            if let Some(region) = physical.get("region") {
                assert!(region.get("startLine").is_none_or(|line| line.as_u64() >= Some(1)), "§3.30.5");
                assert!(region.get("startColumn").is_none_or(|column| column.as_u64() >= Some(1)), "§3.30.6");
            }
        }
    }
}

#[test]
fn sarif_has_what_the_standard_requires() {
    let levels = Levels::default();
    let mut findings = Findings::new(&levels);
    let source = Source::new(Location::entry("a b.jar").within("c.properties"), b"x\nserver.port=9090");
    findings.add(source.at(14..18), wrong_port("9090"));
    findings.add(Location::input(), note(1));
    findings.add(Location::entry("a b.jar").at_bytes(7..9), note(2));
    let reports = [("dist/小.jar", &findings.finish()), ("/builds/other.jar", &Report::default())];
    let log = json!(render::sarif(reports, Language::English));
    assert_sarif(&log);
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 3);
    let physical = &results[2]["locations"][0]["physicalLocation"];
    assert_eq!(
        physical["region"],
        json!({"startLine": 2, "startColumn": 13, "endColumn": 17, "byteOffset": 14, "byteLength": 4})
    );
    let parents: Vec<_> = log["runs"][0]["artifacts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (&it["location"]["uri"], it["parentIndex"].as_u64()))
        .collect();
    assert_eq!(
        parents,
        [
            (&json!("dist/%E5%B0%8F.jar"), None),
            (&json!("file:///builds/other.jar"), None),
            (&json!("a%20b.jar"), Some(0)),
            (&json!("c.properties"), Some(2))
        ]
    );
}

#[test]
fn findings_over_the_cap_are_counted_and_still_weigh() {
    let levels = Levels::default().keep_per_rule(2);
    let mut findings = Findings::new(&levels);
    for at in [5, 3, 9, 1] {
        findings.add(Location::input().at_bytes(at..at + 1), wrong_port("9"));
    }
    let report = findings.finish();
    let starts: Vec<u64> = report.diagnostics().iter().map(|it| it.location().span().unwrap().start).collect();
    assert_eq!(starts, [1, 3]);
    assert_eq!(report.omitted().collect::<Vec<_>>(), [("test/wrong-port", 2)]);
    assert!(render::text(&report, "f", Language::English).ends_with("test/wrong-port: and 2 more\n"));
    assert_eq!(json!(render::json(&report, Language::English))[1]["omitted"], 2);
}

#[test]
fn an_omitted_error_is_still_an_error() {
    let levels = Levels::default().keep_per_rule(0);
    let mut findings = Findings::new(&levels);
    findings.add(Location::input(), wrong_port("9"));
    let report = findings.finish();
    assert!(report.diagnostics().is_empty() && report.has_errors() && !report.is_empty());
}

#[test]
fn levels_decide_what_a_rule_weighs() {
    let severities = |level: Option<Level>| {
        let levels =
            level.map_or_else(Levels::default, |level| Levels::default().with("test/wrong-port", level).unwrap());
        let mut findings = Findings::new(&levels);
        findings.add(Location::input(), wrong_port("9"));
        findings.add_as(Severity::Info, Location::input(), wrong_port("8"));
        findings.finish().diagnostics().iter().map(Diagnostic::severity).collect::<Vec<_>>()
    };
    assert_eq!(severities(None), [Severity::Error, Severity::Info]);
    assert_eq!(severities(Some(Level::Warn)), [Severity::Warning, Severity::Warning]);
    assert_eq!(severities(Some(Level::Deny)), [Severity::Error, Severity::Error]);
    assert_eq!(severities(Some(Level::Allow)), []);
}

#[test]
fn a_level_is_for_a_rule_that_there_is() {
    let told = |id: &str| Levels::default().with(id, Level::Allow).err().map(|error| error.to_string());
    assert_eq!(told("plan/single-instance"), None);
    let nearest = "no rule `plan/single-instanse`, did you mean `plan/single-instance`?";
    assert_eq!(told("plan/single-instanse").as_deref(), Some(nearest));
    assert_eq!(told("plan/nothing-of-the-kind").as_deref(), Some("no rule `plan/nothing-of-the-kind`"));
    let group = "no rule `plna/single-instance`, did you mean `plan/single-instance`?";
    assert_eq!(told("plna/single-instance").as_deref(), Some(group));
    assert_eq!(told("single-instance").as_deref(), Some("no rule `single-instance`"));
    assert_eq!(told("a\u{1b}[2J").as_deref(), Some(r"no rule `a\u{1b}[2J`"));
    // The embedder's own.
    assert_eq!(told("acme/unlicensed"), None);
    let levels = Levels::default().with_rule(&WRONG_PORT, Level::Warn);
    assert_eq!(levels.severity(&WRONG_PORT, Severity::Error), Some(Severity::Warning));
}

#[test]
fn levels_and_policies_that_name_no_rule_are_not_read() {
    let read = |rule: &str| {
        let levels = json!({ "rules": { rule: "allow" } });
        let policy = serde_json::from_value::<Policy>(json!({ "levels": levels }));
        assert_eq!(serde_json::from_value::<Levels>(levels).is_ok(), policy.is_ok());
        policy.map(|policy| policy.levels)
    };
    assert_eq!(
        read("plan/single-instance").unwrap(),
        Levels::default().with("plan/single-instance", Level::Allow).unwrap()
    );
    assert!(read("acme/unlicensed").is_ok());
    let error = read("plan/single-instanse").unwrap_err().to_string();
    assert_eq!(error, "no rule `plan/single-instanse`, did you mean `plan/single-instance`?");
    let levels = Levels::default().keep_per_rule(3);
    assert_eq!(serde_json::from_str::<Levels>(r#"{"per_rule":3}"#).unwrap(), levels);
    assert_eq!(serde_json::from_str::<Levels>("{}").unwrap(), Levels::default());
    assert!(serde_json::from_str::<Levels>(r#"{"rule":{}}"#).is_err());
}

#[test]
fn a_diagnostic_gives_its_payload_back() {
    let diagnostic = Diagnostic::new(Severity::Error, Location::input(), wrong_port("9"));
    assert_eq!(diagnostic.finding().get("found").and_then(Value::as_str), Some("9"));
    assert_eq!(diagnostic.finding().get("expected"), Some(&Value::from(8080)));
    assert_eq!(diagnostic.finding().get("number"), None);
}

proptest! {
    #[test]
    fn a_report_does_not_depend_on_the_order_of_finding(
        numbers in prop::collection::vec((0_u64..6, 0_u32..6), 0..20),
        rotation in 0_usize..20,
        cap in 0_usize..6,
    ) {
        let levels = Levels::default().keep_per_rule(cap);
        let report = |numbers: &[(u64, u32)]| {
            let mut findings = Findings::new(&levels);
            for (at, number) in numbers {
                findings.add(Location::entry(format!("e{at}")).at_bytes(*at..*at), note(*number));
                findings.add(Location::entry("f").at_bytes(*at..*at), wrong_port("9"));
            }
            findings.finish()
        };
        let mut rotated = numbers.clone();
        rotated.rotate_left(if numbers.is_empty() { 0 } else { rotation % numbers.len() });
        prop_assert_eq!(report(&numbers), report(&rotated));
    }

    #[test]
    fn every_place_is_inside_its_text(text in prop::collection::vec(any::<u8>(), 0..200), start in 0_usize..250, length in 0_usize..250) {
        let location = Source::new(Location::input(), &text).at(start..start + length);
        let span = location.span().unwrap();
        prop_assert!(span.start <= span.end && span.end <= text.len() as u64);
        let before = &text[..usize::try_from(span.start).unwrap()];
        let lines = before.split(|byte| *byte == b'\n').count();
        prop_assert_eq!(location.line(), Some(u32::try_from(lines).unwrap()));
        prop_assert!(!Escaped(&String::from_utf8_lossy(&text)).to_string().chars().any(char::is_control));
    }
}
