//! What one pass over an archive keeps of it.

use std::collections::BTreeMap;
use std::fmt;

use super::archive::{Bytes, Compression, Kind};
use super::foreign::is_system_metadata;

/// Every entry of a package by path, with the content that was requested.
///
/// A directory exists when it has an entry or when something is below it; [`has_directory_entry`] tells the two apart.
///
/// [`has_directory_entry`]: Files::has_directory_entry
#[derive(Debug, Default)]
pub(super) struct Files {
    entries: BTreeMap<String, File>,
}

/// An entry, without its path.
pub(super) struct File {
    pub(super) kind: Kind,
    pub(super) size: Bytes,
    pub(super) compression: Option<Compression>,
    pub(super) mode: Option<u32>,
    /// The start of the content, or all of it, as requested; `None` when none was, or when the bound on kept content
    /// was reached.
    pub(super) content: Option<Box<[u8]>>,
    /// SHA-256 of the content; `None` when not all of it was read.
    pub(super) hash: Option<[u8; 32]>,
}

/// Without the content, which may hold secrets.
impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File").field("kind", &self.kind).field("size", &self.size).finish_non_exhaustive()
    }
}

impl File {
    /// An entry of which only the path and the kind are known.
    pub(super) fn unread(is_directory: bool) -> Self {
        let kind = if is_directory { Kind::Directory } else { Kind::File };
        Self { kind, size: Bytes(0), compression: None, mode: None, content: None, hash: None }
    }

    /// Whether it is a regular file or a hard link to one.
    pub(super) fn is_file(&self) -> bool {
        matches!(self.kind, Kind::File | Kind::HardLink(_))
    }
}

impl Files {
    pub(super) fn insert(&mut self, path: &str, file: File) {
        self.entries.insert(path.to_owned(), file);
    }

    pub(super) fn get_mut(&mut self, path: &str) -> Option<&mut File> {
        self.entries.get_mut(path)
    }

    /// The entry at `path`.
    pub(super) fn get(&self, path: &str) -> Option<&File> {
        self.entries.get(path)
    }

    /// The kept content of the file at `path`.
    pub(super) fn content(&self, path: &str) -> Option<&[u8]> {
        self.get(path)?.content.as_deref()
    }

    /// The content of the file at `path`, when all of it was kept.
    pub(super) fn whole(&self, path: &str) -> Option<&[u8]> {
        let file = self.get(path)?;
        let content = file.content.as_deref()?;
        (u64::try_from(content.len()) == Ok(file.size.0)).then_some(content)
    }

    /// Whether `path` is a regular file or a hard link to one.
    pub(super) fn is_file(&self, path: &str) -> bool {
        self.get(path).is_some_and(File::is_file)
    }

    /// Whether `path` is a directory, with or without an entry of its own.
    pub(super) fn is_directory(&self, path: &str) -> bool {
        self.has_directory_entry(path) || self.below(path).next().is_some()
    }

    /// Whether `path` has a directory entry.
    pub(super) fn has_directory_entry(&self, path: &str) -> bool {
        self.get(path).is_some_and(|file| file.kind == Kind::Directory)
    }

    /// Every entry by path, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &File)> {
        self.entries.iter().map(|(path, file)| (path.as_str(), file))
    }

    /// The entries below the directory `path`, in order.
    pub(super) fn below(&self, path: &str) -> impl Iterator<Item = (&str, &File)> {
        let start = format!("{path}/");
        let range = self.entries.range(start.clone()..);
        range.take_while(move |(path, _)| path.starts_with(&start)).map(|(path, file)| (path.as_str(), file))
    }

    /// An existing path that differs from `path` only in letter case.
    pub(super) fn other_case(&self, path: &str) -> Option<&str> {
        self.entries.keys().map(String::as_str).find(|other| *other != path && other.eq_ignore_ascii_case(path))
    }

    /// The one directory at the root that holds everything, when there is nothing else there.
    pub(super) fn wrapper(&self) -> Option<&str> {
        // macOS puts `__MACOSX` beside the folder that it packs.
        let mut paths = self.entries.keys().filter(|path| !is_system_metadata(path));
        let first = paths.next()?;
        let directory = first.split('/').next()?;
        let inside =
            |path: &String| path.strip_prefix(directory).is_some_and(|rest| rest.starts_with('/') || rest.is_empty());
        (self.is_directory(directory) && paths.all(inside)).then_some(directory)
    }
}

/// What some editors write before a text in UTF-8.
pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
