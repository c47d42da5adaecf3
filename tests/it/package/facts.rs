//! Facts that hold for packages of every framework.

use std::fs;
use std::process::Command;

use cloudapp::app::{Framework, Policy};
use cloudapp::package::archive::Integrity;
use cloudapp::package::{Inspector, Verdict};
use proptest::prelude::*;

use super::judged::{Judged, Tree, judge, php, zip};
use crate::support::tar::Tar;
use crate::support::zip::Zip;

const FILES: &Tree<'_> =
    &[("public/index.php", "<?php"), ("a/b.txt", "b"), ("a-b.txt", "c"), ("empty", ""), ("ä.txt", "ä")];

fn digest(judged: &Judged) -> String {
    judged.inspection().digest.expect("a digest").to_string()
}

#[test]
fn equal_files_have_one_digest_whatever_the_archive() {
    let first = digest(&php(FILES));
    let mut zip = Zip::new().directory("a/").directory("public/");
    for (path, content) in FILES.iter().rev() {
        zip = zip
            .stored(path, content)
            .but(|entry| entry.both(|header| (header.time, header.attributes) = (0x5b21_6000, 0)));
    }
    assert_eq!(digest(&judge(&zip.build(), Framework::Php, &Policy::default(), None)), first);
    let tar = FILES.iter().fold(Tar::new(), |tar, (path, content)| tar.file(format!("./{path}"), content));
    assert_eq!(digest(&judge(&tar.tgz(), Framework::NodeJs, &Policy::default(), None)), first);
}

#[test]
fn other_files_have_another_digest() {
    let change = |index: usize, file: (&'static str, &'static str)| {
        let mut files = FILES.to_vec();
        files[index] = file;
        digest(&php(&files))
    };
    let mut digests = vec![
        digest(&php(FILES)),
        change(1, ("a/b.txt", "d")),
        change(1, ("a/c.txt", "b")),
        change(3, ("empty", "\n")),
        digest(&php(&FILES[..4])),
    ];
    digests.sort();
    digests.dedup();
    assert_eq!(digests.len(), 5);
}

#[test]
fn a_hard_link_counts_as_its_file_and_a_symbolic_link_as_its_target() {
    let tgz = |tar: Tar| digest(&judge(&tar.tgz(), Framework::NodeJs, &Policy::default(), None));
    let start = || Tar::new().file("package.json", "{}").file("a", "1");
    assert_eq!(tgz(start().hardlink("b", "a")), tgz(start().file("b", "1")));
    assert_ne!(tgz(start().symlink("b", "a")), tgz(start().file("b", "1")));
    assert_ne!(tgz(start().symlink("b", "a")), tgz(start().symlink("b", "package.json")));
}

