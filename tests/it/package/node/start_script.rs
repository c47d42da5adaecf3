//! Shell scripts of a package that its start script runs, as found in real ones.

use cloudapp::diagnostic::{Language, render};
use serde_json::json;

use super::support::Package;

/// An app that is started by a shell script.
fn started_by(text: &str) -> Package {
    Package::scripts("sh bin/start.sh", "exit 0").executable("bin/start.sh", text)
}

#[test]
fn a_shell_script_of_the_package_is_read_as_the_shell_would() {
    let starts = |start: &str, text: &str| Package::scripts(start, "exit 0").executable("bin/start.sh", text);
    let fails = "#!/bin/sh\nmkdir -p logs\npm2 start app.js\n";
    for start in
        ["sh bin/start.sh", "bash ./bin/start.sh", "./bin/start.sh", "cd bin && sh start.sh", ". ./bin/start.sh"]
    {
        let package = starts(start, fails);
        assert_eq!(
            package.the("node/command-not-bundled"),
            "error: script start runs pm2, which is in neither node_modules/.bin nor dependencies, and the platform does not provide it"
        );
        assert_eq!(package.place("node/command-not-bundled"), "3:1 pm2");
        let found = package.of("node/command-not-bundled");
        assert_eq!(found[0].location().entry_name().as_deref(), Some("bin/start.sh"));
    }
    // A script in the script, and back through npm.
    let nested = starts("sh bin/start.sh", "sh bin/run.sh\n").executable("bin/run.sh", "node nope.js\n");
    let found = nested.of("node/start-target-missing");
    assert_eq!(found[0].location().entry_name().as_deref(), Some("bin/run.sh"));
    // What runs before the last command may fail.
    let earlier = starts("sh bin/start.sh", "pm2 kill\nnode app.js\n");
    assert!(earlier.the("node/command-not-bundled").starts_with("warning"));
    for good in [
        "#!/bin/sh\nset -e\nnode app.js\n",
        "#!/bin/sh\nstart() {\n  node app.js\n}\nstart\n",
        "#!/bin/bash\nfunction start {\n  node app.js\n}\nstart\n",
        "#!/bin/bash\nfunction start() { node app.js; }\nstart\n",
        "#!/bin/bash\nif [[ -f x && $# > 0 || -n \"$A\" ]]; then echo yes; fi\nnode app.js\n",
        "#!/bin/bash\nfor ((i = 0; i < 3; i++)); do echo $i; done\n((i++))\nnode app.js\n",
        "#!/bin/sh\ncat <<EOF > config\npm2 start nope.js\nEOF\nnode app.js\n",
        "#!/bin/sh\ncat <<-'EOF'\n\tpm2 start nope.js\n\tEOF\nnode app.js\n",
        "#!/bin/sh\ncase $1 in\n  start) pm2 start nope.js ;;\nesac\nnode app.js\n",
        "#!/bin/sh\ncd \"$(dirname \"$0\")\" || exit 1\nexec node app.js\n",
        "#!/bin/sh\nsh bin/start.sh\nnode app.js\n",
        "#!/bin/sh\nRUN='node --max-old-space-size=512'\nNONE=\n$NONE $RUN app.js\n",
        "#!/bin/bash\nset -e; ARGS=(--port 7001 --title a); exec node app.js \"${ARGS[@]}\"\n",
        "#!/bin/bash\ndeclare -a ARGS=(a b)\nARGS+=(--port 7001)\nnode app.js \"${ARGS[@]}\"\n",
        "#!/bin/bash\nif [[ $1 =~ ^(a|b)$ ]]; then echo yes; fi\nnode app.js\n",
        "#!/bin/bash\nnode app.js\nexit $?\nfoo bar\n",
        "#!/bin/bash\nexec node app.js\nfoo bar\n",
        "#!/bin/bash\nselect x in a b; do echo $x; done\nnode app.js\n",
        "#!/bin/bash\ncoproc cat\nnode app.js\n",
        "#!/bin/bash\nif ((a&&b)); then echo yes; fi\nnode app.js\n",
        "#!/bin/sh\nalias n='node --trace-warnings' nn=n\nnn app.js\n",
    ] {
        assert_eq!(starts("sh bin/start.sh", good).found(), [""; 0], "{good}");
    }
    // For another interpreter it is no shell script.
    assert_eq!(starts("./bin/start.sh", "#!/usr/bin/env node\npm2 start app.js\n").found(), [""; 0]);
}

