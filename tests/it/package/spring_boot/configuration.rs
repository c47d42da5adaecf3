use cloudapp::package::spring_boot::{BootVersion, Configuration, Environment, Value};
use proptest::prelude::*;

/// Configurations, one JSON object a line, and what each version of Spring Boot binds the properties to;
/// `Configurations.java` beside them records the answers.
const BASELINES: [(&str, &str, &str); 2] = [
    (
        "2.2.0.M2",
        include_str!("../../../corpus/spring_boot/configurations.2.2.jsonl"),
        include_str!("../../../corpus/spring_boot/configurations.2.2.txt"),
    ),
    (
        "2.7.4",
        include_str!("../../../corpus/spring_boot/configurations.2.7.jsonl"),
        include_str!("../../../corpus/spring_boot/configurations.2.7.txt"),
    ),
];

#[derive(serde::Deserialize)]
struct Case {
    files: std::collections::BTreeMap<String, String>,
    profiles: Vec<String>,
}

fn read(files: &[(&str, &str)], version: &str) -> Configuration {
    let version: BootVersion = version.parse().unwrap();
    Configuration::read(files.iter().map(|(path, text)| (*path, text.as_bytes())), Some(&version))
}

fn value(environment: &Environment<'_>, name: &str) -> String {
    match environment.get(name).map(|setting| setting.value) {
        None => "(none)".to_owned(),
        Some(Value::Text(text)) => text,
        Some(Value::Random) => "(random)".to_owned(),
        Some(_) => "(unresolved)".to_owned(),
    }
}

#[track_caller]
fn port(files: &[(&str, &str)], version: &str, expected: &str) {
    let configuration = read(files, version);
    assert_eq!(configuration.unreadable(), []);
    assert_eq!(value(&configuration.environment(&[]), "server.port"), expected);
}

#[test]
fn configurations_come_to_what_spring_boot_binds() {
    for (version, cases, answers) in BASELINES {
        let mut compared = 0;
        for (line, answer) in cases.lines().zip(answers.split_terminator('\n')) {
            // Spring Boot stops at what is wrong there; ours need not.
            if answer == "refused" {
                continue;
            }
            let case: Case = serde_json::from_str(line).unwrap();
            let files: Vec<_> = case.files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
            let configuration = read(&files, version);
            let environment = configuration.environment(&case.profiles);
            let names = ["server.port", "other", "a.b", "server.ssl.enabled", "also.port"];
            let mut ours: Vec<String> =
                names.iter().map(|name| format!("{name}={}", value(&environment, name))).collect();
            ours.push(environment.profiles().join(","));
            assert_eq!(ours.join("\t"), answer, "Spring Boot {version}: {line}");
            compared += 1;
        }
        assert!(compared >= 240, "only {compared} configurations of {version} were compared");
    }
}

#[test]
fn upper_case_names_in_files_bind_only_before_2_0() {
    let files = [("application.properties", "SERVER_PORT=9090\n")];
    port(&files, "1.5.22.RELEASE", "9090");
    port(&files, "2.0.0.RELEASE", "(none)");
}

#[test]
fn a_byte_order_mark_belongs_to_the_first_key_of_a_properties_file() {
    port(&[("application.properties", "\u{feff}server.port=9090\n")], "2.7.18", "(none)");
    port(&[("application.yml", "\u{feff}server.port: 9090\n")], "2.7.18", "9090");
}

#[test]
fn an_xml_file_stands_between_properties_and_yaml() {
    let xml = "<?xml version=\"1.0\"?>\n<!DOCTYPE properties SYSTEM \"http://java.sun.com/dtd/properties.dtd\">\n\
               <properties><!-- <entry key=\"server.port\">1</entry> -->\n\
               <entry key='server.port'>90<![CDATA[9]]>&#x31;</entry></properties>";
    port(&[("application.xml", xml), ("application.yml", "server.port: 1")], "2.7.18", "9091");
    port(&[("application.xml", xml), ("application.properties", "server.port=2")], "2.7.18", "2");
}

#[test]
fn bootstrap_files_are_weaker_than_any_other() {
    port(&[("bootstrap.yml", "server.port: 1"), ("application.yaml", "server.port: 2")], "2.3.0.RELEASE", "2");
    port(&[("bootstrap.yml", "server.port: 1")], "2.3.0.RELEASE", "1");
    port(
        &[("config/bootstrap-default.properties", "server.port=1"), ("application.yml", "server.port: 2")],
        "2.7.0",
        "2",
    );
}

#[test]
fn a_document_for_a_cloud_platform_is_not_active() {
    let text = "server.port: 1\n---\nspring.config.activate.on-cloud-platform: kubernetes\nserver.port: 2\n";
    port(&[("application.yml", text)], "2.7.18", "1");
}

