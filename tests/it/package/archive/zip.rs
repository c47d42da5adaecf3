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
fn a_name_is_judged_as_well_where_its_directory_was_fine_before() {
    let deep = "d/".repeat(99);
    let before = || jar().file("x/y/plain", "").file(format!("{deep}z"), "");
    fine(&before().file("x/y/other", ""));
    refused(&before().file("x/y/../z", ""), "path-traversal");
    refused(&before().file("x/y/", "").file("x/y/a\\b", ""), "path-backslash");
    refused(&before().file("x/y/a//b", ""), "path-noncanonical");
    refused(&before().file("x/y/...", ""), "path-noncanonical");
    refused(&before().file(format!("x/y/{}", "a".repeat(256)), ""), "path-too-long");
    refused(&before().file(format!("{deep}e/z"), ""), "path-too-deep");
    warned(&before().file("x/y/nul.txt", ""), "path-reserved");
}

#[test]
fn two_entries_of_one_name_are_found() {
    refused(&jar().file("LICENSE", "one").file("LICENSE", "two"), "name-duplicate");
    fine(&jar().directory("a/").directory("a/"));
}

#[test]
fn the_finding_of_a_duplicate_names_both_places() {
    let jar = read(&jar().file("LICENSE", "one").file("LICENSE", "two").build(), Container::Jar);
    assert_eq!(jar.message(), "`LICENSE` is at byte 117 and again at byte 159, expected one entry");
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
    refused(&Zip::new().file("META-INF/manifest.mf", "").file("META-INF/MANIFEST.MF", ""), "name-case-collision");
    // Nothing is there to collide with.
    fine(&Zip::new().file("Meta-Inf/Manifest.mf", ""));
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

#[test]
fn names_too_long_or_too_deep_are_found() {
    let deep = |depth: usize| vec!["d"; depth].join("/");
    refused(&jar().file("n".repeat(256), ""), "path-too-long");
    refused(&jar().file(format!("{}/x", vec!["n".repeat(250); 9].join("/")), ""), "path-too-long");
    refused(&jar().file(deep(101), ""), "path-too-deep");
    fine(&jar().file("n".repeat(255), ""));
    fine(&jar().file(deep(100), ""));
}

#[test]
fn names_that_windows_cannot_hold_are_warned_of() {
    for name in ["con", "Aux.js", "lib/nul", "com1.txt", "LPT9", "x.", "x ", "a:b/c", "what?"] {
        let zip = if name.starts_with("a:") { jar().file(format!("x/{name}"), "") } else { jar().file(name, "") };
        warned(&zip, "path-reserved");
    }
    for name in ["console", "auxiliary.js", "com10", "com", ".x", "com0"] {
        fine(&jar().file(name, ""));
    }
}

#[test]
fn the_encoding_of_names_is_judged_by_the_container() {
    let gbk = b"\xd6\xd0\xce\xc4.txt";
    let unflagged = |zip: Zip| zip.but(|entry| entry.both(|header| header.flags = 0));
    let jar = |zip: Zip| read(&zip.build(), Container::Jar).rules();
    let php = |zip: Zip| read(&zip.build(), Container::Zip).rules();
    assert_eq!(jar(unflagged(Zip::new().file("\u{4e2d}.txt", ""))), ["warning archive/path-encoding-unflagged"]);
    assert_eq!(php(unflagged(Zip::new().file("\u{4e2d}.txt", ""))), ["warning archive/path-encoding-unflagged"]);
    assert_eq!(jar(unflagged(Zip::new().file(gbk, ""))), ["error archive/path-encoding"]);
    assert_eq!(php(unflagged(Zip::new().file(gbk, ""))), ["warning package/non-utf8-names"]);
    assert_eq!(php(Zip::new().file(gbk, "")), ["error archive/path-encoding"]);
    assert_eq!(php(Zip::new().file([0xc0, 0xaf], "")), ["error archive/path-encoding"], "an overlong /");
    // The second byte of this character is a backslash.
    assert_eq!(php(unflagged(Zip::new().file(b"\x95\x5c", ""))), ["warning package/non-utf8-names"]);
    assert!(php(unflagged(Zip::new().file(b"\xd6\xd0\\x", ""))).contains(&"error archive/path-backslash".to_owned()));
}

#[test]
fn names_of_other_encodings_keep_their_bytes() {
    let name = b"\xd6\xd0\x95\x5c.txt";
    let zip = Zip::new().file(name, "x").but(|entry| entry.both(|header| header.flags = 0));
    let zip = read(&zip.build(), Container::Zip);
    assert_eq!(zip.order, [r"\xd6\xd0\x95\x5c.txt"]);
}

#[test]
fn a_second_name_may_decode_the_first_one() {
    let gbk = b"\xd6\xd0\xce\xc4.txt";
    let named = |second: &str, container| {
        let record = unicode_path(gbk, second);
        let zip = Zip::new().file(gbk, "x").but(|entry| {
            entry.both(|header| (header.flags, header.extra) = (0, record.clone()));
        });
        read(&zip.build(), container)
    };
    let right = named("\u{4e2d}\u{6587}.txt", Container::Zip);
    assert_eq!(right.rules(), ["warning package/non-utf8-names"]);
    assert_eq!(right.order, ["\u{4e2d}\u{6587}.txt"]);
    assert_eq!(named("\u{4e2d}\u{6587}.php", Container::Zip).rules(), ["error archive/zip-unicode-path"]);
    assert_eq!(named("\u{4e2d}/\u{6587}.txt", Container::Zip).rules(), ["error archive/zip-unicode-path"]);
    assert_eq!(named("\u{4e2d}\u{6587}.txt", Container::Jar).rules(), ["error archive/zip-unicode-path"]);
}

#[test]
fn a_dotted_prefix_is_for_php_only() {
    let zip = Zip::new().file("./index.php", "").build();
    assert_eq!(read(&zip, Container::Zip).rules(), ["warning archive/path-noncanonical"]);
    assert_eq!(read(&zip, Container::Zip).order, ["index.php"]);
    assert_eq!(read(&zip, Container::Jar).rules(), ["error archive/path-noncanonical"]);
}

#[test]
fn signatures_in_comments_are_found() {
    refused(&jar().with(|zip| zip.comment = b"PK\x05\x06".to_vec()), "zip-multiple-eocd");
    refused(&jar().with(|zip| zip.comment = jar().build()), "zip-prefix-data");
    refused(&jar().but(|entry| entry.central.comment = b"PK\x01\x02".to_vec()), "zip-comment-invalid");
    refused(&jar().but(|entry| entry.central.comment = vec![0xff]), "zip-comment-invalid");
    fine(&jar().with(|zip| zip.comment = b"PK, built by PK".to_vec()));
    fine(&jar().but(|entry| entry.central.comment = b"a comment".to_vec()));
}

#[test]
fn end_records_that_do_not_fit_are_found() {
    refused(&jar().end(|end| end.count = Some(1)), "zip-eocd-mismatch");
    refused(&jar().end(|end| end.count = Some(3)), "zip-eocd-mismatch");
    refused(&jar().end(|end| end.count = Some(0)), "zip-eocd-mismatch");
    refused(&jar().end(|end| end.here = Some(1)), "zip-eocd-mismatch");
    refused(&jar().end(|end| end.size = Some(5_000)), "zip-eocd-mismatch");
    refused(&jar().end(|end| end.offset = Some(5_000)), "zip-eocd-mismatch");
    refused(&jar().end(|end| end.offset = Some(1)), "zip-prefix-data");
    refused(&jar().end(|end| end.disk = Some(1)), "zip-multi-disk");
    refused(&jar().end(|end| end.directory_disk = Some(1)), "zip-multi-disk");
    refused(&jar().end(|end| end.disk = Some(0xffff)), "zip-multi-disk");
    refused(&jar().but(|entry| entry.central.disk = 1), "zip-multi-disk");
    refused(&jar().end(|end| end.comment_length = Some(1)), "zip-truncated");
    refused(&Zip::new(), "zip-empty");
}

#[test]
fn zip64_records_that_disagree_are_found() {
    let zip64 = || jar().with(|zip| zip.zip64 = true);
    let size = 46 * 2 + 20 + 9;
    refused(&zip64().end(|end| end.record_size = Some(45)), "zip-zip64-mismatch");
    refused(&zip64().end(|end| end.size64 = Some(size + 1)), "zip-zip64-mismatch");
    refused(&zip64().end(|end| end.offset64 = Some(1)), "zip-zip64-mismatch");
    refused(&zip64().end(|end| end.here64 = Some(1)), "zip-zip64-mismatch");
    refused(&zip64().end(|end| end.gap64 = vec![0; 4]), "zip-zip64-mismatch");
    refused(&zip64().end(|end| end.disk64 = Some(1)), "zip-multi-disk");
    refused(&zip64().end(|end| end.disks = Some(2)), "zip-multi-disk");
    refused(&jar().end(|end| end.size = Some(u32::MAX)), "zip-zip64-mismatch");
    refused(&jar().end(|end| end.offset = Some(u32::MAX)), "zip-zip64-mismatch");
    fine(&zip64().end(|end| {
        (end.count, end.size, end.offset) = (Some(0xffff), Some(u32::MAX), Some(u32::MAX));
    }));
}

#[test]
fn zip64_values_of_entries_are_read() {
    let values = |numbers: &[u64]| extra(1, numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<_>>());
    let wide = |zip: Zip, values: Vec<u8>| {
        zip.but(|entry| {
            let (size, packed) = (entry.central.size, entry.central.packed);
            assert_eq!((size, packed), (3, 3));
            entry.both(|header| {
                (header.size, header.packed, header.extra) = (0xffff_ffff, 0xffff_ffff, values.clone());
            });
        })
    };
    fine(&wide(jar().stored("b", "one"), values(&[3, 3])));
    refused(&wide(jar().stored("b", "one"), values(&[3])), "zip-extra-invalid");
    refused(&wide(jar().stored("b", "one"), values(&[3, 3, 3])), "zip-extra-invalid");
    refused(&wide(jar().stored("b", "one"), Vec::new()), "zip-extra-invalid");
    refused(&wide(jar().stored("b", "one"), [values(&[3, 3]), values(&[3, 3])].concat()), "zip-extra-invalid");
    let unasked = |number| {
        let record = values(&[number]);
        jar().stored("b", "one").but(|entry| entry.both(|header| header.extra = record.clone()))
    };
    fine(&unasked(3));
    refused(&unasked(4), "zip-extra-invalid");
}

#[test]
fn extra_fields_may_end_with_three_zeros() {
    let padded = |tail: &[u8]| {
        let record = [&extra(0x1234, "abc"), tail].concat();
        jar().but(|entry| entry.both(|header| header.extra = record.clone()))
    };
    fine(&padded(&[0; 3]));
    refused(&padded(&[0, 1]), "zip-extra-invalid");
    refused(&padded(&[0x34, 0x12, 1, 0]), "zip-extra-invalid");
}

#[test]
fn headers_outside_the_archive_are_found() {
    refused(&jar().but(|entry| entry.offset = Some(5_000)), "zip-header-bad");
    refused(&jar().but(|entry| entry.offset = Some(1)), "zip-header-bad");
    refused(&jar().but(|entry| entry.local.signature = Some(*b"PK\x03\x05")), "zip-header-bad");
    refused(&jar().but(|entry| entry.both(|header| header.packed = 5_000)), "zip-header-bad");
    refused(&jar().but(|entry| entry.central.signature = Some(*b"PK\x01\x03")), "zip-eocd-mismatch");
}

#[test]
fn the_utf8_flag_may_differ_for_ascii_names_only() {
    fine(&jar().but(|entry| entry.local.flags |= 1 << 11));
    refused(&jar().file("\u{e9}", "").but(|entry| entry.local.flags = 0), "zip-header-mismatch");
}

#[test]
fn stored_data_that_looks_like_its_own_end_is_found() {
    let hiding = |skew: u32| {
        let mut data = b"evil".to_vec();
        let mut crc = flate2::Crc::new();
        crc.update(&data);
        let mut tail = b"PK\x07\x08".to_vec();
        tail.extend(crc.sum().to_le_bytes());
        tail.extend((4 + skew).to_le_bytes());
        tail.extend(4_u32.to_le_bytes());
        data.extend(tail);
        jar().stored("b", data).but(|entry| entry.stream(true, false))
    };
    refused(&hiding(0), "zip-descriptor-mismatch");
    fine(&hiding(1));
}

#[test]
fn what_the_runtimes_cannot_unpack_is_found() {
    refused(&jar().but(|entry| entry.both(|header| header.method = 12)), "zip-method-unsupported");
    refused(&jar().but(|entry| entry.both(|header| header.method = 9)), "zip-method-unsupported");
    refused(&jar().but(|entry| entry.central.version = 63), "zip-version-unsupported");
    fine(&jar().but(|entry| entry.central.version = 46));
    for flag in [1, 1 << 5, 1 << 6, 1 << 13] {
        refused(&jar().but(|entry| entry.both(|header| header.flags |= flag)), "zip-encrypted");
    }
    refused(&jar().but(|entry| entry.both(|header| header.method = 99)), "zip-encrypted");
}

#[test]
fn special_files_are_found() {
    for kind in [0o010_000_u32, 0o020_000, 0o060_000, 0o140_000] {
        let special = jar().but(|entry| entry.central.attributes = (kind | 0o644) << 16);
        refused(&special, "zip-special-file");
    }
    fine(&jar().but(|entry| entry.central.attributes = 0));
}

#[test]
fn names_and_attributes_that_disagree_are_found() {
    refused(&jar().but(|entry| entry.central.attributes = 0x10), "zip-type-conflict");
    refused(&jar().but(|entry| entry.central.attributes = 0o040_755 << 16), "zip-type-conflict");
    refused(&jar().stored("x/", "data"), "zip-type-conflict");
    fine(&jar().directory("x/").but(|entry| entry.central.attributes = 0));
    fine(&jar().file("x/", ""));
    warned(&jar().directory("x/").but(|entry| entry.central.attributes = 0xffff_0010), "zip-mode-invalid");
}

#[test]
fn odd_headers_are_warned_of() {
    warned(&jar().but(|entry| entry.central.attributes = 0o104_755 << 16), "zip-setuid");
    warned(&jar().but(|entry| entry.both(|header| header.flags |= 1 << 7)), "zip-unused-flags");
    warned(&jar().but(|entry| entry.both(|header| header.time = 0)), "zip-time-zero");
}

#[test]
fn bytes_after_a_deflate_stream_are_found() {
    let padded = jar().but(|entry| {
        entry.data.push(0);
        entry.both(|header| header.packed += 1);
    });
    refused(&padded, "zip-deflate-bad");
    let cut = jar().but(|entry| {
        entry.data.pop();
        entry.both(|header| header.packed -= 1);
    });
    refused(&cut, "zip-deflate-bad");
    let lie = jar().stored("b", "one").but(|entry| entry.both(|header| header.size = 4));
    refused(&lie, "zip-size-lie");
}

#[test]
fn a_deciding_file_must_be_a_file() {
    refused(&Zip::new().directory("META-INF/MANIFEST.MF/"), "name-file-dir-conflict");
}

#[test]
fn everything_wrong_is_reported_at_once() {
    let jar = jar().file("../x", "").file("a\\b", "").stored("l", "x").but(|entry| {
        entry.central.attributes = 0o120_777 << 16;
    });
    let mut found = rules(&jar);
    found.sort();
    assert_eq!(found, ["error archive/path-backslash", "error archive/path-traversal", "error archive/zip-symlink"]);
}
