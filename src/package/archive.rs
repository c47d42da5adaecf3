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
//! ```no_run
//! use cloudapp::app::Container;
//! use cloudapp::diagnostic::{Findings, Levels};
//! use cloudapp::package::archive::{self, Entry, Options, ReadOutcome, Visitor, Want};
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
//! let bytes: &[u8] = b"";
//! let levels = Levels::default();
//! let mut findings = Findings::new(&levels);
//! let mut list = List(Vec::new());
//! let options = Options::new(Container::Jar).deciding(["META-INF/MANIFEST.MF"]);
//! match archive::read_bytes(bytes, &options, &mut list, &mut findings) {
//!     ReadOutcome::Readable(summary) => println!("{} entries", summary.entries),
//!     ReadOutcome::Unreadable => println!("{} findings", findings.finish().diagnostics().len()),
//! }
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
pub fn read_tgz<R: Read>(
    source: R,
    options: &Options,
    visitor: &mut dyn Visitor,
    findings: &mut Findings<'_>,
) -> io::Result<ReadOutcome> {
    tar::read(source, options, visitor, findings)
}
