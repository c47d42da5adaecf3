//! What reading an archive costs: memory that does not follow claims, and work that follows the bytes.
//!
//! A binary of its own, because every allocation of the process is counted.
#![cfg(feature = "package")]
#![allow(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    missing_docs,
    unreachable_pub,
    reason = "tests say in their names what they show"
)]

use std::alloc::System;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::sync::{Mutex, MutexGuard, PoisonError};

use cloudapp::app::Container;
use cloudapp::diagnostic::{Findings, Levels};
use cloudapp::package::archive::{self, Entry, Integrity, Options, ReadOutcome, Visitor, Want};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[path = "it/support/tar.rs"]
#[allow(dead_code, reason = "a builder can more than these tests ask for")]
mod tar;
#[path = "it/support/zip.rs"]
#[allow(
    dead_code,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    reason = "a builder can more than these tests ask for"
)]
mod zip;

use tar::{Tar, TarHeader, gzip};
use zip::{Zip, ZipEntry};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// One test at a time, since the counters belong to the process.
static ALONE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

#[derive(Clone, Copy, Debug)]
struct Cost {
    allocations: usize,
    /// Allocated in all, given back or not: more than was ever in use at once.
    bytes: usize,
    read: u64,
    accepted: bool,
}

/// Counts what is read of a reader.
struct Counting<'a> {
    inner: Cursor<&'a [u8]>,
    read: u64,
}

impl Read for Counting<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.read += length as u64;
        Ok(length)
    }
}

impl Seek for Counting<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

struct Ask(Want);

impl Visitor for Ask {
    fn entry(&mut self, _: &Entry) -> Want {
        self.0
    }
}

fn cost(bytes: &[u8], container: Container, integrity: Integrity, want: Want) -> Cost {
    let options = Options::new(container).with_integrity(integrity);
    let levels = Levels::default();
    let mut source = Counting { inner: Cursor::new(bytes), read: 0 };
    let region = Region::new(ALLOCATOR);
    let mut findings = Findings::new(&levels);
    let outcome = archive::read(&mut source, &options, &mut Ask(want), &mut findings).unwrap();
    let report = findings.finish();
    let accepted = matches!(outcome, ReadOutcome::Readable(_)) && !report.has_errors();
    drop(report);
    let stats = region.change();
    let bytes = stats.bytes_allocated + usize::try_from(stats.bytes_reallocated.max(0)).unwrap();
    Cost { allocations: stats.allocations + stats.reallocations, bytes, read: source.read, accepted }
}

const CONSTANT: usize = 2 << 20;

#[test]
fn claims_of_a_zip_cost_nothing() {
    let _alone = alone();
    let huge = Zip::new().file("a", "x").with(|zip| zip.zip64 = true);
    let claims = [
        huge.clone().end(|end| (end.count, end.count64) = (Some(0xffff), Some(u64::MAX))),
        huge.clone().end(|end| (end.count, end.count64) = (Some(0xffff), Some(199_999))),
        huge.clone().end(|end| (end.size, end.size64) = (Some(u32::MAX), Some(u64::MAX))),
        huge.clone().end(|end| (end.offset, end.offset64) = (Some(u32::MAX), Some(u64::MAX))),
        huge.end(|end| end.record_size = Some(u64::MAX)),
        Zip::new().file("a", "x").end(|end| end.count = Some(0xffff)),
        Zip::new().file("a", "x").but(|entry| entry.both(|header| header.size = 0x7fff_ffff)),
        Zip::new().file("a", "x").but(|entry| entry.both(|header| header.packed = 0x7fff_ffff)),
    ];
    for (number, zip) in claims.iter().enumerate() {
        for want in [Want::Nothing, Want::Head(usize::MAX), Want::Whole, Want::Everything] {
            let cost = cost(&zip.build(), Container::Jar, Integrity::Full, want);
            assert!(!cost.accepted && cost.bytes < CONSTANT, "{number} {cost:?}");
        }
    }
}

#[test]
fn claims_of_a_tar_cost_nothing() {
    let _alone = alone();
    let claim = |kind, size| gzip(Tar::new().raw(&TarHeader::new(kind, b"x", size), "x").build_open());
    for kind in *b"xgLK" {
        let cost = cost(&claim(kind, 1 << 20), Container::Tgz, Integrity::Full, Want::Whole);
        assert!(!cost.accepted && cost.bytes < CONSTANT, "{kind} {cost:?}");
    }
    for want in [Want::Nothing, Want::Head(usize::MAX), Want::Whole, Want::Everything] {
        for size in [4 << 20, 2 << 30, 8 << 30] {
            let cost = cost(&claim(b'0', size), Container::Tgz, Integrity::Full, want);
            assert!(!cost.accepted && cost.bytes < CONSTANT, "{size} {cost:?}");
        }
    }
}

