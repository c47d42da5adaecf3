//! Lock files and `engines`.

use cloudapp::app::Glibc;
use serde_json::json;

use super::support::Package;

fn app() -> Package {
    Package::scripts("node app.js", "exit 0")
}

#[test]
fn lock_files_of_two_managers_are_a_warning() {
    let package = app().file("package-lock.json", "{}").file("yarn.lock", "");
    assert_eq!(
        package.the("node/lockfile-conflict"),
        "warning: found yarn.lock beside package-lock.json, expected the lock file of one package manager"
    );
    assert_eq!(package.help("node/lockfile-conflict"), "remove the one that you do not use: git rm yarn.lock");
    for good in [
        app().file("package-lock.json", "{}"),
        app().file("package-lock.json", "{}").file("npm-shrinkwrap.json", "{}"),
        app().file("yarn.lock", "").file("web/package-lock.json", "{}"),
    ] {
        assert!(good.of("node/lockfile-conflict").is_empty());
    }
    assert_eq!(package.facts().lock_files, ["package-lock.json", "yarn.lock"]);
}

#[test]
fn a_private_registry_is_a_warning_for_each_host() {
    let rule = "node/lockfile-private-registry";
    for (file, line) in [
        (
            "package-lock.json",
            "{\"packages\": {\"node_modules/a\": {\n  \"resolved\": \"http://user:secret@nexus.corp:8081/a.tgz\"\n}}}",
        ),
        ("yarn.lock", "a@1:\n  resolved \"http://nexus.corp:8081/a.tgz#abc\"\n"),
        ("pnpm-lock.yaml", "  a:\n    resolution: {tarball: http://nexus.corp:8081/a.tgz}\n"),
    ] {
        let package = app().file(file, line);
        assert_eq!(package.the(rule), "warning: packages come from nexus.corp:8081, which the hosts may not reach");
        // A line with a password is not shown.
        let shown = package.place(rule).ends_with(" nexus.corp:8081");
        assert_eq!(shown, !line.contains("secret"));
        assert!(package.clone().bundled().of(rule).is_empty());
        let twice = app().file(file, format!("{line}{line}"));
        assert_eq!(twice.of(rule).len(), 1);
    }
    for host in ["registry.npmjs.org", "registry.npmmirror.com", "registry.yarnpkg.com", "codeload.github.com"] {
        let lock = format!("{{\n  \"resolved\": \"https://{host}/a.tgz\"\n}}");
        assert!(app().file("package-lock.json", lock).of(rule).is_empty(), "{host}");
    }
    let other = "{\n \"homepage\": \"http://nexus.corp/\",\n \"resolved\": \"git+ssh://git@github.com/a/b.git\"\n}";
    assert!(app().file("package-lock.json", other).of(rule).is_empty());
}

#[test]
fn what_the_lock_file_knows_of_commands_counts() {
    let lock = json!({"packages": {
        "node_modules/tools": {"bin": {"serve-it": "cli.js"}},
        "node_modules/only-dev": {"dev": true, "bin": {"test-it": "cli.js"}}
    }});
    let package = |start: &str| {
        Package::start_with(start, &json!({"dependencies": {"wrapper": "1"}}))
            .file("package-lock.json", lock.to_string())
    };
    assert!(package("serve-it").of("node/command-not-bundled").is_empty());
    assert_eq!(package("test-it").of("node/command-not-bundled").len(), 1);
}

#[test]
fn a_range_that_the_hosts_cannot_meet_is_a_warning() {
    let engines = |range: &str, minor: u16| {
        Package::start_with("node app.js", &json!({"engines": {"node": range}}))
            .policy(|policy| policy.glibc = Glibc { major: 2, minor })
    };
    let rule = "node/engines-unsatisfiable";
    assert_eq!(
        engines(">=18.0.0", 12).the(rule),
        "warning: engines asks for Node.js >=18.0.0; hosts with glibc 2.12 run official binaries below version 12"
    );
    assert_eq!(engines(">=18 <16", 12).the(rule), "warning: no version of Node.js is in the range >=18 <16");
    assert_eq!(engines("latest", 12).the(rule), "warning: engines asks for Node.js latest, which is no range");
    for range in ["lts/*", ">=16.0.0,<18", ">=8 || foo", ">="] {
        assert!(engines(range, 12).the(rule).ends_with("which is no range"), "{range}");
    }
    assert!(engines(">18.0.0 <18.0.0 || >2 <1", 12).the(rule).starts_with("warning: no version"));
    for (range, minor) in [("12.x", 12), ("^14 || ^16", 12), ("18", 17), (">=12.0.0", 12)] {
        assert_eq!(engines(range, minor).of(rule).len(), 1, "{range}");
    }
    for (range, minor) in [
        (">=8", 12),
        ("8.x || 18.x", 12),
        ("^14 || ^16", 17),
        ("18", 28),
        (">=22", 28),
        ("*", 12),
        ("", 12),
        ("11", 12),
        ("< 12", 12),
        (">= 18", 5),
        (">= 6.9.0 <= 6.x", 12),
        ("~> 8.0", 12),
        ("8 - 10", 12),
        (">=v10", 12),
        (">=18 <16 || 8", 12),
        ("x", 12),
    ] {
        assert!(engines(range, minor).of(rule).is_empty(), "{range} on 2.{minor}");
    }
}
