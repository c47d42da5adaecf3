//! Hostile ZIP, JAR and tgz files, read so that what was seen is what will run.
//!
//! Whatever other readers (the JVM, `unzip`, PHP, `tar`, npm) would disagree on is a finding: names that some of them
//! rewrite, data that only some of them see, headers that contradict each other. What is left has one meaning, and a
//! [`Visitor`] is shown it entry by entry, the same way for each format. Memory does not grow with what an archive
//! claims, and the work is proportional to its real bytes, within [`Limits`].
//!
//! ```text
//! &[u8]        ─ read_bytes ─┐
//! Read + Seek  ─ read ───────┤
//! Read         ─ read_tgz ───┼─▶ Visitor (entries, content)
//! chunks       ─ Tgz::feed ──┘   Findings (rules archive/…, package/wrong-container) and an ReadOutcome
//! ```
//!
//! The location of a finding names the entry as the archive does; its bytes are those of the archive (of the unpacked
//! tar stream for a tgz), not of the entry's content.
//!
//! # Examples
//!
//! ```
//! use std::io::{Cursor, Write};
//!
//! use cloudapp::app::Container;
//! use cloudapp::diagnostic::{Findings, Levels};
//! use cloudapp::package::archive::{self, Entry, Options, Visitor, Want};
//!
//! struct List(Vec<String>);
//!
//! impl Visitor for List {
//!     fn entry(&mut self, entry: &Entry) -> Want {
//!         self.0.push(entry.path.to_string());
//!         Want::Nothing
//!     }
//! }
//!
//! let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
//! zip.start_file("META-INF/MANIFEST.MF", zip::write::SimpleFileOptions::default())?;
//! zip.write_all(b"Main-Class: org.example.App\r\n")?;
//! let bytes = zip.finish()?.into_inner();
//!
//! let levels = Levels::default();
//! let mut findings = Findings::new(&levels);
//! let mut list = List(Vec::new());
//! let options = Options::new(Container::Jar).deciding(["META-INF/MANIFEST.MF"]);
//! let outcome = archive::read_bytes(&bytes, &options, &mut list, &mut findings);
//! assert_eq!(outcome.summary().map(|summary| summary.entries), Some(1));
//! assert_eq!(list.0, ["META-INF/MANIFEST.MF"]);
//! assert!(findings.finish().is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod delivery;
mod entry;
mod format;
mod gzip;
mod ledger;
mod limits;
mod name;
mod options;
mod path;
mod readers;
pub(super) mod rules;
mod size;
mod stop;
mod tar;
mod visit;
mod zip;

use std::io::{self, Read, Seek};

use crate::app::Container;
use crate::diagnostic::Findings;

pub use entry::{Compression, Entry, Kind, Symlink};
pub use format::Format;
pub use limits::{Bytes, Count, Depth, Limits, LimitsBuilder, LimitsError, Ratio};
pub use options::{Integrity, Options};
pub use path::{EntryPath, PathError, PathFault};
pub use rules::RULES;
pub use tar::{Progress, Tgz};
pub(super) use visit::{Alternative, Paths};
pub use visit::{ReadOutcome, Summary, Visitor, Want};

/// Reads an archive that is in memory, without copying it.
///
/// # Examples
///
/// ```
/// # use cloudapp::app::Container;
/// # use cloudapp::diagnostic::{Findings, Levels};
/// # use cloudapp::package::archive::{self, Entry, Options, ReadOutcome, Visitor, Want};
/// # struct Nothing;
/// # impl Visitor for Nothing {
/// #     fn entry(&mut self, _: &Entry) -> Want { Want::Nothing }
/// # }
/// # let levels = Levels::default();
/// # let mut findings = Findings::new(&levels);
/// let options = Options::new(Container::Zip);
/// let outcome = archive::read_bytes(b"Rar!\x1a\x07\x00", &options, &mut Nothing, &mut findings);
/// assert_eq!(outcome, ReadOutcome::Unreadable);
/// assert_eq!(findings.finish().diagnostics()[0].rule().id, "package/wrong-container");
/// ```
pub fn read_bytes(
    bytes: &[u8],
    options: &Options,
    visitor: &mut dyn Visitor,
    findings: &mut Findings<'_>,
) -> ReadOutcome {
    read_bytes_either(bytes, options, visitor, None, findings)
}

