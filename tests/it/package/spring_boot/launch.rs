use cloudapp::app::{Framework, NestedLibraries, Policy};
use cloudapp::package::Inspector;

use super::jar::{Jar, lines, report};

#[track_caller]
fn finds(jar: &Jar, expected: &[&str]) {
    let inspected = jar.inspect();
    assert_eq!(lines(&inspected), expected);
    assert_eq!(inspected.is_ok(), expected.iter().all(|line| !line.starts_with("error")));
}

#[test]
fn what_boot_jar_writes_is_accepted() {
    for version in ["1.4.0.RELEASE", "1.5.22.RELEASE", "2.0.0.RELEASE", "2.2.0.M2", "2.7.18"] {
        finds(&Jar::boot(version), &[]);
    }
}

#[test]
fn the_layout_before_1_4_is_accepted() {
    let jar = Jar::empty()
        .manifest("Main-Class: org.springframework.boot.loader.JarLauncher\nStart-Class: com.example.App\n")
        .class("org/springframework/boot/loader/JarLauncher.class", 50)
        .class("com/example/App.class", 52)
        .stored("lib/spring-boot-1.3.8.RELEASE.jar", Jar::empty().file("a", "b").bytes());
    finds(&jar, &[]);
}

#[test]
fn a_shaded_jar_is_accepted() {
    finds(&Jar::shaded().class("org/other/Java9Only.class", 53), &[]);
}

#[test]
fn a_manifest_with_a_byte_order_mark_is_invalid() {
    finds(
        &Jar::boot("2.7.18").manifest_with("Manifest-Version", "\u{feff}Manifest-Version"),
        &["error spring-boot/manifest-invalid META-INF/MANIFEST.MF:1:1: line 1 of the manifest has a byte order mark \
           before the first name, expected `Name: value`"],
    );
}

#[test]
fn a_manifest_without_a_blank_after_the_colon_is_invalid() {
    finds(
        &Jar::boot("2.7.18").manifest_with("Start-Class: ", "Start-Class:"),
        &["error spring-boot/manifest-invalid META-INF/MANIFEST.MF:3:1: line 3 of the manifest has no colon followed \
           by a blank, expected `Name: value`"],
    );
}

#[test]
fn a_manifest_in_another_style_is_valid() {
    for (from, to) in
        [("Main-Class", "main-CLASS"), ("\r\n", "\n"), ("\r\n", "\r"), ("com.example", "com.ex\r\n ample")]
    {
        finds(&Jar::boot("2.7.18").manifest_with(from, to), &[]);
    }
}

#[test]
fn a_plain_jar_is_not_executable() {
    let jar = Jar::empty().manifest("Manifest-Version: 1.0\n").class("com/example/App.class", 52);
    finds(
        &jar,
        &[
            "error spring-boot/not-executable META-INF/MANIFEST.MF: the manifest names no Main-Class, as in a plain JAR \
           or a library: java -jar cannot start it, expected an executable JAR with a Main-Class",
        ],
    );
}

#[test]
fn a_main_class_in_a_line_without_its_end_is_dropped() {
    let jar = Jar::empty().manifest("A: 1\nMain-Class: com.example.App").class("com/example/App.class", 52);
    finds(
        &jar,
        &["error spring-boot/not-executable META-INF/MANIFEST.MF:2:1: Main-Class is in the manifest's last line, \
           which Java ignores without a line end: java -jar cannot start it, expected an executable JAR with a \
           Main-Class"],
    );
}

#[test]
fn a_jar_without_a_manifest_is_not_executable() {
    let jar = Jar::boot("2.7.18").without("META-INF/MANIFEST.MF");
    let policy = Policy::default();
    let inspected = Inspector::new(&policy).framework(Framework::SpringBoot).inspect_bytes(&jar.bytes());
    assert_eq!(
        lines(&inspected),
        [
            "error spring-boot/not-executable : there is no META-INF/MANIFEST.MF: java -jar cannot start it, expected an \
          executable JAR with a Main-Class"
        ]
    );
}

