//! Whatever a person reads is in Chinese where Chinese is asked for: code, names, commands and words of protocols aside.

use std::collections::BTreeSet;
use std::str::FromStr;

use cloudapp::app::{
    AppEntry, AppName, Billing, Container, Date, Description, DomainName, DomainPattern, DomainSource, EnvironmentKind,
    Framework, NestedLibraries, NginxVersion, NodeModules, PackageVersion, ParseError, Policy, RecordKind,
    ReleaseOrderId, Remark, SiteCode, Strategy, Tier, Timestamp, TlsEnd, Weight,
};
use cloudapp::diagnostic::{Diagnostic, Finding, Language, Location, Report, Value};
#[cfg(feature = "nginx")]
use cloudapp::nginx::{BodyLimit, Disposition, Profile};
#[cfg(feature = "package")]
use cloudapp::package::{
    Inspector,
    archive::{Bytes, Count, EntryPath, Limits},
    spring_boot::{BootVersion, Manifest},
};
use cloudapp::plan::{
    self, Asked, Basis, Catalogue, Dimension, DocumentFormat, Fact, Fit, LoadBalancerSpec, Mib, NotExpressed, Plan,
    ProductCode, ResourceKind, Standing, Unit, Workload,
};
use cloudapp::release::{
    App, DatabaseName, Event, HostStatus, NoCreation, Obstacle, OrderStatus, Status, StoredEvent, Warning,
};

use crate::support::english::english_in;
#[cfg(all(feature = "certificate", feature = "nginx", feature = "package"))]
use crate::support::english::{NAMES, english_beside};

#[test]
fn every_rule_speaks_chinese() {
    let english = sentences().into_iter().filter_map(|(rule, sentence)| {
        let words = english_in(&sentence)?;
        Some(format!("{rule}: {words}: {sentence}"))
    });
    let english: Vec<String> = english.collect();
    assert!(english.is_empty(), "{} sentences:\n{}", english.len(), english.join("\n"));
}

#[cfg(all(feature = "certificate", feature = "nginx", feature = "package"))]
#[test]
fn every_name_is_needed() {
    let sentences = sentences();
    for name in NAMES {
        let others: Vec<&str> = NAMES.iter().copied().filter(|other| other != name).collect();
        let is_needed = |(_, sentence): &(_, String)| english_beside(sentence, &others).is_some();
        assert!(sentences.iter().any(is_needed), "{name} is in no sentence");
    }
}

/// What each rule says: its page, and a finding whose values are all `1`.
fn sentences() -> Vec<(&'static str, String)> {
    let mut sentences = Vec::new();
    for rule in cloudapp::rules() {
        let page = rule.page(Language::Chinese);
        let values = rule.fields.iter().map(|field| (*field, Value::from("1"))).collect();
        let found = Diagnostic::new(rule.severity, Location::input(), Finding::new(rule, values));
        let told = [found.message(Language::Chinese), found.help(Language::Chinese)];
        sentences.extend([page.what, page.why, page.fix].map(|sentence| (rule.id, sentence.to_owned())));
        sentences.extend(told.map(|sentence| (rule.id, sentence)));
    }
    sentences
}

#[test]
fn every_warning_speaks_chinese() {
    let warnings = [
        Warning::CertificateEndsSoon { until: Timestamp::UNIX_EPOCH },
        Warning::DomainNotCovered { domain: "www.example.com".parse().unwrap() },
        Warning::OtherRules { version: "0.1.0".to_owned() },
    ];
    assert_eq!(warnings.len(), include_str!("../../src/release/warning.rs").matches(" => \"").count());
    for warning in warnings {
        for text in [warning.message(Language::Chinese), warning.help(Language::Chinese).to_owned()] {
            assert_eq!(english_in(&text), None, "{text}");
        }
    }
}

#[test]
fn every_obstacle_speaks_chinese() {
    let samples = include_str!("release/samples/obstacles.jsonl");
    let obstacles: Vec<Obstacle> = samples.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let known: BTreeSet<&str> = obstacles.iter().map(Obstacle::as_str).collect();
    assert_eq!(known.len(), include_str!("../../src/release/obstacle.rs").matches(" => \"").count(), "{known:?}");
    for obstacle in obstacles {
        for text in [obstacle.message(Language::Chinese), obstacle.help(Language::Chinese).to_owned()] {
            assert_eq!(english_in(&text), None, "{text}");
        }
    }
}

