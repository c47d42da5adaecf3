use std::collections::BTreeSet;

use cloudapp::app::{EnvironmentKind, NestedLibraries, Policy};
use cloudapp::package::Verdict;
use cloudapp::package::spring_boot::RULES;
use proptest::prelude::*;

use super::jar::{Jar, report};
use super::signatures::signed;

fn boot() -> Jar {
    Jar::boot("2.7.18")
}

fn configured(text: &str) -> Jar {
    boot().file("BOOT-INF/classes/application.properties", text)
}

fn library(major: u16) -> Vec<u8> {
    Jar::empty().class("org/other/A.class", major).bytes()
}

const THIN: &str = "org.springframework.boot.loader.wrapper.ThinJarWrapper";

/// Each rule with a JAR that trips it and the nearest one that must not.
#[expect(clippy::too_many_lines, reason = "one table")]
fn table() -> Vec<(&'static str, Jar, Jar)> {
    vec![
        ("spring-boot/autoconfiguration-lost", Jar::shaded().without("META-INF/spring.factories"), Jar::shaded()),
        ("spring-boot/boot-needs-newer-java", Jar::boot("3.0.0"), Jar::boot("2.7.18")),
        (
            "spring-boot/class-version-too-new",
            boot().class("BOOT-INF/classes/B.class", 53),
            boot().class("BOOT-INF/classes/META-INF/versions/9/B.class", 53),
        ),
        (
            "spring-boot/classes-directory-entry-missing",
            boot().without("BOOT-INF/classes/"),
            boot().without("BOOT-INF/lib/"),
        ),
        (
            "spring-boot/configuration-unreadable",
            boot().file("BOOT-INF/classes/application.yml", "a: @b@"),
            boot().file("BOOT-INF/classes/application.yml", "a: \"@b@\""),
        ),
        (
            "spring-boot/launcher-mismatch",
            boot().manifest_with("org.springframework.boot.loader.JarLauncher", "com.example.App"),
            boot()
                .manifest_with("org.springframework.boot.loader.JarLauncher", "com.example.Launcher")
                .class("com/example/Launcher.class", 52),
        ),
        (
            "spring-boot/libraries-missing",
            Jar::shaded().without("org/springframework/boot/SpringApplication.class"),
            Jar::shaded(),
        ),
        (
            "spring-boot/library-class-version-too-new",
            boot().stored("BOOT-INF/lib/a.jar", library(53)),
            boot().stored("BOOT-INF/lib/a.jar", library(52)),
        ),
        (
            "spring-boot/main-class-missing",
            Jar::shaded().manifest("Main-Class: com.example.Application\n"),
            Jar::shaded().manifest("Main-Class: com/example/App\n"),
        ),
        (
            "spring-boot/management-port",
            configured("management.server.port=8081"),
            configured("management.server.port=8080"),
        ),
        (
            "spring-boot/manifest-invalid",
            boot().manifest_with("Start-Class: ", "Start-Class:"),
            boot().manifest_with("Start-Class: ", "START-CLASS: "),
        ),
        (
            "spring-boot/nested-library-compressed",
            boot().file("BOOT-INF/lib/a.jar", library(52)),
            boot().file("BOOT-INF/classes/a.jar", library(52)),
        ),
        (
            "spring-boot/nested-library-invalid",
            boot().stored("BOOT-INF/lib/.gitkeep", ""),
            boot().stored("BOOT-INF/classes/.gitkeep", ""),
        ),
        (
            "spring-boot/not-executable",
            boot().manifest_with("Main-Class", "Main-Klass"),
            boot().manifest_with("Main-Class", "MAIN-class"),
        ),
        (
            "spring-boot/not-spring-boot",
            Jar::shaded().without("com/example/App.class").naming("com/example/App.class", &["java/lang/Object"]),
            Jar::shaded(),
        ),
        (
            "spring-boot/port-imported",
            configured("spring.config.import=nacos:shop.yml"),
            configured("spring.config.import=classpath:shop.yml")
                .file("BOOT-INF/classes/shop.yml", "server.port: 8080"),
        ),
        ("spring-boot/port-mismatch", configured("server.port=9090"), configured("server.port=${PORT:8080}")),
        (
            "spring-boot/port-placeholder-unresolved",
            configured("server.port=${app.port}"),
            configured("server.port=${app.port}\napp.port=8080"),
        ),
        (
            "spring-boot/property-refused",
            boot().file("BOOT-INF/classes/application-prod.yml", "spring.profiles.include: a"),
            boot().file("BOOT-INF/classes/application-prod.yml", "spring.profiles.group.prod: a"),
        ),
        ("spring-boot/signature-misfit", signed(boot(), "META-INF/A.RSA"), signed(boot(), "META-INF/x/A.RSA")),
        (
            "spring-boot/ssl-enabled",
            configured("server.ssl.key-store=k.p12"),
            configured("server.ssl.key-store=k.p12\nserver.ssl.enabled=false"),
        ),
        (
            "spring-boot/start-class-missing",
            boot().manifest_with("com.example.App", "com.example.Main"),
            boot()
                .manifest_with("com.example.App", "com.example.Main")
                .stored("BOOT-INF/lib/a.jar", Jar::empty().class("com/example/Main.class", 52).bytes()),
        ),
        (
            "spring-boot/thin-launcher",
            Jar::empty()
                .manifest(&format!("Main-Class: {THIN}\n"))
                .class(&format!("{}.class", THIN.replace('.', "/")), 52),
            boot(),
        ),
        (
            "spring-boot/wrong-artifact",
            Jar::empty().manifest("A: 1\n").file("a/B.java", "class B {}"),
            boot().file("BOOT-INF/classes/templates/B.java", "class B {}"),
        ),
        ("spring-boot/zip64-unsupported", Jar::boot("2.1.18.RELEASE").zip64(), Jar::boot("2.2.0.RELEASE").zip64()),
    ]
}