#[test]
fn the_application_s_class_as_main_class_is_a_mismatch() {
    finds(
        &Jar::boot("2.7.18").manifest_with("org.springframework.boot.loader.JarLauncher", "com.example.App"),
        &[
            "error spring-boot/launcher-mismatch META-INF/MANIFEST.MF:2:13: Main-Class is com.example.App, which cannot \
           start this JAR; expected org.springframework.boot.loader.JarLauncher",
        ],
    );
}

#[test]
fn the_launcher_of_another_version_is_a_mismatch() {
    finds(
        &Jar::boot("2.7.18").manifest_with("boot.loader.JarLauncher", "boot.loader.launch.JarLauncher"),
        &["error spring-boot/launcher-mismatch META-INF/MANIFEST.MF:2:13: Main-Class is \
           org.springframework.boot.loader.launch.JarLauncher, which cannot start this JAR; expected \
           org.springframework.boot.loader.JarLauncher"],
    );
}

#[test]
fn the_launcher_of_a_war_does_not_start_a_jar() {
    let jar = Jar::boot("2.7.18")
        .manifest_with("JarLauncher", "WarLauncher")
        .class("org/springframework/boot/loader/WarLauncher.class", 52);
    assert_eq!(jar.rules(), ["spring-boot/launcher-mismatch"]);
}

#[test]
fn a_launcher_of_one_s_own_at_the_root_is_no_mismatch() {
    let jar = Jar::boot("2.7.18")
        .manifest_with("org.springframework.boot.loader.JarLauncher", "io/xjar/boot/XJarLauncher ")
        .class("io/xjar/boot/XJarLauncher.class", 52);
    finds(&jar, &[]);
}

#[test]
fn a_manifest_without_a_start_class_is_found() {
    finds(
        &Jar::boot("2.7.18").manifest_with("Start-Class: com.example.App\r\n", ""),
        &[
            "error spring-boot/start-class-missing META-INF/MANIFEST.MF: the manifest names no Start-Class, expected the \
           class with the main method",
        ],
    );
}

#[test]
fn a_start_class_in_other_letter_case_is_found() {
    finds(
        &Jar::boot("2.7.18").manifest_with("com.example.App", "com.example.APP"),
        &["error spring-boot/start-class-missing META-INF/MANIFEST.MF:3:14: Start-Class is \"com.example.APP\", but \
           there is no BOOT-INF/classes/com/example/APP.class and no library that holds it; there is \
           BOOT-INF/classes/com/example/App.class"],
    );
}

#[test]
fn a_start_class_that_a_library_holds_is_found_there() {
    let jar = Jar::boot("2.7.18").manifest_with("com.example.App", "com.example.Main");
    let library = |class: &str| Jar::empty().class(class, 52).bytes();
    finds(&jar.clone().stored("BOOT-INF/lib/app.jar", library("com/example/Main.class")), &[]);
    finds(
        &jar.stored("BOOT-INF/lib/app.jar", library("com/example/main.class")),
        &["error spring-boot/start-class-missing META-INF/MANIFEST.MF:3:14: Start-Class is \"com.example.Main\", but \
           there is no BOOT-INF/classes/com/example/Main.class and no library that holds it"],
    );
}

#[test]
fn a_start_class_is_not_missed_while_a_library_cannot_be_read() {
    let jar = Jar::boot("2.7.18").manifest_with("com.example.App", "com.example.Main");
    finds(&jar.stored("BOOT-INF/lib/app.jar", "PK, but no archive"), &[]);
}

#[test]
fn libraries_are_held_against_java_only_where_the_policy_says_so() {
    let library = Jar::empty()
        .class("org/other/A.class", 55)
        .class("org/other/B.class", 55)
        .class("org/other/Old.class", 52)
        .class("META-INF/versions/17/org/other/A.class", 61)
        .class("module-info.class", 53);
    let jar = Jar::boot("2.7.18").stored("BOOT-INF/lib/other-1.0.jar", library.bytes());
    finds(&jar, &[]);
    let policy = Policy::default().with(|policy| policy.nested_libraries = NestedLibraries::Scanned);
    let inspected = jar.inspect_under(&policy);
    assert_eq!(
        lines(&inspected),
        ["warning spring-boot/library-class-version-too-new BOOT-INF/lib/other-1.0.jar!/org/other/A.class: \
          BOOT-INF/lib/other-1.0.jar holds org/other/A.class, compiled for Java 11 (class file 55), the hosts have Java \
          8; so are 1 more"]
    );
    assert!(inspected.is_ok());
    let both = Inspector::new(&policy).inspect(std::io::Cursor::new(jar.bytes())).unwrap();
    assert_eq!(lines(&both), lines(&inspected));
    let newer = policy.with(|policy| policy.java_limit = 11);
    assert_eq!(lines(&jar.inspect_under(&newer)), [""; 0]);
}

