//! The whole policy table: every rule of the layer has an archive that it is found in, and the nearest one where it is not.

use std::collections::BTreeSet;

use cloudapp::app::Container;
use cloudapp::package::archive::{Bytes, Count, Limits, LimitsBuilder, Options, RULES, Ratio};

use super::{options, read_with};
use crate::support::tar::{Tar, TarHeader, gzip};
use crate::support::zip::{Header, Zip, ZipEntry, unicode_path};

#[test]
fn every_rule_is_found_and_its_nearest_legal_neighbour_is_accepted() {
    let mut found = BTreeSet::new();
    for row in names().into_iter().chain(zips()).chain(tgzs()).chain(limits()) {
        let Row { severity, rule, bad, near } = row;
        let rules = read_with(&bad.1, &bad.0).rules();
        assert!(rules.contains(&format!("{severity} {rule}")), "{severity} {rule}: {rules:?}");
        let rules = read_with(&near.1, &near.0).rules();
        assert_eq!(rules, Vec::<String>::new(), "the neighbour of {rule}");
        found.insert(rule);
    }
    // Found by a visitor that wants a big file whole: see `visit`.
    found.insert("archive/limit-small-file");
    let all: BTreeSet<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(all.difference(&found).collect::<Vec<_>>(), Vec::<&&str>::new());
}

type Archive = (Options, Vec<u8>);

/// A rule, an archive that breaks it, and one that is as near to it as an archive can be without.
struct Row {
    severity: &'static str,
    rule: &'static str,
    bad: Archive,
    near: Archive,
}

fn error(rule: &'static str, bad: Archive, near: Archive) -> Row {
    Row { severity: "error", rule, bad, near }
}

fn warning(rule: &'static str, bad: Archive, near: Archive) -> Row {
    Row { severity: "warning", rule, bad, near }
}

fn jar(zip: &Zip) -> Archive {
    (options(Container::Jar), zip.build())
}

fn php(zip: &Zip) -> Archive {
    (options(Container::Zip), zip.build())
}

fn base() -> Zip {
    Zip::new().file("META-INF/MANIFEST.MF", "Main-Class: a.B\n").file("a", "0123456789".repeat(9))
}

fn unflagged(zip: Zip) -> Zip {
    zip.but(|entry| entry.both(|header| header.flags = 0))
}

fn names() -> Vec<Row> {
    let named = |name: &str| jar(&base().file(name, ""));
    vec![
        error("archive/path-traversal", named("a.d/../x"), named("a.d/..x")),
        error("archive/path-absolute", named("/x"), named("x")),
        error("archive/path-backslash", named("a\\x"), named("a.d/x")),
        error("archive/path-control", named("a\u{1}"), named("a\u{a1}")),
        error("archive/path-bidi", named("a\u{2066}"), named("a\u{2065}")),
        error("archive/path-encoding", jar(&base().file([0xff], "")), jar(&base().file("\u{ff}", ""))),
        warning("archive/path-encoding-unflagged", jar(&unflagged(base().file("\u{e9}", ""))), named("\u{e9}")),
        error("archive/path-empty", named(""), named("b")),
        error("archive/path-noncanonical", named("x//y"), named("x/y")),
        error("archive/path-too-deep", named(&("d/".repeat(100) + "x")), named(&("d/".repeat(99) + "x"))),
        error("archive/path-too-long", named(&"x".repeat(256)), named(&"x".repeat(255))),
        warning("archive/path-reserved", named("nul.txt"), named("null.txt")),
        error("archive/name-duplicate", named("a"), named("b")),
        warning("archive/name-case-collision", named("A"), named("A.d/a")),
        warning(
            "archive/name-unicode-collision",
            jar(&base().file("\u{e9}", "").file("e\u{301}", "")),
            jar(&base().file("\u{e9}", "").file("e\u{300}", "")),
        ),
        error("archive/name-file-dir-conflict", named("a/b"), named("a.d/b")),
    ]
}

