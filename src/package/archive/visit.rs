//! What a caller does with the entries of an archive, and what it learns in the end.

use serde::Serialize;

use super::entry::Entry;
use super::limits::Bytes;
use super::options::{Integrity, Options};

/// The caller's eyes on an archive: the same for every format, so that one inspection in one pass serves them all.
///
/// For each entry, in the archive's order: [`entry`](Self::entry), then the wanted [`content`](Self::content), then
/// [`end`](Self::end). Entries whose name or kind is refused are not shown; the findings tell of them.
///
/// # Examples
///
/// ```
/// use cloudapp::package::archive::{Entry, Visitor, Want};
///
/// /// Keeps `package.json`, and the first bytes of every other file.
/// #[derive(Default)]
/// struct Look { package_json: Option<Vec<u8>>, scripts: Vec<String> }
///
/// impl Visitor for Look {
///     fn entry(&mut self, entry: &Entry) -> Want {
///         if entry.path.as_str() == "package.json" { Want::Whole } else { Want::Head(2) }
///     }
///
///     fn content(&mut self, entry: &Entry, bytes: &[u8]) {
///         if entry.path.as_str() == "package.json" {
///             self.package_json = Some(bytes.to_vec());
///         } else if bytes == b"#!" {
///             self.scripts.push(entry.path.to_string());
///         }
///     }
/// }
/// ```
pub trait Visitor {
    /// An entry begins. The answer is asked of files only; a directory or link has no content.
    fn entry(&mut self, entry: &Entry) -> Want;

    /// Wanted bytes of the entry: for [`Want::Head`] and [`Want::Whole`] in exactly one call (an empty one for an empty
    /// file), for [`Want::Everything`] in as many calls as they come, none of them empty.
    fn content(&mut self, entry: &Entry, bytes: &[u8]) {
        let _ = (entry, bytes);
    }

    /// The wanted bytes have all arrived. Not called when the content turned out to be damaged.
    fn end(&mut self, entry: &Entry) {
        let _ = entry;
    }
}

/// Paths of entries, and whether each is a directory.
pub(in crate::package) type Paths<'a> = dyn Iterator<Item = (&'a str, bool)> + 'a;

/// What a ZIP may turn out to be, and who looks at it then.
pub(in crate::package) struct Alternative<'a> {
    pub(in crate::package) options: &'a Options,
    pub(in crate::package) visitor: &'a mut dyn Visitor,
    /// Whether the entries show it.
    pub(in crate::package) is_shown_by: fn(&mut Paths<'_>) -> bool,
    /// Whether it was read so.
    pub(in crate::package) is_taken: bool,
}

/// How much of a file a visitor wants to see.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Want {
    /// Nothing.
    Nothing,
    /// The first bytes, at most so many and never more than a small file may have
    /// ([`Limits::small_file`](super::Limits::small_file)); fewer when the file is shorter.
    Head(usize),
    /// All of a file that must be small. A file above [`Limits::small_file`](super::Limits::small_file) is a finding
    /// and its content does not arrive.
    Whole,
    /// Everything, in pieces.
    Everything,
}

/// Whether an archive could be read to its end.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[must_use]
pub enum ReadOutcome {
    /// It could. What was seen is what every other reader will see, provided that no error was found.
    Readable(Summary),
    /// It could not: the findings say why. A visitor may have seen the entries before the fault.
    Unreadable,
}

impl ReadOutcome {
    /// The summary of a readable archive.
    #[must_use]
    pub const fn summary(&self) -> Option<&Summary> {
        match self {
            Self::Readable(summary) => Some(summary),
            Self::Unreadable => None,
        }
    }
}

/// What was read.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Summary {
    /// Entries of all kinds, the refused ones too.
    pub entries: u64,
    /// Regular files.
    pub files: u64,
    /// Directory entries.
    pub directories: u64,
    /// Symbolic and hard links.
    pub links: u64,
    /// Size of the archive.
    pub archive: Bytes,
    /// Size of all files unpacked.
    pub unpacked: Bytes,
    /// Whether it is a ZIP with a zip64 end record, as one of more than 65,535 entries or 4 GiB must have.
    pub zip64: bool,
    /// How much of the content was checked. A tgz is always checked in full.
    pub integrity: Integrity,
}
