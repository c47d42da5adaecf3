//! JARs are inspected where they lie.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use cloudapp::app::{Framework, Policy};
use cloudapp::package::archive::Integrity;
use cloudapp::package::{Inspector, Verdict};
use streaming::remote::{Cost, RemoteError, RemoteFile};

use crate::files::{Files, Manners};
use crate::packages::{spring_boot, spring_boot_with};

#[test]
fn of_a_fat_jar_little_is_read() {
    // 165 MB in 360 entries.
    let files = Files::serve(jar((300, 550_000), 51), Manners::Good);
    let mut file = RemoteFile::open(&files.url()).unwrap();
    assert_eq!(inspect(&mut file), Ok(Verdict::Accepted));
    let (cost, length) = (file.cost(), file.length());
    eprintln!("{} requests, {} of {length} bytes", cost.requests, cost.bytes);
    assert!(length > 165_000_000, "{length}");
    assert_eq!(files.served(), (cost.requests, cost.bytes));
    assert!(cost.bytes * 50 < length, "{cost:?}");
    // About one for each library, in the middle of which nothing is read.
    assert!(cost.requests < 400, "{cost:?}");
}

#[test]
fn of_many_small_entries_few_requests_are_made() {
    let files = Files::serve(jar((0, 0), 5000), Manners::Good);
    let mut file = RemoteFile::open(&files.url()).unwrap();
    assert_eq!(inspect(&mut file), Ok(Verdict::Accepted));
    eprintln!("{:?} of {} bytes", file.cost(), file.length());
    assert!(file.cost().requests < 20, "{:?} of {}", file.cost(), file.length());
}

#[test]
fn of_many_entries_in_a_row_few_requests_are_made_and_nothing_is_read_twice() {
    let files = Files::serve(spring_boot_with(tempfile::tempfile().unwrap(), (0, 0), (3000, 9000)), Manners::Good);
    let mut file = RemoteFile::open(&files.url()).unwrap();
    assert_eq!(inspect(&mut file), Ok(Verdict::Accepted));
    let (cost, length) = (file.cost(), file.length());
    eprintln!("{cost:?} of {length} bytes");
    assert!(length > 27_000_000, "{length}");
    assert!(cost.requests < 300 && cost.bytes < length + length / 20, "{cost:?} of {length}");
}

#[test]
fn what_is_read_is_what_lies_there() {
    let mut local = jar((3, 300_000), 5);
    let mut expected = Vec::new();
    local.seek(SeekFrom::Start(0)).unwrap();
    local.read_to_end(&mut expected).unwrap();
    let mut remote = RemoteFile::open(&Files::serve(local, Manners::Good).url()).unwrap();
    assert_eq!(remote.seek(SeekFrom::End(0)).unwrap(), u64::try_from(expected.len()).unwrap());
    for start in [0, 1, 4095, 4096, 4097, 100_000, expected.len() - 1] {
        for length in [0, 1, 4096, 10_000, expected.len()] {
            let end = expected.len().min(start + length);
            let mut bytes = vec![0; end - start];
            remote.seek(SeekFrom::Start(start.try_into().unwrap())).unwrap();
            remote.read_exact(&mut bytes).unwrap();
            assert!(bytes == expected[start..end], "{start} {length}");
        }
    }
    assert!(remote.seek(SeekFrom::Current(-10_000_000)).is_err());
    remote.seek(SeekFrom::End(5)).unwrap();
    assert_eq!(remote.read(&mut [0]).unwrap(), 0);
}

#[test]
fn a_date_serves_where_no_strong_etag_is_sent() {
    assert_eq!(read(Manners::Dated), Ok(Verdict::Accepted));
}

#[test]
fn a_server_without_ranges_is_left_alone() {
    let files = Files::serve(jar((3, 300_000), 5), Manners::NoRanges);
    let error = RemoteFile::open(&files.url()).unwrap_err();
    assert!(matches!(error, RemoteError::NoRanges), "{error:?}");
    assert_eq!(error.to_string(), "the server does not serve ranges: it would send the whole file");
}

#[test]
fn a_part_that_was_not_asked_for_is_refused() {
    let expected = r#"asked for bytes 0-4095, and Content-Range says "bytes 1-4096/"#;
    let error = read(Manners::OtherPart).unwrap_err();
    assert!(error.starts_with(expected), "{error}");
}

#[test]
fn a_part_that_is_too_short_is_refused() {
    assert_eq!(read(Manners::Short).unwrap_err(), "the part should have 4096 bytes, and 4095 came");
}

#[test]
fn a_file_that_changes_between_two_requests_is_noticed() {
    for manners in [Manners::Changing(2), Manners::ChangingCarelessly(2)] {
        assert_eq!(read(manners).unwrap_err(), "the file has changed since its first part was read", "{manners:?}");
    }
}

#[test]
fn a_file_that_could_change_unnoticed_is_refused() {
    let expected = "the server sends neither a strong ETag nor Last-Modified: the file could change unnoticed";
    assert_eq!(read(Manners::Unversioned).unwrap_err(), expected);
}

#[test]
fn a_part_that_is_packed_is_refused() {
    assert_eq!(read(Manners::Packing).unwrap_err(), "the part is encoded as gzip, which was not asked for");
}

#[test]
fn a_file_that_is_not_there_is_told_by_its_status() {
    let files = Files::serve(jar((0, 0), 0), Manners::Good);
    let error = RemoteFile::open(&files.url().replace("shop", "other")).unwrap_err();
    assert_eq!(error.to_string(), "the server answers with status 404, expected 206");
}

#[test]
fn an_empty_file_is_told_by_its_status() {
    let files = Files::serve(tempfile::tempfile().unwrap(), Manners::Good);
    let error = RemoteFile::open(&files.url()).unwrap_err();
    assert_eq!(error.to_string(), "the server answers with status 416, expected 206");
}

/// What comes of an inspection by a server of such manners.
fn read(manners: Manners) -> Result<Verdict, String> {
    let files = Files::serve(jar((3, 300_000), 5), manners);
    let mut file = RemoteFile::open(&files.url()).map_err(|error| error.to_string())?;
    assert_ne!(file.cost(), Cost::default());
    inspect(&mut file)
}

fn inspect(file: &mut RemoteFile) -> Result<Verdict, String> {
    let policy = Policy::default();
    let inspector = Inspector::new(&policy).framework(Framework::SpringBoot).integrity(Integrity::Directory);
    inspector.inspect(file).map(|inspected| Verdict::of(&inspected)).map_err(|error| error.to_string())
}

fn jar(libraries: (usize, usize), classes: usize) -> File {
    spring_boot(tempfile::tempfile().unwrap(), libraries, classes)
}