#[test]
fn the_digest_is_the_one_that_sha256sum_prints() {
    let directory = std::env::temp_dir().join(format!("cloudapp-digest-{}", std::process::id()));
    for (path, content) in FILES {
        let path = directory.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    let command = r"find . -type f -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum";
    let output = Command::new("sh").args(["-c", command]).current_dir(&directory).output().unwrap();
    fs::remove_dir_all(&directory).unwrap();
    let expected = String::from_utf8(output.stdout).unwrap();
    assert_eq!(digest(&php(FILES)), format!("sha256:{}", expected.split(' ').next().unwrap()));
}

#[test]
fn without_reading_everything_there_is_no_digest() {
    let policy = Policy::default();
    let inspector = Inspector::new(&policy).framework(Framework::Php).integrity(Integrity::Directory);
    let judged = Judged(inspector.inspect_bytes(&zip(FILES).build()));
    assert_eq!(judged.verdict(), Verdict::Accepted);
    assert_eq!(judged.inspection().digest, None);
    assert_eq!(judged.php().app_entry.as_ref().unwrap().as_str(), "public");
}

#[test]
fn the_biggest_folders_come_first() {
    let big = "x".repeat(3000);
    let judged = php(&[
        ("public/index.php", "<?php"),
        ("vendor/a/x.php", &big),
        ("vendor/a/deep/y.php", &big),
        ("vendor/b/z.php", &big),
        ("app/a/x.php", "12"),
        ("app/b/x.php", "34"),
        ("none/", ""),
        ("root.txt", &big),
    ]);
    let folders: Vec<_> =
        judged.inspection().folders.iter().map(|folder| (folder.path.as_str(), folder.files, folder.size.0)).collect();
    assert_eq!(
        folders,
        [("vendor", 3, 9000), ("vendor/a", 2, 6000), ("vendor/b", 1, 3000), ("public", 1, 5), ("app", 2, 4)]
    );
}

#[test]
fn a_file_that_should_be_small_and_is_not_leaves_no_digest() {
    let judged = php(&[("public/index.php", "<?php"), ("_buildpack", &"#\n".repeat(3 << 20))]);
    assert_eq!(judged.rules(), ["error archive/limit-small-file"]);
    assert_eq!(judged.inspection().digest, None);
}

#[test]
fn facts_are_data() {
    let judged = php(&[
        ("web/index.php", "<?php"),
        ("_buildpack", "app_entry=web\nphp_extensions=php-gd"),
        ("composer.json", r#"{"require":{"php":"^7.0"}}"#),
    ]);
    let json = serde_json::to_value(judged.inspection()).unwrap();
    assert_eq!(json["framework"], "php");
    assert_eq!(json["php"], serde_json::json!({"app_entry": "web", "extensions": ["php-gd"], "php": "^7.0"}));
    assert_eq!(json["folders"][0], serde_json::json!({"path": "web", "files": 1, "size": 5}));
    assert!(json["digest"].as_str().unwrap().starts_with("sha256:"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_entries_changes_nothing(order in Just((0..ODD.len()).collect::<Vec<_>>()).prop_shuffle()) {
        let sorted = php(ODD);
        let shuffled: Vec<_> = order.iter().map(|index| ODD[*index]).collect();
        let judged = php(&shuffled);
        prop_assert!(sorted.rules().len() > 8);
        prop_assert_eq!(judged.rules(), sorted.rules());
        prop_assert_eq!(judged.verdict(), sorted.verdict());
        prop_assert_eq!(&judged.inspection().facts, &sorted.inspection().facts);
        prop_assert_eq!(judged.inspection().digest, sorted.inspection().digest);
    }

    #[test]
    fn no_settings_and_no_composer_file_make_the_inspection_panic(
        buildpack in "\\PC{0,40}(app_entry|php_extensions)?=\\PC{0,40}\n?\\PC{0,20}",
        constraint in "[0-9^~<>=|*., v-]{0,30}",
        ini in "open_basedir ?=\\PC{0,40}",
    ) {
        let json = serde_json::json!({"require": {"php": constraint, "ext-x": "*"}}).to_string();
        let judged = php(&[("public/index.php", "<?php"), ("_buildpack", &buildpack), ("composer.json", &json), ("public/.user.ini", &ini)]);
        prop_assert!(judged.verdict() != Verdict::Unreadable);
    }
}

/// A package with something wrong of every sort.
const ODD: &Tree<'_> = &[
    ("web/index.php", "<?php require 'a';"),
    ("_buildpack", "app_entry=Web\nx\nphp_extensions=redis php-json\nkey=1\n"),
    ("composer.json", r#"{"require": {"php": "^8.0", "ext-gd": "*", "a/b": "1"}}"#),
    ("nginx/nginx.test.conf", "server {}"),
    ("nginx/nginx-prod.conf", "server {}"),
    (".env", "DB_PASSWORD=s3cr3t-value"),
    (".DS_Store", ""),
    ("._x", ""),
    ("artisan", ""),
    ("bootstrap/app.php", "\u{feff}<?php namespace A;"),
];
