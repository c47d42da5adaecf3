use cloudapp::package::spring_boot::{BootVersion, Configuration, Environment, Refusal, Value};
use proptest::prelude::*;

/// Configurations, one JSON object a line, and what a version of Spring Boot binds the properties to; `Configurations.java`
/// beside them records the answers. The numbers are how many of them Spring Boot does not refuse,
/// at least, and of those that it refuses, how many are so for what is judged here: others name files that are not there, or
/// values that are of no use.
const BASELINES: [(&str, &str, &str, usize, usize); 8] = [
    ("2.2.0.M2", CASES_2_2, include_str!("../../../corpus/spring_boot/configurations.2.2.txt"), 240, 0),
    ("2.7.4", CASES_2_7, include_str!("../../../corpus/spring_boot/configurations.2.7.txt"), 240, 1),
    ("3.2.3", CASES_2_7, include_str!("../../../corpus/spring_boot/configurations.3.2.txt"), 240, 1),
    ("3.5.16", CASES_2_7, include_str!("../../../corpus/spring_boot/configurations.3.5.txt"), 240, 0),
    ("2.4.2", IMPORTS, include_str!("../../../corpus/spring_boot/configurations.imports.2.4.txt"), 250, 8),
    ("2.7.4", IMPORTS, include_str!("../../../corpus/spring_boot/configurations.imports.2.7.txt"), 300, 10),
    ("3.2.3", IMPORTS, include_str!("../../../corpus/spring_boot/configurations.imports.3.2.txt"), 300, 16),
    ("3.5.16", IMPORTS, include_str!("../../../corpus/spring_boot/configurations.imports.3.5.txt"), 300, 16),
];
const CASES_2_2: &str = include_str!("../../../corpus/spring_boot/configurations.2.2.jsonl");
const CASES_2_7: &str = include_str!("../../../corpus/spring_boot/configurations.2.7.jsonl");
/// With files that import others, odd placeholders and odd notations.
const IMPORTS: &str = include_str!("../../../corpus/spring_boot/configurations.imports.jsonl");

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
        Some(Value::Text(text)) if !text.contains("${") => text,
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
    let mut wrong = Vec::new();
    for (version, cases, answers, least, refusals) in BASELINES {
        let (mut compared, mut recorded, mut refused) = (0, 0, 0);
        for (line, answer) in cases.lines().zip(answers.split_terminator('\n')) {
            let case: Case = serde_json::from_str(line).unwrap();
            let files: Vec<_> = case.files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
            let configuration = read(&files, version);
            let environment = configuration.environment(&case.profiles);
            // Spring Boot stops at what is wrong there; ours says so of what it judges.
            if answer == "refused" {
                recorded += 1;
                refused += usize::from(!environment.refused().is_empty() || !configuration.unreadable().is_empty());
                continue;
            }
            let names = ["server.port", "other", "a.b", "server.ssl.enabled", "also.port"];
            // What an import of something unknown sets is unknown.
            if names.iter().any(|name| environment.imported_above(name).is_some()) {
                continue;
            }
            let mut ours: Vec<String> =
                names.iter().map(|name| format!("{name}={}", value(&environment, name))).collect();
            ours.push(environment.profiles().join(","));
            let ours = ours.join("\t");
            if ours != answer || !environment.refused().is_empty() {
                wrong.push(format!("Spring Boot {version}: {line}\n  binds {answer}\n  ours  {ours}"));
            }
            compared += 1;
        }
        println!("Spring Boot {version}: {compared} alike, {refused} of {recorded} refusals found");
        assert!(refused >= refusals, "only {refused} of {recorded} refusals of {version} are found");
        assert!(compared >= least, "only {compared} configurations of {version} were compared");
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn files_are_read_as_before_where_they_ask_for_it() {
    let files = |property: &str| {
        let text =
            format!("{property}\nspring.profiles.active=prod\nspring.config.import=classpath:b.yml\nserver.port=1\n");
        [("application.properties", text), ("application-prod.properties", "spring.profiles.include=x\n".to_owned())]
    };
    let refused = |property: &str, version: &str| {
        let files = files(property);
        let files: Vec<_> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let configuration = read(&files, version);
        let environment = configuration.environment(&[]);
        (environment.refused().len(), environment.imported_above("server.port").is_some())
    };
    assert_eq!(refused("spring.config.use-legacy-processing=true", "2.7.18"), (0, false));
    assert_eq!(refused("spring.config.useLegacyProcessing=TRUE", "2.4.0"), (0, false));
    assert_eq!(refused("spring.config.use-legacy-processing=false", "2.7.18"), (1, true));
    // Spring Boot 3 no longer knows it.
    assert_eq!(refused("spring.config.use-legacy-processing=true", "3.0.0"), (1, true));
}

#[test]
fn what_is_imported_lies_upon_the_document_that_says_it() {
    let import = |import: &str| format!("spring.config.import={import}\nserver.port=1\n#---\nother=2\n");
    let files = [("a.yml", "server.port: 3"), ("lib/application.properties", "server.port=4")];
    for (location, expected) in [
        ("classpath:a.yml", "3"),
        ("a.yml", "3"),
        ("optional:classpath:/a.yml", "3"),
        ("classpath:./lib/../a.yml", "3"),
        ("classpath:lib/", "4"),
        ("classpath:a.yml,classpath:lib/", "4"),
        ("optional:classpath:b.yml", "1"),
        ("optional:file:./config/b.yml", "1"),
        ("optional:configtree:/run/secrets/", "1"),
    ] {
        let text = import(location);
        let files = [&[("application.properties", text.as_str())], &files[..]].concat();
        port(&files, "2.7.18", expected);
        port(&files, "2.3.12.RELEASE", "1");
        let configuration = read(&files, "2.7.18");
        assert_eq!(configuration.environment(&[]).imported_above("server.port"), None, "{location}");
    }
}

#[test]
fn what_is_imported_from_outside_the_package_is_known_by_its_place() {
    for location in [
        "nacos:shop.yml",
        "optional:nacos:shop.yml",
        "optional:configserver:http://config:8888",
        "classpath:b.yml",
        "file:/etc/shop.yml",
        "/etc/shop.yml",
        "classpath:../b.yml",
        "classpath:${nope}.yml",
    ] {
        let text = format!("spring.config.import={location}\nserver.port=1\n#---\nother=2\n");
        let configuration = read(&[("application.properties", &text)], "2.7.18");
        let environment = configuration.environment(&[]);
        let import = environment.imported_above("server.port").expect(location);
        assert_eq!((import.name, import.written, &text[import.span]), ("spring.config.import", location, location));
        // A later document is stronger.
        assert_eq!(environment.imported_above("other"), None);
    }
}

#[test]
fn properties_about_profiles_are_refused_where_spring_boot_refuses_them() {
    let refused = |path: &str, text: &str, version: &str, profiles: &[&str]| {
        let configuration = read(&[(path, text)], version);
        let profiles: Vec<String> = profiles.iter().map(|name| (*name).to_owned()).collect();
        let refused = configuration.environment(&profiles).refused();
        refused.into_iter().map(|(setting, refusal)| (setting.name.to_owned(), refusal)).collect::<Vec<_>>()
    };
    let prod = "application-prod.properties";
    let named = |name: &str, refusal| vec![(name.to_owned(), refusal)];
    let active = "spring.profiles.active=a";
    assert_eq!(refused(prod, active, "2.4.0", &["prod"]), named("spring.profiles.active", Refusal::OfProfile));
    assert_eq!(refused(prod, active, "2.3.0.RELEASE", &["prod"]), []);
    assert_eq!(refused(prod, active, "2.4.0", &["test"]), []);
    let default = "spring.profiles.default=a";
    assert_eq!(refused(prod, default, "2.7.0", &["prod"]), named("spring.profiles.default", Refusal::OfProfile));
    let group = "spring.profiles.group.prod=a";
    assert_eq!(refused(prod, group, "2.7.0", &["prod"]), []);
    let list = "spring.profiles.include[0]=a";
    assert_eq!(refused(prod, list, "3.5.0", &["prod"]), named("spring.profiles.include[0]", Refusal::OfProfile));

    let yml = "application.yml";
    let conditional = "a: 1\n---\nspring.config.activate.on-profile: x\nspring.profiles.include: b\n";
    assert_eq!(refused(yml, conditional, "3.5.0", &[]), named("spring.profiles.include", Refusal::Conditional));
    assert_eq!(refused(yml, &conditional.replace("include", "active"), "3.5.0", &[]), []);
    assert_eq!(refused(yml, "spring.profiles.include: b", "3.5.0", &[]), []);

    let retired = "a: 1\n---\nspring.profiles: x\n";
    assert_eq!(refused(yml, retired, "3.0.0", &[]), named("spring.profiles", Refusal::Retired));
    assert_eq!(refused(yml, retired, "2.7.0", &[]), []);
}

#[test]
fn upper_case_names_in_files_bind_only_before_2_0() {
    let files = [("application.properties", "SERVER_PORT=9090\n")];
    port(&files, "1.5.22.RELEASE", "9090");
    port(&files, "2.0.0.RELEASE", "(none)");
}

#[test]
fn a_byte_order_mark_does_not_matter() {
    port(&[("application.properties", "\u{feff}server.port=9090\n")], "2.7.18", "9090");
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
        ("a: 1\na: 2\n", "a key that appears twice"),
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

/// Texts that would take minutes, or all memory, if work or messages grew faster than they do.
#[test]
fn texts_that_ask_for_much_work_come_to_an_end() {
    let port = |text: &str, version: &str| {
        let configuration = read(&[("application.properties", text)], version);
        value(&configuration.environment(&[]), "server.port")
    };
    assert_eq!(port(&format!("server.port={}", "${".repeat(200_000)), "3.5.0"), "(unresolved)");
    assert_eq!(port(&format!("server.port={}1{}", "${a:".repeat(4_000), "}".repeat(4_000)), "3.5.0"), "(unresolved)");
    let list = (0..2_000)
        .fold(String::new(), |list, index| list + &format!("spring.profiles.include[{index}]={}\n", "${q}".repeat(90)));
    let configuration = read(&[("application-p.properties", &list)], "3.5.0");
    let profiles = ["p".to_owned()];
    assert_eq!(configuration.environment(&profiles).refused().len(), 20);
    let imports = format!("spring.config.import={}\nserver.port=1\n", "classpath:b.yml,".repeat(60_000));
    assert_eq!(port(&imports, "2.7.18"), "1");
}

#[test]
fn imports_are_followed_however_many_there_are() {
    let documents = "spring.config.import=optional:classpath:${a}${b}.yml,optional:b.yml\n#---\n".repeat(12_000);
    let configuration = read(&[("application.properties", &documents), ("b.yml", "server.port: 2")], "2.7.18");
    assert_eq!(value(&configuration.environment(&[]), "server.port"), "2");
}
