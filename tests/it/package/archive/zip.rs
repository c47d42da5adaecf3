//! ZIP and JAR: every lie is found, and its nearest legal neighbour is not.

use cloudapp::app::Container;

use super::read;
use crate::support::zip::{Zip, ZipEntry, extra, unicode_path};

fn jar() -> Zip {
    Zip::new().file("META-INF/MANIFEST.MF", "Main-Class: a.B\n").file("a/B.class", [0xca, 0xfe, 0xba, 0xbe].repeat(40))
}

#[track_caller]
fn rules(zip: &Zip) -> Vec<String> {
    read(&zip.build(), Container::Jar).rules()
}

#[track_caller]
fn refused(zip: &Zip, rule: &str) {
    let rules = rules(zip);
    assert!(rules.contains(&format!("error archive/{rule}")), "{rules:?}");
}

#[track_caller]
fn fine(zip: &Zip) {
    assert_eq!(rules(zip), Vec::<String>::new());
}

#[track_caller]
fn warned(zip: &Zip, rule: &str) {
    assert_eq!(rules(zip), [format!("warning archive/{rule}")]);
}

#[test]
fn a_plain_jar_is_read_entry_by_entry() {
    let jar = read(&jar().build(), Container::Jar);
    assert_eq!(jar.rules(), Vec::<String>::new());
    assert_eq!(jar.order, ["META-INF/MANIFEST.MF", "a/B.class"]);
    assert_eq!(jar.entries["META-INF/MANIFEST.MF"], b"Main-Class: a.B\n");
    let summary = jar.outcome.summary().unwrap();
    assert_eq!((summary.entries, summary.files, summary.directories), (2, 2, 0));
    assert_eq!(summary.unpacked.0, 16 + 160);
}

#[test]
fn names_that_leave_the_archive_are_found() {
    refused(&jar().file("a/../../x", ""), "path-traversal");
    refused(&jar().file("a/../x", ""), "path-traversal");
    refused(&jar().file("..", ""), "path-traversal");
    refused(&jar().file("/x", ""), "path-absolute");
    refused(&jar().file("//x", ""), "path-absolute");
    refused(&jar().file("C:/x", ""), "path-absolute");
    refused(&jar().file("c:x", ""), "path-absolute");
    fine(&jar().file("a/..b/x..y", ""));
}

#[test]
fn names_that_readers_rewrite_are_found() {
    refused(&jar().file("a\\b", ""), "path-backslash");
    refused(&jar().file("a\nb", ""), "path-control");
    refused(&jar().file("a\0b", ""), "path-control");
    refused(&jar().file("a\u{85}b", ""), "path-control");
    refused(&jar().file("a\u{202e}b", ""), "path-bidi");
    refused(&jar().file("a//b", ""), "path-noncanonical");
    refused(&jar().file("a/./b", ""), "path-noncanonical");
    refused(&jar().file("./b", ""), "path-noncanonical");
    refused(&jar().file("a/.../b", ""), "path-noncanonical");
    refused(&jar().file("", ""), "path-empty");
    refused(&jar().file([0xff, 0xfe], ""), "path-encoding");
    fine(&jar().file("a/.b/c.d", ""));
}

#[test]
fn two_entries_of_one_name_are_found() {
    refused(&jar().file("LICENSE", "one").file("LICENSE", "two"), "name-duplicate");
    fine(&jar().directory("a/").directory("a/"));
}

#[test]
fn the_finding_of_a_duplicate_names_both_places() {
    let jar = read(&jar().file("LICENSE", "one").file("LICENSE", "two").build(), Container::Jar);
    assert_eq!(jar.message(), "`LICENSE` stands at byte 117 and again at byte 159, expected one entry");
}

#[test]
fn a_file_that_is_also_a_directory_is_found() {
    refused(&jar().file("a", ""), "name-file-dir-conflict");
    refused(&jar().file("x", "").directory("x/"), "name-file-dir-conflict");
    refused(&jar().file("x/y/z", "").file("x/y", ""), "name-file-dir-conflict");
    fine(&jar().file("x.d/y", "").file("x", ""));
}

#[test]
fn a_deciding_file_in_other_letters_is_found() {
    refused(&jar().file("meta-inf/manifest.mf", ""), "name-case-collision");
    refused(&Zip::new().file("Meta-Inf/Manifest.mf", ""), "name-case-collision");
    fine(&jar().file("x/META-INF/manifest.mf", ""));
}

#[test]
fn names_that_differ_in_letters_only_are_warned_of() {
    warned(&jar().file("b", "").file("B", ""), "name-case-collision");
    warned(&jar().file("\u{e9}", "").file("e\u{301}", ""), "name-unicode-collision");
}

#[test]
fn an_archive_that_was_cut_is_found() {
    let bytes = jar().build();
    for length in [bytes.len() - 1, bytes.len() / 2, 30, 4] {
        assert_eq!(read(&bytes[..length], Container::Jar).rules(), ["error archive/zip-truncated"], "{length}");
    }
}

#[test]
fn what_follows_the_end_is_found_unless_it_is_some_zeros() {
    refused(&jar().with(|zip| zip.suffix = b"x".to_vec()), "zip-trailing-data");
    refused(&jar().with(|zip| zip.suffix = vec![0; (64 << 10) + 1]), "zip-trailing-data");
    warned(&jar().with(|zip| zip.suffix = vec![0; 64 << 10]), "zip-trailing-data");
    warned(&jar().with(|zip| zip.suffix = vec![0; 1]), "zip-trailing-data");
}

