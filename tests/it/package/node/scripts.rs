//! Whether what the scripts run is there.

use serde_json::json;

use super::support::Package;

#[test]
fn a_command_that_nothing_brings_is_found() {
    let package = Package::scripts("pm2 start app.js", "exit 0");
    assert_eq!(
        package.the("node/command-not-bundled"),
        "error: script start runs pm2, which is in neither node_modules/.bin nor dependencies, and the platform does not provide it"
    );
    assert_eq!(package.help("node/command-not-bundled"), "npm install --save pm2, and pack again");
    assert_eq!(package.place("node/command-not-bundled"), "1:36 pm2");
    assert!(package.inspect().is_err());
}

#[test]
fn a_command_behind_any_wrapper_is_found() {
    for start in [
        "NODE_ENV=production pm2 start app.js",
        "cd . && pm2 start app.js",
        "exec pm2 start app.js",
        "nohup pm2 start app.js > log 2>&1 &",
        "env A=b pm2 start app.js",
        "sh -c 'pm2 start app.js'",
        "npm run go",
        "npm run -s go -- --x",
        "npm run first",
        "npx --no-install pm2 start app.js",
        "export A=b; pm2 start app.js",
        "mkdir -p logs && pm2 start app.js",
        "(cd . && pm2 start app.js)",
        "{ pm2 start app.js; }",
        "echo a | pm2 start app.js",
        "./node_modules/.bin/pm2 start app.js",
        "npm start --silent || false; npm run go",
        "cross-env A=b pm2 start app.js",
        "cross-env-shell 'pm2 start app.js'",
        "dotenv -e .env -- pm2 start app.js",
        "concurrently \"pm2 start app.js\" \"echo\"",
        "npm-run-all go",
        "run-s g*",
        "nodemon --exec 'pm2 start app.js'",
        "nodemon --exec pm2 start app.js",
    ] {
        let package = Package::start_with(
            start,
            &json!({
                "scripts": {"go": "pm2 start app.js", "first": "npm run second", "second": "npm run first; npm run go"},
                "dependencies": {"cross-env": "7", "dotenv-cli": "7", "concurrently": "8", "npm-run-all": "4", "nodemon": "3"}
            }),
        );
        let commands = package.of("node/command-not-bundled");
        assert!(commands.iter().any(|found| json!(found.data())["command"] == "pm2"), "{start}: {:?}", package.found());
    }
}

#[test]
fn commands_that_are_there_are_no_fault() {
    for start in [
        "node app.js",
        "npm run go",
        "mkdir -p logs run && chmod 755 logs; nohup node app.js > logs/out.log 2>&1 & echo $! > run/pid",
        "if [ -f pid ]; then kill $(cat pid); fi; node app.js",
        "for i in 1 2; do echo $i; done; node app.js",
        "ps aux | grep node | grep -v grep | awk '{print $2}' | xargs kill -9 || true; node app.js",
        "stop() { kill $1; }; stop 5; node app.js",
        "case $1 in a) pm2 x;; esac; node app.js",
        "[ -d logs ] || mkdir logs; node app.js",
        "TZ=Asia/Shanghai node --max-old-space-size=512 -r dotenv/config app.js",
        "node -e \"require('./app')\"",
        "node --require ./app.js ./app",
        "# a comment\nnode app.js # another",
        "$RUNNER app.js",
        "/usr/local/bin/pm2 start app.js",
        "npm i -g pm2 && pm2 start app.js",
        "bash -lc 'nvm use 18 && node app.js'",
        "bash --login -c 'pm2 start app.js'",
        "taskset -c 0 node app.js",
        "script -q -c 'node app.js' /dev/null",
    ] {
        let package = Package::start_with(start, &json!({"scripts": {"go": "node app.js"}}));
        let errors: Vec<String> = package.found().into_iter().filter(|line| line.starts_with("error")).collect();
        assert_eq!(errors, [""; 0], "{start}");
        assert!(package.of("node/command-not-bundled").is_empty(), "{start}: {:?}", package.found());
    }
}