#[expect(clippy::too_many_lines, reason = "one table")]
fn zips() -> Vec<Row> {
    let entry = |change: fn(&mut ZipEntry)| jar(&base().but(change));
    let both = |change: fn(&mut Header)| jar(&base().but(|entry| entry.both(change)));
    let mode = |mode: u32| jar(&base().but(|entry| entry.central.attributes = mode << 16));
    let shared = ZipEntry { written: false, ..ZipEntry::deflated("b", "x") };
    let bytes = base().build();
    let whole = (options(Container::Jar), bytes.clone());
    let cut = (options(Container::Jar), bytes[..bytes.len() - 5].to_vec());
    let comment = |comment: &[u8]| jar(&base().with(|zip| zip.comment = comment.to_vec()));
    let prefix = |prefix: &[u8]| jar(&base().with(|zip| zip.prefix = prefix.to_vec()));
    let wide = || base().with(|zip| zip.zip64 = true);
    let label =
        |made_by: u16| php(&base().but(|entry| (entry.central.made_by, entry.central.attributes) = (made_by, 0x28)));
    let second = |name: &str| {
        let mut streamed = ZipEntry::deflated("b", "x");
        streamed.stream(true, false);
        let named = base().but(|entry| entry.both(|header| header.extra = unicode_path(b"a", name)));
        php(&named.entry(streamed).with(|zip| zip.entries.swap(1, 2)))
    };
    vec![
        error("archive/zip-truncated", cut, whole.clone()),
        error("archive/zip-trailing-data", jar(&base().with(|zip| zip.suffix = b"x".to_vec())), whole.clone()),
        error("archive/zip-prefix-data", prefix(b"x"), prefix(b"#!/bin/sh\n")),
        error("archive/zip-multiple-eocd", comment(b"PK\x05\x06"), comment(b"PK\x05")),
        error("archive/zip-eocd-mismatch", jar(&base().end(|end| end.count = Some(1))), whole.clone()),
        error("archive/zip-zip64-mismatch", jar(&wide().end(|end| end.count64 = Some(1))), jar(&wide())),
        error("archive/zip-multi-disk", jar(&base().end(|end| end.disk = Some(1))), whole.clone()),
        error("archive/zip-header-bad", entry(|entry| entry.offset = Some(9_999)), whole.clone()),
        error(
            "archive/zip-header-mismatch",
            entry(|entry| entry.local.crc ^= 1),
            entry(|entry| entry.both(|header| header.time ^= 1)),
        ),
        error(
            "archive/zip-extra-invalid",
            both(|header| header.extra = vec![1, 2, 3, 4]),
            both(|header| header.extra = vec![1, 2, 0, 0, 0, 0, 0]),
        ),
        error(
            "archive/zip-unicode-path",
            both(|header| header.extra = unicode_path(b"a", "b")),
            both(|header| header.extra = unicode_path(b"a", "a")),
        ),
        error(
            "archive/zip-comment-invalid",
            entry(|entry| entry.central.comment = vec![0xff]),
            entry(|entry| entry.central.comment = vec![0xc3, 0xbf]),
        ),
        error("archive/zip-unlisted-data", entry(|entry| entry.before = vec![1]), whole.clone()),
        error(
            "archive/zip-overlap",
            jar(&base().file("b", "x").entry(shared)),
            jar(&base().file("b", "x").file("c", "x")),
        ),
        error(
            "archive/zip-descriptor-mismatch",
            entry(|entry| {
                entry.stream(true, false);
                entry.descriptor.pop();
            }),
            entry(|entry| entry.stream(true, false)),
        ),
        error("archive/zip-crc-mismatch", both(|header| header.crc ^= 1), whole.clone()),
        error("archive/zip-size-lie", both(|header| header.size += 1), whole.clone()),
        error("archive/zip-deflate-bad", entry(|entry| entry.data[0] = 0xff), whole.clone()),
        error("archive/zip-method-unsupported", both(|header| header.method = 14), jar(&base().stored("b", "x"))),
        error(
            "archive/zip-version-unsupported",
            both(|header| header.version = 47),
            both(|header| header.version = 46),
        ),
        error("archive/zip-encrypted", both(|header| header.flags |= 1), both(|header| header.flags |= 2)),
        error("archive/zip-symlink", mode(0o120_777), mode(0o100_777)),
        error("archive/zip-special-file", mode(0o010_644), mode(0o100_644)),
        error("archive/zip-type-conflict", mode(0o040_755), mode(0o100_755)),
        error("archive/zip-empty", jar(&Zip::new()), jar(&Zip::new().file("a", ""))),
        error(
            "archive/unzip-collision",
            php(&base().file("b;1", "").file("b", "")),
            php(&base().file("b;x", "").file("b", "")),
        ),
        warning("archive/unzip-name", php(&base().file("b;1", "")), php(&base().file("b;x", ""))),
        error("archive/unzip-skipped", label(0x0014), label(0x0314)),
        warning("archive/unzip-stops", second("a"), php(&base())),
        warning("archive/zip-setuid", mode(0o104_755), mode(0o100_755)),
        warning(
            "archive/zip-unused-flags",
            both(|header| header.flags |= 1 << 14),
            both(|header| header.flags |= 1 << 2),
        ),
        warning("archive/zip-time-zero", both(|header| header.time = 0), both(|header| header.time = 1)),
        warning(
            "archive/zip-mode-invalid",
            jar(&base().directory("x/").but(|entry| entry.central.attributes = 0xffff_0010)),
            jar(&base().directory("x/").but(|entry| entry.central.attributes = 0o040_755 << 16 | 0x10)),
        ),
        error("package/wrong-container", (options(Container::Jar), b"Rar!\x1a\x07\x01\0".to_vec()), whole),
        warning(
            "package/non-utf8-names",
            php(&unflagged(Zip::new().file([0xd6, 0xd0], ""))),
            php(&Zip::new().file("\u{4e2d}", "")),
        ),
    ]
}

