//! Rules that are not of one framework with a package that breaks each and the nearest one that does not, and what holds
//! for all tables.

use std::collections::BTreeSet;

use cloudapp::app::{Framework, Policy};
use cloudapp::diagnostic::Rule;
use cloudapp::package::{self, Inspector, RULES, Verdict};
use proptest::prelude::*;

use super::judged::{Judged, Tree};
use crate::support::tar::Tar;
use crate::support::zip::Zip;

/// Files of a package and the framework of its app.
type Package = (Framework, &'static Tree<'static>);

const KEY: &str = "-----BEGIN PRIVATE KEY-----\nMIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBALRiMLAHudeSA2ai\n-----END PRIVATE KEY-----\n";
const MANIFEST: (&str, &str) =
    ("package.json", r#"{"name": "shop", "scripts": {"start": "node a.js", "stop": "exit 0"}}"#);
const CODE: (&str, &str) = ("a.js", "");
const INDEX: (&str, &str) = ("public/index.php", "<?php");
const WHOLE: &str = "events {}\nhttp {}\n";
const NODE: Framework = Framework::NodeJs;
const PHP: Framework = Framework::Php;

const TABLE: &[(&str, Package, Package)] = &[
    (
        "nginx-file/near-miss",
        (NODE, &[MANIFEST, CODE, ("conf/nginx-test.conf", WHOLE)]),
        (NODE, &[MANIFEST, CODE, ("conf/nginx.test.conf", WHOLE)]),
    ),
    ("package/framework-mismatch", (PHP, &[("pom.xml", ""), MANIFEST, CODE]), (PHP, &[INDEX, MANIFEST, CODE])),
    ("package/macos-metadata", (NODE, &[MANIFEST, CODE, ("._a.js", "")]), (NODE, &[MANIFEST, CODE, ("_._a.js", "")])),
    (
        "package/secret-in-package",
        (NODE, &[MANIFEST, CODE, ("config/tls.key", KEY)]),
        (NODE, &[MANIFEST, CODE, ("test/tls.key", KEY)]),
    ),
    (
        "package/wrapper-directory",
        (NODE, &[("shop/package.json", MANIFEST.1), ("shop/a.js", "")]),
        (NODE, &[MANIFEST, ("shop/package.json", MANIFEST.1), CODE]),
    ),
];

fn build(framework: Framework, files: &[(&str, &str)]) -> Vec<u8> {
    match framework {
        Framework::NodeJs => files.iter().fold(Tar::new(), |tar, (path, text)| tar.file(path, text)).tgz(),
        _ => files.iter().fold(Zip::new(), |zip, (path, text)| zip.file(path, text)).build(),
    }
}

fn inspect(framework: Framework, files: &[(&str, &str)]) -> Judged {
    let policy = Policy::default();
    Judged(Inspector::new(&policy).framework(framework).inspect_bytes(&build(framework, files)))
}

#[test]
fn each_rule_finds_its_fault_and_lets_the_near_case_pass() {
    for (rule, (framework, bad), (other, good)) in TABLE {
        let finds = |judged: &Judged| judged.report().diagnostics().iter().any(|found| found.rule().id == *rule);
        let (bad, good) = (inspect(*framework, bad), inspect(*other, good));
        assert!(finds(&bad), "{rule} is not found: {:?}", bad.rules());
        assert!(!finds(&good), "{rule} is found in the near case");
    }
    let tested: BTreeSet<&str> = TABLE.iter().map(|(rule, ..)| *rule).collect();
    assert_eq!(tested, RULES.iter().map(|rule| rule.id).collect());
}

#[test]
fn every_rule_about_packages_is_in_a_table() {
    // Those of the frameworks and of the archive layer are held against their tables beside these.
    let tables: [&[&Rule]; 5] =
        [RULES, package::archive::RULES, package::node::RULES, package::php::RULES, package::spring_boot::RULES];
    let listed: BTreeSet<&str> = tables.concat().iter().map(|rule| rule.id).collect();
    // One is the gate's, beside whose tests it is tried.
    #[cfg(feature = "nginx")]
    let listed: BTreeSet<&str> = listed.into_iter().chain(["nginx-file/not-whole-file"]).collect();
    let groups = ["archive", "nginx-file", "node", "package", "php", "spring-boot"];
    let of_packages = |rule: &&&Rule| groups.contains(&rule.id.split('/').next().unwrap());
    let all: BTreeSet<&str> = cloudapp::rules().iter().filter(of_packages).map(|rule| rule.id).collect();
    assert_eq!(listed, all);
}

/// Packages in which much is wrong, and whose files say so together.
const MESSES: &[Package] = &[
    (
        NODE,
        &[
            ("package.json", r#"{"scripts": {"start": "sh start.sh && pm2 start App.js", "stop": "pkill node"}}"#),
            ("start.sh", "PORT=7002 node lib/b.js\n"),
            ("app.js", "require('http').createServer().listen(3000)"),
            ("App.js.bak", ""),
            ("config/config.default.js", "exports.cluster = { listen: { port: 7003 } };"),
            ("yarn.lock", ""),
            ("package-lock.json", "{}"),
            ("conf/nginx-test.conf", WHOLE),
            ("conf/nginx_prod.conf", "server {}"),
            (".env", "TOKEN=abcdefghijklmnop"),
            ("node_modules/.bin/pm2", "#!/usr/bin/env node\nrequire('../x')"),
        ],
    ),
    (
        PHP,
        &[
            ("_buildpack.txt", "app_entry=web"),
            ("composer.json", r#"{"require": {"php": ">=8.1", "ext-redis": "*", "slim/slim": "4"}}"#),
            ("web/index.php", "\u{feff}<?php\nnamespace a;"),
            ("Public/index.php", "<?php"),
            ("a.php", "\u{feff}<?php\nnamespace a;"),
            ("b.php", "\u{feff}<?php\nnamespace a;"),
            ("nginx/nginx.test.conf", WHOLE),
            ("id_rsa", KEY),
        ],
    ),
    (
        Framework::SpringBoot,
        &[
            (
                "META-INF/MANIFEST.MF",
                "Main-Class: org.springframework.boot.loader.JarLauncher\nStart-Class: a.B\nSpring-Boot-Version: 2.7.0\n",
            ),
            ("BOOT-INF/classes/application.yml", "spring.config.import: classpath:c.yml\nserver.port: 1\n"),
            ("BOOT-INF/classes/application.properties", "spring.profiles.active=x\n"),
            ("BOOT-INF/classes/application-x.yml", "server.port: 2\nspring.profiles.include: z\n"),
            ("BOOT-INF/classes/c.yml", "server.port: 3\nserver.ssl.enabled: true\n"),
            ("BOOT-INF/classes/config/application.yml", "management.server.port: 4\n"),
            ("BOOT-INF/lib/a.jar", "x"),
            ("BOOT-INF/lib/b.txt", "x"),
            ("BOOT-INF/classes/nginx/nginx.prod.conf", WHOLE),
        ],
    ),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_order_of_entries_changes_neither_verdict_nor_findings(
        which in 0..MESSES.len(),
        order in Just((0..16_usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let (framework, files) = MESSES[which];
        let shuffled: Vec<_> = order.iter().filter_map(|index| files.get(*index).copied()).collect();
        prop_assert_eq!(shuffled.len(), files.len());
        let (one, other) = (inspect(framework, files), inspect(framework, &shuffled));
        prop_assert_eq!(one.verdict(), Verdict::Rejected);
        prop_assert!(one.rules().len() >= 5, "{:?}", one.rules());
        let seen = |judged: &Judged| {
            let found = judged.report().diagnostics().iter();
            let mut seen: Vec<_> = found.map(|found| format!("{} {:?} {:?}", found.rule().id, found.location(), found.data())).collect();
            seen.sort();
            seen
        };
        prop_assert_eq!(seen(&one), seen(&other));
        prop_assert_eq!(one.inspection().digest, other.inspection().digest);
        prop_assert_eq!(&one.inspection().facts, &other.inspection().facts);
    }
}