fn policy() -> Policy {
    let profiles = EnvironmentKind::ALL.iter().map(|kind| (*kind, vec!["prod".to_owned()])).collect();
    Policy::default().with(|policy| {
        policy.nested_libraries = NestedLibraries::Scanned;
        policy.spring_profiles = profiles;
    })
}

fn rules(jar: &Jar) -> BTreeSet<&'static str> {
    report(&jar.inspect_under(&policy())).diagnostics().iter().map(|diagnostic| diagnostic.rule().id).collect()
}

#[test]
fn each_rule_finds_its_fault_and_lets_the_near_case_pass() {
    let table = table();
    let covered: Vec<&str> = table.iter().map(|(rule, ..)| *rule).collect();
    assert_eq!(covered, RULES.iter().map(|rule| rule.id).collect::<Vec<_>>());
    for (rule, faulty, near) in table {
        assert!(rules(&faulty).contains(rule), "{rule} is not found: {:?}", rules(&faulty));
        assert!(!rules(&near).contains(rule), "{rule} is found in the near case");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_order_of_entries_does_not_change_what_is_found(index in any::<prop::sample::Index>(), seed in any::<u64>()) {
        let mut table = table();
        let (_, jar, _) = table.swap_remove(index.index(table.len()));
        let jar = jar
            .file("BOOT-INF/classes/application-dev.yml", "server.port: 1")
            .file("BOOT-INF/classes/config/application.yml", "a: 1");
        let mut other = jar.clone();
        let mut state = seed;
        other.entries.sort_by_cached_key(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state >> 33
        });
        let (one, other) = (jar.inspect_under(&policy()), other.inspect_under(&policy()));
        prop_assert_eq!(Verdict::of(&one), Verdict::of(&other));
        let seen = |inspected| report(inspected).diagnostics().iter().map(|found| {
            (found.rule().id, found.location().entry_name())
        }).collect::<Vec<_>>();
        prop_assert_eq!(seen(&one), seen(&other));
    }
}
