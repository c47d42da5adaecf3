//! `package.json` itself, and the two scripts that must be in it.

use super::support::Package;

const GOOD: &str = r#"{"name": "shop", "scripts": {"start": "node app.js", "stop": "pkill node; sleep 1"}}"#;

#[test]
fn a_plain_app_is_accepted() {
    let package = Package::with(GOOD).file("app.js", "");
    assert_eq!(package.found(), [""; 0]);
    assert!(package.inspect().is_ok());
}

#[test]
fn a_package_without_package_json_is_told_where_one_is() {
    let package = Package::with(GOOD).without("package.json").file("server/package.json", GOOD).file("app.js", "");
    assert_eq!(
        package.the("node/package-json-missing"),
        "error: found server/package.json, expected package.json at the root"
    );
    assert_eq!(package.help("node/package-json-missing"), "pack that directory's content: tar czf app.tgz -C server .");
    let package =
        Package::with(GOOD).without("package.json").file("app.js", "").file("node_modules/x/package.json", "{}");
    assert_eq!(package.the("node/package-json-missing"), "error: no package.json found, expected one at the root");
}

#[test]
fn faults_of_json_are_found_by_line_and_column() {
    for (text, expected) in [
        ("{\n  \"name\": \"shop\",\n}", "line 3, column 1: found }, expected \"key\""),
        ("{\n  // my app\n  \"name\": \"shop\"}", "line 2, column 3: found // (comment), expected \"key\""),
        ("{'name': 1}", "line 1, column 2: found ', expected \"key\""),
        ("{\"a\": 'b'}", "line 1, column 7: found ', expected value"),
        ("{\"a\": [1, 2,]}", "line 1, column 13: found ], expected value"),
        ("{\"a\": 1\n\"b\": 2}", "line 2, column 1: found \", expected , }"),
        ("{\"a\" 1}", "line 1, column 6: found 1, expected :"),
        ("{\"名\": 1,, \"b\": 2}", "line 1, column 9: found ,, expected \"key\""),
        ("{\"a\": 1", "line 1, column 8: found EOF, expected }"),
        ("", "line 1, column 1: found EOF, expected {"),
        ("[]", "line 1, column 1: found [, expected {"),
        ("null", "line 1, column 1: found n, expected {"),
        ("{} {}", "line 1, column 4: found {, expected EOF"),
        ("{\"a\": \"b\nc\"}", "line 1, column 9: found \\n, expected \\n \\t \\u00XX"),
        ("<<<<<<< HEAD\n{}", "line 1, column 1: found <<<<<<<, expected value"),
    ] {
        let package = Package::with(text);
        assert_eq!(
            package.the("node/package-json-invalid"),
            format!("error: package.json is not valid JSON at {expected}"),
            "{text}"
        );
        let place = package.place("node/package-json-invalid");
        let (line, column) = expected.strip_prefix("line ").unwrap().split_once(", column ").unwrap();
        let column = column.split(':').next().unwrap();
        assert!(place.starts_with(&format!("{line}:{column} ")), "{text}: {place}");
    }
}

#[test]
fn json_that_npm_takes_is_no_fault() {
    for text in [
        GOOD.to_owned(),
        ["\n\t", GOOD, "\r\n"].concat(),
        GOOD.replace("\"name\"", "\"x\": \"\\ud800\", \"name\""),
        GOOD.replace("\"name\"", "\"x\": 1e999, \"name\": 1, \"name\""),
    ] {
        assert_eq!(Package::with(&text).file("app.js", "").found(), [""; 0], "{text}");
    }
    let mut latin = GOOD.as_bytes().to_vec();
    latin.splice(10..10, [0xe9]);
    assert_eq!(Package::with(latin).file("app.js", "").found(), [""; 0]);
}

#[test]
fn a_byte_order_mark_is_a_warning_and_places_stay_right() {
    let package = Package::with("\u{feff}{\"name\": \"shop\",}");
    assert_eq!(
        package.the("node/package-json-bom"),
        "warning: package.json starts with a byte order mark (EF BB BF), expected {"
    );
    assert_eq!(package.help("node/package-json-bom"), r"sed -i '1s/^\xEF\xBB\xBF//' package.json");
    assert_eq!(package.of("node/package-json-invalid")[0].location().span(), Some(19..20));
    assert!(Package::with(format!("\u{feff}{GOOD}")).file("app.js", "").inspect().is_ok());
}