#[test]
fn a_port_that_a_shell_script_exports_counts() {
    let package = Package::start_with("sh start.sh", &json!({"dependencies": {"egg-scripts": "2"}}));
    let package = package.file("start.sh", "export PORT=7002\negg-scripts start\n");
    assert!(package.the("node/port-mismatch").contains("7002"), "{:?}", package.found());
}

#[test]
fn what_a_sourced_file_defines_is_known_after_it() {
    let library = "run() {\n  \"$@\"\n}\nNAME=pm2\ncd server\nalias serve='node main.js'\n";
    let app = |text: &str| started_by(text).file("bin/lib.sh", library).file("server/main.js", "");
    for good in [
        ". bin/lib.sh\nrun node x\nnode main.js\n",
        "source ./bin/lib.sh\nserve\n",
        "eval '. bin/lib.sh'; node main.js",
        "export X=1 && . ./bin/lib.sh && run x && node main.js",
        // Only the shell knows what these define.
        ". /etc/init.d/functions\ndaemon node app.js\n",
        "[ -s ~/.nvm/nvm.sh ] && . ~/.nvm/nvm.sh\nnvm use 18\nnode app.js\n",
        "source \"$HOME/.bash_profile\"\npm2 start app.js\n",
        "eval \"$(fnm env)\"\nfnm use\nnode app.js\n",
        "[ -f bin/lib.sh ] && . bin/lib.sh\nrun x\nnode anything.js\n",
    ] {
        let found = app(good).found();
        assert!(!found.iter().any(|line| line.starts_with("error")), "{good}: {found:?}");
        assert!(!found.iter().any(|line| line.contains("command-not-bundled")), "{good}: {found:?}");
    }
    let found = app(". bin/lib.sh\nrunn x\n");
    assert!(found.the("node/command-not-bundled").starts_with("error: script start runs runn"));
    let found = app(". bin/lib.sh\n$NAME start\n");
    assert!(found.the("node/command-not-bundled").starts_with("error: script start runs pm2"));
    let found = app(". bin/lib.sh\nnode app.js\n");
    assert_eq!(found.of("node/start-target-missing").len(), 1, "{:?}", found.found());
    // A script that runs in a process of its own defines nothing.
    let found = app("sh bin/lib.sh\nrun x\n");
    assert!(found.the("node/command-not-bundled").starts_with("error: script start runs run,"));
}

#[test]
fn a_function_is_judged_where_it_is_called() {
    for (script, expected) in [
        ("start() { pm2 start app.js; }\nstart\n", "error"),
        ("start() { pm2 start app.js; }\nif true; then start; fi\nnode app.js\n", "warning"),
        ("start() { pm2 start app.js; }\ncase $1 in start) start;; *) echo usage;; esac\n", "warning"),
        ("start() { pm2 kill; node app.js; }\nstart\n", "warning"),
        ("main() { start; }\nstart() { pm2 start app.js; }\nmain \"$@\"\n", "error"),
        ("start() ( pm2 start app.js )\nstart || exit 1\n", "warning"),
    ] {
        let found = started_by(script).the("node/command-not-bundled");
        assert!(found.starts_with(&format!("{expected}: script start runs pm2")), "{script}: {found}");
    }
    for good in [
        "usage() { pm2 help; exit 1; }\nnode app.js\n",
        "go() { cd server; }\nnode app.js\ngo\nnode main.js\n",
        "go() { cd server; }\n(go)\nnode app.js\n",
        "again() { again; node app.js; }\nagain\n",
        "die() { echo \"$1\" >&2; exit 1; }\n[ -f app.js ] || die missing\nnode app.js\n",
        "run() { node app.js; exit $?; }\nrun\npm2 start app.js\n",
        "nohup start &\nstart() { node app.js; }\n",
    ] {
        let package = started_by(good).file("server/main.js", "");
        assert_eq!(package.found(), [""; 0], "{good}");
    }
}

#[test]
fn what_may_have_run_leaves_nothing_certain() {
    for good in [
        "RUN=node\nif [ -n \"$DEBUG\" ]; then RUN=nodemon; fi\n$RUN app.js\n",
        "RUN=node\n[ -n \"$DEBUG\" ] && RUN=nodemon\n$RUN app.js\n",
        "case $1 in dev) RUN=nodemon;; *) RUN=node;; esac\n$RUN app.js\n",
        "RUN=nodemon\ncase $1 in dev) ;; *) RUN=node;; esac\n$RUN app.js\n",
        "if [ -d server ]; then cd server; fi\nnode main.js\n",
        "case $1 in a) cd server;; esac\nnode main.js\n",
        "cd server && node main.js & cd server && node main.js\n",
        "RUN=pm2; read RUN; $RUN app.js\n",
        "RUN=pm2; unset RUN; $RUN node app.js\n",
        "readonly RUN=node; $RUN app.js\n",
        "local RUN=node; declare -r APP=app.js; $RUN $APP\n",
        "NODE=node; NODE+=' --trace-warnings'; $NODE app.js\n",
    ] {
        let package = started_by(good).file("server/main.js", "");
        assert_eq!(package.found(), [""; 0], "{good}");
    }
    // What both ways come to is certain.
    let same = started_by("RUN=pm2\nif true; then RUN=pm2; fi\n$RUN start\n");
    assert!(same.the("node/command-not-bundled").starts_with("error: script start runs pm2"));
}

