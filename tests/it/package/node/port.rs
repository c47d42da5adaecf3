//! Where an app listens.

use cloudapp::app::{EnvironmentKind, Framework, Policy};
use cloudapp::package::Inspector;
use serde_json::{Value, json};

use super::support::Package;

fn egg(start: &str, rest: &Value) -> Package {
    let mut manifest = json!({"dependencies": {"egg": "3", "egg-scripts": "2"}});
    for (key, value) in rest.as_object().unwrap() {
        manifest[key] = value.clone();
    }
    Package::start_with(start, &manifest)
}

/// Severity, port and origin of the port of a package.
fn port(package: &Package) -> String {
    let severity = match package.of("node/port-mismatch").as_slice() {
        [] => "fine".to_owned(),
        [one] => one.severity().to_string(),
        more => panic!("{more:?}"),
    };
    match package.facts().port {
        Some(port) => format!("{severity} {} {}", port.port, port.origin),
        None => format!("{severity} none"),
    }
}

const CONFIG: &str = "
/** cluster: { listen: { port: 1 } } */
module.exports = appInfo => {
  const config = exports = {};
  config.keys = appInfo.name + \"_1\"; // cluster: { listen: { port: 2 } }
  config.cluster = { listen: { path: '', port: 8001, hostname: '0.0.0.0' } };
  return { ...config };
};
";

#[test]
fn the_port_of_egg_has_its_order() {
    let configured = json!({"eggScriptsConfig": {"port": 8003}});
    let with_config = |package: Package| package.file("config/config.default.js", CONFIG);
    assert_eq!(
        port(&with_config(egg("PORT=8002 egg-scripts start --port=8004", &configured))),
        "error 8004 scripts.start"
    );
    assert_eq!(port(&with_config(egg("PORT=8002 egg-scripts start", &configured))), "error 8002 PORT (scripts.start)");
    assert_eq!(port(&with_config(egg("egg-scripts start", &configured))), "error 8003 eggScriptsConfig.port");
    assert_eq!(port(&with_config(egg("egg-scripts start", &json!({})))), "error 8001 config/config.default.js");
    assert_eq!(port(&egg("egg-scripts start", &json!({}))), "fine 7001 egg-scripts");
    let production = with_config(egg("egg-scripts start", &json!({})))
        .file("config/config.prod.js", "exports.cluster = { listen: { port: 7001 } };");
    assert_eq!(port(&production), "fine 7001 config/config.prod.js");
    let unit =
        production.file("config/config.unit.js", "'use strict';\nexports.cluster = {\n  'listen': {'port': 7002}\n};");
    assert_eq!(port(&unit), "fine 7001 config/config.prod.js");
    let named = egg("egg-scripts start --env=unit", &json!({}))
        .file("config/config.unit.js", "exports.cluster = {listen: {port: 7002}};");
    assert_eq!(port(&named), "error 7002 config/config.unit.js");
    for start in [
        "egg-scripts start -p 8004",
        "cross-env PORT=1 egg-scripts start --port 8004",
        "egg-scripts start --daemon -p=8004",
    ] {
        let package = egg(start, &json!({"dependencies": {"egg-scripts": "2", "cross-env": "7"}}));
        assert_eq!(port(&package), "error 8004 scripts.start", "{start}");
    }
    assert_eq!(port(&egg("egg-scripts start --port=$P", &json!({}))), "fine none");
    assert_eq!(port(&egg("egg-scripts start --port=7001", &json!({}))), "fine 7001 scripts.start");
}

#[test]
fn a_mismatch_names_place_and_remedy() {
    let package = egg("egg-scripts start", &json!({})).file("config/config.default.js", CONFIG);
    assert_eq!(
        package.the("node/port-mismatch"),
        "error: the app listens on 8001 (config/config.default.js), nginx passes requests to 7001"
    );
    assert_eq!(package.place("node/port-mismatch"), "6:48 8001");
    assert_eq!(package.help("node/port-mismatch"), "write cluster: { listen: { port: 7001 } }");
}

#[test]
fn the_port_of_other_apps_is_read_from_what_is_started() {
    for (code, expected) in [
        ("require('http').createServer(f).listen(3000);", "error 3000 app.js"),
        ("app.listen(7001, () => {});", "fine 7001 app.js"),
        ("const port = 3000\napp.listen(port)", "error 3000 app.js"),
        ("const port = process.env.PORT || 3000;\napp.listen(port)", "warning 3000 app.js"),
        ("const port = process.env.PORT ?? 7001;\napp.listen(port)", "fine 7001 app.js"),
        (
            "var port = normalizePort(process.env.PORT || '3000');\nvar server = http.createServer(app);\nserver.listen(port);",
            "warning 3000 app.js",
        ),
        ("app.listen(Number(process.env.PORT) || 3000)", "warning 3000 app.js"),
        ("app.listen(parseInt(process.env.PORT || '3000', 10), '0.0.0.0')", "warning 3000 app.js"),
        ("var port = argv.p || parseInt(process.env.PORT, 10);\napp.listen(port)", "fine none"),
        ("// app.listen(3000)\napp.listen(7001)", "fine 7001 app.js"),
        ("const text = 'app.listen(3000)';", "fine none"),
        ("app.listen(config.port)", "fine none"),
        ("app.listen(3000); admin.listen(3001)", "fine none"),
        ("app.listen(process.env.PORT)", "fine none"),
        ("app.listen(base + 1)", "fine none"),
        ("app.listen('/run/app.sock')", "fine none"),
        ("", "fine none"),
    ] {
        assert_eq!(port(&Package::scripts("node app.js", "exit 0").file("app.js", code)), expected, "{code}");
    }
}

