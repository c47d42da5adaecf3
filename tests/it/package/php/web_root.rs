//! The directory that nginx serves.

use cloudapp::app::{EnvironmentKind, Framework, Policy};
use cloudapp::diagnostic::{Language, render};
use cloudapp::package::Verdict;

use crate::package::judged::{Judged, judge, php, zip};

const INDEX: (&str, &str) = ("public/index.php", "<?php echo 1;");
const NGINX: &str = "events {} http { server { listen 80; root /home/admin/app-run/htdocs; } }";

fn accepted(judged: &Judged) {
    assert_eq!(judged.rules(), Vec::<String>::new());
    assert_eq!(judged.verdict(), Verdict::Accepted);
}

#[test]
fn the_smallest_package_is_public_with_a_start_page() {
    let judged = php(&[INDEX]);
    accepted(&judged);
    assert_eq!(judged.php().app_entry.as_ref().unwrap().as_str(), "public");
}

#[test]
fn the_settings_name_another_web_root() {
    let judged = php(&[("_buildpack", "app_entry=web/public_html\n"), ("web/public_html/index.php", "<?php")]);
    accepted(&judged);
    assert_eq!(judged.php().app_entry.as_ref().unwrap().as_str(), "web/public_html");
}

#[test]
fn a_web_root_that_leaves_the_package_is_unsafe() {
    for (value, write) in [
        ("../public", "public"),
        ("/public/", "public"),
        ("./public", "public"),
        ("\"public_html\"", "public_html"),
        ("public_html # web root", "public_html"),
        ("a\\b", "a/b"),
        ("", "public"),
        (".", "public"),
        ("/", "public"),
        ("public;autoindex on", "public"),
        ("$document_root", "public"),
        ("入口", "public"),
    ] {
        let judged = php(&[INDEX, ("_buildpack", &format!("app_entry={value}\n"))]);
        assert_eq!(judged.rules(), ["error php/app-entry-unsafe"], "{value}");
        let help = judged.help("php/app-entry-unsafe");
        assert_eq!(help, format!("write app_entry={write} in _buildpack"), "{value}");
        assert_eq!(judged.only("php/app-entry-unsafe").location().line(), Some(1));
        assert!(judged.php().app_entry.is_none());
    }
}

#[test]
fn an_unsafe_web_root_is_shown_where_it_stands() {
    let judged = php(&[INDEX, ("_buildpack", "# shop\napp_entry = ../htdocs\n")]);
    assert_eq!(
        render::text(judged.report(), "shop.zip", Language::English),
        "\
error[php/app-entry-unsafe]: app_entry: '.' at byte 0, expected a segment that starts with a letter, a digit or '_'; found app_entry=../htdocs
 --> shop.zip!/_buildpack:2:13
  |
2 | app_entry = ../htdocs
  |             ^^^^^^^^^
  = why: the value becomes part of nginx's root directive: there it could leave the package, publish its settings or break the configuration
  = help: write app_entry=public in _buildpack
"
    );
}

#[test]
fn a_missing_web_root_names_the_folder_with_the_start_page() {
    let judged = php(&[("web/index.php", "<?php"), ("src/App.php", "<?php")]);
    assert_eq!(judged.rules(), ["error php/app-entry-missing"]);
    let rule = "php/app-entry-missing";
    assert_eq!(judged.message(rule), "expected the web root public/, found index.php in web/");
    assert_eq!(judged.help(rule), "write app_entry=web in the file _buildpack at the package's root");
    assert_eq!(judged.only(rule).message(Language::Chinese), "应有 Web 根目录 public/，实际在 web/ 中找到 index.php");
}

