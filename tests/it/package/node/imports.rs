//! What the app's code loads, resolved as Node.js does.

use proptest::prelude::*;

use super::support::Package;

/// An app that starts `app.js`, and its other files, empty unless they say something.
fn app(code: &str, files: &[(&str, &str)]) -> Package {
    typed("", code, files)
}

fn typed(kind: &str, code: &str, files: &[(&str, &str)]) -> Package {
    let kind = if kind.is_empty() { String::new() } else { format!(r#", "type": "{kind}""#) };
    let manifest = format!(r#"{{"name": "shop", "scripts": {{"start": "node app.js", "stop": "exit 0"}}{kind}}}"#);
    let package = Package::with(manifest).file("app.js", code);
    files.iter().fold(package, |package, (path, content)| package.file(path, content))
}

#[track_caller]
fn finds(package: &Package, expected: &[&str]) {
    assert_eq!(package.found(), expected);
}

#[track_caller]
fn is_silent(package: &Package) {
    finds(package, &[]);
}

#[test]
fn a_file_is_found_with_each_extension_and_as_a_directory() {
    let files =
        [("a.js", ""), ("b.json", "{}"), ("c/index.js", ""), ("d/package.json", r#"{"main": "x"}"#), ("d/x.js", "")];
    is_silent(&app("require('./a'); require('./b'); require('./c'); require('./c/'); require('./d')", &files));
}

#[test]
fn a_missing_file_of_a_file_is_found_at_its_line() {
    let package = app("require('./lib/a')", &[("lib/a.js", "\nconst db = require('../config/db')\n")]);
    finds(&package, &["error node/require-target-missing: ../config/db is loaded, which is not in the package"]);
}

#[test]
fn require_adds_neither_cjs_nor_mjs() {
    let package = app("require('./a')", &[("a.cjs", "")]);
    finds(&package, &["error node/require-target-missing: ./a is loaded, which is not in the package; a.cjs is"]);
}

#[test]
fn import_adds_no_extension() {
    let package = typed("module", "import './a'", &[("a.js", "")]);
    finds(&package, &["error node/require-target-missing: ./a is loaded, which is not in the package; a.js is"]);
}

#[test]
fn letter_case_counts() {
    let package = app("require('./routes/Users')", &[("routes/users.js", "")]);
    finds(&package, &["error node/require-case-mismatch: ./routes/Users is loaded, the package holds routes/users.js"]);
}

#[test]
fn what_is_tried_or_under_a_condition_may_be_missing() {
    for code in [
        "try { require('./a') } catch (e) {}",
        "if (process.env.DEV) { require('./a') }",
        "if (process.env.DEV) require('./a')",
        "if (x) y(); else require('./a')",
        "const a = dev && require('./a')",
        "const a = dev ? require('./a') : null",
        "switch (1) { case 2: require('./a') }",
        "try { f(() => require('./a')) } catch {}",
        "if (a) return\nrequire('./a')",
        "if (!ready) process.exit(1)\nrequire('./a')",
    ] {
        is_silent(&app(code, &[]));
    }
}

#[test]
fn what_a_function_loads_is_a_warning() {
    for code in [
        "exports.f = function () { return require('./a') }",
        "const f = () => require('./a')",
        "class A { f() { return require('./a') } }",
        "const o = { f() { require('./a') } }",
        "const o = { f(a = require('./a')) { } }",
        "import('./a.js')",
    ] {
        let package = app(code, &[]);
        let found = package.found();
        assert!(
            found.iter().all(|found| found.starts_with("warning node/require-target-missing")),
            "{code}: {found:?}"
        );
        assert_eq!(found.len(), 1, "{code}");
    }
}

#[test]
fn what_runs_on_loading_is_an_error() {
    for code in [
        "f(require('./a'), [require('./b')])",
        "const o = { a: require('./a'), b() {}, c: require('./b') }",
        "const f = () => 1\nrequire('./a')\nrequire('./b')",
        "const a = x || y\nconst b = require('./a'), c = require('./b')",
        "if (x) {}\nrequire('./a')\n{ require('./b') }",
        "`${require('./a')} ${`${require('./b')}`}`",
        "const f = function () {} / 1, a = require('./a'); const s = 4 / 2 / require('./b')",
        "label: for (;;) break label\nrequire('./a'); require.resolve('./b')",
    ] {
        let found = app(code, &[]).found();
        assert_eq!(found.iter().filter(|found| found.starts_with("error")).count(), 2, "{code}: {found:?}");
    }
}

#[test]
fn what_is_only_resolved_is_not_loaded() {
    is_silent(&app("require.resolve('./a')", &[("a.js", "require('./gone')")]));
}

#[test]
fn comments_strings_and_regular_expressions_load_nothing() {
    for code in [
        "// require('./a')",
        "/* require('./a') */",
        "'require(\"./a\")'",
        "`require('./a')`",
        "/require('.\\/a')/.test(x)",
        "if (x) /[/']require('.\\/a')/.test(x)",
        "x = { a: 1 }\n/'/.exec(\"require('./a')\")",
        "<!-- require('./a')",
        "o.require('./a')",
        "\\u0072equire('./a')",
        "require('./a' + b)",
        "require(`./${a}`)",
        "#!/usr/bin/env node require('./a')",
    ] {
        is_silent(&app(code, &[]));
    }
}

#[test]
fn a_bundle_with_its_own_require_loads_nothing() {
    is_silent(&app("(function (require, module) { require('./a') })(r, m)", &[]));
    is_silent(&app("const require = f(); require('./a')", &[]));
}

#[test]
fn the_require_that_an_es_module_creates_is_that_of_common_js() {
    let code =
        "import { createRequire } from 'module'\nconst require = createRequire(import.meta.url)\nrequire('./a.cjs')";
    is_silent(&typed("module", code, &[("a.cjs", "")]));
    finds(
        &typed("module", code, &[]),
        &["error node/require-target-missing: ./a.cjs is loaded, which is not in the package"],
    );
}

#[test]
fn text_that_is_no_javascript_says_nothing() {
    for code in
        ["const a = <div>{require('./a')}</div>", "@x class A {} require('./a')", "require('./a'", "'a\nrequire('./a')"]
    {
        is_silent(&app(code, &[]));
    }
}

#[test]
fn what_changes_resolution_says_nothing() {
    is_silent(&app("require('module-alias/register'); require('@/a'); require('./a')", &[]));
    is_silent(&app("require.extensions['.x'] = f; require('./a')", &[]));
    is_silent(&Package::scripts("NODE_PATH=lib node app.js", "exit 0").file("app.js", "require('a')"));
    is_silent(&Package::scripts("node -r ./hook app.js", "exit 0").file("hook.js", "").file("app.js", "require('a')"));
}

#[test]
fn dotenv_before_the_app_changes_nothing() {
    let package =
        Package::start_with("node -r dotenv/config app.js", &serde_json::json!({"dependencies": {"dotenv": "16"}}));
    let package = package.file("app.js", "require('./a')").file("node_modules/dotenv/config.js", "");
    finds(&package, &["error node/require-target-missing: ./a is loaded, which is not in the package"]);
}

#[test]
fn a_file_that_the_start_builds_may_be_missing() {
    let package = Package::start_with(
        "tsc && node app.js",
        &serde_json::json!({"dependencies": {"typescript": "5"}, "scripts": {}}),
    );
    is_silent(&package.file("app.js", "require('./a')").file("node_modules/typescript/package.json", "{}"));
}

#[test]
fn an_es_module_has_no_require() {
    for code in ["const fs = require('fs')", "module.exports = 1", "exports.a = 1", "console.log(__dirname)"] {
        let found = typed("module", code, &[]).found();
        assert!(found[0].starts_with("error node/require-in-es-module: app.js is an ES module"), "{code}: {found:?}");
    }
    for code in [
        "const __dirname = import.meta.dirname\nconsole.log(__dirname)",
        "import { a, __dirname } from './paths.js'\nconsole.log(__dirname)",
        "if (typeof module !== 'undefined') module.exports = 1",
        "globalThis.require = f",
        "export const f = () => require('fs')",
    ] {
        is_silent(&typed("module", code, &[("paths.js", "export const a = 1, __dirname = 2")]));
    }
}

#[test]
fn a_nearer_package_json_says_how_a_file_is_read() {
    let files =
        [("lib/package.json", r#"{"type": "module"}"#), ("lib/a.js", "export default 1"), ("b.cjs", "require('fs')")];
    is_silent(&typed("module", "import './lib/a.js'\nimport './b.cjs'", &files));
    let files = [("lib/package.json", "{}"), ("lib/a.js", "module.exports = require('fs')")];
    is_silent(&typed("module", "import './lib/a.js'", &files));
}

#[test]
fn a_package_that_a_directory_or_a_workspace_brings_is_no_fault() {
    let files = [("server/package.json", r#"{"dependencies": {"koa": "2"}}"#), ("server/a.js", "require('koa')")];
    is_silent(&app("require('./server/a')", &files));
    is_silent(&app("require('@shop/core')", &[("packages/core/package.json", r#"{"name": "@shop/core"}"#)]));
}

#[test]
fn a_lock_file_makes_an_undeclared_package_sure() {
    let lock = |name: &str| format!(r#"{{"packages": {{"node_modules/{name}": {{}}}}}}"#);
    let package = |lock: &str| {
        let manifest = serde_json::json!({"dependencies": {"express": "4"}});
        let package = Package::start_with("node app.js", &manifest).file("app.js", "require('qs')");
        package.file("package-lock.json", lock).file("node_modules/express/package.json", "{}")
    };
    is_silent(&package(&lock("qs")));
    let message = "node/module-undeclared: qs is loaded, and qs is neither in node_modules nor in dependencies";
    finds(&package(&lock("express")), &[&format!("error {message}")]);
    finds(&package("{}"), &[&format!("warning {message}")]);
}

#[test]
fn the_files_of_a_process_manager_are_read_too() {
    let package = Package::start_with("pm2 start app.js", &serde_json::json!({"dependencies": {"pm2": "5"}}));
    let package = package.file("app.js", "require('./a')").file("node_modules/pm2/package.json", "{}");
    finds(&package, &["error node/require-target-missing: ./a is loaded, which is not in the package"]);
}

#[test]
fn a_file_of_a_million_brackets_is_read_in_a_moment() {
    is_silent(&app(&"(".repeat(900_000), &[]));
    is_silent(&app(&"`${".repeat(300_000), &[]));
    is_silent(&app(&"a?".repeat(400_000), &[]));
    is_silent(&app(&"/[".repeat(400_000), &[]));
    assert_eq!(app(&"import a,".repeat(100_000), &[]).found().len(), 1);
}

/// What the reader of JavaScript tells apart, in pieces.
const PIECES: &[&str] = &[
    "require('./a')",
    "import 'x'",
    "export * from './b'",
    "import('./c')",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "`",
    "${",
    "/",
    "//",
    "/*",
    "*/",
    "'",
    "\"",
    "\\",
    "\n",
    "\r\n",
    ";",
    ",",
    "=>",
    "?",
    ":",
    "&&",
    "if (x)",
    "else",
    "try",
    "catch",
    "class A",
    "function f",
    "async",
    "return",
    "export default",
    "static",
    "<!--",
    "-->",
    "#!",
    "1e+5",
    ".",
    "...",
    "++",
    "in",
    "of",
    "\u{2028}",
    "é",
    "\\u0072",
    "<",
    "@",
    " ",
    "/[/]/v",
    "module.exports = ",
    "__dirname",
    "case 1:",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_text_makes_the_reader_panic(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60), kind in "module|") {
        typed(&kind, &pieces.concat(), &[("a.js", ""), ("b.js", "")]).found();
    }
}