#[test]
fn every_refusal_of_a_text_speaks_chinese() {
    fn refused<T: FromStr<Err = ParseError>>(texts: &[&str]) -> Vec<ParseError> {
        texts.iter().map(|text| text.parse::<T>().err().unwrap_or_else(|| panic!("{text} is accepted"))).collect()
    }
    let long = &"a".repeat(254);
    let long_label = &format!("{}.cn", "a".repeat(64));
    let domains = ["", ";", long, long_label, "a..b", "-a.cn", "a", "1.2.3.4"];
    let refusals = [
        refused::<AppEntry>(&["", "/a", "a;", "a/", long]),
        refused::<AppName>(&["", "A", "a;", long]),
        refused::<Billing>(&["x"]),
        refused::<DatabaseName>(&["", "A", "a;", "a", long]),
        refused::<Date>(&["", "x", "2021-02-30", "2021-02-300"]),
        refused::<Description>(&["\n", long]),
        refused::<DomainName>(&domains),
        #[cfg(feature = "idn")]
        refused::<DomainName>(&["xn--a.cn"]),
        #[cfg(not(feature = "idn"))]
        refused::<DomainName>(&["商店.cn"]),
        refused::<DomainPattern>(&["*", "*.", "*.a"]),
        refused::<NginxVersion>(&["", "1", "1.x.1", "1.01.1", "1.1.1.1"]),
        refused::<PackageVersion>(&["", ".", "a;", long]),
        refused::<ProductCode>(&["", ".", long]),
        refused::<ReleaseOrderId>(&["", "A", "A1x", "A209906181943170784123", "A20190230194317078"]),
        refused::<ReleaseOrderId>(&["A201902301943170784"]),
        refused::<Remark>(&["\n", long]),
        refused::<SiteCode>(&["", "a", "A_", "Aa", &"A".repeat(33)]),
        refused::<Timestamp>(&["", "x", "1969-01-01T00:00:00Z", "9999-01-01"]),
        vec![
            Date::new(1900, 1, 1).unwrap_err(),
            Timestamp::from_compact("x").unwrap_err(),
            Timestamp::from_compact("1").unwrap_err(),
            Timestamp::from_compact("99990101000000").unwrap_err(),
            Timestamp::from_unix_seconds(-1).unwrap_err(),
            Weight::try_from(101).unwrap_err(),
        ],
        #[cfg(feature = "nginx")]
        [0, 5000].into_iter().map(|mib| BodyLimit::try_from(mib).unwrap_err()).collect(),
        words().into_iter().map(|parse| parse("x y").unwrap_err()).collect(),
    ];
    for refusal in refusals.concat() {
        let chinese = refusal.message(Language::Chinese);
        assert_eq!(english_in(&chinese), None, "{chinese}");
        assert_eq!(refusal.message(Language::English), refusal.to_string());
        assert_ne!(chinese, refusal.to_string());
    }
}

type Reader = fn(&str) -> Result<(), ParseError>;

