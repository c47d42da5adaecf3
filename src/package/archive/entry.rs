//! What a visitor learns of an entry.

use std::fmt;

use serde::Serialize;

use super::limits::Bytes;
use super::path::EntryPath;

/// A file, directory or link of an archive, with what its headers say. All of it is checked before a visitor sees it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Entry {
    /// Place below the root.
    pub path: EntryPath,
    /// File, directory or link.
    pub kind: Kind,
    /// Size of the content, unpacked.
    pub size: Bytes,
    /// Size of the content as stored in a ZIP; `None` in a tgz, which is compressed as a whole.
    pub packed: Option<Bytes>,
    /// How the content is stored in a ZIP; `None` in a tgz.
    pub compression: Option<Compression>,
    /// Permission bits of Unix (`0o755`) when the archive knows them.
    pub mode: Option<u32>,
    /// Where the entry's header starts: in the ZIP, or in the unpacked tar stream.
    pub offset: u64,
}

impl Entry {
    /// Whether it has content.
    #[must_use]
    pub const fn is_file(&self) -> bool {
        matches!(self.kind, Kind::File)
    }

    /// Whether it is a directory.
    #[must_use]
    pub const fn is_directory(&self) -> bool {
        matches!(self.kind, Kind::Directory)
    }
}

/// What an entry is.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Kind {
    /// A directory.
    Directory,
    /// A regular file.
    File,
    /// A second name of a file that comes earlier (tgz).
    HardLink(EntryPath),
    /// A symbolic link that stays inside the archive (tgz).
    Symlink(Symlink),
}

/// Where a symbolic link leads.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Symlink {
    /// The target as written, relative to the link's directory: `../mkdirp/bin/cmd.js`.
    pub target: String,
    /// The target below the archive's root. It need not be an entry of the archive.
    pub leads_to: EntryPath,
}

/// How the content of a ZIP's entry is stored.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Compression {
    /// Method 8.
    Deflated,
    /// Method 0: as it is.
    Stored,
}

impl fmt::Display for Compression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Deflated => "deflated",
            Self::Stored => "stored",
        })
    }
}