#[test]
fn what_stands_before_the_first_entry_is_found_unless_it_is_a_script() {
    let script = b"#!/bin/sh\nexec java -jar \"$0\"\n".to_vec();
    refused(&jar().with(|zip| zip.prefix = b"GIF89a".to_vec()), "zip-prefix-data");
    refused(&jar().with(|zip| zip.prefix = [&script[..], b"PK\x03\x04"].concat()), "zip-prefix-data");
    fine(&jar().with(|zip| zip.prefix = script.clone()));
    let shift = -i64::try_from(script.len()).unwrap();
    fine(&jar().with(|zip| (zip.prefix, zip.offset_shift) = (script.clone(), shift)));
    let php = jar().with(|zip| zip.prefix = script.clone()).build();
    assert_eq!(read(&php, Container::Zip).rules(), ["error archive/zip-prefix-data"]);
}

#[test]
fn entries_that_overlap_are_found() {
    let again = ZipEntry { written: false, ..ZipEntry::deflated("b", "two") };
    let same = jar().file("b", "two").entry(ZipEntry { central: again.central.clone(), ..again });
    refused(&same, "zip-overlap");
}

#[test]
fn bytes_between_entries_are_found() {
    refused(&jar().but(|entry| entry.before = vec![0]), "zip-unlisted-data");
    refused(&jar().but(|entry| entry.after = vec![0]), "zip-unlisted-data");
    refused(&jar().with(|zip| zip.after_directory = vec![0]), "zip-unlisted-data");
    refused(&jar().file("b", "").but(|entry| entry.listed = false), "zip-unlisted-data");
}

#[test]
fn a_symbolic_link_is_found_whatever_system_made_it() {
    for made_by in [0x031e, 0x001e] {
        let link = jar().stored("link", "/etc/passwd").but(|entry| {
            entry.central.attributes = 0o120_777 << 16;
            entry.central.made_by = made_by;
        });
        refused(&link, "zip-symlink");
    }
}

#[test]
fn content_that_is_not_what_the_headers_say_is_found() {
    refused(&jar().but(|entry| entry.both(|header| header.crc ^= 1)), "zip-crc-mismatch");
    refused(&jar().but(|entry| entry.both(|header| header.size += 1)), "zip-size-lie");
    refused(&jar().but(|entry| entry.both(|header| header.size -= 1)), "zip-size-lie");
    refused(&jar().but(|entry| entry.data[0] = 0xff), "zip-deflate-bad");
}

#[test]
fn headers_that_differ_are_found() {
    refused(&jar().but(|entry| entry.local.name = b"a/C.class".to_vec()), "zip-header-mismatch");
    refused(&jar().but(|entry| entry.local.method = 0), "zip-header-mismatch");
    refused(&jar().but(|entry| entry.local.crc ^= 1), "zip-header-mismatch");
    refused(&jar().but(|entry| entry.local.size += 1), "zip-header-mismatch");
    refused(&jar().but(|entry| entry.local.time += 1), "zip-header-mismatch");
    refused(&jar().but(|entry| entry.local.flags |= 2), "zip-header-mismatch");
    refused(&jar().but(|entry| entry.local.version = 45), "zip-header-mismatch");
    fine(&jar().but(|entry| entry.central.version = 45));
}

#[test]
fn descriptors_are_read_in_every_form() {
    for (signature, wide) in [(false, false), (false, true), (true, false), (true, true)] {
        fine(&jar().but(|entry| entry.stream(signature, wide)).file("b", ""));
        let cut = jar().but(|entry| {
            entry.stream(signature, wide);
            entry.descriptor.pop();
        });
        refused(&cut, "zip-descriptor-mismatch");
        let other = jar().but(|entry| {
            entry.stream(signature, wide);
            *entry.descriptor.last_mut().unwrap() ^= 1;
        });
        refused(&other, "zip-descriptor-mismatch");
    }
}

#[test]
fn a_second_name_is_found_unless_it_is_the_first() {
    let named = |second: &str| {
        let record = unicode_path(b"b", second);
        jar().file("b", "").but(|entry| entry.both(|header| header.extra = record.clone()))
    };
    refused(&named("c"), "zip-unicode-path");
    fine(&named("b"));
}

#[test]
fn an_extra_field_that_overruns_is_found() {
    let mut record = extra(0x1234, "abc");
    record[2] = 9;
    refused(&jar().but(|entry| entry.both(|header| header.extra = record.clone())), "zip-extra-invalid");
    fine(&jar().but(|entry| entry.both(|header| header.extra = extra(0x1234, "abc"))));
}

#[test]
fn zip64_records_that_agree_are_read() {
    fine(&jar().with(|zip| zip.zip64 = true));
    refused(&jar().with(|zip| zip.zip64 = true).end(|end| end.count64 = Some(1)), "zip-zip64-mismatch");
    refused(&jar().with(|zip| zip.zip64 = true).end(|end| end.locator = Some(1)), "zip-zip64-mismatch");
}

#[test]
fn other_formats_are_named() {
    let found = |bytes: &[u8]| read(bytes, Container::Jar).message();
    assert_eq!(found(b""), "the file is empty, expected jar");
    assert_eq!(found(b"\x1f\x8b\x08\0"), "the file is gzip, expected jar");
    assert_eq!(found(b"<!DOCTYPE html><title>404"), "the file is HTML, expected jar");
    assert_eq!(found(b"hello"), "the file is plain text, expected jar");
}
