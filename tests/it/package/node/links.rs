//! Links, first lines and permissions.

use super::support::Package;

const SCRIPT: &str = "#!/usr/bin/env node\nrequire('../lib/cli');\n";

fn pm2() -> Package {
    Package::scripts("pm2 start app.js", "exit 0")
}

#[test]
fn a_copy_in_place_of_a_link_is_found() {
    for content in [SCRIPT, "#!/usr/bin/env node\nimport x from './x.js'", "../pm2/bin/pm2"] {
        let package = pm2().executable("node_modules/.bin/pm2", content);
        assert_eq!(
            package.the("node/flattened-symlink"),
            "error: script start runs node_modules/.bin/pm2, which is a file and not a link, so that it cannot find its own modules"
        );
        assert!(package.inspect().is_err());
    }
    // pnpm writes shell scripts; a program in one file needs no neighbours; a command that is not run harms nobody.
    for package in [
        pm2().executable(
            "node_modules/.bin/pm2",
            "#!/bin/sh\nbasedir=$(dirname \"$0\")\nexec node \"$basedir/../pm2/bin/pm2\"\n",
        ),
        pm2().executable("node_modules/.bin/pm2", "#!/usr/bin/env node\nrequire('http').createServer();\n"),
        pm2().link("node_modules/.bin/pm2", "../pm2/bin/pm2").executable("node_modules/pm2/bin/pm2", SCRIPT),
        Package::scripts("node app.js", "exit 0").executable("node_modules/.bin/pm2", SCRIPT),
    ] {
        assert!(package.of("node/flattened-symlink").is_empty(), "{:?}", package.found());
    }
}

#[test]
fn a_link_to_nothing_is_found() {
    let package = pm2().link("node_modules/.bin/pm2", "../pm2/bin/pm2");
    assert_eq!(
        package.the("node/dangling-symlink"),
        "error: node_modules/.bin/pm2 leads to ../pm2/bin/pm2, which is not in the package"
    );
    assert!(package.of("node/command-not-bundled").is_empty());
    for (package, severity) in [
        (Package::scripts("node app.js", "exit 0").link("lib/config.json", "shared/config.json"), "error"),
        (Package::scripts("node app.js", "exit 0").link("logs", "run/logs"), "warning"),
        (Package::scripts("node app.js", "exit 0").link("node_modules/.bin/tsc", "../typescript/bin/tsc"), "warning"),
        (Package::scripts("node a.js", "exit 0").link("a.js", "b.js").link("b.js", "a.js"), "error"),
    ] {
        assert!(package.of("node/dangling-symlink").iter().all(|found| found.severity().as_str() == severity));
        assert!(!package.of("node/dangling-symlink").is_empty());
    }
    for good in [
        pm2().link("node_modules/.bin/pm2", "../pm2/bin/pm2").executable("node_modules/pm2/bin/pm2", ""),
        Package::scripts("node app.js", "exit 0").link("current", "lib").file("lib/x.js", ""),
    ] {
        assert_eq!(good.found(), [""; 0]);
    }
}

#[test]
fn a_dependency_that_is_a_link_to_nothing_is_an_error() {
    let manifest =
        r#"{"dependencies": {"shared": "file:../shared"}, "scripts": {"start": "node app.js", "stop": "exit 0"}}"#;
    let package = Package::with(manifest).file("app.js", "").link("node_modules/shared", "../packages/shared");
    assert!(package.the("node/dangling-symlink").starts_with("error: node_modules/shared"));
}

#[test]
fn a_first_line_of_windows_is_found() {
    for (start, path) in [("./start.sh", "start.sh"), ("sh start.sh", "start.sh"), ("bin/www", "bin/www")] {
        let package = Package::scripts(start, "exit 0").executable(path, "#!/bin/sh\r\nnode app.js\r\n");
        assert_eq!(
            package.the("node/crlf-shebang"),
            format!("error: script start starts {path}, whose first line ends with CR LF")
        );
        assert_eq!(package.help("node/crlf-shebang"), format!("sed -i 's/\\r$//' {path}"));
        let good = Package::scripts(start, "exit 0").executable(path, "#!/bin/sh\nnode app.js\r\n");
        assert_eq!(good.found(), [""; 0]);
    }
    let bin = pm2()
        .link("node_modules/.bin/pm2", "../pm2/cli.js")
        .executable("node_modules/pm2/cli.js", "#!/usr/bin/env node\r\n");
    assert_eq!(bin.of("node/crlf-shebang").len(), 1);
    // Node.js itself does not mind.
    let node = Package::scripts("node cli.js", "exit 0").file("cli.js", "#!/usr/bin/env node\r\n");
    assert_eq!(node.found(), [""; 0]);
}

#[test]
fn a_file_without_permission_does_not_start() {
    let package = Package::scripts("./start.sh", "exit 0").file("start.sh", "#!/bin/sh\n");
    assert_eq!(package.the("node/exec-bit-missing"), "error: script start starts start.sh, which is not executable");
    assert!(package.inspect().is_err());
    for good in [
        Package::scripts("./start.sh", "exit 0").executable("start.sh", "#!/bin/sh\n"),
        Package::scripts("sh start.sh", "exit 0").file("start.sh", "#!/bin/sh\n"),
    ] {
        assert_eq!(good.found(), [""; 0]);
    }
}
