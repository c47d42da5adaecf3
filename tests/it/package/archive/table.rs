//! The whole policy table: every rule of the layer is found by some archive.

use std::collections::BTreeSet;

use cloudapp::app::Container;
use cloudapp::package::archive::{Bytes, Count, Limits, Options, RULES, Ratio};

use super::{options, read_with};
use crate::support::tar::{Tar, TarHeader, gzip};
use crate::support::zip::{Header, Zip, ZipEntry, unicode_path};

#[test]
fn every_rule_is_found_by_some_archive() {
    let mut found = BTreeSet::new();
    for (rule, options, bytes) in zips().into_iter().chain(tgzs()).chain(limits()) {
        let read = read_with(&bytes, &options);
        let rules: Vec<&str> = read.report.diagnostics().iter().map(|diagnostic| diagnostic.rule().id).collect();
        assert!(rules.contains(&rule), "{rule}: {rules:?}");
        found.insert(rule);
    }
    // Found by a visitor that wants a big file whole: see `visit`.
    found.insert("archive/limit-small-file");
    let all: BTreeSet<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(all.difference(&found).collect::<Vec<_>>(), Vec::<&&str>::new());
}

type Case = (&'static str, Options, Vec<u8>);

fn jar(zip: &Zip) -> (Options, Vec<u8>) {
    (options(Container::Jar), zip.build())
}

fn zips() -> Vec<Case> {
    let base = || Zip::new().file("META-INF/MANIFEST.MF", "Main-Class: a.B\n").file("a", "0123456789".repeat(9));
    let entry = |change: fn(&mut ZipEntry)| base().but(change);
    let both = |change: fn(&mut Header)| base().but(|entry| entry.both(change));
    let mode = |mode: u32| base().but(|entry| entry.central.attributes = mode << 16);
    let shared = ZipEntry { written: false, ..ZipEntry::deflated("b", "x") };
    let php = |zip: Zip| (options(Container::Zip), zip.build());
    let bytes = base().build();
    [
        ("archive/path-traversal", jar(&base().file("../x", ""))),
        ("archive/path-absolute", jar(&base().file("/x", ""))),
        ("archive/path-backslash", jar(&base().file("a\\x", ""))),
        ("archive/path-control", jar(&base().file("a\u{1}", ""))),
        ("archive/path-bidi", jar(&base().file("a\u{2066}", ""))),
        ("archive/path-encoding", jar(&base().file([0xff], ""))),
        (
            "archive/path-encoding-unflagged",
            jar(&base().file("\u{e9}", "").but(|entry| entry.both(|header| header.flags = 0))),
        ),
        ("archive/path-empty", jar(&base().file("", ""))),
        ("archive/path-noncanonical", jar(&base().file("x//y", ""))),
        ("archive/path-too-deep", jar(&base().file("d/".repeat(100) + "x", ""))),
        ("archive/path-too-long", jar(&base().file("x".repeat(300), ""))),
        ("archive/path-reserved", jar(&base().file("nul.txt", ""))),
        ("archive/name-duplicate", jar(&base().file("a", ""))),
        ("archive/name-case-collision", jar(&base().file("A", ""))),
        ("archive/name-unicode-collision", jar(&base().file("\u{e9}", "").file("e\u{301}", ""))),
        ("archive/name-file-dir-conflict", jar(&base().file("a/b", ""))),
        ("archive/zip-truncated", (options(Container::Jar), bytes[..bytes.len() - 5].to_vec())),
        ("archive/zip-trailing-data", jar(&base().with(|zip| zip.suffix = b"x".to_vec()))),
        ("archive/zip-prefix-data", jar(&base().with(|zip| zip.prefix = b"x".to_vec()))),
        ("archive/zip-multiple-eocd", jar(&base().with(|zip| zip.comment = b"PK\x05\x06".to_vec()))),
        ("archive/zip-eocd-mismatch", jar(&base().end(|end| end.count = Some(1)))),
        ("archive/zip-zip64-mismatch", jar(&base().with(|zip| zip.zip64 = true).end(|end| end.count64 = Some(1)))),
        ("archive/zip-multi-disk", jar(&base().end(|end| end.disk = Some(1)))),
        ("archive/zip-header-bad", jar(&entry(|entry| entry.offset = Some(9_999)))),
        ("archive/zip-header-mismatch", jar(&entry(|entry| entry.local.crc ^= 1))),
        ("archive/zip-extra-invalid", jar(&both(|header| header.extra = vec![1, 2, 3, 4]))),
        ("archive/zip-unicode-path", jar(&both(|header| header.extra = unicode_path(b"a", "b")))),
        ("archive/zip-comment-invalid", jar(&entry(|entry| entry.central.comment = vec![0xff]))),
        ("archive/zip-unlisted-data", jar(&entry(|entry| entry.before = vec![1]))),
        ("archive/zip-overlap", jar(&base().file("b", "x").entry(shared))),
        (
            "archive/zip-descriptor-mismatch",
            jar(&entry(|entry| {
                entry.stream(true, false);
                entry.descriptor.pop();
            })),
        ),
        ("archive/zip-crc-mismatch", jar(&both(|header| header.crc ^= 1))),
        ("archive/zip-size-lie", jar(&both(|header| header.size += 1))),
        ("archive/zip-deflate-bad", jar(&entry(|entry| entry.data[0] = 0xff))),
        ("archive/zip-method-unsupported", jar(&both(|header| header.method = 14))),
        ("archive/zip-version-unsupported", jar(&both(|header| header.version = 51))),
        ("archive/zip-encrypted", jar(&both(|header| header.flags |= 1))),
        ("archive/zip-symlink", jar(&mode(0o120_777))),
        ("archive/zip-special-file", jar(&mode(0o010_644))),
        ("archive/zip-type-conflict", jar(&mode(0o040_755))),
        ("archive/zip-empty", jar(&Zip::new())),
        ("archive/zip-setuid", jar(&mode(0o104_755))),
        ("archive/zip-unused-flags", jar(&both(|header| header.flags |= 1 << 14))),
        ("archive/zip-time-zero", jar(&both(|header| header.time = 0))),
        ("archive/zip-mode-invalid", jar(&base().directory("x/").but(|entry| entry.central.attributes = 0xffff_0010))),
        ("package/wrong-container", (options(Container::Jar), b"Rar!\x1a\x07\x01\0".to_vec())),
        (
            "package/non-utf8-names",
            php(Zip::new().file([0xd6, 0xd0], "").but(|entry| entry.both(|header| header.flags = 0))),
        ),
    ]
    .map(|(rule, (options, bytes))| (rule, options, bytes))
    .into()
}

fn tgzs() -> Vec<Case> {
    let app = || Tar::new().file("package.json", "{}");
    let raw = |header: TarHeader| app().raw(&header, "").tgz();
    let tgz = app().tgz();
    [
        ("archive/gzip-bad", tgz[..tgz.len() - 1].to_vec()),
        ("archive/gzip-trailing-data", [&tgz[..], b"0123456789"].concat()),
        ("archive/tar-not-tar", gzip("hello")),
        ("archive/tar-empty", Tar::new().tgz()),
        ("archive/tar-truncated", gzip(&app().build()[..700])),
        ("archive/tar-checksum", raw(TarHeader { checksum: Some(*b"0000000\0"), ..TarHeader::new(b'0', b"x", 0) })),
        ("archive/tar-header-bad", raw(TarHeader::new(b'0', b"x", 0).set(124, "9"))),
        ("archive/tar-size-mismatch", app().pax(&["size=9"]).file("x", "").tgz()),
        ("archive/tar-pax-invalid", app().extension(b'x', "x").file("x", "").tgz()),
        ("archive/tar-pax-global", app().pax_global(&["path=x"]).file("x", "").tgz()),
        ("archive/tar-gnu-invalid", app().extension(b'L', "").file("x", "").tgz()),
        ("archive/tar-sparse", raw(TarHeader::new(b'S', b"x", 0).gnu())),
        ("archive/tar-type-unsupported", raw(TarHeader::new(b'3', b"x", 0))),
        ("archive/tar-link-escape", app().symlink("x", "/etc").tgz()),
        ("archive/tar-trailing-data", gzip([app().build(), app().build()].concat())),
        ("archive/tar-end-missing", gzip(app().build_open())),
    ]
    .map(|(rule, bytes)| (rule, options(Container::Tgz), bytes))
    .into()
}

fn limits() -> Vec<Case> {
    let zip = Zip::new().file("a", [0; 9000]).file("b", [0; 9000]).build();
    let limited = |limits: Limits| options(Container::Zip).with_limits(limits);
    let build = Limits::builder;
    let tgz = [Tar::new().file("a", "").tgz(), gzip("")].concat();
    let small = || build().small_file(Bytes(8999));
    vec![
        ("archive/limit-archive-size", limited(build().archive(Bytes(9)).build().unwrap()), zip.clone()),
        ("archive/limit-entry-count", limited(build().entries(Count(1)).build().unwrap()), zip.clone()),
        ("archive/limit-entry-size", limited(small().entry(Bytes(8999)).build().unwrap()), zip.clone()),
        (
            "archive/limit-total-size",
            limited(small().entry(Bytes(9000)).unpacked(Bytes(17_999)).build().unwrap()),
            zip.clone(),
        ),
        ("archive/limit-ratio", limited(build().ratio(Ratio(9)).ratio_floor(Bytes(1)).build().unwrap()), zip.clone()),
        (
            "archive/limit-metadata",
            limited(build().component(Bytes(1)).name(Bytes(1)).names(Bytes(1)).build().unwrap()),
            zip,
        ),
        ("archive/limit-members", options(Container::Tgz).with_limits(build().members(Count(1)).build().unwrap()), tgz),
    ]
}