#[test]
fn commands_may_be_on_a_path_that_the_script_sets() {
    for good in [
        "export PATH=$PATH:/opt/tools/bin\ntool x\nnode app.js\n",
        "PATH=\"$HOME/.nvm/bin:$PATH\"\ntool x\nnode app.js\n",
        "PATH=/opt/tools:$PATH tool x; node app.js\n",
        "env PATH=/opt/tools tool; node app.js\n",
        "export PATH=./bin:$PATH\ntool x\nnode app.js\n",
        "PATH=$PATH:bin sh -c 'tool x; node app.js'\n",
        "case $1 in a) PATH=/opt/tools:$PATH;; esac\ntool x; node app.js\n",
        "declare -x PATH=/opt/tools:$PATH\ntool x; node app.js\n",
    ] {
        let package = started_by(good).executable("bin/tool", "#!/bin/sh\n");
        assert_eq!(package.found(), [""; 0], "{good}");
    }
    for bad in [
        "export PATH=./node_modules/.bin:$PATH\ntool x\n",
        "export PATH=\"$(pwd)/node_modules/.bin:$PATH\"\ntool x\n",
        "export PATH=$(npm bin):${PATH}\ntool x\n",
        "export PATH=./lib:$PATH\ntool x\n",
        "(PATH=/opt/tools:$PATH)\ntool x\n",
        "PATH=/opt/tools:$PATH node -v\ntool x\n",
    ] {
        let package = started_by(bad).executable("bin/tool", "#!/bin/sh\n");
        assert!(package.the("node/command-not-bundled").starts_with("error: script start runs tool"), "{bad}");
    }
}

#[test]
fn variables_reach_processes_as_the_shell_hands_them_on() {
    let serve = "require('http').createServer().listen(process.env.PORT || 7001)";
    for (script, port) in [
        ("export PORT=7002\nnode app.js\n", Some("7002")),
        ("PORT=7002\nexport PORT\nnode app.js\n", Some("7002")),
        ("export PORT\nPORT=7002\nnode app.js\n", None),
        ("export PORT=1\nPORT=7002\nnode app.js\n", Some("7002")),
        ("set -a\nPORT=7002\nset +a\nnode app.js\n", Some("7002")),
        ("PORT=7002\nnode app.js\n", None),
        ("PORT=7002 node app.js\n", Some("7002")),
        ("declare -x PORT=7002; node app.js\n", Some("7002")),
        ("PORT=7002 sh -c 'exec node app.js'\n", Some("7002")),
        ("(export PORT=7002)\nnode app.js\n", None),
        ("f() { export PORT=7002; }\nf\nnode app.js\n", Some("7002")),
        ("export PORT=7002\nunset PORT\nnode app.js\n", None),
        ("export PORT=${PORT:-7002}\nnode app.js\n", None),
        ("PORT=7003 env PORT=7002 node app.js\n", Some("7002")),
        ("env -i PORT=7002 node app.js\n", Some("7002")),
    ] {
        let package = started_by(script).file("app.js", serve);
        match port {
            Some(port) => assert!(package.the("node/port-mismatch").contains(port), "{script}"),
            None => assert_eq!(package.found(), [""; 0], "{script}"),
        }
    }
}