#[test]
fn a_value_is_known_by_its_place() {
    let files = [("config/application-prod.yml", "server:\n  # the port\n  port: 0x1f90 # hex\n")];
    let configuration = read(&files, "2.7.18");
    let environment = configuration.environment(&["prod".to_owned()]);
    let setting = environment.get("server.port").unwrap();
    assert_eq!((setting.file, setting.name, setting.written), (files[0].0, "server.port", "8080"));
    assert_eq!(&files[0].1[setting.span.clone()], "0x1f90");
    assert_eq!(setting.value, Value::Text("8080".to_owned()));
    assert_eq!(environment.profiles(), ["prod"]);
}

#[test]
fn a_yaml_value_after_text_beyond_ascii_is_known_by_its_bytes() {
    let text = "名称: 应用 # 说明\nserver:\n  port: 9090\n";
    let configuration = read(&[("application.yml", text)], "2.7.18");
    let setting = configuration.environment(&[]).get("server.port").unwrap();
    assert_eq!(&text[setting.span], "9090");
}

#[test]
fn placeholders_that_name_each_other_are_unresolved() {
    let text = "server.port=${a}\na=${b}\nb=${a}\nc=${c}${c}\n";
    let configuration = read(&[("application.properties", text)], "2.7.18");
    let environment = configuration.environment(&[]);
    for name in ["server.port", "c"] {
        assert_eq!(value(&environment, name), "(unresolved)");
    }
}

#[test]
fn a_random_value_is_known_as_such() {
    port(&[("application.properties", "server.port=${random.int(8080,8090)}")], "2.7.18", "(random)");
    port(&[("application.properties", "server.port=${PORT:${random.int}}")], "2.7.18", "(random)");
}

#[test]
fn aliases_and_depth_do_not_grow_without_bound() {
    let level = |level: usize| match level {
        0 => "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned(),
        _ => format!("a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 10].join(", ")),
    };
    let bomb: String = (0..12).map(level).collect();
    for (text, fault) in [
        (bomb.as_str(), "more than 100,000 nodes"),
        (&"[".repeat(100_000), "recursion limit exceeded"),
        (&"- ".repeat(100_000), "more than 50 levels"),
        (&"a: ".repeat(3), "mapping values are not allowed in this context"),
        ("server: {port: 1", "while parsing a flow mapping, did not find expected ',' or '}'"),
        ("server:\n\tport: 1\n", "tabs disallowed within this context (block indentation)"),
        ("a: 1\na: 2\n", "a key that stands twice"),
        ("port: @server.port@\n", "unexpected character: `@'"),
    ] {
        let configuration = read(&[("application.yml", text)], "2.7.18");
        let faults: Vec<&str> = configuration.unreadable().iter().map(|file| file.fault.as_str()).collect();
        assert_eq!(faults, [fault], "{text:.40}");
    }
}

#[test]
fn a_continuation_of_many_lines_is_one_value() {
    let text = format!("server.port={}9090\n", "\\\n   ".repeat(50_000));
    port(&[("application.properties", &text)], "2.7.18", "9090");
}

#[test]
fn profile_expressions_hold_as_written() {
    for (expression, active) in [
        ("dev", true),
        ("!dev", false),
        ("prod", false),
        ("dev & cloud", true),
        ("dev & (prod | cloud)", true),
        ("!(dev & cloud) | prod", false),
        ("prod, cloud", true),
        ("dev & cloud | prod", false),
        ("(dev", false),
        ("dev)", false),
        ("dev &", false),
        ("!!dev", true),
        ("dev cloud", false),
    ] {
        let text = format!("server.port=1\n#---\nspring.config.activate.on-profile={expression}\nserver.port=2\n");
        let configuration = read(&[("application.properties", &text)], "2.7.18");
        let environment = configuration.environment(&["dev".to_owned(), "cloud".to_owned()]);
        assert_eq!(value(&environment, "server.port"), if active { "2" } else { "1" }, "{expression}");
    }
}

proptest! {
    #[test]
    fn no_text_panics_and_spans_stay_inside(pieces in proptest::collection::vec(prop::sample::select(vec![
        "server", ".port", ":", " ", "\n", "\r\n", "  ", "- ", "&a ", "*a", "{", "}", "[", "]", "'", "\"", "#", "#---", "---",
        "=", "\\", "\\u00", "${", "}", "server.port", "8080", "<<: ", "|", ">", "!!str ", "\u{feff}", "中", "\t", "?", ",",
        "spring.profiles.active", "spring.profiles", "<entry key=\"", "</entry>", "&#", ";", "<![CDATA[", "%", "@", "!",
    ]), 0..60)) {
        let text = pieces.concat();
        for extension in ["yml", "properties", "xml"] {
            for version in ["1.5.0", "2.2.0", "2.7.0"] {
                let path = format!("application.{extension}");
                let configuration = read(&[(&path, &text)], version);
                let environment = configuration.environment(&[]);
                if let Some(setting) = environment.get("server.port") {
                    prop_assert!(text.get(setting.span).is_some());
                }
                for unreadable in configuration.unreadable() {
                    prop_assert!(unreadable.at <= text.len());
                }
            }
        }
    }
}
