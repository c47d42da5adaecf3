//! Every rule with a package that breaks it and the nearest one that does not.

use std::collections::BTreeSet;

use cloudapp::app::NodeVersion;
use cloudapp::package::node::RULES;
use serde_json::{Value, json};

use super::support::Package;

/// Rule, package that breaks it, package that does not.
#[expect(clippy::too_many_lines, reason = "a table")]
fn table() -> Vec<(&'static str, Package, Package)> {
    let app = || Package::scripts("node app.js", "exit 0");
    let starts = |start: &str| Package::scripts(start, "exit 0");
    let with = |start: &str, rest: Value| Package::start_with(start, &rest);
    let egg =
        |start: &str, stop: &str| with(start, json!({"dependencies": {"egg-scripts": "2"}, "scripts": {"stop": stop}}));
    let mac = [0xcf, 0xfa, 0xed, 0xfe, 7, 0, 0, 1, 3, 0, 0, 0, 6, 0, 0, 0];
    let lock = |host: &str| format!("{{\n \"resolved\": \"https://{host}/a.tgz\"\n}}");
    let bin = "node_modules/.bin/pm2";
    let on = |major, minor, package: Package| package.policy(|policy| policy.node = Some(NodeVersion { major, minor }));
    let code = |code: &str| starts("node app.js").file("app.js", code);
    let exports = |code: &str| {
        let package = r#"{"exports": {".": "./index.js"}}"#;
        let app = with("node app.js", json!({"dependencies": {"a": "1"}})).file("app.js", code);
        app.file("node_modules/a/package.json", package)
            .file("node_modules/a/index.js", "")
            .file("node_modules/a/b.js", "")
    };
    vec![
        (
            "node/builtin-too-new",
            on(18, 20, code("require('node:sqlite')")),
            on(22, 13, code("require('node:sqlite')")),
        ),
        ("node/cd-target-missing", starts("cd lib && true"), starts("cd lib && true").file("lib/x.js", "")),
        (
            "node/command-not-bundled",
            starts("pm2 start app.js"),
            with("pm2 start app.js", json!({"dependencies": {"pm2": "5"}})),
        ),
        (
            "node/command-only-in-dev-dependencies",
            with("nodemon app.js", json!({"devDependencies": {"nodemon": "3"}})),
            with("nodemon app.js", json!({"dependencies": {"nodemon": "3"}})),
        ),
        (
            "node/crlf-shebang",
            starts("sh x.sh").file("x.sh", "#!/bin/sh\r\n"),
            starts("sh x.sh").file("x.sh", "#!/bin/sh\n"),
        ),
        ("node/dangling-symlink", app().link("a.json", "b.json"), app().link("a.json", "b.json").file("b.json", "{}")),
        (
            "node/egg-stderr-aborts-start",
            egg("egg-scripts start --daemon", "egg-scripts stop"),
            egg("egg-scripts start --daemon --ignore-stderr", "egg-scripts stop"),
        ),
        (
            "node/egg-stop-title",
            egg("egg-scripts start --title=a", "egg-scripts stop --title=b"),
            egg("egg-scripts start --title=a", "egg-scripts stop --title=a"),
        ),
        (
            "node/engines-unsatisfiable",
            with("node app.js", json!({"engines": {"node": ">=12"}})),
            with("node app.js", json!({"engines": {"node": ">=11"}})),
        ),
        (
            "node/es-module-required",
            on(20, 18, code("require('./a.mjs')").file("a.mjs", "")),
            on(20, 19, code("require('./a.mjs')").file("a.mjs", "")),
        ),
        ("node/exec-bit-missing", starts("./x").file("x", "#!/bin/sh\n"), starts("./x").executable("x", "#!/bin/sh\n")),
        (
            "node/flattened-symlink",
            starts("pm2 ls").executable(bin, "#!/usr/bin/env node\nrequire('../lib')"),
            starts("pm2 ls")
                .link(bin, "../pm2/cli")
                .executable("node_modules/pm2/cli", "#!/usr/bin/env node\nrequire('../lib')"),
        ),
        (
            "node/foreign-native-binary",
            app().file("node_modules/x/build/Release/x.node", mac),
            app().file("node_modules/x/prebuilds/darwin-x64/x.node", mac),
        ),
        (
            "node/glibc-too-new",
            app().file("node_modules/x/x.node", super::modules::elf(62, &["GLIBC_2.13"])),
            app().file("node_modules/x/x.node", super::modules::elf(62, &["GLIBC_2.12"])),
        ),
        ("node/global-install-in-script", starts("npm i -g x; node app.js"), starts("npm i x; node app.js")),
        ("node/import-in-common-js", on(18, 20, code("import fs from 'fs'")), on(20, 19, code("import fs from 'fs'"))),
        (
            "node/local-dependency-missing",
            with("node app.js", json!({"dependencies": {"x": "file:../x"}})),
            with("node app.js", json!({"dependencies": {"x": "file:lib/x"}})).file("lib/x/index.js", ""),
        ),
        ("node/lockfile-conflict", app().file("yarn.lock", "").file("pnpm-lock.yaml", ""), app().file("yarn.lock", "")),
        (
            "node/lockfile-private-registry",
            app().file("package-lock.json", lock("npm.corp")),
            app().file("package-lock.json", lock("registry.npmjs.org")),
        ),
        ("node/missing-start", Package::with(r#"{"scripts": {"stop": "true"}}"#), app()),
        ("node/missing-stop", Package::with(r#"{"scripts": {"start": "true"}}"#), app()),
        ("node/module-not-exported", exports("require('a/b')"), exports("require('a')")),
        (
            "node/module-only-in-dev-dependencies",
            with("node app.js", json!({"devDependencies": {"x": "1"}})).file("app.js", "require('x')"),
            with("node app.js", json!({"dependencies": {"x": "1"}})).file("app.js", "require('x')"),
        ),
        ("node/module-undeclared", code("require('x')"), code("try { require('x') } catch {}")),
        (
            "node/modules-absent",
            with("node app.js", json!({"dependencies": {"x": "1"}})),
            with("node app.js", json!({"dependencies": {"x": "1"}})).file("node_modules/x/index.js", ""),
        ),
        (
            "node/optional-platform-package-missing",
            app().file("node_modules/@img/sharp-darwin-x64/x", ""),
            app().file("node_modules/@img/sharp-darwin-x64/x", "").file("node_modules/@img/sharp-linux-x64/x", ""),
        ),
        ("node/package-json-bom", Package::with("\u{feff}{}"), Package::with("{}")),
        ("node/package-json-invalid", Package::with("{\"name\": 'a'}"), Package::with("{\"name\": \"a\"}")),
        ("node/package-json-missing", app().without("package.json"), app()),
        ("node/path-case-mismatch", starts("node App.js"), starts("node app.js")),
        (
            "node/port-mismatch",
            starts("node app.js").file("app.js", "a.listen(7002)"),
            starts("node app.js").file("app.js", "a.listen(7001)"),
        ),
        (
            "node/require-case-mismatch",
            code("require('./Lib/a')").file("lib/a.js", ""),
            code("require('./lib/a')").file("lib/a.js", ""),
        ),
        (
            "node/require-in-es-module",
            with("node app.js", json!({"type": "module"})).file("app.js", "require('fs')"),
            with("node app.js", json!({"type": "commonjs"})).file("app.js", "require('fs')"),
        ),
        ("node/require-target-missing", code("require('./a')"), code("require('./a')").file("a/index.js", "")),
        ("node/script-not-runnable", starts(""), starts("true")),
        ("node/start-target-missing", starts("node b.js"), starts("node b.js").file("b.js", "")),
        (
            "node/stop-always-fails",
            Package::scripts("true", "echo no && exit 1"),
            Package::scripts("true", "sh x; exit 1"),
        ),
        (
            "node/stop-does-nothing",
            Package::scripts("true", "echo bye"),
            Package::scripts("true", "echo bye; sh stop.sh"),
        ),
        (
            "node/stop-start-race",
            Package::scripts("true", "pkill node"),
            Package::scripts("true", "pkill node; sleep 3"),
        ),
        ("node/windows-path", starts("node lib\\x.js"), starts("node lib/x.js")),
        ("node/windows-set", starts("set A=b&& node app.js"), starts("set -e && A=b node app.js")),
    ]
}

#[test]
fn each_rule_fires_and_lets_the_near_case_pass() {
    for (rule, broken, near) in table() {
        assert_eq!(broken.of(rule).len(), 1, "{rule} does not fire: {:?}", broken.found());
        assert!(near.of(rule).is_empty(), "{rule} fires on the near case: {:?}", near.found());
    }
}

#[test]
fn no_rule_is_left_out() {
    let listed: BTreeSet<&str> = table().into_iter().map(|(rule, _, _)| rule).collect();
    let declared: BTreeSet<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(listed, declared);
    assert!(RULES.is_sorted_by_key(|rule| rule.id));
}

#[test]
fn the_order_of_entries_changes_no_report() {
    for (rule, broken, near) in table() {
        for package in [broken, near] {
            assert_eq!(package.report(), package.clone().reversed().report(), "{rule}");
        }
    }
}