#[test]
fn a_script_is_read_as_often_as_it_is_worth_the_work() {
    let comment = "# 31 bytes of comment in a line\n";
    let files = |visits: usize| {
        let start = format!("{}pm2 start app.js", "sh a.sh; ".repeat(visits));
        Package::scripts(&start, "exit 0").file("a.sh", comment.repeat(2000))
    };
    let scripts = |visits: usize| {
        let start = format!("{}pm2 start app.js", "npm run a; ".repeat(visits));
        Package::start_with(&start, &json!({"scripts": {"a": comment.repeat(2000)}}))
    };
    let lines = |visits: usize| {
        let start = format!("A='{}'; {}pm2 start app.js", comment.repeat(120), "sh -c \"$A\"; ".repeat(visits));
        Package::scripts(&start, "exit 0")
    };
    // Each visit costs what 2,000 commands do, and 100,000 are read.
    for (visits, found) in [(40, 1), (60, 0)] {
        assert_eq!(files(visits).of("node/command-not-bundled").len(), found, "{visits} visits of a file");
        assert_eq!(scripts(visits).of("node/command-not-bundled").len(), found, "{visits} visits of a script");
    }
    for (visits, found) in [(300, 1), (500, 0)] {
        assert_eq!(lines(visits).of("node/command-not-bundled").len(), found, "{visits} visits of a line");
    }
}

#[test]
fn a_value_that_grows_and_grows_is_unknown_in_the_end() {
    let doubles = "A=pm2pm2pm2pm2pm2\n".to_owned() + &"A=$A$A\n".repeat(2000);
    assert_eq!(started_by(&format!("{doubles}$A start\nnode app.js\n")).found(), [""; 0]);
    let words = "A=$B$B$B$B$B$B$B$B\n".repeat(100);
    assert_eq!(started_by(&format!("B={}\n{words}$A\nnode app.js\n", "x".repeat(4000))).found(), [""; 0]);
}

#[test]
fn a_thousand_names_are_followed() {
    let names = |count: usize| (0..count).map(|number| format!("export N{number}=x\n")).collect::<Vec<_>>().concat();
    let command = |count: usize| started_by(&format!("{}RUN=pm2\n$RUN start\n", names(count)));
    assert!(command(999).the("node/command-not-bundled").starts_with("error: script start runs pm2"));
    // A name too many: only the shell knows its value.
    assert_eq!(command(1000).found(), [""; 0]);
    let port = |count: usize| started_by(&format!("{}export PORT=1\nnode app.js\n", names(count)));
    assert_eq!(port(999).file("app.js", "x.listen(process.env.PORT)").of("node/port-mismatch").len(), 1);
    assert_eq!(port(1000).file("app.js", "x.listen(process.env.PORT || 7002)").of("node/port-mismatch").len(), 0);
    let functions =
        |count: usize| (0..count).map(|number| format!("f{number}() {{ :; }}\n")).collect::<Vec<_>>().concat();
    assert_eq!(started_by(&format!("{}pm2 x\n", functions(1000))).of("node/command-not-bundled").len(), 1);
    assert_eq!(started_by(&format!("{}pm2 x\n", functions(1001))).of("node/command-not-bundled").len(), 0);
    let aliases = |count: usize| (0..count).map(|number| format!("alias a{number}=:\n")).collect::<Vec<_>>().concat();
    assert_eq!(started_by(&format!("{}pm2 x\n", aliases(1000))).of("node/command-not-bundled").len(), 1);
    assert_eq!(started_by(&format!("{}pm2 x\n", aliases(1001))).of("node/command-not-bundled").len(), 0);
}

#[test]
fn of_a_long_script_the_start_is_read() {
    let long = |start: &str| started_by(&format!("{start}{}", "# and so on and on and on\n".repeat(10_000)));
    // More may follow, so that a failure is not sure to end the script.
    let found = long("#!/bin/sh\npm2 start app.js\n").the("node/command-not-bundled");
    assert!(found.starts_with("warning: script start runs pm2"), "{found}");
    let found = long("#!/bin/sh\nset -e\npm2 start app.js\n").the("node/command-not-bundled");
    assert!(found.starts_with("error: script start runs pm2"), "{found}");
    let found = long("#!/bin/sh\nexec pm2 start app.js\n").the("node/command-not-bundled");
    assert!(found.starts_with("error: script start runs pm2"), "{found}");
    // What is not read may write files and define functions.
    assert_eq!(long("#!/bin/sh\nnode app.js\n").found(), [""; 0]);
    let package = Package::scripts("sh long.sh && node dist/main.js", "exit 0").file("long.sh", "#\n".repeat(100_000));
    assert_eq!(package.found(), [""; 0]);
    let package = Package::scripts(". ./long.sh && serve && node app.js", "exit 0");
    assert_eq!(package.file("long.sh", "#\n".repeat(100_000)).found(), [""; 0]);
}

#[test]
fn a_script_in_another_encoding_is_read() {
    let mut script = b"#!/bin/sh\n# \xc6\xf4\xb6\xaf\xd3\xa6\xd3\xc3\necho \xc6\xf4\xb6\xaf\n".to_vec();
    script.extend_from_slice(b"pm2 start app.js\n");
    let package = Package::scripts("sh bin/start.sh", "exit 0").executable("bin/start.sh", &script);
    assert_eq!(package.place("node/command-not-bundled"), "4:1 pm2");
}

