use std::collections::BTreeMap;

use cloudapp::app::{EnvironmentKind, Policy};
use cloudapp::diagnostic::Language;
use cloudapp::diagnostic::render;
use cloudapp::package::spring_boot::SpringBootFacts;
use cloudapp::package::{Facts, Inspected, Inspector};

use super::jar::{Jar, lines, report};

fn configured(path: &str, text: &str) -> Jar {
    Jar::boot("2.7.18").file(&format!("BOOT-INF/classes/{path}"), text)
}

fn facts(inspected: &Inspected) -> SpringBootFacts {
    let inspection = match inspected {
        Ok(accepted) => accepted.value(),
        Err(rejected) => rejected.value(),
    };
    match &inspection.facts {
        Some(Facts::SpringBoot(facts)) => facts.clone(),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn finds(jar: &Jar, expected: &[&str]) {
    let inspected = jar.inspect();
    assert_eq!(lines(&inspected), expected);
    assert_eq!(inspected.is_ok(), expected.iter().all(|line| !line.starts_with("error")));
}

#[test]
fn another_port_is_found_where_it_is_set() {
    finds(
        &configured("application.yml", "server:\n  port: 9090\n"),
        &["error spring-boot/port-mismatch BOOT-INF/classes/application.yml:2:9: server.port is 9090, expected 8080: \
           that is the port to which nginx forwards"],
    );
}

#[test]
fn the_platform_s_port_is_no_mismatch_however_it_is_written() {
    for (path, text) in [
        ("application.properties", "server.port = 8080\n"),
        ("application.properties", "server.port=${PORT:8080}\n"),
        ("application.properties", "server.port=\n"),
        ("application.properties", "#server.port=9090\n"),
        ("application.yml", "server:\n  port: 0x1F90\n"),
        ("application.yml", "server: {port: \"8080\"}\n"),
        ("application.yml", "server.port: ${p.q:${app.port}}\napp.port: 8080\n"),
        ("application-dev.yml", "server.port: 9090\n"),
        ("i18n/application.yml", "server.port: 9090\n"),
    ] {
        finds(&configured(path, text), &[]);
    }
}

#[test]
fn what_is_no_port_is_a_mismatch() {
    for (text, value) in
        [("0", "0"), ("-1", "-1"), ("80a", "80a"), ("70000", "70000"), ("${random.int}", "${random.int}")]
    {
        let jar = configured("application.properties", &format!("server.port={text}\n"));
        let expected = format!(
            "error spring-boot/port-mismatch BOOT-INF/classes/application.properties:1:13: server.port is {value}, \
             expected 8080: that is the port to which nginx forwards"
        );
        finds(&jar, &[&expected]);
    }
}

#[test]
fn an_application_without_a_web_server_is_a_mismatch() {
    finds(
        &configured("application.properties", "spring.main.web-application-type=none\n"),
        &["error spring-boot/port-mismatch BOOT-INF/classes/application.properties:1:34: \
           spring.main.web-application-type is none, expected 8080: that is the port to which nginx forwards"],
    );
}

#[test]
fn a_custom_nginx_file_that_expects_the_port_makes_it_a_warning() {
    let jar = configured("application.properties", "server.port=9090\n");
    let nginx = "events {}\nhttp {\n  server {\n    location / { proxy_pass http://127.0.0.1:9090; }\n  }\n}\n";
    let one = jar.clone().file("BOOT-INF/classes/nginx/nginx-prod.conf", nginx);
    let policy = Policy::default();
    let inspector = Inspector::new(&policy).environment(EnvironmentKind::Production);
    let found = lines(&inspector.inspect_bytes(&one.bytes()));
    assert_eq!(
        found,
        [
            "warning spring-boot/port-mismatch BOOT-INF/classes/application.properties:1:13: server.port is 9090, expected \
          8080: the platform's port, although BOOT-INF/classes/nginx/nginx-prod.conf forwards to this one"
        ]
    );
    // Without an environment, the one that has no such file is in question too.
    assert_eq!(one.rules(), ["spring-boot/port-mismatch"; 2]);
    let commented = nginx.replace("    location", "    # location").replace("9090", "90901");
    let other = jar.file("BOOT-INF/classes/nginx/nginx-prod.conf", commented);
    assert!(inspector.inspect_bytes(&other.bytes()).is_err());
}

#[test]
fn the_profile_of_an_environment_is_policy() {
    let jar = configured("application-online.yml", "server.port: 9090\n");
    let spring_profiles = BTreeMap::from([(EnvironmentKind::Production, vec!["online".to_owned()])]);
    let policy = Policy::default().with(|policy| policy.spring_profiles = spring_profiles);
    assert!(jar.inspect().is_ok());
    assert!(Inspector::new(&policy).environment(EnvironmentKind::Test).inspect_bytes(&jar.bytes()).is_ok());
    let inspected = Inspector::new(&policy).environment(EnvironmentKind::Production).inspect_bytes(&jar.bytes());
    assert!(inspected.is_err());
    assert_eq!(facts(&inspected).profiles, ["online"]);
}

#[test]
fn a_placeholder_without_a_default_is_a_warning() {
    finds(
        &configured("application.yml", "server:\n  port: ${APP_PORT}\n"),
        &["warning spring-boot/port-placeholder-unresolved BOOT-INF/classes/application.yml:2:9: server.port is \
           ${APP_PORT}, but nothing in the package sets APP_PORT; expected a default of 8080"],
    );
}

#[test]
fn tls_on_the_application_s_port_is_found() {
    for (text, property, column) in [
        ("server.ssl.enabled=true\n", "server.ssl.enabled", 20),
        ("server.ssl.key-store=classpath:k.p12\n", "server.ssl.key-store", 22),
        ("server.ssl.bundle=web\n", "server.ssl.bundle", 19),
    ] {
        let expected = format!(
            "error spring-boot/ssl-enabled BOOT-INF/classes/application.properties:1:{column}: {property} switches TLS \
             on for the application's port, expected plain HTTP behind nginx"
        );
        finds(&configured("application.properties", text), &[&expected]);
    }
}

#[test]
fn tls_that_is_switched_off_is_not_found() {
    for text in [
        "server.ssl.enabled=false\nserver.ssl.key-store=k.p12\n",
        "server.ssl.enabled=${TLS:false}\n",
        "server.ssls=1\n",
    ] {
        finds(&configured("application.properties", text), &[]);
    }
}

#[test]
fn a_line_with_a_password_is_not_shown() {
    let jar = configured("application.yml", "server: {ssl: {key-store: k.p12, key-store-password: hunter2}}\n");
    let inspected = jar.inspect();
    assert_eq!(jar.rules(), ["spring-boot/ssl-enabled"]);
    for language in [Language::English, Language::Chinese] {
        assert!(!render::text(report(&inspected), "app.jar", language).contains("hunter2"));
    }
    let [diagnostic] = report(&inspected).diagnostics() else { panic!("one finding") };
    assert!(!render::json_line(diagnostic, Language::English).contains("hunter2"));
    assert_eq!(diagnostic.location().line(), Some(1));
}

#[test]
fn a_management_port_of_its_own_is_information() {
    finds(
        &configured("application.properties", "management.server.port=8081\n"),
        &["info spring-boot/management-port BOOT-INF/classes/application.properties:1:24: management.server.port is \
           8081: nginx forwards to 8080, so the management endpoints stay on the host"],
    );
    for text in ["management.server.port=8080\n", "management.server.port=-1\n", "management.server.port=${M}\n"] {
        finds(&configured("application.properties", text), &[]);
    }
}

#[test]
fn a_configuration_that_cannot_be_read_is_found() {
    finds(
        &configured("application.yml", "server:\n  port: @port@\n"),
        &["error spring-boot/configuration-unreadable BOOT-INF/classes/application.yml:2:9: \
           BOOT-INF/classes/application.yml cannot be read: unexpected character: `@'"],
    );
}

#[test]
fn the_unreadable_file_of_a_profile_counts_where_the_profile_is_active() {
    let severity = |profile: &str, active: &str| {
        let jar = configured(&format!("application-{profile}.yml"), "a: 1\na: 2\n")
            .file("BOOT-INF/classes/application.properties", format!("spring.profiles.active={active}\n"));
        lines(&jar.inspect()).iter().map(|line| line.split(' ').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(severity("prod", "prod"), ["error"]);
    assert_eq!(severity("dev", "prod"), ["warning"]);
    assert_eq!(severity("default", ""), ["error"]);
}

#[test]
fn a_file_at_the_root_of_the_jar_hides_the_application_s() {
    let jar = configured("application.properties", "server.port=9090\n").file("application.properties", "a=1\n");
    finds(&jar, &[]);
}

#[test]
fn bootstrap_files_count_where_a_library_reads_them() {
    let jar = configured("bootstrap.yml", "server.port: 9090\n");
    finds(&jar, &[]);
    let library = Jar::empty().file("a", "b").bytes();
    for (name, is_read) in [
        ("spring-cloud-context-2.2.9.RELEASE.jar", true),
        ("spring-cloud-context-3.1.7.jar", false),
        ("spring-cloud-starter-bootstrap-3.1.7.jar", true),
    ] {
        let jar = jar.clone().stored(&format!("BOOT-INF/lib/{name}"), &library);
        assert_eq!(jar.inspect().is_err(), is_read, "{name}");
    }
}

#[test]
fn the_facts_tell_port_path_and_versions() {
    let jar = configured("application-prod.yml", "server:\n  servlet:\n    context-path: /shop\n  port: 8080\n")
        .file("BOOT-INF/classes/application.properties", "spring.profiles.active=prod\n");
    let facts = facts(&jar.inspect());
    assert_eq!(
        serde_json::to_value(&facts).unwrap(),
        serde_json::json!({
            "boot_version": "2.7.18",
            "main_class": "org.springframework.boot.loader.JarLauncher",
            "start_class": "com.example.App",
            "layout": "boot-inf",
            "java": 8,
            "build_jdk": "1.8",
            "classes": 1,
            "libraries": 1,
            "port": {"port": 8080, "entry": "BOOT-INF/classes/application-prod.yml", "line": 4},
            "context_path": "/shop",
            "profiles": ["prod"],
        })
    );
}

#[test]
fn more_files_than_are_kept_change_nothing_whatever_their_order() {
    // 40 MB of files that may be imported, of which 32 MiB are kept.
    let filler = "a: 1\n".repeat(12_800);
    let fill = |jar: Jar| {
        (0..640).fold(jar, |jar, number| jar.file(&format!("BOOT-INF/classes/messages/{number}.yml"), &filler))
    };
    let port = |jar: Jar| jar.file("BOOT-INF/classes/application.properties", "server.port=9090\n");
    let (first, last) = (fill(port(Jar::boot("2.7.18"))).inspect(), port(fill(Jar::boot("2.7.18"))).inspect());
    assert_eq!(lines(&first), lines(&last));
    assert_eq!(facts(&first).port.map(|port| port.port), Some(9090));
}
