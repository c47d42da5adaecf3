//! Packages as a whole: format, framework, root.

use cloudapp::app::{Framework, Policy};
use cloudapp::diagnostic::{Language, Level, Levels};
use cloudapp::package::archive::Integrity;
use cloudapp::package::{Inspected, Inspector, Verdict};
use proptest::prelude::*;

use crate::chinese::assert_chinese;
use crate::support::tar::Tar;
use crate::support::zip::Zip;

const PACKAGE_JSON: &str = r#"{"name": "app", "scripts": {"start": "node server.js", "stop": "node stop.js"}}"#;

fn node() -> Tar {
    Tar::new().file("package.json", PACKAGE_JSON).file("server.js", "").file("stop.js", "")
}

fn php() -> Zip {
    Zip::new().file("public/index.php", "<?php")
}

fn inspect(framework: Option<Framework>, name: &str, bytes: &[u8]) -> Inspected {
    let policy = Policy::default();
    let inspector = Inspector::new(&policy).file_name(name);
    let inspected = match framework {
        Some(framework) => inspector.framework(framework).inspect_bytes(bytes),
        None => inspector.inspect_bytes(bytes),
    };
    assert_chinese(cloudapp::diagnostic::Report::of(&inspected));
    inspected
}

/// Rule and message of each finding of a rejected package.
fn findings(inspected: &Inspected) -> Vec<(&'static str, String)> {
    let report = inspected.as_ref().unwrap_err().report();
    report.diagnostics().iter().map(|it| (it.rule().id, it.message(Language::English))).collect()
}

fn help(inspected: &Inspected) -> String {
    inspected.as_ref().unwrap_err().report().diagnostics()[0].help(Language::English)
}

#[test]
fn the_framework_is_told_by_format_and_content() {
    let framework = |bytes: &[u8]| inspect(None, "upload", bytes).unwrap().value().framework;
    assert_eq!(framework(&node().tgz()), Some(Framework::NodeJs));
    assert_eq!(framework(&php().build()), Some(Framework::Php));
}

#[test]
fn a_package_json_does_not_make_a_php_application_a_node_one() {
    let package = php().file("package.json", "{}").file("composer.json", "{}").build();
    assert_eq!(inspect(None, "shop.zip", &package).unwrap().value().framework, Some(Framework::Php));
}

#[test]
fn a_wrapper_directory_is_named_with_the_command_that_mends_it() {
    let package = Tar::new().directory("my app/").file("my app/package.json", PACKAGE_JSON).tgz();
    let inspected = inspect(Some(Framework::NodeJs), "app.tgz", &package);
    assert_eq!(
        findings(&inspected),
        [(
            "package/wrapper-directory",
            "everything is inside my app/: found my app/package.json, expected package.json at the root".to_owned()
        )]
    );
    assert_eq!(help(&inspected), "pack the directory's content: tar czf app.tgz -C 'my app' .");
}

#[test]
fn the_metadata_of_a_finder_hides_no_wrapper() {
    let zip = Zip::new().file("shop/composer.json", "{}").file("shop/public/index.php", "<?php");
    let inspected = inspect(None, "shop.zip", &zip.file("__MACOSX/shop/._composer.json", "x").build());
    assert_eq!(findings(&inspected)[0].0, "package/wrapper-directory");
    assert_eq!(help(&inspected), "pack the directory's content: cd shop && zip -r ../shop.zip .");
}

#[test]
fn the_metadata_of_a_finder_is_taken_out_of_a_jar_without_packing_it_again() {
    let jar = Zip::new().file("META-INF/MANIFEST.MF", "Main-Class: a.B\n").file(".DS_Store", "x").build();
    let inspected = inspect(Some(Framework::SpringBoot), "app.jar", &jar);
    let report = cloudapp::diagnostic::Report::of(&inspected);
    let mut found = report.diagnostics().iter().filter(|found| found.rule().id == "package/macos-metadata");
    assert_eq!(
        found.next().unwrap().help(Language::English),
        "pack without them: zip -d app.jar '__MACOSX/*' '*/._*' '._*' '*.DS_Store'"
    );
}