fn tgzs() -> Vec<Row> {
    let app = || Tar::new().file("package.json", "{}");
    let tgz = |bytes: Vec<u8>| (options(Container::Tgz), bytes);
    let row = |rule, bad: Vec<u8>, near: Vec<u8>| error(rule, tgz(bad), tgz(near));
    let raw = |header: TarHeader| app().raw(&header, "").tgz();
    let plain = || TarHeader::new(b'0', b"x", 0);
    let whole = app().tgz();
    let sum = |digits: &[u8; 8]| raw(TarHeader { checksum: Some(*digits), ..plain() });
    let zeros = |count: usize| gzip([app().build(), vec![0; count]].concat());
    let name = |bytes: &str| app().extension(b'L', bytes).file("x", "").tgz();
    vec![
        row("archive/gzip-bad", whole[..whole.len() - 1].to_vec(), whole.clone()),
        row("archive/gzip-trailing-data", [&whole[..], b"0123456789"].concat(), [&whole[..], &gzip("")].concat()),
        row("archive/tar-not-tar", gzip("hello"), whole.clone()),
        row("archive/tar-empty", Tar::new().tgz(), Tar::new().file("a", "").tgz()),
        row("archive/tar-truncated", gzip(&app().build()[..700]), whole.clone()),
        row("archive/tar-checksum", sum(b"0000000\0"), raw(plain())),
        row("archive/tar-header-bad", raw(plain().set(124, "9")), raw(plain().set(124, "0"))),
        row(
            "archive/tar-size-mismatch",
            app().pax(&["size=9"]).file("x", "").tgz(),
            app().pax(&["size=1"]).file("x", "y").tgz(),
        ),
        row(
            "archive/tar-pax-invalid",
            app().extension(b'x', "x").file("x", "").tgz(),
            app().pax(&["mtime=1.5"]).file("x", "").tgz(),
        ),
        row(
            "archive/tar-pax-global",
            app().pax_global(&["path=x"]).file("x", "").tgz(),
            app().pax_global(&["comment=x"]).file("x", "").tgz(),
        ),
        row("archive/tar-gnu-invalid", name(""), name("long/name\0")),
        row("archive/tar-sparse", raw(TarHeader::new(b'S', b"x", 0).gnu()), raw(TarHeader::new(b'0', b"x", 0).gnu())),
        row("archive/tar-type-unsupported", raw(TarHeader::new(b'3', b"x", 0)), raw(TarHeader::new(b'5', b"x", 0))),
        row(
            "archive/tar-link-escape",
            app().symlink("d/x", "../../package.json").tgz(),
            app().symlink("d/x", "../package.json").tgz(),
        ),
        row("archive/tar-trailing-data", gzip([app().build(), app().build()].concat()), zeros((4 << 20) - 1024)),
        warning("archive/tar-end-missing", tgz(gzip(app().build_open())), tgz(whole)),
    ]
}

fn limits() -> Vec<Row> {
    let zip = Zip::new().file("a", [0; 9000]).file("b", [0; 9000]);
    let ratio = 9000 / zip.entries[0].data.len() as u64;
    let zip = zip.build();
    let size = zip.len() as u64;
    let tgz = [Tar::new().file("a", "").tgz(), gzip("")].concat();
    let row = |rule, container, bytes: &[u8], limit: &dyn Fn(LimitsBuilder, u64) -> LimitsBuilder, allowed: u64| {
        let limited = |most| options(container).with_limits(limit(Limits::builder(), most).build().unwrap());
        error(rule, (limited(allowed - 1), bytes.to_vec()), (limited(allowed), bytes.to_vec()))
    };
    let jar = |rule, limit: &dyn Fn(LimitsBuilder, u64) -> LimitsBuilder, allowed| {
        row(rule, Container::Zip, &zip, limit, allowed)
    };
    let small = |limits: LimitsBuilder| limits.small_file(Bytes(8999));
    vec![
        jar("archive/limit-archive-size", &|limits, most| limits.archive(Bytes(most)), size),
        jar("archive/limit-entry-count", &|limits, most| limits.entries(Count(most)), 2),
        jar("archive/limit-entry-size", &|limits, most| small(limits).entry(Bytes(most)), 9000),
        jar("archive/limit-total-size", &|limits, most| small(limits).entry(Bytes(9000)).unpacked(Bytes(most)), 18_000),
        jar("archive/limit-ratio", &|limits, most| limits.ratio(Ratio(most)).ratio_floor(Bytes(1)), ratio),
        jar("archive/limit-metadata", &|limits, most| limits.component(Bytes(1)).name(Bytes(1)).names(Bytes(most)), 2),
        row("archive/limit-members", Container::Tgz, &tgz, &|limits, most| limits.members(Count(most)), 2),
    ]
}
