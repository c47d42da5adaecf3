//! JARs without Spring Boot's launcher. What java -jar makes of each was run with JDK 17.

use super::jar::{Jar, SPRING_APPLICATION, lines};

/// A shaded JAR whose main class refers to these classes.
fn main(classes: &[&str]) -> Jar {
    Jar::shaded().without("com/example/App.class").naming("com/example/App.class", classes)
}

#[test]
fn a_main_class_may_lead_to_spring_boot_through_others() {
    let through = main(&["com/example/A"]).naming("com/example/A.class", &["com/example/B", "[Lcom/example/C;"]);
    let reached = through.clone().naming("com/example/C.class", &[SPRING_APPLICATION]);
    assert_eq!(reached.rules(), Vec::<&str>::new());
    assert_eq!(through.rules(), ["spring-boot/not-spring-boot"]);
}

#[test]
fn other_entry_points_and_names_in_texts_lead_to_spring_boot_too() {
    for name in [
        "org/springframework/boot/builder/SpringApplicationBuilder",
        "org/springframework/boot/web/servlet/support/SpringBootServletInitializer",
        "org.springframework.boot.SpringApplication",
    ] {
        assert_eq!(main(&[name]).rules(), Vec::<&str>::new(), "{name}");
    }
    assert_eq!(main(&["org/springframework/boot/SpringBootVersion"]).rules(), ["spring-boot/not-spring-boot"]);
}

#[test]
fn nothing_is_said_of_the_port_of_what_is_no_spring_boot() {
    let jar = main(&["java/lang/Object"]).file("application.properties", "server.port=9090");
    assert_eq!(
        lines(&jar.inspect()),
        ["error spring-boot/not-spring-boot META-INF/MANIFEST.MF:1:13: com.example.App does not lead to \
          SpringApplication, expected a Spring Boot application"]
    );
}

#[test]
fn libraries_beside_the_jar_are_named() {
    let jar = Jar::shaded()
        .without("org/springframework/boot/SpringApplication.class")
        .manifest("Main-Class: com.example.App\nClass-Path: lib/spring-boot-2.7.18.jar\n");
    assert_eq!(
        lines(&jar.inspect()),
        [
            "error spring-boot/libraries-missing com/example/App.class: com.example.App needs SpringApplication, which is \
          not in the JAR, expected Spring Boot's libraries inside; Class-Path names lib/spring-boot-2.7.18.jar, beside \
          the JAR"
        ]
    );
}

#[test]
fn a_main_class_that_is_not_there_is_named_with_one_like_it() {
    assert_eq!(
        lines(&Jar::shaded().manifest("Main-Class: com.example.app\n").inspect()),
        [
            "error spring-boot/main-class-missing META-INF/MANIFEST.MF:1:13: Main-Class is com.example.app, which is not in \
          the JAR; there is com/example/App.class"
        ]
    );
}

#[test]
fn a_main_class_for_one_java_only_counts_in_a_multi_release_jar() {
    let jar = Jar::shaded()
        .without("com/example/App.class")
        .naming("META-INF/versions/11/com/example/App.class", &[SPRING_APPLICATION]);
    let multi = "Main-Class: com.example.App\nMulti-Release: true\n";
    assert_eq!(jar.clone().manifest(multi).rules(), Vec::<&str>::new());
    assert_eq!(jar.rules(), ["spring-boot/main-class-missing"]);
}

#[test]
fn another_library_s_list_of_auto_configurations_is_not_spring_boot_s() {
    let listing = |path: &str, text: &str| Jar::shaded().without("META-INF/spring.factories").file(path, text).rules();
    let factories = "META-INF/spring.factories";
    let key = "org.springframework.boot.autoconfigure.EnableAutoConfiguration";
    let lost = ["spring-boot/autoconfiguration-lost"];
    assert_eq!(listing(factories, &format!("{key}=org.mybatis.MybatisAutoConfiguration\n")), lost);
    assert_eq!(listing(factories, "a.B=c.D\n"), lost);
    let own = "org.springframework.boot.autoconfigure.web.WebAutoConfiguration";
    assert_eq!(listing(factories, &format!("{key}={own}\n")), Vec::<&str>::new());
    let imports = "META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports";
    assert_eq!(listing(imports, &format!("# own\n{own}\n")), Vec::<&str>::new());
    assert_eq!(listing(imports, "org.mybatis.MybatisAutoConfiguration\n"), lost);
}

#[test]
fn an_application_without_auto_configuration_needs_no_list() {
    let jar = Jar::shaded()
        .without("META-INF/spring.factories")
        .without("org/springframework/boot/autoconfigure/EnableAutoConfiguration.class");
    assert_eq!(jar.rules(), Vec::<&str>::new());
}

#[test]
fn a_damaged_class_leads_nowhere() {
    let jar = Jar::shaded()
        .without("com/example/App.class")
        .file("com/example/App.class", b"\xca\xfe\xba\xbe\0\0\0\x34\xff\xff\x01\xff");
    assert_eq!(jar.rules(), ["spring-boot/not-spring-boot"]);
}
