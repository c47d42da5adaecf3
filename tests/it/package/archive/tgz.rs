//! tgz: every lie is found, and its nearest legal neighbour is not.

use cloudapp::app::Container;

use super::read;
use crate::support::tar::{Tar, TarHeader, gzip};

fn app() -> Tar {
    Tar::new().file("package.json", "{}").file("server.js", "require('http')")
}

#[track_caller]
fn rules(tar: Tar) -> Vec<String> {
    read(&tar.tgz(), Container::Tgz).rules()
}

#[track_caller]
fn refused(tar: Tar, rule: &str) {
    let rules = rules(tar);
    assert!(rules.contains(&format!("error archive/{rule}")), "{rules:?}");
}

#[track_caller]
fn fine(tar: Tar) {
    assert_eq!(rules(tar), Vec::<String>::new());
}

#[test]
fn a_plain_tgz_is_read_entry_by_entry() {
    let tgz = read(&app().directory("lib/").symlink("lib/s", "../server.js").tgz(), Container::Tgz);
    assert_eq!(tgz.rules(), Vec::<String>::new());
    assert_eq!(tgz.order, ["package.json", "server.js", "lib", "lib/s"]);
    assert_eq!(tgz.entries["server.js"], b"require('http')");
    let summary = tgz.outcome.summary().unwrap();
    assert_eq!((summary.files, summary.directories, summary.links), (2, 1, 1));
}

#[test]
fn names_that_leave_the_archive_are_found() {
    refused(app().file("../x", ""), "path-traversal");
    refused(app().file("/x", ""), "path-absolute");
    refused(app().file("a\\b", ""), "path-backslash");
    fine(app().file("./a/x", "").directory("./"));
}

#[test]
fn links_that_lead_astray_are_found() {
    refused(app().symlink("l", "/etc/passwd"), "tar-link-escape");
    refused(app().symlink("l", "../x"), "tar-link-escape");
    refused(app().symlink("a/l", "../../x"), "tar-link-escape");
    refused(app().symlink("l", "l"), "tar-link-escape");
    refused(app().symlink("l", "m").symlink("m", "l"), "tar-link-escape");
    refused(app().symlink("l", "lib/..").directory("lib"), "tar-link-escape");
    refused(app().symlink("l", "."), "tar-link-escape");
    refused(app().symlink("d", "lib").file("d/x", ""), "tar-link-escape");
    refused(app().directory("lib").symlink("d", "lib").symlink("e", "d/x"), "tar-link-escape");
    refused(app().hardlink("h", "later").file("later", ""), "tar-link-escape");
    refused(app().hardlink("h", "/etc/passwd"), "tar-link-escape");
    refused(Tar::new().file("x", "{}").symlink("package.json", "x"), "tar-link-escape");
    fine(app().symlink("l", "server.js").symlink("a/m", "../l").hardlink("h", "server.js").hardlink("i", "h"));
    fine(app().symlink("dangling", "nowhere"));
}

#[test]
fn a_stream_that_was_cut_is_found() {
    let bytes = app().tgz();
    for length in 2..bytes.len() {
        assert_eq!(read(&bytes[..length], Container::Tgz).rules(), ["error archive/gzip-bad"], "{length}");
    }
    let tar = app().build();
    assert_eq!(read(&gzip(&tar[..600]), Container::Tgz).rules(), ["error archive/tar-truncated"]);
    assert_eq!(read(&gzip(&tar[..500]), Container::Tgz).rules(), ["error archive/tar-not-tar"]);
}

#[test]
fn more_members_are_read_and_anything_else_is_found() {
    let tar = app().build();
    let (one, two) = tar.split_at(700);
    let members = [gzip(one), gzip(""), gzip(two)].concat();
    assert_eq!(read(&members, Container::Tgz).rules(), Vec::<String>::new());
    let zeros = [gzip(&tar), vec![0; 512]].concat();
    assert_eq!(read(&zeros, Container::Tgz).rules(), ["warning archive/gzip-trailing-data"]);
    for tail in [&b"x"[..], b"hello, world", b"\0\0x", b"\x1f\x8b"] {
        let bytes = [&gzip(&tar), tail].concat();
        let rules = read(&bytes, Container::Tgz).rules();
        assert!(rules == ["error archive/gzip-trailing-data"] || rules == ["error archive/gzip-bad"], "{rules:?}");
    }
}

#[test]
fn a_second_size_is_found() {
    refused(app().pax(&["size=1024"]).file("x", "one"), "tar-size-mismatch");
    refused(app().pax(&["size=3", "size=3"]).file("x", "one"), "tar-size-mismatch");
    fine(app().pax(&["size=3"]).file("x", "one"));
}

#[test]
fn long_names_are_read_in_every_dialect() {
    let name = format!("{}/x", "d".repeat(200));
    let tgz = read(&app().pax(&[format!("path={name}").as_str()]).file("short", "one").tgz(), Container::Tgz);
    assert_eq!((tgz.rules(), &tgz.order[2]), (vec![], &name));
    let tgz = read(&app().extension(b'L', format!("{name}\0")).file("short", "one").tgz(), Container::Tgz);
    assert_eq!((tgz.rules(), &tgz.order[2]), (vec![], &name));
    let header = TarHeader::new(b'0', b"x", 0).set(345, "some/prefix");
    let tgz = read(&app().raw(&header, "").tgz(), Container::Tgz);
    assert_eq!((tgz.rules(), tgz.order[2].as_str()), (vec![], "some/prefix/x"));
}