#[test]
fn the_likeliest_of_several_folders_is_named_first() {
    let index = "<?php";
    let judged = php(&[
        ("a/index.php", index),
        ("a/b/htdocs/index.php", index),
        ("site/web/index.php", index),
        ("vendor/public/index.php", index),
        ("tests/web/index.php", index),
    ]);
    let found = "expected the web root public/, found index.php in site/web/, a/b/htdocs/, a/";
    assert_eq!(judged.message("php/app-entry-missing"), found);
    let data = judged.only("php/app-entry-missing").data().to_string();
    assert!(data.contains(r#""found":{"folders":["site/web","a/b/htdocs","a"]}"#), "{data}");
}

#[test]
fn a_web_root_in_other_letter_case_is_named() {
    let judged = php(&[("Public/index.php", "<?php"), ("index.php", "<?php")]);
    let rule = "php/app-entry-missing";
    assert_eq!(
        judged.message(rule),
        "expected the web root public/, found Public/: only the case differs, and the hosts tell cases apart"
    );
    assert_eq!(judged.help(rule), "write app_entry=Public in the file _buildpack at the package's root");
}

#[test]
fn an_application_at_the_root_cannot_be_served() {
    // WordPress, and ThinkPHP 3.2 with its Public/ that holds no start page.
    for files in [
        &[("index.php", "<?php"), ("wp-content/index.php", "<?php // Silence is golden.")][..],
        &[("index.php", "<?php"), ("Public/style.css", "")],
    ] {
        let judged = php(files);
        assert_eq!(judged.rules(), ["error php/app-entry-missing"]);
        assert_eq!(
            judged.message("php/app-entry-missing"),
            "expected the web root public/, found index.php at the package's root, which nginx does not serve"
        );
    }
}

#[test]
fn a_usual_web_root_counts_beside_an_application_at_the_root() {
    let judged = php(&[("index.php", "<?php"), ("app/index.php", "<?php"), ("webroot/index.php", "<?php")]);
    let found = "expected the web root public/, found index.php in webroot/";
    assert_eq!(judged.message("php/app-entry-missing"), found);
}

#[test]
fn a_folder_that_the_settings_cannot_name_is_to_be_renamed() {
    let judged = php(&[("网站/index.php", "<?php"), ("composer.json", "{}")]);
    assert_eq!(judged.help("php/app-entry-missing"), "rename 网站/ to public/");
}

#[test]
fn a_file_is_no_web_root() {
    let judged = php(&[("_buildpack", "app_entry=web"), ("web", "")]);
    assert_eq!(judged.message("php/app-entry-missing"), "expected the web root web/, found a file of that name");
    assert_eq!(judged.only("php/app-entry-missing").location().line(), Some(1));
}

#[test]
fn a_web_root_without_a_start_page_is_found() {
    let judged = php(&[("public/style.css", ""), ("composer.json", "{}")]);
    assert_eq!(judged.rules(), ["error php/no-index-php"]);
    assert_eq!(judged.message("php/no-index-php"), "expected public/index.php, found no index.php in any folder");
}

#[test]
fn a_start_page_in_other_letter_case_is_named() {
    let judged = php(&[("public/Index.php", "<?php"), ("composer.json", "{}")]);
    let data = judged.only("php/no-index-php").data().to_string();
    assert_eq!(data, r#"{"entry":"public","found":{"case":"public/Index.php"}}"#);
}

#[test]
fn a_start_page_elsewhere_is_named() {
    let judged = php(&[("public/style.css", ""), ("index.php", "<?php"), ("api/index.php", "<?php")]);
    assert_eq!(judged.message("php/no-index-php"), "expected public/index.php, found index.php, api/index.php");
}

#[test]
fn a_web_root_may_have_no_directory_entry() {
    accepted(&php(&[INDEX]));
    accepted(&php(&[("public/", ""), INDEX]));
}

#[test]
fn with_its_own_nginx_file_the_package_may_serve_another_directory() {
    let files = [("htdocs/index.php", "<?php"), ("composer.json", "{}"), ("nginx/nginx-test.conf", NGINX)];
    let policy = Policy::default();
    let rules = |environment| judge(&zip(&files).build(), Framework::Php, &policy, environment).rules();
    assert_eq!(rules(Some(EnvironmentKind::Test)), ["warning php/app-entry-missing"]);
    assert_eq!(rules(Some(EnvironmentKind::Production)), ["error php/app-entry-missing"]);
    assert_eq!(rules(None), ["error php/app-entry-missing"]);
}

#[test]
fn settings_that_cannot_be_read_are_shown_with_their_line() {
    let judged = php(&[INDEX, ("_buildpack", "app_entry=public\nphp_extensions: php-redis php-gd\n")]);
    assert_eq!(judged.rules(), ["error php/buildpack-invalid"]);
    let found = judged.only("php/buildpack-invalid");
    assert_eq!(found.location().line(), Some(2));
    assert_eq!(
        found.help(Language::English),
        "write one key=value a line, each key once: php_extensions=php-redis php-gd"
    );
    assert_eq!(found.message(Language::Chinese), "\"php_extensions: php-redis php-gd\" 中没有 =，应为 key=value");
}

#[test]
fn an_unknown_key_names_the_known_one() {
    for (key, expected) in [
        ("APP_ENTRY", "app_entry"),
        ("app-entry", "app_entry"),
        ("appentry", "app_entry"),
        ("app_enrty", "app_entry"),
        ("php_extension", "php_extensions"),
        ("export app_entry", "app_entry, php_extensions"),
        ("runtime", "app_entry, php_extensions"),
    ] {
        let judged = php(&[INDEX, ("_buildpack", &format!("{key}=public"))]);
        assert_eq!(judged.rules(), ["warning php/buildpack-unknown-key"], "{key}");
        let message = judged.message("php/buildpack-unknown-key");
        assert_eq!(message, format!("unknown key {key:?}, expected {expected}"));
        assert_eq!(judged.verdict(), Verdict::Accepted);
    }
}

#[test]
fn a_byte_order_mark_before_the_settings_is_a_warning() {
    let judged = php(&[("_buildpack", "\u{feff}app_entry=web"), ("web/index.php", "<?php")]);
    assert_eq!(judged.rules(), ["warning php/buildpack-bom"]);
    assert_eq!(judged.php().app_entry.as_ref().unwrap().as_str(), "web");
    accepted(&php(&[("_buildpack", "app_entry=web"), ("web/index.php", "<?php")]));
}

#[test]
fn settings_under_a_name_that_is_nearly_right_are_named() {
    for name in [
        "_buildpack.txt",
        "buildpack",
        ".buildpack",
        "_Buildpack",
        "_build_pack",
        "_buildpacks",
        "_buidpack",
        "_buildpack.ini",
        "public/_buildpack",
    ] {
        let judged = php(&[("public/index.php", "<?php"), (name, "php_extensions=php-redis")]);
        let expected = format!("{name} is passed over, expected _buildpack at the package's root");
        assert_eq!(judged.message("php/buildpack-near-miss"), expected);
        assert_eq!(judged.help("php/buildpack-near-miss"), format!("mv {name} _buildpack"));
    }
    for name in ["builder", "build/pack.php", "buildpack/index.html", "a/b/_buildpack", "buildpack.php"] {
        let judged = php(&[("public/index.php", "<?php"), (name, "")]);
        assert_eq!(judged.rules(), Vec::<String>::new(), "{name}");
    }
}
