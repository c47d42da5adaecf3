//! What the start page loads by a literal path.

use crate::package::judged::php;

#[track_caller]
fn finds(page: &str, expected: &[&str]) {
    let found = php(&[("public/index.php", page), ("app/boot.php", "<?php")]).rules();
    assert_eq!(found, expected, "{page}");
}

#[test]
fn a_path_is_read_from_the_page_s_directory() {
    for path in [
        "__DIR__ . '/../app/boot.php'",
        "(__DIR__.\"/../app/boot.php\")",
        "dirname(__DIR__) . '/app/boot.php'",
        "dirname(dirname(__FILE__)) . '/app/boot.php'",
        "'../app/boot.php'",
    ] {
        finds(&format!("<?php require_once {path};"), &[]);
        let missing = path.replace("boot", "gone");
        finds(&format!("<?php\n// the app\n$app = require {missing};"), &["error php/require-target-missing"]);
    }
}

#[test]
fn include_only_warns() {
    finds("<?php include __DIR__ . '/a.php';", &["warning php/require-target-missing"]);
}

#[test]
fn what_may_not_run_is_passed_over() {
    for code in [
        "if (is_file($a)) { require __DIR__ . '/a.php'; }",
        "if (DEV) require __DIR__ . '/a.php';",
        "function f() { require __DIR__ . '/a.php'; }",
        "DEV && require __DIR__ . '/a.php';",
        "if (DEV): require __DIR__ . '/a.php'; endif;",
        "// require __DIR__ . '/a.php';",
        "echo \"require __DIR__ . '/a.php';\";",
        "require $path . '/a.php';",
        "require __DIR__ . '/a.php' . $x;",
        "require 'a.php';",
        "require '/opt/a.php';",
        "require __DIR__ . '/../../a.php';",
        "?> require __DIR__ . '/a.php'; <?php",
    ] {
        finds(&format!("<?php {code}"), &[]);
    }
}

#[test]
fn after_an_exit_it_is_less_sure() {
    let page = "<?php if (INSTALL) { header('Location: /install'); exit; } require __DIR__ . '/a.php';";
    finds(page, &["warning php/require-target-missing"]);
}

#[test]
fn composers_loader_that_is_not_there_is_told_once() {
    let page = "<?php require __DIR__ . '/../vendor/autoload.php';";
    let json = r#"{"require": {"slim/slim": "^3.0"}}"#;
    let found = php(&[("public/index.php", page), ("composer.json", json)]).rules();
    assert_eq!(found, ["error php/vendor-missing"]);
    finds(page, &["error php/require-target-missing"]);
}

#[test]
fn a_page_of_html_is_an_entry_too() {
    assert_eq!(php(&[("public/index.html", "<p>"), ("public/a.php", "<?php")]).rules(), Vec::<String>::new());
}