#[test]
fn a_start_class_written_as_a_path_is_found() {
    finds(
        &Jar::boot("2.7.18").manifest_with("com.example.App", "com/example/App"),
        &[
            "error spring-boot/start-class-missing META-INF/MANIFEST.MF:3:14: Start-Class is \"com/example/App\", which \
           Java refuses as a name, expected com.example.App",
        ],
    );
}

#[test]
fn a_properties_launcher_may_name_its_class_in_a_file() {
    let jar = Jar::boot("2.7.18")
        .manifest_with("JarLauncher", "PropertiesLauncher")
        .manifest_with("Start-Class: com.example.App\r\n", "")
        .class("org/springframework/boot/loader/PropertiesLauncher.class", 52);
    assert_eq!(jar.rules(), ["spring-boot/start-class-missing"]);
    finds(&jar.file("BOOT-INF/classes/loader.properties", "loader.main=com.example.App"), &[]);
}

#[test]
fn a_jar_without_the_entry_of_its_classes_directory_is_found() {
    finds(
        &Jar::boot("2.7.18").without("BOOT-INF/").without("BOOT-INF/classes/"),
        &[
            "error spring-boot/classes-directory-entry-missing BOOT-INF/classes/: there is no entry `BOOT-INF/classes/` \
           although 1 files are below it, expected the directory entry that the launcher looks for",
        ],
    );
}

#[test]
fn other_directory_entries_are_not_needed() {
    finds(&Jar::boot("2.7.18").without("META-INF/").without("BOOT-INF/").without("BOOT-INF/lib/"), &[]);
}

#[test]
fn a_deflated_library_is_found() {
    finds(
        &Jar::boot("2.7.18").file("BOOT-INF/lib/b.jar", Jar::empty().file("a", "b").bytes()),
        &["error spring-boot/nested-library-compressed BOOT-INF/lib/b.jar: BOOT-INF/lib/b.jar is deflated, expected \
           stored: Spring Boot cannot open a compressed nested library"],
    );
}

#[test]
fn a_deflated_jar_elsewhere_is_no_library() {
    let library = Jar::empty().file("a", "b").bytes();
    finds(&Jar::boot("2.7.18").file("BOOT-INF/classes/static/b.jar", library), &[]);
}

#[test]
fn spring_boot_3_needs_a_newer_java() {
    let jar = Jar::boot("3.2.3");
    finds(
        &jar,
        &["error spring-boot/boot-needs-newer-java META-INF/MANIFEST.MF:4:22: Spring Boot 3.2.3 needs Java 17, the \
           hosts have Java 8"],
    );
    assert!(jar.inspect_under(&Policy::default().with(|policy| policy.java_limit = 17)).is_ok());
}

#[test]
fn the_name_of_the_library_tells_the_version_too() {
    let jar = Jar::boot("3.2.3").manifest_with("Spring-Boot-Version: 3.2.3\r\n", "");
    finds(
        &jar,
        &["error spring-boot/boot-needs-newer-java BOOT-INF/lib/spring-boot-3.2.3.jar: Spring Boot 3.2.3 needs Java \
           17, the hosts have Java 8"],
    );
}

