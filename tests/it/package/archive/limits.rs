//! Limits: what reaches one is accepted, what passes it is not.

use cloudapp::app::Container;
use cloudapp::package::archive::{Bytes, Count, Limits, LimitsBuilder, LimitsError, Ratio};

use super::{options, read_with};
use crate::support::tar::{Tar, gzip};
use crate::support::zip::Zip;

fn jar(bytes: &[u8], change: impl FnOnce(LimitsBuilder) -> LimitsBuilder) -> Vec<String> {
    let limits = change(Limits::builder()).build().unwrap();
    read_with(bytes, &options(Container::Jar).with_limits(limits)).rules()
}

fn tgz(bytes: &[u8], change: impl FnOnce(LimitsBuilder) -> LimitsBuilder) -> Vec<String> {
    let limits = change(Limits::builder()).build().unwrap();
    read_with(bytes, &options(Container::Tgz).with_limits(limits)).rules()
}

fn files(count: usize) -> Zip {
    (0..count).fold(Zip::new(), |zip, number| zip.stored(format!("f{number}"), vec![b'x'; 100]))
}

fn tar_files(count: usize) -> Tar {
    (0..count).fold(Tar::new(), |tar, number| tar.file(format!("f{number}"), vec![b'x'; 100]))
}

const NONE: Vec<String> = Vec::new();

#[test]
fn the_size_of_the_archive_is_bounded() {
    let bytes = files(3).build();
    let size = bytes.len() as u64;
    assert_eq!(jar(&bytes, |limits| limits.archive(Bytes(size))), NONE);
    assert_eq!(jar(&bytes, |limits| limits.archive(Bytes(size - 1))), ["error archive/limit-archive-size"]);
    let bytes = tar_files(3).tgz();
    let size = bytes.len() as u64;
    assert_eq!(tgz(&bytes, |limits| limits.archive(Bytes(size))), NONE);
    assert_eq!(tgz(&bytes, |limits| limits.archive(Bytes(size - 1))), ["error archive/limit-archive-size"]);
}

#[test]
fn the_number_of_entries_is_bounded() {
    let bytes = files(3).build();
    assert_eq!(jar(&bytes, |limits| limits.entries(Count(3))), NONE);
    assert_eq!(jar(&bytes, |limits| limits.entries(Count(2))), ["error archive/limit-entry-count"]);
    let bytes = tar_files(3).tgz();
    assert_eq!(tgz(&bytes, |limits| limits.entries(Count(3))), NONE);
    assert_eq!(tgz(&bytes, |limits| limits.entries(Count(2))), ["error archive/limit-entry-count"]);
}

#[test]
fn the_size_of_a_file_is_bounded() {
    let small = |limits: LimitsBuilder, most| limits.small_file(Bytes(most)).entry(Bytes(most));
    assert_eq!(jar(&files(3).build(), |limits| small(limits, 100)), NONE);
    assert_eq!(jar(&files(3).build(), |limits| small(limits, 99)), ["error archive/limit-entry-size"]);
    assert_eq!(tgz(&tar_files(3).tgz(), |limits| small(limits, 100)), NONE);
    assert_eq!(tgz(&tar_files(3).tgz(), |limits| small(limits, 99)), ["error archive/limit-entry-size"]);
}

#[test]
fn the_size_of_all_files_is_bounded() {
    let all = |limits: LimitsBuilder, most| limits.small_file(Bytes(100)).entry(Bytes(100)).unpacked(Bytes(most));
    assert_eq!(jar(&files(3).build(), |limits| all(limits, 300)), NONE);
    assert_eq!(jar(&files(3).build(), |limits| all(limits, 299)), ["error archive/limit-total-size"]);
    // Of a tgz the whole tar counts.
    let size = tar_files(3).build().len() as u64;
    assert_eq!(tgz(&tar_files(3).tgz(), |limits| all(limits, size)), NONE);
    assert_eq!(tgz(&tar_files(3).tgz(), |limits| all(limits, size - 1)), ["error archive/limit-total-size"]);
}

