//! The one pass over an archive in which everything is kept that a judgement needs.

use std::collections::BTreeMap;
use std::fmt;

use sha2::{Digest as _, Sha256};

use super::archive::{Entry, Integrity, Options, Visitor, Want};
use super::digest::content_digest;
use super::files::{File, Files};
use super::packaging::Packaging;
use super::secrets::{self, Sighting};
use crate::app::Digest;

/// Fills [`Files`] from an archive, with as much of each entry as the judgement of such packages needs.
pub(super) struct Collector {
    files: Files,
    secrets: Vec<Sighting>,
    options: Options,
    packaging: &'static Packaging,
    kept: Kept,
    /// Of the file being read, when every byte is.
    hasher: Option<Sha256>,
    reading: Reading,
    /// The start of the file that is being read, reused for all of them.
    start: Vec<u8>,
}

/// What a pass over an archive came to.
#[derive(Debug)]
pub(super) struct Collected {
    pub(super) files: Files,
    /// Of the content; `None` when not all of it was read.
    pub(super) digest: Option<Digest>,
    /// Secrets that were seen in the content.
    pub(super) secrets: Vec<Sighting>,
}

/// What becomes of the file that is being read.
#[derive(Clone, Copy, Debug, Default)]
struct Reading {
    /// Whether all of its bytes pass by, and not only those to be kept.
    everything: bool,
    /// How many of its first bytes are kept; `None` when it is not wanted.
    keep: Option<usize>,
    /// Whether they were wanted as a start.
    partly: bool,
    /// How many of its first bytes are searched for secrets.
    search: usize,
}

impl Collector {
    /// Under [`Integrity::Full`] every byte passes by anyway: all files are hashed, and text is searched for secrets.
    pub(super) fn new(options: Options, packaging: &'static Packaging) -> Self {
        Self {
            files: Files::default(),
            secrets: Vec::new(),
            packaging,
            kept: Kept::default(),
            hasher: (options.integrity() == Integrity::Full).then(Sha256::new),
            options,
            reading: Reading::default(),
            start: Vec::new(),
        }
    }

    pub(super) fn finish(self) -> Collected {
        let digest = self.hasher.and_then(|_| content_digest(&self.files));
        Collected { files: self.files, digest, secrets: self.secrets }
    }

    /// How much of the entry is wanted: of files that do not decide how the package runs, only while there is room.
    fn wanted(&mut self, entry: &Entry) -> Want {
        let want = self.packaging.want(entry);
        let has_room = self.options.is_deciding(entry.path.as_str()) || self.kept.has_room(rank(&want, entry));
        if has_room { want } else { Want::Nothing }
    }

    fn keep(&mut self, entry: &Entry, content: &[u8]) {
        if self.reading.partly && !(self.packaging.says_something)(entry, content) {
            return;
        }
        let path = entry.path.as_str();
        let Some(file) = self.files.get_mut(path) else { return };
        file.content = Some(content.into());
        if self.options.is_deciding(path) || content.len() <= SMALL {
            return;
        }
        for dropped in self.kept.add((self.reading.partly, path), content.len()) {
            if let Some(file) = self.files.get_mut(&dropped) {
                file.content = None;
            }
        }
    }
}

/// What comes first when there is no room for all: whole files before starts of files, and each by path.
type Rank<'a> = (bool, &'a str);

fn rank<'a>(want: &Want, entry: &'a Entry) -> Rank<'a> {
    (matches!(want, Want::Head(_)), entry.path.as_str())
}

/// The files whose content is kept and that do not decide how the package runs.
///
/// Which of them are kept when there is no room for all depends on their ranks and not on the archive's order: each makes
/// room for all before it, and what once had to give way is not let in again.
#[derive(Debug, Default)]
struct Kept {
    sizes: BTreeMap<(bool, String), usize>,
    total: usize,
    /// The first rank for which there was no room.
    full: Option<(bool, String)>,
}

impl Kept {
    fn has_room(&self, (partly, path): Rank<'_>) -> bool {
        self.full.as_ref().is_none_or(|(full_partly, full)| (partly, path) < (*full_partly, full.as_str()))
    }

    /// Adds a file of `size` bytes; the paths of those that give way to it, or its own.
    fn add(&mut self, (partly, path): Rank<'_>, size: usize) -> Vec<String> {
        let before = self.sizes.insert((partly, path.to_owned()), size);
        self.total = self.total.saturating_sub(before.unwrap_or_default()).saturating_add(size);
        let mut dropped = Vec::new();
        while self.total > MOST_KEPT
            && let Some((rank, size)) = self.sizes.pop_last()
        {
            self.total -= size;
            dropped.push(rank.1.clone());
            self.full = Some(rank);
        }
        dropped
    }
}

impl Visitor for Collector {
    fn entry(&mut self, entry: &Entry) -> Want {
        let file = File {
            kind: entry.kind.clone(),
            size: entry.size,
            compression: entry.compression,
            mode: entry.mode,
            content: None,
            hash: None,
        };
        self.files.insert(entry.path.as_str(), file);
        let want = self.wanted(entry);
        self.reading = Reading { partly: matches!(want, Want::Head(_)), ..Reading::default() };
        let small_file = self.options.limits().small_file();
        let Some(hasher) = self.hasher.as_mut().filter(|_| entry.is_file()) else { return want };
        if want == Want::Whole && entry.size > small_file {
            // The archive layer reports it, and shows none of it.
            return want;
        }
        let most = usize::try_from(small_file.min(entry.size).0).unwrap_or(usize::MAX);
        self.reading.everything = true;
        self.reading.keep = match want {
            Want::Nothing => None,
            Want::Head(bytes) => Some(bytes.min(most)),
            Want::Whole | Want::Everything => Some(most),
        };
        self.reading.search = secrets::searched_bytes(entry);
        self.start.clear();
        hasher.reset();
        Want::Everything
    }

    fn content(&mut self, entry: &Entry, bytes: &[u8]) {
        match &mut self.hasher {
            Some(hasher) if self.reading.everything => {
                hasher.update(bytes);
                let room = self.reading.keep.unwrap_or_default().max(self.reading.search);
                let room = room.saturating_sub(self.start.len());
                self.start.extend_from_slice(bytes.get(..room).unwrap_or(bytes));
            }
            _ => self.keep(entry, bytes),
        }
    }

    fn end(&mut self, entry: &Entry) {
        let Some(hasher) = self.hasher.as_mut().filter(|_| self.reading.everything) else { return };
        if let Some(file) = self.files.get_mut(entry.path.as_str()) {
            file.hash = Some(hasher.finalize_reset().into());
        }
        let mut start = std::mem::take(&mut self.start);
        let first = |bytes: usize| start.get(..bytes).unwrap_or(&start);
        if self.reading.search > 0 {
            self.secrets.extend(secrets::search(entry, first(self.reading.search)));
        }
        if let Some(bytes) = self.reading.keep {
            self.keep(entry, first(bytes));
        }
        start.clear();
        // One big file must not keep its memory for all that follow.
        start.shrink_to(KEPT_BYTES);
        self.start = start;
    }
}

impl fmt::Debug for Collector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Collector").field("files", &self.files).finish_non_exhaustive()
    }
}

/// Bytes of content kept of one package: many times what a real one needs, and little beside what a server has.
const MOST_KEPT: usize = 32 << 20;
/// Content that does not count, such as the start of a class: the limit on entries bounds it.
const SMALL: usize = 64;
/// What the buffer keeps for the next file.
const KEPT_BYTES: usize = 1 << 16;