#[test]
fn a_big_tgz_is_read_in_little_memory() {
    let _alone = alone();
    let content = vec![b'x'; 10_000];
    let names = 3_000;
    let tar = (0..names)
        .fold(Tar::new(), |tar, number| tar.file(format!("node_modules/package-{number}/index.js"), &content));
    let bytes = gzip(tar.build());
    let cost = cost(&bytes, Container::Tgz, Integrity::Full, Want::Everything);
    assert!(cost.accepted && cost.bytes < (1 << 20) + names * 400, "{cost:?}");
}

/// The cost of twice the input is at most about twice the cost, whatever the input is made for.
fn assert_linear(name: &str, container: Container, archive: impl Fn(usize) -> Vec<u8>) {
    for integrity in [Integrity::Directory, Integrity::Full] {
        let [one, two] = [4_000, 8_000].map(|size| cost(&archive(size), container, integrity, Want::Head(8)));
        let within = |one: usize, two: usize| two <= one * 5 / 2 + 1_000;
        assert!(within(one.allocations, two.allocations), "{name}: {one:?} {two:?}");
        assert!(within(one.bytes, two.bytes + CONSTANT / 2) || two.bytes < 64 << 20, "{name}: {one:?} {two:?}");
        assert!(two.read <= one.read * 5 / 2 + (1 << 20), "{name}: {one:?} {two:?}");
    }
}

/// The name of each entry.
type Names = fn(usize) -> String;

/// One of 2^16 ways to write the same letters.
fn letters(number: usize) -> String {
    (0..16).map(|bit| if number >> bit & 1 == 0 { 'a' } else { 'A' }).collect()
}

#[test]
fn work_is_linear_in_the_archive() {
    let _alone = alone();
    let shapes: [(&str, Names); 5] = [
        ("plain", |number| format!("a/b/{number}")),
        ("one name", |_| "a".to_owned()),
        ("one folded name", letters),
        ("below names of one folded name", |number| {
            if number % 2 == 0 { letters(number / 2) + "/" } else { letters(number / 2) + "/x" }
        }),
        ("deep", |number| format!("{}{number}", "d/".repeat(90 + number % 3))),
    ];
    for (name, shape) in shapes {
        assert_linear(name, Container::Zip, |size| {
            (0..size).fold(Zip::new(), |zip, number| zip.stored(shape(number), "0123456789")).build()
        });
        assert_linear(name, Container::Tgz, |size| {
            let add = |tar: Tar, name: String| match name.strip_suffix('/') {
                Some(directory) => tar.directory(directory),
                None if name.len() > 100 => tar,
                None => tar.file(name, "0123456789"),
            };
            (0..size).fold(Tar::new(), |tar, number| add(tar, shape(number))).tgz()
        });
    }
    assert_linear("entries over each other", Container::Zip, |size| {
        let data = vec![b'x'; 100_000];
        let same = ZipEntry { written: false, ..ZipEntry::stored("b", &data) };
        let first = Zip::new().stored("b", &data);
        (0..size).fold(first, |zip, _| zip.entry(ZipEntry { data: Vec::new(), ..same.clone() })).build()
    });
    assert_linear("links after each other", Container::Tgz, |size| {
        (0..size).fold(Tar::new(), |tar, number| tar.symlink(format!("l{number}"), format!("l{}", number + 1))).tgz()
    });
}

#[test]
fn little_is_read_of_a_fat_jar() {
    let _alone = alone();
    let library = vec![0x55; 300_000];
    let jar = (0..60).fold(Zip::new().file("META-INF/MANIFEST.MF", "Main-Class: a.B\n"), |zip, number| {
        zip.stored(format!("BOOT-INF/lib/library-{number}.jar"), &library)
    });
    let bytes = jar.build();
    let cost = cost(&bytes, Container::Jar, Integrity::Directory, Want::Head(4));
    assert!(cost.accepted && cost.read * 50 < bytes.len() as u64, "{cost:?} of {}", bytes.len());
}