#[test]
fn dependencies_and_bundled_modules_bring_commands() {
    for (command, dependency) in [
        ("pm2", "pm2"),
        ("tsc", "typescript"),
        ("nest", "@nestjs/cli"),
        ("eggctl", "egg-scripts"),
        ("foo", "@acme/foo"),
        ("acme-start", "@acme/scripts"),
    ] {
        let package = Package::start_with(command, &json!({"dependencies": {dependency: "1"}}));
        let found = package.of("node/command-not-bundled");
        let errors = found.iter().filter(|found| found.severity() == cloudapp::diagnostic::Severity::Error);
        assert_eq!(errors.count(), 0, "{command}");
    }
    let package = Package::scripts("pm2 start app.js", "exit 0")
        .link("node_modules/.bin/pm2", "../pm2/bin/pm2")
        .executable("node_modules/pm2/bin/pm2", "#!/usr/bin/env node\n");
    assert_eq!(package.found(), [""; 0]);
    assert_eq!(package.bundled().found(), [""; 0]);
}

#[test]
fn a_failure_that_the_script_takes_is_a_warning() {
    for start in ["pm2 kill || true; node app.js", "pm2 kill; node app.js", "if true; then pm2 kill; fi; node app.js"] {
        let package = Package::scripts(start, "exit 0");
        assert!(package.the("node/command-not-bundled").starts_with("warning: "), "{start}");
        assert!(package.inspect().is_ok(), "{start}");
    }
    for start in ["pm2 start app.js; echo started", "pm2 start app.js; exit 0"] {
        assert!(Package::scripts(start, "exit 0").the("node/command-not-bundled").starts_with("error: "), "{start}");
    }
}

#[test]
fn a_command_of_a_development_dependency_is_found_by_policy() {
    let package = Package::start_with("nodemon app.js", &json!({"devDependencies": {"nodemon": "3"}}));
    let rule = "node/command-only-in-dev-dependencies";
    let message = "script start runs nodemon, which only the development dependency nodemon provides";
    assert_eq!(package.the(rule), format!("warning: {message}"));
    assert_eq!(package.clone().bundled().the(rule), format!("error: {message}"));
    assert_eq!(package.help(rule), "npm install --save-prod nodemon");
    let bundled = package.executable("node_modules/.bin/nodemon", "#!/bin/sh\n");
    assert!(bundled.bundled().of(rule).is_empty());
}

#[test]
fn a_target_that_is_not_there_is_found_with_what_is() {
    let package = Package::scripts("node dist/main.js", "exit 0").file("dist/src/main.js", "");
    assert_eq!(
        package.the("node/start-target-missing"),
        "error: script start runs dist/main.js, which is not in the package; dist/src/main.js is"
    );
    assert_eq!(package.help("node/start-target-missing"), "did you mean dist/src/main.js?");
    assert_eq!(package.place("node/start-target-missing"), "1:41 dist/main.js");
    let package = Package::scripts("exit 0", "sh stop.sh");
    assert_eq!(
        package.the("node/start-target-missing"),
        "error: script stop runs stop.sh, which is not in the package"
    );
}

#[test]
fn every_way_to_name_a_target_is_followed() {
    for (start, file) in [
        ("node bin/www", "bin/www"),
        ("node dist/main", "dist/main.js"),
        ("node server", "server/index.js"),
        ("node .", "index.js"),
        ("cd server && node app", "server/app.js"),
        ("./bin/start", "bin/start"),
        ("sh ./bin/start.sh", "bin/start.sh"),
        ("bash -x bin/start.sh", "bin/start.sh"),
        (". ./env.sh && node app.js", "env.sh"),
        ("node --inspect=0.0.0.0 -r ./app.js lib/x.js --port 1", "lib/x.js"),
        ("node inspect lib/x.js", "lib/x.js"),
        ("node -- lib/x.js", "lib/x.js"),
        ("nodemon -w src lib/x.js", "lib/x.js"),
        ("pm2 start lib/x.json --name a", "lib/x.json"),
        ("pm2 start -i 2 lib/x.js", "lib/x.js"),
        ("node $npm_package_config_entry", "lib/x.js"),
        ("ENTRY=lib/x.js; node $ENTRY", "lib/x.js"),
    ] {
        let manifest = json!({"dependencies": {"nodemon": "3", "pm2": "5"}, "config": {"entry": "lib/x.js"}});
        let package = Package::start_with(start, &manifest);
        let with_other = package.clone().file("server/other.txt", "");
        let found = with_other.of("node/start-target-missing");
        assert_eq!(found.len(), 1, "{start}: {:?}", with_other.found());
        let package = package.executable(file, "");
        assert_eq!(package.found(), [""; 0], "{start}");
    }
}