/// The same for bytes that may turn out to be the alternative, which only a ZIP does.
pub(super) fn read_bytes_either(
    bytes: &[u8],
    options: &Options,
    visitor: &mut dyn Visitor,
    alternative: Option<&mut Alternative<'_>>,
    findings: &mut Findings<'_>,
) -> ReadOutcome {
    match options.container() {
        Container::Jar | Container::Zip => zip::read_bytes(bytes, options, visitor, alternative, findings),
        Container::Tgz => {
            let mut tgz = Tgz::new(options);
            tgz.feed(bytes, visitor, findings);
            tgz.finish(findings)
        }
    }
}

/// Reads an archive from a file or the like: of a ZIP only the ranges that are needed, a tgz from start to end.
///
/// # Errors
///
/// Only those of `source`. A faulty archive is not an error but [`ReadOutcome::Unreadable`], with findings.
///
/// # Examples
///
/// ```
/// # use cloudapp::app::Container;
/// # use cloudapp::diagnostic::{Findings, Levels};
/// # use cloudapp::package::archive::{self, Entry, Options, Visitor, Want};
/// # struct Nothing;
/// # impl Visitor for Nothing {
/// #     fn entry(&mut self, _: &Entry) -> Want { Want::Nothing }
/// # }
/// # let levels = Levels::default();
/// # let mut findings = Findings::new(&levels);
/// # use std::io::{Cursor, Write};
/// # let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
/// # zip.start_file("index.php", zip::write::SimpleFileOptions::default())?;
/// # zip.write_all(b"<?php")?;
/// # let file = Cursor::new(zip.finish()?.into_inner());
/// let outcome = archive::read(file, &Options::new(Container::Zip), &mut Nothing, &mut findings)?;
/// assert_eq!(outcome.summary().map(|summary| summary.files), Some(1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read<R: Read + Seek>(
    source: R,
    options: &Options,
    visitor: &mut dyn Visitor,
    findings: &mut Findings<'_>,
) -> io::Result<ReadOutcome> {
    read_either(source, options, visitor, None, findings)
}

/// The same for a file that may turn out to be the alternative, which only a ZIP does.
pub(super) fn read_either<R: Read + Seek>(
    source: R,
    options: &Options,
    visitor: &mut dyn Visitor,
    alternative: Option<&mut Alternative<'_>>,
    findings: &mut Findings<'_>,
) -> io::Result<ReadOutcome> {
    match options.container() {
        Container::Jar | Container::Zip => zip::read(source, options, visitor, alternative, findings),
        Container::Tgz => tar::read(source, options, visitor, findings),
    }
}

/// Reads a tgz as it comes, in constant memory.
///
/// # Errors
///
/// Only those of `source`. A faulty archive is not an error but [`ReadOutcome::Unreadable`], with findings.
///
/// # Examples
///
/// ```
/// # use cloudapp::app::Container;
/// # use cloudapp::diagnostic::{Findings, Levels};
/// # use cloudapp::package::archive::{self, Entry, Options, Visitor, Want};
/// # struct Nothing;
/// # impl Visitor for Nothing {
/// #     fn entry(&mut self, _: &Entry) -> Want { Want::Nothing }
/// # }
/// # let levels = Levels::default();
/// # let mut findings = Findings::new(&levels);
/// # let packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
/// # let mut tar = tar::Builder::new(packed);
/// # let mut header = tar::Header::new_ustar();
/// # header.set_size(2);
/// # header.set_mode(0o644);
/// # tar.append_data(&mut header, "package.json", &b"{}"[..])?;
/// # let tgz = tar.into_inner()?.finish()?;
/// let outcome = archive::read_tgz(tgz.as_slice(), &Options::new(Container::Tgz), &mut Nothing, &mut findings)?;
/// assert_eq!(outcome.summary().map(|summary| summary.files), Some(1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_tgz<R: Read>(
    source: R,
    options: &Options,
    visitor: &mut dyn Visitor,
    findings: &mut Findings<'_>,
) -> io::Result<ReadOutcome> {
    tar::read(source, options, visitor, findings)
}