#[test]
fn one_directory_with_a_root_file_beside_it_is_no_wrapper() {
    assert!(inspect(None, "app.tgz", &node().file("lib/package.json", "{}").tgz()).is_ok());
}

#[test]
fn the_entry_directory_alone_is_no_wrapper() {
    assert!(inspect(None, "shop.zip", &php().build()).is_ok());
}

#[test]
fn another_framework_is_told_by_its_evidence() {
    let inspected = inspect(Some(Framework::SpringBoot), "app.tgz", &node().tgz());
    assert_eq!(
        findings(&inspected),
        [(
            "package/framework-mismatch",
            "package.json makes this a node-js package, the app's framework is spring-boot".to_owned()
        )]
    );
    assert_eq!(Verdict::of(&inspected), Verdict::Rejected);
}

#[test]
fn another_framework_inside_a_wrapper_is_told_too() {
    let package = Tar::new().file("app/package.json", PACKAGE_JSON).tgz();
    let inspected = inspect(Some(Framework::Php), "app.tgz", &package);
    assert_eq!(findings(&inspected)[0].0, "package/framework-mismatch");
}

#[test]
fn the_right_framework_in_the_wrong_format_is_unreadable() {
    let package = Zip::new().file("package.json", PACKAGE_JSON).file("server.js", "").build();
    for framework in [None, Some(Framework::NodeJs)] {
        let inspected = inspect(framework, "app.zip", &package);
        assert_eq!(findings(&inspected), [("package/wrong-container", "the file is ZIP, expected tgz".to_owned())]);
        assert_eq!(Verdict::of(&inspected), Verdict::Unreadable);
    }
}

#[test]
fn the_wrong_format_has_a_chinese_name() {
    let message = |bytes: &[u8]| {
        let inspected = Inspector::new(&Policy::default()).file_name("shop.tgz").inspect_bytes(bytes);
        inspected.unwrap_err().report().diagnostics()[0].message(Language::Chinese)
    };
    assert_eq!(message(b"hello"), "文件是纯文本，应为 tgz");
    assert_eq!(message(b""), "文件是空文件，应为 tgz");
    assert_eq!(message(b"Rar!\x1a\x07\x01\0"), "文件是 RAR，应为 tgz");
}

#[test]
fn a_tgz_for_a_php_app_is_the_wrong_format() {
    let package = Tar::new().file("public/index.php", "<?php").tgz();
    let inspected = inspect(Some(Framework::Php), "shop.tgz", &package);
    assert_eq!(findings(&inspected)[0].0, "package/wrong-container");
}

#[test]
fn what_was_not_read_to_its_end_has_no_digest() {
    let policy = Policy::default();
    let package = node().tgz();
    for bytes in [&package[..package.len() - 1], b"no archive"] {
        assert_eq!(Inspector::new(&policy).inspect_bytes(bytes).unwrap_err().value().digest, None);
    }
    assert!(Inspector::new(&policy).inspect_bytes(&package).unwrap().value().digest.is_some());
}

#[test]
fn levels_do_not_make_an_unreadable_archive_acceptable() {
    let levels = Levels::default().with("package/wrong-container", Level::Allow).unwrap();
    let policy = Policy::default().with(|policy| policy.levels = levels);
    let inspected = Inspector::new(&policy).inspect_bytes(b"no archive");
    assert!(inspected.as_ref().unwrap_err().report().is_empty());
    assert_eq!(Verdict::of(&inspected), Verdict::Unreadable);
}

#[test]
fn a_level_turns_a_rejection_into_a_warning() {
    let package = Tar::new().file("app/package.json", PACKAGE_JSON).tgz();
    let levels = Levels::default().with("package/wrapper-directory", Level::Warn).unwrap();
    let policy = Policy::default().with(|policy| policy.levels = levels);
    assert!(Inspector::new(&policy).inspect_bytes(&package).is_ok());
}

