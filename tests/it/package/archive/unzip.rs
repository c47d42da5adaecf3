//! Names of a PHP package as `unzip` 6.0 writes them. What each name becomes was tried with Debian's 6.0-28.

use cloudapp::app::Container;

use super::{Read, read};
use crate::support::zip::{Header, Zip, ZipEntry, extra, unicode_path};

const UNIX: u16 = 0x031e;
const FAT: u16 = 0x0014;
const NTFS_5: u16 = 0x0b32;

fn app() -> Zip {
    Zip::new().file("public/index.php", "<?php")
}

fn php(zip: &Zip) -> Read {
    read(&zip.build(), Container::Zip)
}

#[track_caller]
fn fine(zip: &Zip) {
    assert_eq!(php(zip).rules(), Vec::<String>::new());
}

/// Adds an entry whose name is no UTF-8, and so is not marked as such.
fn bytes(zip: Zip, name: &[u8]) -> Zip {
    zip.file(name, "").but(|entry| entry.both(|header| header.flags = 0))
}

fn made(zip: Zip, made_by: u16) -> Zip {
    zip.but(|entry| entry.central.made_by = made_by)
}

/// What the finding about the name says that it is on disk.
fn on_disk(zip: &Zip) -> Option<String> {
    let read = php(zip);
    let mut found = read.report.diagnostics().iter().filter(|found| found.rule().id == "archive/unzip-name");
    let message = found.next()?.message(cloudapp::diagnostic::Language::English);
    Some(message.split('`').nth(3).unwrap().to_owned())
}

fn named(name: impl AsRef<[u8]>) -> Option<String> {
    let name = name.as_ref();
    on_disk(&if name.is_ascii() { app().file(name, "") } else { bytes(app(), name) })
}

#[test]
fn a_version_at_the_end_of_a_name_is_dropped() {
    assert_eq!(named("x.php;1").as_deref(), Some("x.php"));
    assert_eq!(named("x.php;").as_deref(), Some("x.php"));
    assert_eq!(named("x;1;22").as_deref(), Some("x;1"));
    assert_eq!(named("d;1/x;2").as_deref(), Some("d;1/x"));
    assert_eq!(named(".;1").as_deref(), Some("_"));
    assert_eq!(named("..;1").as_deref(), Some("__"));
    for name in ["x.php;a", "x;1.php", "d;1/x", "d;1/"] {
        assert_eq!(named(name), None, "{name}");
    }
}

#[test]
fn the_byte_ff_is_dropped() {
    assert_eq!(named(b"x\xff.php").as_deref(), Some("x.php"));
    assert_eq!(named(b"d\xff/\xff/x").as_deref(), Some("d/x"));
}

#[test]
fn names_that_dos_wrote_go_through_a_table() {
    let of = |name: &[u8], made_by| on_disk(&made(bytes(app(), name), made_by));
    for made_by in [FAT, NTFS_5, 0x0614] {
        assert_eq!(of(b"\xbb\xbc\xd5\xd5.txt", made_by).as_deref(), Some("++ii.txt"), "{made_by:x}");
    }
    // Others' names are kept; so are those of FAT when PKZIP for Unix says it, by its version and a mode.
    for made_by in [UNIX, 0x0b14, 0x0719, 0x0019] {
        assert_eq!(of(b"\xbb\xbc\xd5\xd5.txt", made_by), None, "{made_by:x}");
    }
}

#[test]
fn a_utf_8_name_of_dos_needs_any_extra_field_to_stay() {
    let of = |extra: &[u8]| {
        let zip = app().file("\u{914d}\u{7f6e}.php", "").but(|entry| {
            entry.central.made_by = FAT;
            entry.both(|header| header.extra = extra.to_vec());
        });
        on_disk(&zip)
    };
    assert_eq!(of(b"").as_deref(), Some("\\xda\\xe0\\xec\\xfe\\xa2\\xab.php"));
    assert_eq!(of(&extra(0x5455, [1, 0, 0, 0, 0])), None);
}

#[test]
fn two_entries_that_are_one_file_on_disk_are_found() {
    let met = |zip: &Zip| {
        let read = php(zip);
        assert!(read.rules().contains(&"error archive/unzip-collision".to_owned()), "{:?}", read.rules());
    };
    met(&app().file("public/index.php;1", ""));
    met(&Zip::new().file("a;1", "").file("a", ""));
    met(&app().file("a;1", "").file("a;2", ""));
    met(&bytes(app(), b"public/index\xff.php"));
    met(&made(bytes(app(), b"public/\xd5ndex.php"), FAT));
    met(&app().file("a;1", "").file("a/b", ""));
    met(&bytes(app(), b"a/b\xff").file("a;1", ""));
    met(&bytes(app().file("a", ""), b"a\xff/b"));
    assert_eq!(php(&app().file("a;1", "").file("A", "")).rules(), ["warning archive/unzip-name"]);
    fine(&app().file("a;x", "").file("a", ""));
}

#[test]
fn a_name_that_becomes_a_deciding_file_is_refused() {
    assert_eq!(php(&app().file("_buildpack;1", "")).rules(), ["error archive/unzip-name"]);
    assert_eq!(php(&app().file("_build;1", "")).rules(), ["warning archive/unzip-name"]);
}

#[test]
fn a_file_with_the_attribute_of_a_volume_label_is_not_written() {
    let label =
        |made_by| made(app().file("x", ""), made_by).but(|entry| entry.central.attributes = 0o100_644 << 16 | 8);
    for made_by in [FAT, 0x0614, 0x0b14, 0x0514] {
        assert_eq!(php(&label(made_by)).rules(), ["error archive/unzip-skipped"], "{made_by:x}");
    }
    fine(&label(UNIX));
    fine(&label(0x0e14));
}

#[test]
fn a_name_of_which_nothing_is_left_is_not_written() {
    assert!(php(&app().file(";1", "")).rules().contains(&"error archive/unzip-skipped".to_owned()));
    assert!(php(&bytes(app(), b"d/\xff")).rules().contains(&"error archive/unzip-skipped".to_owned()));
}

#[test]
fn a_descriptor_after_a_second_name_stops_unzip() {
    let second = |zip: Zip| zip.but(|entry| entry.both(|header: &mut Header| header.extra = unicode_path(b"a", "a")));
    let streamed = |name: &str| {
        let mut entry = ZipEntry::deflated(name, "content");
        entry.stream(true, false);
        entry
    };
    let stops = "warning archive/unzip-stops";
    assert_eq!(php(&second(app().file("a", "")).entry(streamed("b"))).rules(), [stops]);
    // The directory is read first, so the order of the entries does not matter.
    assert_eq!(php(&second(app().entry(streamed("b")).file("a", ""))).rules(), [stops]);
    fine(&second(app().file("a", "")));
    fine(&app().entry(streamed("b")));
    // Any other extra field read between takes the mark away.
    let time = extra(0x5455, [1, 0, 0, 0, 0]);
    fine(
        &second(app().file("a", "")).entry(streamed("b")).but(|entry| entry.both(|header| header.extra = time.clone())),
    );
}

#[test]
fn in_a_jar_names_are_looked_up_as_they_are() {
    let jar = Zip::new().file("META-INF/MANIFEST.MF", "Main-Class: a.B\n").file("a;1", "").file("a", "");
    assert_eq!(read(&jar.build(), Container::Jar).rules(), Vec::<String>::new());
}
