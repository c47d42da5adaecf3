//! Egg's options, and processes that are told to end.

use serde_json::json;

use super::support::Package;

fn egg(start: &str, stop: &str) -> Package {
    let manifest = json!({
        "name": "shop",
        "dependencies": {"egg": "3", "egg-scripts": "2"},
        "scripts": {"start": start, "stop": stop}
    });
    Package::with(manifest.to_string())
}

#[test]
fn a_stop_by_another_title_is_found() {
    let package = egg("egg-scripts start --title=egg-server-shop", "egg-scripts stop --title=egg-shop");
    assert_eq!(
        package.the("node/egg-stop-title"),
        "warning: the app is started with the title egg-server-shop and stopped by the title egg-shop"
    );
    assert_eq!(package.help("node/egg-stop-title"), "write --title=egg-server-shop in stop");
    for (start, stop) in [
        ("egg-scripts start --title=a", "egg-scripts stop --title=a"),
        ("egg-scripts start --title a", "eggctl stop --title=a"),
        ("egg-scripts start", "egg-scripts stop --title=egg-server-shop"),
        ("egg-scripts start --title=a", "egg-scripts stop"),
        ("egg-scripts start --title=$T", "egg-scripts stop --title=b"),
        ("egg-scripts start --title=$npm_package_name", "egg-scripts stop --title=shop"),
    ] {
        assert!(egg(start, stop).of("node/egg-stop-title").is_empty(), "{start}, {stop}");
    }
}

#[test]
fn a_start_that_stderr_ends_is_noted() {
    let rule = "node/egg-stderr-aborts-start";
    assert!(
        egg("egg-scripts start --daemon", "egg-scripts stop").the(rule).starts_with("info: script start starts Egg")
    );
    for start in ["egg-scripts start", "egg-scripts start --daemon --ignore-stderr", "egg-scripts start --daemon=false"]
    {
        assert!(egg(start, "egg-scripts stop").of(rule).is_empty(), "{start}");
    }
    let configured = json!({
        "eggScriptsConfig": {"ignore-stderr": true},
        "dependencies": {"egg-scripts": "2"},
        "scripts": {"start": "egg-scripts start --daemon", "stop": "egg-scripts stop"}
    });
    assert!(Package::with(configured.to_string()).of(rule).is_empty());
}

#[test]
fn a_signal_that_nothing_waits_for_is_found() {
    let rule = "node/stop-start-race";
    for stop in
        ["pkill node", "kill $(cat pid)", "ps aux | grep app | awk '{print $2}' | xargs kill", "sleep 1; killall node"]
    {
        assert!(Package::scripts("node app.js", stop).the(rule).starts_with("warning: script stop sends"), "{stop}");
    }
    for stop in [
        "pkill node; sleep 2",
        "kill -9 $(cat pid)",
        "pkill -9 node",
        "egg-scripts stop",
        "killall -w node",
        "true",
        "pkill node && while pgrep node; do sleep 1; done",
        "kill -0 5",
    ] {
        assert!(Package::scripts("node app.js", stop).of(rule).is_empty(), "{stop}");
    }
    let restart = Package::scripts("pkill node; node app.js", "exit 0");
    assert!(restart.the(rule).starts_with("warning: script start sends"));
    assert!(Package::scripts("pkill node; sleep 1; node app.js", "exit 0").of(rule).is_empty());
}

#[test]
fn the_output_of_create_egg_is_accepted() {
    let manifest = json!({
        "name": "app", "version": "1.0.0", "private": true, "egg": {"declarations": true},
        "dependencies": {"egg": "^3.17.5", "egg-scripts": "2"},
        "devDependencies": {"egg-bin": "6", "egg-mock": "5", "eslint": "8", "eslint-config-egg": "13"},
        "engines": {"node": ">=18.0.0"},
        "scripts": {
            "start": "egg-scripts start --daemon --title=egg-server-app", "stop": "egg-scripts stop --title=egg-server-app",
            "dev": "egg-bin dev", "test": "npm run lint -- --fix && npm run test:local", "test:local": "egg-bin test",
            "cov": "egg-bin cov", "lint": "eslint .", "ci": "npm run lint && npm run cov"
        }
    });
    let package = Package::with(manifest.to_string()).file("app/router.js", "module.exports = app => {};\n").file(
        "config/config.default.js",
        "module.exports = appInfo => { const config = {}; return { ...config }; };\n",
    );
    let facts = package.facts();
    assert!(package.inspect().is_ok(), "{:?}", package.found());
    assert_eq!(facts.egg.as_deref(), Some("^3.17.5"));
    assert_eq!(
        facts.start.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["egg-scripts start --daemon --title=egg-server-app"]
    );
    assert_eq!(
        facts.stop.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["egg-scripts stop --title=egg-server-app"]
    );
    assert_eq!(facts.port.unwrap().port, 7001);
    assert_eq!(
        (facts.name.as_deref(), facts.version.as_deref(), facts.engines.as_deref()),
        (Some("app"), Some("1.0.0"), Some(">=18.0.0"))
    );
}
