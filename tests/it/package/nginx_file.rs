//! Files that replace nginx's configuration.

use cloudapp::app::{EnvironmentKind, Framework, Policy};
use cloudapp::diagnostic::{Language, Severity};

use super::judged::{Judged, judge, zip};
use crate::support::tar::Tar;

const WHOLE: &str = "events {}\nhttp { server { listen 80; } }\n";

fn php(path: &str, content: &str) -> Judged {
    let zip = zip(&[("public/index.php", "<?php"), (path, content)]);
    judge(&zip.build(), Framework::Php, &Policy::default(), None)
}

/// What the finding says of `path`; `None` when it is none.
fn expected(framework: Framework, paths: &[&str], environment: Option<EnvironmentKind>) -> Vec<String> {
    let bytes = match framework {
        Framework::NodeJs => {
            let tar = Tar::new().file("package.json", "{}");
            paths.iter().fold(tar, |tar, path| tar.file(path, WHOLE)).tgz()
        }
        Framework::Php => {
            paths.iter().fold(zip(&[("public/index.php", "<?php")]), |zip, path| zip.file(path, WHOLE)).build()
        }
        _ => {
            let zip = zip(&[("META-INF/MANIFEST.MF", "Main-Class: a.B\n")]);
            paths.iter().fold(zip, |zip, path| zip.file(path, WHOLE)).build()
        }
    };
    let judged = judge(&bytes, framework, &Policy::default(), environment);
    let found = judged.report().diagnostics().iter().filter(|found| found.rule().id == "nginx-file/near-miss");
    found
        .map(|found| {
            assert_eq!(found.severity(), Severity::Warning);
            found.message(Language::English)
        })
        .collect()
}

#[test]
fn the_documented_names_are_right() {
    for framework in Framework::ALL.iter().copied() {
        let runtime = framework.runtime();
        let names = [runtime.nginx_test, runtime.nginx_production];
        assert_eq!(expected(framework, &names, None), Vec::<String>::new());
        for name in names {
            assert_eq!(expected(framework, &[name], None), Vec::<String>::new());
        }
    }
}

#[test]
fn a_name_that_is_nearly_right_is_found() {
    let (test, production) = ("nginx/nginx-test.conf", "nginx/nginx-prod.conf");
    for (found, right) in [
        ("nginx/nginx.test.conf", test),
        ("nginx/nginx_test.conf", test),
        ("nginx/Nginx-test.conf", test),
        ("Nginx/nginx-test.conf", test),
        ("nginx/nginx-test.conf.txt", test),
        ("nginx/nginx-testing.conf", test),
        ("nginx/test.conf", test),
        ("nginx/test/nginx.conf", test),
        ("nginx/ngnix-test.conf", test),
        ("conf/nginx-test.conf", test),
        ("nginx-test.conf", test),
        ("public/nginx/nginx-test.conf", test),
        ("nginx/nginx-production.conf", production),
        ("nginx/prod-nginx.conf", production),
        ("nginx/nginxprod.conf", production),
        ("nginx/nginx.prd.conf", production),
        ("conf/nginx.prod.conf", production),
        ("nginx/nginx.conf", "nginx/nginx-test.conf, nginx/nginx-prod.conf"),
    ] {
        let message = format!("{found} is ignored, expected {right}");
        assert_eq!(expected(Framework::Php, &[found], None), [message]);
    }
    assert_eq!(
        expected(Framework::NodeJs, &["conf/nginx-test.conf", "nginx/nginx.prod.conf"], None),
        [
            "conf/nginx-test.conf is ignored, expected conf/nginx.test.conf",
            "nginx/nginx.prod.conf is ignored, expected conf/nginx.prod.conf"
        ]
    );
    assert_eq!(
        expected(Framework::SpringBoot, &["BOOT-INF/classes/application.yml", "nginx/nginx-test.conf"], None),
        ["nginx/nginx-test.conf is ignored, expected BOOT-INF/classes/nginx/nginx-test.conf"]
    );
}

#[test]
fn names_that_mean_something_else_are_let_pass() {
    for path in [
        "nginx.conf",
        "docker/nginx.conf",
        "nginx/nginx-dev.conf",
        "nginx/nginx-test.conf.bak",
        "nginx/mime.types",
        "conf/test.conf",
        "vendor/a/nginx/nginx.test.conf",
        "docs/nginx-test.conf",
        "nginx/._nginx-test.conf",
        "apache/httpd-test.conf",
        "nginx-test.php",
    ] {
        assert_eq!(expected(Framework::Php, &[path], None), Vec::<String>::new(), "{path}");
    }
}

#[test]
fn beside_the_right_file_another_is_no_mistake() {
    assert_eq!(
        expected(Framework::Php, &["nginx/nginx-test.conf", "old/nginx-test.conf", "nginx/nginx.conf"], None),
        Vec::<String>::new()
    );
}

#[test]
fn only_the_environment_of_the_release_is_judged() {
    let names = ["nginx/nginx.test.conf", "nginx/nginx.prod.conf"];
    assert_eq!(
        expected(Framework::Php, &names, Some(EnvironmentKind::Production)),
        ["nginx/nginx.prod.conf is ignored, expected nginx/nginx-prod.conf"]
    );
}

#[test]
fn the_text_is_handed_on_with_its_entry() {
    let judged = php("nginx/nginx-prod.conf", WHOLE);
    let [file] = &judged.inspection().nginx[..] else { panic!("one file") };
    assert_eq!((file.environment, file.entry.as_str()), (EnvironmentKind::Production, "nginx/nginx-prod.conf"));
    assert_eq!(file.content, WHOLE.as_bytes());
}
