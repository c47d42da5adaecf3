//! Keys of nginx's hash tables, host names with wildcards among them.

use std::collections::BTreeSet;

use super::blocks::{Blocks, slots};
use super::fault::{Fault, Kind, said};
use super::number;
use super::statement::Frame;
use crate::nginx::files::Files;

/// Keys that were added to one table.
#[derive(Debug, Default)]
pub(super) struct HashKeys {
    exact: BTreeSet<Vec<u8>>,
    heads: BTreeSet<Vec<u8>>,
    tails: BTreeSet<Vec<u8>>,
    longest: usize,
}

/// Why a key was not added.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Refusal {
    /// No host name and no wildcard.
    Malformed,
    /// It is there already.
    Conflict,
}

impl HashKeys {
    /// Adds a key as it is, in lower case.
    pub(super) fn add(&mut self, key: &[u8]) -> Result<(), Refusal> {
        self.longest = self.longest.max(key.len());
        insert(&mut self.exact, key.to_ascii_lowercase())
    }

    /// Adds a host name, which may be `*.example.com`, `.example.com` or `www.example.*`: `ngx_hash_add_key`.
    pub(super) fn add_host(&mut self, key: &[u8]) -> Result<(), Refusal> {
        let stars = key.split(|byte| *byte == b'*').count() - 1;
        if stars > 1 || key.contains(&0) || key.windows(2).any(|pair| pair == b"..") {
            return Err(Refusal::Malformed);
        }
        let lower = key.to_ascii_lowercase();
        match key {
            // The name itself and all below it: a key in each of two tables.
            [b'.', _, ..] => {
                let name = lower.get(1..).unwrap_or_default().to_vec();
                insert(&mut self.exact, name.clone())?;
                insert(&mut self.heads, name)
            }
            [b'*', b'.', _, ..] => insert(&mut self.heads, lower.get(2..).unwrap_or_default().to_vec()),
            [_, .., b'.', b'*'] => insert(&mut self.tails, lower.strip_suffix(b".*").unwrap_or_default().to_vec()),
            _ if stars > 0 => Err(Refusal::Malformed),
            _ => self.add(key),
        }
    }

    /// A key that `other` has as well.
    pub(super) fn shared(&self, other: &Self) -> Option<&[u8]> {
        let tables = [(&self.exact, &other.exact), (&self.heads, &other.heads), (&self.tails, &other.tails)];
        tables.into_iter().find_map(|(own, others)| own.iter().find(|key| others.contains(*key))).map(Vec::as_slice)
    }

    /// `ngx_hash_init`: whether a bucket of `size` bytes is too small for the longest key, `NGX_HASH_ELT_SIZE` being its
    /// bytes, a length and a pointer, and one pointer more ending the bucket.
    pub(super) fn overflow(&self, size: i64) -> bool {
        let element = (self.longest + 2).next_multiple_of(8) + 16;
        !self.exact.is_empty() && i64::try_from(element).is_ok_and(|element| size < element)
    }
}

fn insert(set: &mut BTreeSet<Vec<u8>>, key: Vec<u8>) -> Result<(), Refusal> {
    if set.insert(key) { Ok(()) } else { Err(Refusal::Conflict) }
}

/// Bytes of a bucket, as the directive `name`, one of `*_hash_bucket_size`, sets them for the block around.
pub(super) fn bucket(name: &str, frame: Frame, blocks: &Blocks, files: &Files<'_>) -> i64 {
    let set = blocks.own(frame.main, &slots(name)).and_then(|place| number::number(files.argument(place, 0)));
    set.and_then(|size| size.checked_add(CACHE_LINE - 1)).map_or(CACHE_LINE, |size| size / CACHE_LINE * CACHE_LINE)
}

/// `ngx_hash_init`: the refusal of a table that may have no buckets, or buckets of no bytes. `sizes` are the directives
/// that say so, and `object` is what they are set in.
pub(super) fn empty_table(sizes: &[&str], object: usize, blocks: &Blocks, files: &Files<'_>) -> Option<Fault> {
    let is_zero = |size: &&&str| {
        let place = blocks.own(object, &slots(size));
        place.is_some_and(|place| number::number(files.argument(place, 0)) == Some(0))
    };
    sizes.iter().find(is_zero).map(|size| {
        let end = size.rfind("_max_size").or_else(|| size.rfind("_bucket_size")).unwrap_or(size.len());
        let table = size.get(..end).unwrap_or_default();
        let words = said!("could not build {table}, you should increase {size}: 0"
            / "无法建立 {table}，请增大 {size}：0"; table, size = *size);
        Fault::new(Kind::Conflict, words)
    })
}

/// A line of the processor's cache, `ngx_cacheline_size`, which every size is rounded up to.
const CACHE_LINE: i64 = 64;