/// What reads each closed list of words.
fn words() -> Vec<Reader> {
    macro_rules! readers {
        ($($(#[$meta:meta])? $name:ty),+ $(,)?) => { vec![$($(#[$meta])? |text| text.parse::<$name>().map(drop)),+] };
    }
    readers![
        #[cfg(feature = "nginx")]
        Disposition,
        #[cfg(feature = "nginx")]
        Profile,
        Asked,
        Basis,
        Container,
        Dimension,
        DocumentFormat,
        DomainSource,
        EnvironmentKind,
        Fit,
        Framework,
        HostStatus,
        LoadBalancerSpec,
        NestedLibraries,
        NodeModules,
        NotExpressed,
        OrderStatus,
        RecordKind,
        ResourceKind,
        Standing,
        Status,
        Strategy,
        Tier,
        TlsEnd,
        Unit,
    ]
}

#[test]
fn every_refusal_of_json_speaks_chinese() {
    let mut refusals = Vec::new();
    let catalogue = serde_json::to_value(Catalogue::documented()).unwrap();
    for text in WORKLOADS {
        let refusal = Workload::from_json(text).unwrap_err();
        refusals.push([refusal.message(Language::Chinese), refusal.to_string()]);
    }
    for (place, value) in CATALOGUES {
        let mut catalogue = catalogue.clone();
        *catalogue.pointer_mut(place).unwrap() = serde_json::from_str(value).unwrap();
        let refusal = Catalogue::from_json(&catalogue.to_string()).unwrap_err();
        refusals.push([refusal.message(Language::Chinese), refusal.to_string()]);
    }
    let supplied = Fact::supplied(Mib(0), "a", "2021-01-01".parse().unwrap()).unwrap_err();
    refusals.push([supplied.message(Language::Chinese), supplied.to_string()]);
    for text in EVENTS {
        let stored: StoredEvent = serde_json::from_str(text).unwrap();
        let refusal = Event::try_from(stored).unwrap_err();
        refusals.push([refusal.message(Language::Chinese), refusal.to_string()]);
    }
    for text in ["", "[]", r#"{"schema":9,"app":{}}"#, r#"{"schema":2,"app":{}}"#] {
        let refusal = App::from_snapshot(text).unwrap_err();
        refusals.push([refusal.message(Language::Chinese), refusal.to_string()]);
    }
    refusals.push([NoCreation.message(Language::Chinese), NoCreation.to_string()]);
    for [chinese, english] in refusals {
        assert_eq!(english_in(&chinese), None, "{chinese}");
        assert_ne!(chinese, english);
    }
}

const WORKLOADS: &[&str] = &[
    "",
    "[1]",
    r#"{"peak_rps": "5"}"#,
    r#"{"peak_rps": -5}"#,
    r#"{"peak_rps": [5]}"#,
    r#"{"peak_rps": 1e30}"#,
    r#"{"db_iops": {"a": 5}}"#,
    r#"{"db_iops": true}"#,
    r#"{"headroom_permille": 5000}"#,
    r#"{"survive_one_loss": 1}"#,
    r#"{"peak_rsp": 5}"#,
    "{",
    "{\"peak_rps\"",
    "{\"peak_rps\":",
    "{\"peak_rps\": \"",
    "{\"peak_rps\" 1}",
    "{\"peak_rps\": 1 2}",
    "{\"peak_rps\": 1,}",
    "{\"peak_rps\": [1",
    "{\"peak_rps\": nul}",
    "{\"peak_rps\": 1.}",
    "{\"peak_rps\": 1e999}",
    "{\"peak_rps\": \"\\x\"}",
    "{\"peak_rps\": \"\\ud800\"}",
    "{\"peak_rps\": \"\\ud8\"}",
    "{\"peak_rps\": \"\n\"}",
    "{peak_rps: 1}",
    "{} x",
    "{\"peak_rps\": -5}",
    "{\"peak_rps\": true}",
    "{\"peak_rps\": \"the string is not a number\"}",
    "{\"peak_rps\": {}}",
    "{\"peak_rps\": []}",
    "{\"survive_one_loss\": 1}",
    "{\"peak_rps\": 1, \"peak_requests_per_second\": 2}",
    "{\"nosuch\": 1}",
];

/// Places of a catalogue, and what may not stand there.
const CATALOGUES: &[(&str, &str)] = &[
    ("/starter/host", "null"),
    ("/starter/host", "1"),
    ("/starter/host/instance/code", "\"\""),
    ("/starter/host/instance/code", "\"$\""),
    ("/starter/host/instance/memory", "{}"),
    ("/starter/host/instance/memory/as_of", "\"2021-02-30\""),
    ("/starter/host/instance/memory/as_of", "1"),
    ("/starter/host/instance/memory/basis", "\"x\""),
    ("/starter/host/instance/memory/source", "\"\""),
    ("/starter/host/instance/memory/value", "0"),
    ("/starter/host/instance/burst/initial_per_vcpu/value", "288001"),
    ("/standard/load_balancers", "[]"),
    ("/standard/load_balancers/0/specification", "\"slb.s2.small\""),
    ("/standard/load_balancers/0/specification", "\"x\""),
    ("/standard/load_balancers/1/connections/value", "1"),
    ("/standard/load_balancers/1/connections/value", "0"),
];

const EVENTS: &[&str] = &[
    r#"{"schema":99,"type":"built","data":{}}"#,
    r#"{"schema":2,"type":"x","data":{}}"#,
    r#"{"schema":2,"type":"built","data":{}}"#,
    r#"{"schema":2,"type":"built","data":{"environment":"x"}}"#,
    r#"{"schema":2,"type":"built","data":{"environment":"test","x":1}}"#,
    r#"{"schema":2,"type":"app-deleted","data":{"x":1}}"#,
    r#"{"schema":2,"type":"app-created","data":{"number":1,"name":"A","framework":"php"}}"#,
    r#"{"schema":2,"type":"app-created","data":{"number":1,"name":"a"}}"#,
    r#"{"schema":2,"type":"app-created","data":{"number":"1","name":"a","framework":"php"}}"#,
];

#[test]
fn every_sizing_and_plan_speaks_chinese() {
    let at = "2030-01-01".parse().unwrap();
    let catalogue = Catalogue::documented();
    let small = r#"{"peak_rps": 20, "average_rps": 2, "cpu_us_per_request": 5000, "memory_mib": 1024,
        "peak_connections": 100, "new_connections_per_second": 10, "db_connections_per_instance": 20, "db_iops": 100,
        "db_size_gb": 10, "response_bytes": 50000}"#;
    let large = small.replace("20,", "9000000,").replace("100,", "9000000,");
    let mut texts = Vec::new();
    let all = r#"{"peak_rps": 400, "cpu_us_per_request": 5000, "memory_mib": 1900, "peak_connections": 3000,
        "response_bytes": 400000, "db_cpu_us_per_request": 4900, "db_memory_mib": 4000, "disk_mb_per_second": 100,
        "peak_minutes": 400, "peaks_per_day": 3, "average_rps": 1}"#;
    for workload in ["{}", r#"{"peak_rps": 900, "survive_one_loss": true}"#, small, &large, all] {
        let workload = Workload::from_json(workload).unwrap();
        for (environment, tier) in [EnvironmentKind::Test, EnvironmentKind::Production]
            .iter()
            .flat_map(|environment| Tier::ALL.iter().map(|tier| (*environment, *tier)))
        {
            let plan = Plan::new(environment, tier, Billing::Prepaid);
            let sizing = plan::size(&workload, plan, &catalogue);
            texts.extend(sizing.constraints.iter().map(|constraint| constraint.why(Language::Chinese)));
            texts.extend(sizing.constraints.iter().filter_map(|constraint| constraint.remedy(Language::Chinese)));
            texts.extend(sizing.unknown.iter().map(|question| question.text(Language::Chinese)));
            for policy in [Policy::default(), Policy::default().offering(Tier::ALL)] {
                let advice = plan::recommend(&workload, environment, Billing::Prepaid, &catalogue, &policy, at);
                texts.extend(advice.why(Language::Chinese).lines().map(str::to_owned));
                assert_chinese(&plan::advise(plan, Some(&workload), &catalogue, &policy, at));
            }
        }
    }
    texts.extend(NotExpressed::ALL.iter().map(|part| part.explanation(Language::Chinese).to_owned()));
    assert!(texts.len() > 100, "only {}", texts.len());
    for text in texts {
        assert_eq!(english_in(&text), None, "{text}");
    }
}

#[cfg(feature = "package")]
#[test]
fn every_refusal_of_a_part_of_a_package_speaks_chinese() {
    let mut refusals = Vec::new();
    for path in ["/a", "a\\b", "a\u{202e}b", "a\0b", "", "a//b", "a/../b"] {
        let refusal = path.parse::<EntryPath>().unwrap_err();
        refusals.push([refusal.message(Language::Chinese), refusal.to_string()]);
    }
    for limits in [Limits::builder().members(Count(0)), Limits::builder().component(Bytes(2049))] {
        let refusal = limits.build().unwrap_err();
        refusals.push([refusal.message(Language::Chinese), refusal.to_string()]);
    }
    let refusal = "x".parse::<BootVersion>().unwrap_err();
    refusals.push([refusal.message(Language::Chinese), refusal.to_string()]);
    let long = format!("a: {}\n", "b".repeat(510));
    for manifest in ["\u{feff}a: b\n", " a\n", &long, "a\n", "a b: c\n", "\na: b\n"] {
        let refusal = Manifest::parse(manifest.as_bytes()).unwrap_err();
        refusals.push([refusal.message(Language::Chinese), refusal.to_string()]);
    }
    for [chinese, english] in refusals {
        assert_eq!(english_in(&chinese), None, "{chinese}");
        assert_ne!(chinese, english);
    }
}

#[cfg(feature = "package")]
#[test]
fn every_archive_of_the_corpus_speaks_chinese() {
    let mut found = 0;
    for file in std::fs::read_dir("tests/corpus/archives").unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for framework in Framework::ALL {
            let policy = Policy::default();
            let inspected = Inspector::new(&policy).framework(*framework).inspect_bytes(&bytes);
            assert_chinese(Report::of(&inspected));
            found += Report::of(&inspected).diagnostics().len();
        }
    }
    assert!(found > 40, "only {found} findings");
}

/// That nothing of a report is English in Chinese. What other tests find goes through it, too.
#[track_caller]
pub fn assert_chinese(report: &Report) {
    for found in report.diagnostics() {
        for sentence in [found.message(Language::Chinese), found.help(Language::Chinese)] {
            assert_eq!(english_in(&sentence), None, "{}: {sentence}", found.rule().id);
        }
    }
}