#[test]
fn classes_for_a_newer_java_are_found_once_a_version() {
    let jar = Jar::boot("2.7.18")
        .class("BOOT-INF/classes/com/example/B.class", 55)
        .class("BOOT-INF/classes/com/example/C.class", 55)
        .preview_class("BOOT-INF/classes/com/example/D.class", 61, 65535);
    finds(
        &jar,
        &[
            "error spring-boot/class-version-too-new BOOT-INF/classes/com/example/B.class: \
             BOOT-INF/classes/com/example/B.class is compiled for Java 11 (class file 55), the hosts have Java 8; so \
             are 1 more",
            "error spring-boot/class-version-too-new BOOT-INF/classes/com/example/D.class: \
             BOOT-INF/classes/com/example/D.class is compiled for Java 17 alone and with --enable-preview (class file \
             61), the hosts have Java 8",
        ],
    );
}

#[test]
fn classes_that_java_8_ignores_are_not_judged() {
    let jar = Jar::boot("2.7.18")
        .class("BOOT-INF/classes/module-info.class", 61)
        .class("BOOT-INF/classes/META-INF/versions/11/com/example/App.class", 55)
        .file("BOOT-INF/classes/com/example/Encrypted.class", "no class at all");
    finds(&jar, &[]);
}

#[test]
fn a_war_is_the_wrong_artifact() {
    let jar = Jar::empty()
        .manifest("Main-Class: org.springframework.boot.loader.WarLauncher\nStart-Class: com.example.App\n")
        .class("org/springframework/boot/loader/WarLauncher.class", 52)
        .class("WEB-INF/classes/com/example/App.class", 52);
    finds(
        &jar,
        &["error spring-boot/wrong-artifact WEB-INF/classes/com/example/App.class: \
           WEB-INF/classes/com/example/App.class makes this a WAR, expected the application's executable JAR"],
    );
}

#[test]
fn a_boot_jar_with_web_inf_resources_is_no_war() {
    finds(&Jar::boot("2.7.18").file("WEB-INF/web.xml", "<web-app/>"), &[]);
}

#[test]
fn sources_and_documentation_are_the_wrong_artifact() {
    let sources = Jar::empty().manifest("Manifest-Version: 1.0\n").file("com/example/App.java", "class App {}");
    finds(
        &sources,
        &["error spring-boot/wrong-artifact com/example/App.java: com/example/App.java makes this a source JAR, \
           expected the application's executable JAR"],
    );
    let javadoc = Jar::empty().manifest("Manifest-Version: 1.0\n").file("index.html", "").file("package-list", "a");
    finds(
        &javadoc,
        &["error spring-boot/wrong-artifact package-list: package-list makes this a documentation JAR, expected the \
           application's executable JAR"],
    );
}

#[test]
fn a_file_among_the_libraries_that_is_none_stops_only_older_launchers() {
    let severities = |jar: Jar| -> Vec<String> {
        let found = jar.inspect();
        let found = report(&found).diagnostics().iter().filter(|found| found.rule().id.contains("nested-library"));
        found.map(|found| format!("{} {}", found.severity(), found.rule().id)).collect()
    };
    let zip = Jar::empty().file("a", "b").bytes();
    for (version, path, content, expected) in [
        ("2.7.18", "BOOT-INF/lib/README.txt", &b"read me"[..], "error spring-boot/nested-library-invalid"),
        ("2.7.18", "BOOT-INF/lib/a.jar", b"", "error spring-boot/nested-library-invalid"),
        ("2.7.18", "BOOT-INF/lib/a/b.so", b"\x7fELF", "error spring-boot/nested-library-invalid"),
        ("3.2.3", "BOOT-INF/lib/a.jar", b"<html>", "warning spring-boot/nested-library-invalid"),
    ] {
        assert_eq!(severities(Jar::boot(version).stored(path, content)), [expected], "{version} {path}");
    }
    let script = [b"#!/bin/sh\n", &zip[..]].concat();
    for (version, path, content) in [
        ("2.7.18", "BOOT-INF/lib/a/b.jar", &zip[..]),
        ("2.7.18", "BOOT-INF/lib/a.zip", &zip),
        ("2.7.18", "BOOT-INF/lib/a.jar", &script),
        ("3.2.3", "BOOT-INF/lib/.gitkeep", b""),
    ] {
        assert_eq!(severities(Jar::boot(version).stored(path, content)), [""; 0], "{version} {path}");
    }
    assert_eq!(severities(Jar::boot("3.2.3").file("BOOT-INF/lib/README.txt", "read me")), [""; 0]);
}
