//! Every rule of PHP packages with a package that breaks it and the nearest one that does not.

use std::collections::BTreeSet;

use cloudapp::app::{Framework, PhpVersion, Policy};
use cloudapp::diagnostic::{Language, Value};
use cloudapp::package::php::RULES;

use crate::package::judged::{Judged, Tree, judge, php, zip};
use crate::support::zip::Zip;

const INDEX: (&str, &str) = ("public/index.php", "<?php require 'vendor/autoload.php';");
const AUTOLOAD: (&str, &str) = ("vendor/autoload.php", "<?php");

/// A rule, files that break it and the nearest files that do not. The smallest sound package is added to both.
const TABLE: &[(&str, &Tree<'_>, &Tree<'_>)] = &[
    ("error php/app-entry-missing", &[("_buildpack", "app_entry=web")], &[("_buildpack", "app_entry=public")]),
    ("error php/app-entry-unsafe", &[("_buildpack", "app_entry=/public")], &[("_buildpack", "app_entry=public")]),
    (
        "warning php/bom-before-namespace",
        &[("a.php", "\u{feff}<?php\nnamespace app;")],
        &[("a.php", "\u{feff}<?php\necho 1;"), ("b.php", "<?php\nnamespace app;")],
    ),
    ("warning php/buildpack-bom", &[("_buildpack", "\u{feff}app_entry=public")], &[("_buildpack", "app_entry=public")]),
    ("error php/buildpack-invalid", &[("_buildpack", "app_entry public")], &[("_buildpack", "app_entry = public")]),
    (
        "warning php/buildpack-near-miss",
        &[("_buildpack.txt", "app_entry=public")],
        &[("_buildpack.txt", "app_entry=web"), ("_buildpack", "app_entry=public"), ("docs/buildpacks/a.txt", "")],
    ),
    ("warning php/buildpack-unknown-key", &[("_buildpack", "entry=public")], &[("_buildpack", "#entry=public")]),
    (
        "info php/extension-bundled",
        &[("_buildpack", "php_extensions=php-json")],
        &[("_buildpack", "php_extensions=php-gd")],
    ),
    (
        "error php/extension-name-invalid",
        &[("_buildpack", "php_extensions=-y")],
        &[("_buildpack", "php_extensions=php-gd \t php-redis")],
    ),
    (
        "warning php/extension-not-requested",
        &[("composer.json", r#"{"require": {"ext-redis": "*"}}"#)],
        &[("composer.json", r#"{"require": {"ext-redis": "*"}}"#), ("_buildpack", "php_extensions=php-redis")],
    ),
    (
        "warning php/extension-unknown",
        &[("_buildpack", "php_extensions=redis")],
        &[("_buildpack", "php_extensions=php-redis")],
    ),
    (
        "warning php/laravel-key-missing",
        &[
            ("composer.json", r#"{"require": {"laravel/framework": "8"}}"#),
            AUTOLOAD,
            ("artisan", ""),
            (".env", "APP_NAME=shop\nAPP_KEY=\n"),
        ],
        &[
            ("composer.json", r#"{"require": {"laravel/framework": "8"}}"#),
            AUTOLOAD,
            ("artisan", ""),
            (".env", "APP_NAME=shop\nAPP_KEY=b\n"),
        ],
    ),
    (
        "warning php/locked-library-missing",
        &[
            ("composer.json", r#"{"require": {"a/b": "1"}}"#),
            ("composer.lock", r#"{"packages": [{"name": "a/b"}, {"name": "a/c", "type": "metapackage"}]}"#),
            AUTOLOAD,
            ("vendor/composer/installed.json", "[]"),
        ],
        &[
            ("composer.json", r#"{"require": {"a/b": "1"}}"#),
            ("composer.lock", r#"{"packages": [{"name": "a/b"}], "packages-dev": [{"name": "a/d"}]}"#),
            AUTOLOAD,
            ("vendor/composer/installed.json", r#"{"packages": [{"name": "A/b"}]}"#),
        ],
    ),
    (
        "error php/no-index-php",
        &[("_buildpack", "app_entry=web"), ("web/a.css", "")],
        &[("_buildpack", "app_entry=public")],
    ),
    (
        "error php/open-basedir-userini",
        &[("public/.user.ini", "open_basedir=/www/wwwroot/shop/:/tmp/")],
        &[
            (".user.ini", "open_basedir=/www/wwwroot/shop/:/tmp/"),
            ("public/.user.ini", "open_basedir=/home/admin/:/tmp"),
        ],
    ),
    (
        "warning php/php-version-floor",
        &[("composer.json", r#"{"require": {"php": ">=8.0"}}"#)],
        &[("composer.json", r#"{"require": {"php": "^7.2 || ^8.0"}}"#)],
    ),
    (
        "error php/require-case-mismatch",
        &[("public/index.php", "<?php require __DIR__ . '/../App/a.php';"), ("app/a.php", "<?php")],
        &[("public/index.php", "<?php require __DIR__ . '/../app/a.php';"), ("app/a.php", "<?php")],
    ),
    (
        "error php/require-target-missing",
        &[("public/index.php", "<?php require dirname(__DIR__) . '/a.php';")],
        &[("public/index.php", "<?php if (DEV) { require dirname(__DIR__) . '/a.php'; }")],
    ),
    (
        "warning php/runtime-not-writable",
        &[("yii", ""), ("config/web.php", "<?php")],
        &[("yii", ""), ("config/web.php", "<?php"), ("web/assets/", "")],
    ),
    (
        "error php/vendor-missing",
        &[("composer.json", r#"{"require": {"slim/slim": "^3.0"}}"#)],
        &[("composer.json", r#"{"require": {"slim/slim": "^3.0"}}"#), AUTOLOAD],
    ),
];

fn with_index(files: &Tree<'_>) -> Judged {
    let has_index = files.iter().any(|(path, _)| *path == INDEX.0);
    let mut all = if has_index { Vec::new() } else { vec![INDEX] };
    all.extend(files);
    php(&all)
}

#[test]
fn every_rule_finds_its_fault_and_lets_the_nearest_good_case_pass() {
    for (rule, bad, good) in TABLE {
        assert_eq!(with_index(bad).rules(), [*rule]);
        assert_eq!(with_index(good).rules(), Vec::<String>::new(), "{rule}");
    }
    let tested: BTreeSet<_> = TABLE.iter().filter_map(|(rule, ..)| rule.split(' ').nth(1)).collect();
    assert_eq!(tested, RULES.iter().map(|rule| rule.id).collect());
}

#[test]
fn the_catalogue_holds_the_rules_sorted() {
    assert!(RULES.is_sorted_by_key(|rule| rule.id));
    let all = cloudapp::rules();
    assert!(RULES.iter().all(|rule| all.contains(rule)));
}

fn extensions(value: &str) -> Judged {
    with_index(&[("_buildpack", &format!("php_extensions={value}"))])
}

#[test]
fn extensions_are_facts_each_once_in_the_order_of_the_file() {
    let judged = extensions(" php-redis\tphp-gd php-redis  php72w-intl ");
    assert_eq!(judged.rules(), Vec::<String>::new());
    assert_eq!(judged.php().extensions, ["php-redis", "php-gd", "php72w-intl"]);
    assert_eq!(extensions("").php().extensions, Vec::<String>::new());
}

#[test]
fn packages_of_the_usual_repositories_are_known() {
    for name in [
        "php-redis",
        "php-pecl-redis",
        "php72w-pecl-redis",
        "php56w-mcrypt",
        "php72-php-pecl-swoole",
        "php70u-pecl-imagick",
        "php-mysqlnd",
        "php-mysqli",
        "php-pdo_mysql",
        "php-mbstring",
        "php-xml",
        "php-process",
        "php-sodium",
        "php-pear",
        "php72w-gd-7.2.34",
        "php-gd.x86_64",
        "php-devel",
        "php-zendopcache",
        "php-opcache",
        "rh-php72-php-intl",
    ] {
        assert_eq!(extensions(name).rules(), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn an_unknown_extension_names_the_package_that_was_meant() {
    for (name, write) in [
        ("redis", "php-redis"),
        ("Redis", "php-redis"),
        ("ext-redis", "php-redis"),
        ("pecl-redis", "php-redis"),
        ("pdo_mysql", "php-mysqlnd"),
        ("mysqli", "php-mysqlnd"),
        ("mbstring", "php-mbstring"),
        ("dom", "php-xml"),
        ("posix", "php-process"),
        ("php-redsi", "php-redis"),
        ("php-mbsting", "php-mbstring"),
        ("php-Redis", "php-redis"),
        ("php_redis", "php-redis"),
        ("redis.so", "php-redis"),
        ("php_mysqli.dll", "php-mysqlnd"),
        ("libzip", "php-EXTENSION"),
        ("php-nonesuchthing", "php-EXTENSION"),
    ] {
        let judged = extensions(name);
        assert_eq!(judged.rules(), ["warning php/extension-unknown"], "{name}");
        let message = judged.message("php/extension-unknown");
        assert_eq!(message, format!("{name:?} is no known package of PHP extensions, expected {write}"));
    }
}

#[test]
fn what_comes_with_php_need_not_be_asked_for() {
    for name in
        ["json", "php-json", "php-curl", "php72w-common", "php-cli", "php-fpm", "php", "php72w", "php-pcntl", "php-zip"]
    {
        assert_eq!(extensions(name).rules(), ["info php/extension-bundled"], "{name}");
    }
}

#[test]
fn a_name_that_yum_or_a_shell_would_read_otherwise_is_invalid() {
    for (value, at, found) in [
        ("php-redis,php-gd", 16, ','),
        ("php-redis;reboot", 16, ';'),
        ("$(reboot)", 16, '$'),
        ("--nogpgcheck", 16, '-'),
        ("./evil.rpm", 16, '.'),
        ("http://x/evil.rpm", 16, ':'),
        ("@development", 16, '@'),
        ("php-*", 16, '*'),
        ("\"php-redis\"", 16, '"'),
        ("php-redis\u{3000}php-gd", 16, '\u{3000}'),
        ("php-gd a\u{202e}b", 23, '\u{202e}'),
    ] {
        let judged = extensions(value);
        assert_eq!(judged.rules(), ["error php/extension-name-invalid"], "{value}");
        let finding = judged.only("php/extension-name-invalid");
        assert_eq!(finding.location().column(), Some(at), "{value}");
        assert_eq!(finding.finding().get("character"), Some(&Value::from(found)), "{value}");
    }
    let help = extensions("'php-redis,php-gd；-y'").help("php/extension-name-invalid");
    assert_eq!(help, "separate the names by blanks, without quotes: php_extensions=php-redis php-gd y");
}

#[test]
fn the_lock_file_says_which_extensions_the_libraries_need() {
    let lock = r#"{
        "packages": [
            {"name": "acme/cache", "require": {"php": ">=7.0", "ext-redis": "*", "ext-json": "*", "ext-dom": "*"}},
            {"name": "acme/db", "require": {"ext-redis": "^4.0", "ext-pdo": "*"}},
            {"name": "symfony/polyfill-mbstring", "provide": {"ext-mbstring": "*"}, "require": []}
        ],
        "packages-dev": [{"name": "acme/test", "require": {"ext-xdebug": "*"}}]
    }"#;
    let json = r#"{"require": {"ext-mbstring": "*", "ext-zend-opcache": "*"}}"#;
    let buildpack = "php_extensions=php-mysqlnd";
    let judged = with_index(&[("composer.json", json), ("composer.lock", lock), ("_buildpack", buildpack)]);
    let found: Vec<_> = judged
        .report()
        .diagnostics()
        .iter()
        .map(|found| (found.location().line(), found.message(Language::English)))
        .collect();
    let needs = |by, extension| format!("{by} needs the extension {extension}, which php_extensions does not install");
    assert_eq!(
        found,
        [
            (Some(1), needs("the application", "opcache")),
            (Some(3), needs("acme/cache", "redis")),
            (Some(3), needs("acme/cache", "dom")),
        ]
    );
    let help = judged.report().diagnostics()[1].help(Language::English);
    assert_eq!(help, "write in _buildpack: php_extensions=php-mysqlnd php-xml php-opcache php-redis");
}

#[test]
fn the_version_that_code_needs_is_read_as_composer_reads_it() {
    for (constraint, floor) in [
        (">=8.1", Some("8.1.0")),
        ("^8.0", Some("8.0.0")),
        ("~7.4", Some("7.4.0")),
        ("7.3.*", Some("7.3.0")),
        (">= 7.3.2", Some("7.3.2")),
        (">=7.1,>=7.4 <9", Some("7.4.0")),
        ("8.0 - 8.2", Some("8.0.0")),
        ("7.0 - 8.2", None),
        ("^7.1|^8.0", None),
        ("^8.0 || ^7.1.3", None),
        ("*", None),
        (">7", None),
        ("<9", None),
        ("!=9.0", None),
        ("~7.2.0", None),
        ("", None),
        ("dev-master", None),
    ] {
        let judged = with_index(&[("composer.json", &format!(r#"{{"require": {{"php": "{constraint}"}}}}"#))]);
        let found = judged.report().diagnostics().first().map(|found| found.message(Language::English));
        let expected = floor.map(|floor| format!("the application needs PHP {floor}, the hosts have 7.2"));
        assert_eq!(found, expected, "{constraint}");
        assert_eq!(judged.php().php.as_deref(), Some(constraint));
    }
}

#[test]
fn composers_own_check_counts_before_its_constraints() {
    let json = ("composer.json", r#"{"require": {"php": "^8.0", "a/b": "1"}}"#);
    let check = |id| format!("<?php\nif (!(PHP_VERSION_ID >= {id})) {{\n    $issues[] = 'x';\n}}\n");
    let judged = |id| with_index(&[json, AUTOLOAD, ("vendor/composer/platform_check.php", &check(id))]);
    assert_eq!(judged(70_205).rules(), Vec::<String>::new());
    let message = judged(80_102).message("php/php-version-floor");
    assert_eq!(message, "composer's platform check needs PHP 8.1.2, the hosts have 7.2");
}

#[test]
fn the_hosts_php_is_a_policy() {
    let files = [INDEX, ("composer.json", r#"{"require": {"php": "^8.0"}}"#)];
    let policy = Policy::default().with(|policy| policy.php = PhpVersion { major: 8, minor: 1 });
    assert_eq!(judge(&zip(&files).build(), Framework::Php, &policy, None).rules(), Vec::<String>::new());
}

#[test]
fn libraries_may_be_where_composer_was_told_to_put_them() {
    let json = r#"{"require": {"a/b": "1"}, "config": {"vendor-dir": "./lib/php/"}}"#;
    let judged = |path| with_index(&[("composer.json", json), (path, "<?php")]);
    assert_eq!(judged("lib/php/autoload.php").rules(), Vec::<String>::new());
    let judged = judged("vendor/autoload.php");
    assert_eq!(
        judged.message("php/vendor-missing"),
        "composer.json requires a/b, expected lib/php/autoload.php in the package"
    );
}

#[test]
fn what_is_no_library_need_not_be_installed() {
    for json in [
        r#"{"require": {"php": ">=5.6", "ext-json": "*", "lib-curl": "*"}}"#,
        r#"{"require-dev": {"phpunit/phpunit": "^9"}}"#,
        r#"{"require": []}"#,
        r#"{"require": {"a/b": "1"}, "config": {"vendor-dir": "../vendor"}}"#,
        "not json",
        "[]",
    ] {
        assert_eq!(with_index(&[("composer.json", json)]).rules(), Vec::<String>::new(), "{json}");
    }
}

#[test]
fn an_application_that_loads_other_code_may_do_without_the_libraries() {
    let index = ("public/index.php", "<?php define('A', 1); include __DIR__ . '/../a.php';");
    let json = |package: &str| format!(r#"{{"require": {{"{package}": "5.0.*"}}}}"#);
    let judged = |package, framework| {
        php(&[index, ("a.php", "<?php"), ("composer.json", &json(package)), (framework, "<?php")]).rules()
    };
    assert_eq!(judged("topthink/framework", "thinkphp/start.php"), ["warning php/vendor-missing"]);
    assert_eq!(judged("topthink/framework", "think"), ["error php/vendor-missing"]);
    assert_eq!(judged("a/b", "thinkphp/start.php"), ["warning php/vendor-missing"]);
    assert_eq!(judged("laravel/framework", "thinkphp/start.php"), ["error php/vendor-missing"]);
}

#[test]
fn a_directory_limit_is_read_as_php_reads_it() {
    for (text, bad) in [
        ("open_basedir = \"/data/wwwroot/a:/tmp\"", true),
        ("OPEN_BASEDIR=/data/a ; comment", true),
        ("open_basedir=/home/admin/app-run\nopen_basedir=/data", true),
        ("open_basedir=/home/admin/app-running2", false),
        ("open_basedir=/home/adm", true),
        ("open_basedir=/data\r\nopen_basedir=/home/admin/app-run/public", false),
        ("; open_basedir=/data", false),
        ("open_basedir=", false),
        ("open_basedir=none", false),
        ("open_basedir=.", false),
        ("open_basedir=/", false),
        ("memory_limit=1G", false),
        ("open_basedirs=/data", false),
    ] {
        let rules = with_index(&[("public/sub/.user.ini", text)]).rules();
        assert_eq!(!rules.is_empty(), bad, "{text}: {rules:?}");
    }
    let judged = with_index(&[("public/.user.ini", "a=b\nopen_basedir = '/www' ; old host\n")]);
    let found = judged.only("php/open-basedir-userini");
    assert_eq!((found.location().line(), found.location().column()), (Some(2), Some(17)));
    assert_eq!(
        found.message(Language::English),
        "open_basedir=/www does not hold /home/admin/app-run, where the application runs"
    );
}

#[test]
fn laravel_needs_the_folders_that_archivers_drop() {
    let laravel = [("artisan", ""), ("bootstrap/app.php", "<?php")];
    let folders =
        ["bootstrap/cache", "storage/framework/cache", "storage/framework/sessions", "storage/framework/views"];
    let judged = with_index(&laravel);
    let found = judged.report().diagnostics().iter().map(|found| found.message(Language::English));
    let expected = folders.map(|folder| format!("Laravel writes to {folder}/, which is not in the package"));
    assert_eq!(found.collect::<Vec<_>>(), expected);
    let kept = folders.map(|folder| format!("{folder}/.gitignore"));
    let mut files = laravel.to_vec();
    files.extend(kept.iter().map(|path| (path.as_str(), "*")));
    assert_eq!(with_index(&files).rules(), Vec::<String>::new());
}

#[test]
fn a_folder_that_its_owner_may_not_write_to_is_found() {
    let package = |mode: u32| {
        let zip = Zip::new().file(INDEX.0, INDEX.1).file("think", "").directory("runtime/");
        let zip = zip.but(|entry| entry.both(|header| header.attributes = (0o040_000 | mode) << 16 | 0x10));
        judge(&zip.build(), Framework::Php, &Policy::default(), None)
    };
    assert_eq!(package(0o755).rules(), Vec::<String>::new());
    assert_eq!(
        package(0o555).message("php/runtime-not-writable"),
        "ThinkPHP writes to runtime/, which its owner may not write to (mode 555)"
    );
}

#[test]
fn a_mark_matters_only_before_a_statement_that_must_come_first() {
    for (code, bad) in [
        ("<?php\n/** licence */\n// a\n# b\nnamespace App;", true),
        ("<?PHP namespace App { }", true),
        ("<?php declare ( strict_types=1);\nnamespace A;", true),
        ("<?php declare(ticks=1);", false),
        ("<?php use A\\B;", false),
        ("<?php namespaced();", false),
        ("<?php /* namespace A; */ echo 1;", false),
        ("<?php #[Attribute]\nclass A {}", false),
        ("namespace A;", false),
        ("<?php /* open", false),
        ("", false),
    ] {
        let rules = with_index(&[("app/A.php", &format!("\u{feff}{code}"))]).rules();
        assert_eq!(!rules.is_empty(), bad, "{code}");
    }
    let help = with_index(&[("it's/A.php", "\u{feff}<?php namespace A;")]).help("php/bom-before-namespace");
    assert_eq!(help, r"save it as UTF-8 without BOM: sed -i '1s/^\xEF\xBB\xBF//' 'it'\''s/A.php'");
}