#[test]
fn targets_that_only_the_host_knows_are_no_fault() {
    for start in [
        "node $FILE",
        "node /home/admin/app.js",
        "cd $HOME && node x.js",
        "cd / && node x.js",
        "node ../x.js",
        "tsc && node dist/main.js",
        "npm run build && node dist/main.js",
        "npx webpack && node dist/main.js",
        "pm2 start shop",
        "pm2 restart all",
        "npm --prefix . start",
        "node `cat main`",
    ] {
        let manifest =
            json!({"scripts": {"build": "tsc"}, "dependencies": {"typescript": "5", "pm2": "5", "webpack": "5"}});
        assert_eq!(Package::start_with(start, &manifest).found(), [""; 0], "{start}");
    }
    let built = Package::start_with(
        "node dist/main.js",
        &json!({"scripts": {"postinstall": "tsc"}, "dependencies": {"typescript": "5"}}),
    );
    assert!(built.of("node/start-target-missing").is_empty());
    assert_eq!(built.bundled().of("node/start-target-missing").len(), 1);
}

#[test]
fn another_letter_case_is_found() {
    for (start, written, actual) in [
        ("node Server.js", "Server.js", "server.js"),
        ("node Server", "Server", "server.js"),
        ("node ./Lib/x.js", "./Lib/x.js", "lib/x.js"),
        ("cd Lib && node x.js", "Lib", "lib"),
    ] {
        let package = Package::scripts(start, "exit 0").file("server.js", "").file("lib/x.js", "");
        let found = package.of("node/path-case-mismatch");
        assert_eq!(json!(found[0].data())["written"], written, "{start}");
        assert_eq!(json!(found[0].data())["actual"], actual, "{start}");
        assert!(package.inspect().is_err());
    }
    let good = Package::scripts("node server.js", "exit 0").file("server.js", "").file("docs/Server.js", "");
    assert_eq!(good.found(), [""; 0]);
}

#[test]
fn backslashes_in_paths_are_found() {
    for start in
        ["node dist\\main.js", "cd dist\\sub && node x", "node_modules\\.bin\\pm2 start app.js", "sh bin\\start.sh"]
    {
        let package = Package::scripts(start, "exit 0")
            .file("dist/main.js", "")
            .file("dist/sub/x.js", "")
            .file("bin/start.sh", "");
        assert_eq!(package.of("node/windows-path").len(), 1, "{start}: {:?}", package.found());
        assert!(package.inspect().is_err());
    }
    let package = Package::scripts("node dist\\main.js", "exit 0").file("dist/main.js", "");
    assert_eq!(
        package.the("node/windows-path"),
        "error: script start writes a path with backslashes, which the shell reads as distmain.js"
    );
    assert_eq!(package.help("node/windows-path"), "write dist/main.js");
    for good in [
        "node dist/main.js",
        "echo \"a\\nb\" && node dist/main.js",
        "grep -v a\\.b x; node dist/main.js",
        "node my\\ app.js",
        "\\rm -rf tmp; node dist/main.js",
        "\\. ./env.sh && node dist/main.js",
    ] {
        let package =
            Package::scripts(good, "exit 0").file("dist/main.js", "").file("my app.js", "").file("env.sh", "");
        assert!(package.of("node/windows-path").is_empty(), "{good}");
    }
}

