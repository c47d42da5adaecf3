//! What one of a ZIP's readers refuses and another takes: `java -jar`, PHP.

use cloudapp::app::Container;
use cloudapp::diagnostic::Language;

use super::read;
use crate::support::zip::{Zip, extra};

fn jar() -> Zip {
    Zip::new().file("META-INF/MANIFEST.MF", "Main-Class: a.B\n").file("a/B.class", [0xca, 0xfe, 0xba, 0xbe].repeat(40))
}

#[track_caller]
fn refused(zip: &Zip, rule: &str) {
    let rules = read(&zip.build(), Container::Jar).rules();
    assert!(rules.contains(&format!("error archive/{rule}")), "{rules:?}");
}

#[track_caller]
fn fine(zip: &Zip) {
    assert_eq!(read(&zip.build(), Container::Jar).rules(), Vec::<String>::new());
}

#[test]
fn any_byte_after_the_end_of_a_jar_is_found() {
    for suffix in [b"x".to_vec(), vec![0], vec![0; 64 << 10], vec![0; (64 << 10) + 1]] {
        refused(&jar().with(|zip| zip.suffix = suffix), "zip-trailing-data");
    }
}

#[test]
fn some_zeros_after_the_end_of_a_php_zip_are_warned_of() {
    let php = |length| read(&jar().with(|zip| zip.suffix = vec![0; length]).build(), Container::Zip).rules();
    for length in [1, 64 << 10] {
        assert_eq!(php(length), ["warning archive/zip-trailing-data"]);
    }
    assert_eq!(php((64 << 10) + 1), ["error archive/zip-trailing-data"]);
}

#[test]
fn the_finding_of_trailing_bytes_counts_them_and_says_how_to_cut_them_off() {
    let jar = read(&jar().with(|zip| zip.suffix = vec![0]).build(), Container::Jar);
    assert_eq!(jar.message(), "the file goes on for 1 byte of zeros after its end record, expected it to end there");
    let help = jar.report.diagnostics()[0].help(Language::English);
    assert_eq!(help, "cut off what was appended: `truncate -s -1 app.jar`");
}

#[test]
fn a_jar_that_was_cut_after_a_nested_library_is_truncated() {
    let library = Zip::new().file("a", "b").build();
    let whole = jar().stored("BOOT-INF/lib/a.jar", library).file("z", "z".repeat(500)).build();
    let cut = &whole[..whole.len() - 200];
    assert_eq!(read(cut, Container::Jar).rules(), ["error archive/zip-truncated"]);
}

#[test]
fn a_control_character_in_a_comment_marked_as_utf_8_is_found_where_php_reads_it() {
    let commented = |comment: &[u8], flags| {
        jar().file("\u{e9}", "").but(|entry| {
            entry.central.comment = comment.to_vec();
            entry.both(|header| header.flags = flags);
        })
    };
    let bad = commented(b"a\x01b", 0x800);
    assert_eq!(read(&bad.build(), Container::Zip).rules(), ["error archive/zip-comment-invalid"]);
    fine(&bad);
    fine(&commented(b"a\tb\r\n", 0x800));
}

#[test]
fn a_local_header_alone_may_need_the_version_of_its_zip64_values() {
    let zip64 = |version, extra: &[u8]| {
        jar().but(|entry| {
            (entry.central.version, entry.local.version) = (10, version);
            entry.local.extra = extra.to_vec();
            if !extra.is_empty() {
                (entry.local.size, entry.local.packed) = (0xffff_ffff, 0xffff_ffff);
            }
        })
    };
    let packed = jar().entries[1].central.packed;
    let values = extra(1, [160_u64.to_le_bytes(), packed.to_le_bytes()].concat());
    refused(&zip64(45, b""), "zip-header-mismatch");
    refused(&zip64(46, &values), "zip-header-mismatch");
    fine(&zip64(45, &values));
}