#[test]
fn a_missing_start_is_found_and_server_js_noted() {
    let package = Package::with(r#"{"main": "lib/index.js", "scripts": {"stop": "pkill node; sleep 1"}}"#)
        .file("lib/index.js", "");
    assert_eq!(
        package.the("node/missing-start"),
        "error: scripts has no start, expected the command that starts the app"
    );
    assert_eq!(package.help("node/missing-start"), r#"add to scripts: "start": "node lib/index.js""#);
    assert_eq!(package.place("node/missing-start"), "1:37 {");
    let package = Package::with(r#"{"scripts": {"stop": "pkill node; sleep 1"}}"#).file("server.js", "");
    assert_eq!(
        package.the("node/missing-start"),
        "error: scripts has no start: npm would run node server.js, the platform expects it written down"
    );
    assert_eq!(package.help("node/missing-start"), r#"add to scripts: "start": "node server.js""#);
    let egg = Package::with(r#"{"name": "shop", "dependencies": {"egg": "3"}}"#);
    assert_eq!(
        egg.help("node/missing-start"),
        r#"add to scripts: "start": "egg-scripts start --daemon --title=egg-server-shop""#
    );
}

#[test]
fn a_missing_stop_is_found_and_the_help_fits_the_start() {
    for (start, expected) in [
        ("node app.js", "pkill -f '[n]ode .*app.js'"),
        ("egg-scripts start --daemon --title=egg-server-shop", "egg-scripts stop --title=egg-server-shop"),
        ("pm2 start app.js", "pm2 kill"),
        ("forever start app.js", "forever stopall"),
    ] {
        let manifest = serde_json::json!({"scripts": {"start": start}, "dependencies": {"egg-scripts": "2", "pm2": "5", "forever": "1"}});
        let package = Package::with(manifest.to_string()).file("app.js", "");
        assert_eq!(
            package.the("node/missing-stop"),
            "error: scripts has no stop, expected the command that stops the app"
        );
        let line = serde_json::Value::from(expected);
        assert_eq!(package.help("node/missing-stop"), format!("add to scripts: \"stop\": {line}"));
    }
}

#[test]
fn scripts_that_run_nothing_are_found() {
    for (value, expected) in [
        ("\"\"", "script stop is empty, expected a command"),
        ("\" \\n\"", "script stop is empty, expected a command"),
        ("5", "script stop is of type number, expected a string with a command"),
        ("null", "script stop is of type null, expected a string with a command"),
        ("[\"pkill node\"]", "script stop is of type array, expected a string with a command"),
        ("{}", "script stop is of type object, expected a string with a command"),
        ("false", "script stop is of type boolean, expected a string with a command"),
    ] {
        let package = Package::with(format!("{{\"scripts\": {{\"start\": \"node app.js\", \"stop\": {value}}}}}"));
        let package = package.file("app.js", "");
        assert_eq!(package.the("node/script-not-runnable"), format!("error: {expected}"));
        assert!(package.of("node/missing-stop").is_empty());
    }
    assert!(Package::scripts("node app.js", "true").of("node/script-not-runnable").is_empty());
}

#[test]
fn a_script_that_is_run_must_be_there() {
    let package = Package::scripts("npm run serve", "exit 0");
    assert_eq!(
        package.the("node/script-not-runnable"),
        "error: script start runs script serve, which scripts does not have"
    );
    for good in ["npm run stop", "npm run serve --if-present && node app.js", "npm --prefix . run serve; node app.js"] {
        assert!(Package::scripts(good, "exit 0").of("node/script-not-runnable").is_empty(), "{good}");
    }
}

#[test]
fn of_a_key_that_comes_twice_the_last_counts() {
    let package =
        Package::with(r#"{"scripts": {"start": 5, "start": "node app.js", "stop": "true"}}"#).file("app.js", "");
    assert_eq!(package.found(), [""; 0]);
}