#[test]
fn a_directory_that_is_not_there_is_found() {
    let package = Package::scripts("cd server && node app.js", "exit 0");
    assert_eq!(package.of("node/cd-target-missing").len(), 1);
    assert_eq!(
        json!(package.of("node/cd-target-missing")[0].data()),
        json!({"script": "start", "directory": "server"})
    );
    for good in [
        "cd . && node app.js",
        "cd lib && node x.js && cd .. && node app.js",
        "mkdir -p logs && cd logs",
        "cd /tmp",
        "cd -",
    ] {
        let package = Package::scripts(good, "exit 0").file("lib/x.js", "");
        assert_eq!(package.found(), [""; 0], "{good}");
    }
}

#[test]
fn a_global_installation_is_a_warning() {
    for start in [
        "npm install -g pm2@5 && pm2 start app.js",
        "npm -g i pm2; pm2 start app.js",
        "yarn global add pm2 && pm2 start app.js",
    ] {
        let package = Package::start_with(start, &json!({"dependencies": {"yarn": "1"}}));
        assert!(
            package.the("node/global-install-in-script").starts_with("warning: script start installs pm2"),
            "{start}"
        );
        assert!(package.inspect().is_ok(), "{start}: {:?}", package.found());
    }
    assert!(Package::scripts("npm install && node app.js", "exit 0").of("node/global-install-in-script").is_empty());
}

#[test]
fn what_npm_runs_before_and_after_is_judged_too() {
    for name in ["prestart", "poststart", "prestop", "poststop"] {
        let package = Package::start_with("node app.js", &json!({"scripts": {name: "pm2 list"}}));
        assert_eq!(package.the("node/command-not-bundled").matches(name).count(), 1);
    }
    let package = Package::start_with("node app.js", &json!({"scripts": {"test": "pm2 list", "predev": "pm2 list"}}));
    assert_eq!(package.found(), [""; 0]);
}

#[test]
fn the_hosts_commands_are_a_policy() {
    let package = Package::scripts("supervisord -c app.ini", "killall node; sleep 1");
    assert_eq!(package.of("node/command-not-bundled").len(), 1);
    let with = package.clone().policy(|policy| {
        policy.host_commands.insert("supervisord".to_owned());
    });
    assert_eq!(with.found(), [""; 0]);
    let without = Package::scripts("nohup node app.js &", "exit 0").policy(|policy| {
        policy.host_commands.remove("nohup");
    });
    assert!(without.the("node/command-not-bundled").starts_with("error: script start runs nohup"));
    // What a shell has built in needs no host.
    let bare = Package::scripts("cd . && exec ./app", "exit 0").executable("app", "#!/bin/sh\n");
    assert_eq!(bare.policy(|policy| policy.host_commands.clear()).found(), [""; 0]);
}

#[test]
fn what_npm_install_runs_is_judged_where_the_platform_installs() {
    let package = |script: &str, rest: serde_json::Value| {
        let mut manifest = json!({"scripts": {"postinstall": script}});
        manifest["devDependencies"] = rest;
        Package::start_with("node app.js", &manifest)
    };
    let husky = package("husky install", json!({"husky": "8"}));
    assert_eq!(
        husky.found(),
        ["warning node/command-only-in-dev-dependencies: script postinstall runs husky, which only the development \
          dependency husky provides"]
    );
    assert_eq!(husky.bundled().found(), [""; 0]);
    assert_eq!(package("node scripts/setup.js", json!({})).file("scripts/setup.js", "").found(), [""; 0]);
    assert_eq!(
        package("node scripts/setup.js", json!({})).the("node/start-target-missing"),
        "error: script postinstall runs scripts/setup.js, which is not in the package"
    );
}

#[test]
fn a_shell_script_with_windows_line_ends_fails_without_a_first_line_too() {
    let script = |text: &str| Package::scripts("sh start.sh", "exit 0").file("start.sh", text);
    assert_eq!(script("node app.js\r\n").of("node/crlf-shebang").len(), 1);
    assert!(script("# start\r\n\r\n").of("node/crlf-shebang").is_empty());
    assert!(script("node app.js\n").of("node/crlf-shebang").is_empty());
}
