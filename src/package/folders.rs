//! Which folders make a package big.

use std::collections::BTreeMap;

use serde::Serialize;

use super::archive::Bytes;
use super::files::Files;

/// A folder and what is in it, folders below included.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Folder {
    /// Its path.
    pub path: String,
    /// Files in it.
    pub files: u64,
    /// Their size, unpacked.
    pub size: Bytes,
}

/// The biggest folders of the first two levels, the biggest first and of equals the first by path; at most five.
pub(super) fn biggest(files: &Files) -> Vec<Folder> {
    let mut folders: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for (path, file) in files.iter().filter(|(_, file)| file.is_file()) {
        for (end, _) in path.match_indices('/').take(LEVELS) {
            if let Some(folder) = path.get(..end) {
                let (count, size) = folders.entry(folder).or_default();
                *count += 1;
                *size = size.saturating_add(file.size.0);
            }
        }
    }
    let mut folders: Vec<_> = folders.into_iter().filter(|(_, (_, size))| *size > 0).collect();
    folders.sort_by_key(|(path, (_, size))| (std::cmp::Reverse(*size), *path));
    let folder = |(path, (files, size)): (&str, (u64, u64))| Folder { path: path.to_owned(), files, size: Bytes(size) };
    folders.into_iter().take(MOST_SHOWN).map(folder).collect()
}

const LEVELS: usize = 2;
const MOST_SHOWN: usize = 5;