#[test]
fn what_the_script_sets_goes_to_the_code_that_asks_for_it() {
    let code = "app.listen(process.env.PORT || 3000)";
    for (start, code, expected) in [
        ("PORT=7001 node app.js", code, "fine 7001 PORT (scripts.start)"),
        ("export PORT=7001; node app.js", code, "fine 7001 PORT (scripts.start)"),
        ("PORT=8080 node app.js", code, "error 8080 PORT (scripts.start)"),
        ("PORT=8080 node app.js", "app.listen(7001)", "fine 7001 app.js"),
        ("PORT=8080 node app.js", "start()", "warning 8080 PORT (scripts.start)"),
        ("next start", "", "warning 3000 next"),
        ("next start -p 7001", "", "fine 7001 scripts.start"),
        ("next start --port=8080", "", "error 8080 scripts.start"),
        ("PORT=7001 next start", "", "fine 7001 PORT (scripts.start)"),
    ] {
        let package = Package::start_with(start, &json!({"dependencies": {"next": "14"}})).file("app.js", code);
        assert_eq!(port(&package), expected, "{start}: {code}");
    }
}

#[test]
fn a_custom_nginx_file_that_expects_the_port_makes_it_a_warning() {
    let package = Package::scripts("node app.js", "exit 0").file("app.js", "app.listen(3000)");
    let nginx = |port: u16| format!("http {{ server {{ location / {{ proxy_pass http://127.0.0.1:{port}; }} }} }}");
    assert_eq!(port(&package.clone().file("conf/nginx.prod.conf", nginx(3000))), "warning 3000 app.js");
    assert_eq!(port(&package.clone().file("conf/nginx.prod.conf", nginx(30000))), "error 3000 app.js");
    let tested = package.file("conf/nginx.test.conf", nginx(3000));
    let policy = Policy::default();
    let inspector = Inspector::new(&policy).framework(Framework::NodeJs);
    assert!(inspector.clone().environment(EnvironmentKind::Test).inspect_bytes(&tested.bytes()).is_ok());
    assert!(inspector.environment(EnvironmentKind::Production).inspect_bytes(&tested.bytes()).is_err());
}

#[test]
fn a_port_is_found_in_an_object_and_behind_app_get() {
    for (code, expected) in [
        ("f.listen({ host: '0.0.0.0', port: 3000 })", "error 3000 app.js"),
        ("f.listen({ port: process.env.PORT || 7001 })", "fine 7001 app.js"),
        ("const port = 3000\nf.listen({ port: port, host }, done)", "error 3000 app.js"),
        ("app.set('port', process.env.PORT || 3000); server.listen(app.get('port'))", "warning 3000 app.js"),
        ("app.set('port', 7001); server.listen(app.get('port'), done)", "fine 7001 app.js"),
    ] {
        let package = Package::scripts("node app.js", "exit 0").file("app.js", code);
        assert_eq!(port(&package), expected, "{code}");
    }
}

#[test]
fn pm2_starts_what_its_ecosystem_file_names() {
    let package = |apps: &str, code: &str| {
        let manifest = json!({"dependencies": {"pm2": "5"}});
        let package = Package::start_with("pm2 start ecosystem.config.js", &manifest).file("app.js", code);
        package
            .file("node_modules/pm2/package.json", "{}")
            .file("ecosystem.config.js", format!("module.exports = {apps}"))
    };
    let listens = "a.listen(process.env.PORT || 3000)";
    assert_eq!(port(&package("{ apps: [{ name: 'web', script: './app.js' }] }", listens)), "warning 3000 app.js");
    let with = "{ apps: [{ script: 'app.js', env: { PORT: 7001 } }] }";
    assert_eq!(port(&package(with, listens)), "fine 7001 PORT (scripts.start)");
    let missing = package("{ apps: [{ script: 'dist/main.js' }] }", "");
    assert_eq!(
        missing.the("node/start-target-missing"),
        "error: script start runs dist/main.js, which is not in the package"
    );
    for apps in [
        "{ apps: [{ script: 'npm', args: 'start' }] }",
        "{ apps: [{ script: 'main.py', interpreter: 'python3' }] }",
        "{ apps: [{ script: 'app.js', cwd: '/srv/shop' }] }",
        "{ apps: [{ script: dist + '/main.js' }] }",
    ] {
        assert_eq!(package(apps, "").found(), [""; 0], "{apps}");
    }
}