#[test]
fn the_ratio_is_bounded_above_a_size() {
    let zeros = vec![0; 1 << 20];
    let ratio = |limits: LimitsBuilder| limits.ratio(Ratio(150)).ratio_floor(Bytes::kib(64));
    let zip = Zip::new().file("zeros", &zeros).build();
    assert_eq!(jar(&zip, |limits| limits), NONE, "one MiB does not matter");
    assert_eq!(jar(&zip, ratio), ["error archive/limit-ratio"]);
    let tar = Tar::new().file("zeros", &zeros).tgz();
    assert_eq!(tgz(&tar, |limits| limits), NONE);
    assert_eq!(tgz(&tar, ratio), ["error archive/limit-ratio"]);
    let noise: Vec<u8> = (0..1_u32 << 18).flat_map(|number| number.wrapping_mul(0x9e37_79b9).to_le_bytes()).collect();
    assert_eq!(jar(&Zip::new().file("noise", &noise).build(), ratio), NONE);
    assert_eq!(tgz(&Tar::new().file("noise", &noise).tgz(), ratio), NONE);
}

#[test]
fn names_and_extension_headers_are_bounded() {
    let long = "n".repeat(100);
    let names = |limits: LimitsBuilder| limits.component(Bytes(110)).name(Bytes(110)).names(Bytes(199));
    let zip = Zip::new().file(&long, "").file(format!("{long}2"), "").build();
    assert_eq!(jar(&zip, names), ["error archive/limit-metadata"]);
    assert_eq!(jar(&zip, |limits| names(limits).names(Bytes(201))), NONE);
    let pax = Tar::new().pax(&[&format!("comment={}", "c".repeat(2000))]).file("x", "").tgz();
    assert_eq!(tgz(&pax, |limits| limits.extension(Bytes(2014))), NONE);
    assert_eq!(tgz(&pax, |limits| limits.extension(Bytes(2013))), ["error archive/limit-metadata"]);
    let records = Tar::new().pax(&["a=b", "c=d", "e=f"]).file("x", "").tgz();
    assert_eq!(tgz(&records, |limits| limits.records(Count(3))), NONE);
    assert_eq!(tgz(&records, |limits| limits.records(Count(2))), ["error archive/limit-metadata"]);
}

#[test]
fn members_of_a_gzip_file_are_bounded() {
    let bytes = [gzip(tar_files(1).build()), gzip(""), gzip("")].concat();
    assert_eq!(tgz(&bytes, |limits| limits.members(Count(3))), NONE);
    assert_eq!(tgz(&bytes, |limits| limits.members(Count(2))), ["error archive/limit-members"]);
}

#[test]
fn a_launch_script_is_bounded() {
    let mut script = b"#!/bin/sh\n".to_vec();
    script.resize(1000, b'#');
    let jar_with = |length| files(1).with(|zip| zip.prefix = script[..length].to_vec()).build();
    let script = |limits: LimitsBuilder| limits.launch_script(Bytes(900));
    assert_eq!(jar(&jar_with(900), script), NONE);
    assert_eq!(jar(&jar_with(901), script), ["error archive/zip-prefix-data"]);
}

#[test]
fn limits_that_contradict_each_other_are_refused() {
    assert_eq!(Limits::builder().build().unwrap(), Limits::default());
    assert_eq!(Limits::builder().members(Count(0)).build(), Err(LimitsError::Zero { limit: "members" }));
    let error = Limits::builder().entry(Bytes::gib(5)).build().unwrap_err();
    assert_eq!(error.to_string(), "limit entry is 5 GiB, expected at most the 4 GiB of unpacked");
    let strict = Limits::strict();
    let json = serde_json::to_string(&strict).unwrap();
    assert_eq!(serde_json::from_str::<Limits>(&json).unwrap(), strict);
    assert!(serde_json::from_str::<Limits>(r#"{"entries":0}"#).is_err());
    assert_eq!(serde_json::from_str::<Limits>("{}").unwrap(), Limits::default());
}