#[test]
fn no_secret_is_shown() {
    for line in [
        "DB_PASSWORD=hunter2 pm2 start app.js",
        "export TOKEN=hunter2; pm2 start app.js",
        "pm2 start app.js --password hunter2",
        "MONGO=mongodb://shop:hunter2@db/shop pm2 start app.js",
        "export ALIYUN_API_KEY=hunter2 && pm2 start app.js",
        // The name is out of sight, but not what it names.
        &format!("SECRET='{}hunter2' pm2 start app.js", "x".repeat(200)),
    ] {
        let in_file = started_by(&format!("#!/bin/sh\n{line}\n"));
        let in_manifest = Package::scripts(line, "exit 0");
        for (package, place) in [(in_file, 2), (in_manifest, 1)] {
            let report = package.report();
            let shown = render::text(&report, "shop.tgz", Language::English);
            assert!(shown.contains("pm2") && !shown.contains("hunter2"), "{shown}");
            let found = package.of("node/command-not-bundled");
            assert_eq!(found[0].location().line(), Some(place), "{line}");
            assert!(found[0].location().column().is_some());
            assert!(!format!("{report:?}").contains("hunter2"), "{line}");
            let facts = serde_json::to_string(&package.facts()).unwrap();
            assert!(!facts.contains("hunter2"), "{facts}");
        }
    }
    let package = started_by("#!/bin/sh\nNAME=shop pm2 start app.js\n");
    assert_eq!(package.place("node/command-not-bundled"), "2:11 pm2");
}

#[test]
fn long_names_are_shortened_in_messages() {
    let (name, cut) = ("n".repeat(5000), "n".repeat(60) + "…");
    let package = Package::scripts(&name, "exit 0");
    assert_eq!(
        package.the("node/command-not-bundled"),
        format!(
            "error: script start runs {cut}, which is in neither node_modules/.bin nor dependencies, and the platform does not provide it"
        )
    );
    assert_eq!(package.help("node/command-not-bundled"), format!("npm install --save '{cut}', and pack again"));
    for start in [
        format!("node {name}.js"),
        format!("cd {name}"),
        format!("npm run {name}"),
        format!("npm i -g {name}"),
        format!("node dist\\{name}"),
        format!("npx {name}"),
    ] {
        let package = Package::start_with(
            &start,
            &json!({"engines": {"node": name}, "scripts": {"stop": format!("pm2 {name}")}}),
        );
        for diagnostic in package.report().diagnostics() {
            let texts = [
                diagnostic.message(Language::English),
                diagnostic.help(Language::Chinese),
                diagnostic.data().to_string(),
            ];
            assert!(texts.iter().all(|text| text.len() < 1000), "{start}: {texts:?}");
        }
        assert!(!package.found().is_empty());
    }
}

#[test]
fn words_and_look_ups_are_charged_too() {
    // Whether a command after `count` repetitions is still read.
    let is_read = |before: &str, piece: &str, count: usize, manifest: serde_json::Value| {
        let mut manifest = manifest;
        let script = format!("{before}{}pm2 start app.js\n", piece.repeat(count));
        manifest["scripts"]["start"] = json!("sh start.sh");
        let package = Package::start_with("sh start.sh", &manifest).file("start.sh", script);
        package.of("node/command-not-bundled").iter().any(|found| serde_json::json!(found.data())["command"] == "pm2")
    };
    let none = || json!({});
    let words = format!("f() {{ : {}; }}\n", "a ".repeat(10_000));
    assert!(is_read(&words, "f\n", 30, none()) && !is_read(&words, "f\n", 100, none()));
    let given = format!("f() {{ {} : ; }}\n", "A=a ".repeat(10_000));
    assert!(is_read(&given, "f\n", 30, none()) && !is_read(&given, "f\n", 100, none()));
    let scripts: serde_json::Map<String, serde_json::Value> =
        (0..4000).map(|number| (format!("x{number}"), json!(":"))).collect();
    let scripts = || json!({"scripts": scripts.clone(), "dependencies": {"npm-run-all": "4"}});
    assert!(is_read("", "run-s y*\n", 100, scripts()) && !is_read("", "run-s y*\n", 300, scripts()));
    let config = || json!({"config": {"a": "b", "long": "x".repeat(32_000)}});
    let variable = ": $npm_package_config_a\n";
    assert!(is_read("", variable, 90, config()) && !is_read("", variable, 110, config()));
}