#[test]
fn a_seekable_source_is_judged_as_bytes_are() {
    let policy = Policy::default();
    for bytes in [node().tgz(), php().build(), b"no archive".to_vec(), Vec::new()] {
        let inspector = Inspector::new(&policy);
        let mut source = std::io::Cursor::new(bytes.clone());
        // Wherever the source stands, a package begins at its start.
        source.set_position(3);
        let (from_source, from_bytes) = (inspector.inspect(source).unwrap(), inspector.inspect_bytes(&bytes));
        assert_eq!(Verdict::of(&from_source), Verdict::of(&from_bytes));
    }
}

#[test]
fn the_files_that_replace_nginxs_configuration_are_handed_on() {
    let package = node().file("conf/nginx.prod.conf", "events {}").tgz();
    let inspected = inspect(None, "app.tgz", &package).unwrap();
    let [file] = &inspected.value().nginx[..] else { panic!("{:?}", inspected.value().nginx) };
    assert_eq!((file.entry.as_str(), &file.content[..]), ("conf/nginx.prod.conf", &b"events {}"[..]));
}

#[test]
fn the_report_says_how_much_of_the_content_was_checked() {
    let policy = Policy::default();
    let inspector = Inspector::new(&policy).integrity(Integrity::Directory);
    let inspected = inspector.inspect_bytes(&php().build()).unwrap();
    assert_eq!(inspected.value().archive.as_ref().unwrap().integrity, Integrity::Directory);
}

/// A source that counts what is read of it.
struct Counted<'a>(std::io::Cursor<&'a [u8]>, &'a std::cell::Cell<usize>);

impl std::io::Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.0.read(buffer)?;
        self.1.set(self.1.get() + length);
        Ok(length)
    }
}

impl std::io::Seek for Counted<'_> {
    fn seek(&mut self, to: std::io::SeekFrom) -> std::io::Result<u64> {
        self.0.seek(to)
    }
}

#[test]
fn a_zip_is_read_once_whether_or_not_its_framework_is_known() {
    let manifest = "Main-Class: a.B\n";
    let policy = Policy::default();
    for (package, framework) in [
        (php().build(), Framework::Php),
        (Zip::new().file("META-INF/MANIFEST.MF", manifest).build(), Framework::SpringBoot),
        (Zip::new().file("app/META-INF/MANIFEST.MF", manifest).build(), Framework::SpringBoot),
    ] {
        let read = |inspector: Inspector<'_>| {
            let count = std::cell::Cell::new(0);
            let inspected = inspector.inspect(Counted(std::io::Cursor::new(&package), &count)).unwrap();
            (inspected, count.get())
        };
        let unknown = read(Inspector::new(&policy));
        assert_eq!(unknown, read(Inspector::new(&policy).framework(framework)));
    }
}

#[test]
fn a_jar_with_a_launch_script_is_known_by_its_entries() {
    let jar =
        Zip::new().file("META-INF/MANIFEST.MF", "Main-Class: a.B\n").with(|zip| zip.prefix = b"#!/bin/sh\n".to_vec());
    let inspected = Inspector::new(&Policy::default()).inspect_bytes(&jar.build());
    assert_eq!(cloudapp::package::Inspection::of(&inspected).framework, Some(Framework::SpringBoot));
    assert_eq!(Verdict::of(&inspected), Verdict::Rejected);
}

proptest! {
    #[test]
    fn a_zip_whose_framework_is_told_is_judged_as_one_whose_framework_was_known(
        is_jar in any::<bool>(),
        flips in prop::collection::vec((any::<prop::sample::Index>(), 1_u8..), 0..4),
    ) {
        let manifest = "Main-Class: a.B\n";
        let jar = || Zip::new().file("META-INF/MANIFEST.MF", manifest).file("a/B.class", "x").with(|zip| zip.prefix = b"#!".to_vec());
        let mut package = if is_jar { jar().build() } else { php().file([0xd6, 0xd0], "").build() };
        for (at, bits) in flips {
            let at = at.index(package.len());
            package[at] ^= bits;
        }
        let policy = Policy::default();
        let unknown = Inspector::new(&policy).inspect_bytes(&package);
        if let Some(framework) = cloudapp::package::Inspection::of(&unknown).framework {
            let known = Inspector::new(&policy).framework(framework).inspect_bytes(&package);
            prop_assert_eq!(unknown, known);
        }
    }
}
