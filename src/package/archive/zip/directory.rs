//! The directory: every entry with what its header there says.

use std::borrow::Cow;

use super::end::{CENTRAL_BYTES, End};
use super::entry_header::{DEFLATED, Judge};
use super::extra::Extra;
use super::header::{Central, STREAMED};
use super::source::Source;
use super::unzip::{self, OnDisk};
use crate::diagnostic::{Findings, Location, Severity};
use crate::finding;
use crate::package::archive::entry::Compression;
use crate::package::archive::ledger::{Holder, Ledger};
use crate::package::archive::limits::{Bytes, Ratio};
use crate::package::archive::name::{self, Name, Names};
use crate::package::archive::options::Options;
use crate::package::archive::path;
use crate::package::archive::rules::limit::{LIMIT_METADATA, LIMIT_RATIO, LIMIT_TOTAL_SIZE, MetadataKind};
use crate::package::archive::rules::name::NAME_FILE_DIR_CONFLICT;
use crate::package::archive::rules::path::PATH_NONCANONICAL;
use crate::package::archive::rules::unzip::{SkipFault, UNZIP_SKIPPED, UNZIP_STOPS};
use crate::package::archive::rules::zip::{
    EndField, HeaderPart, ZIP_EOCD_MISMATCH, ZIP_HEADER_BAD, ZIP_TIME_ZERO, ZIP_UNLISTED_DATA,
};
use crate::package::archive::size::{to_u64, to_usize};
use crate::package::archive::stop::Halt;

/// All entries, in the directory's order.
#[derive(Debug, Default)]
pub(super) struct Directory {
    pub(super) rows: Vec<Row>,
    pub(super) ledger: Ledger,
    /// Names that differ from their path by more than a `/` at the end.
    raw_names: Vec<u8>,
    /// Whether something was found after which nothing can be trusted.
    pub(super) broken: bool,
    /// Unpacked size of all entries.
    pub(super) unpacked: u64,
}

/// An entry as the directory has it; `data` and `zip64` come from its local header.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    name: RowName,
    pub(super) holder: Holder,
    /// Whether a visitor is shown it.
    pub(super) shown: bool,
    pub(super) flags: u16,
    pub(super) method: u16,
    pub(super) version: u8,
    pub(super) mode: Option<u16>,
    pub(super) time: u32,
    pub(super) crc: u32,
    pub(super) packed: u64,
    pub(super) size: u64,
    /// Where the local header starts in the file.
    pub(super) start: u64,
    /// Where the data starts in the file.
    pub(super) data: u64,
    /// Whether the local header has zip64 values, so that the descriptor is wide.
    pub(super) zip64: bool,
    /// What the extra field of the directory and of the local header tell `unzip` of descriptors, where there is one.
    pub(super) widens: [Option<bool>; 2],
}

#[derive(Clone, Copy, Debug)]
enum RowName {
    /// The path of this number in the ledger, and whether `/` follows it.
    Path(u32, bool),
    /// Bytes of `raw_names`, and the number in the ledger when there is a path.
    Raw { start: u32, length: u32, path: Option<u32> },
}

impl Row {
    /// How the content is stored; other methods are refused.
    pub(super) fn compression(&self) -> Compression {
        if self.method == DEFLATED { Compression::Deflated } else { Compression::Stored }
    }

    pub(super) fn is_streamed(&self) -> bool {
        self.flags & STREAMED != 0
    }
}

impl Directory {
    /// Paths of the entries that a visitor is shown, and whether each is a directory.
    pub(super) fn shown(&self) -> impl Iterator<Item = (&str, bool)> {
        let rows = self.rows.iter().filter(|row| row.shown);
        rows.filter_map(|row| Some((self.path(row)?, row.holder == Holder::Directory)))
    }

    /// Whether `name` is what the directory calls the row.
    pub(super) fn is_name(&self, row: &Row, name: &[u8]) -> bool {
        match row.name {
            RowName::Path(path, slash) => {
                let name = if slash { name.strip_suffix(b"/") } else { Some(name) };
                name == Some(self.ledger.path_of(path).as_bytes())
            }
            RowName::Raw { start, length, .. } => self.raw(start, length) == name,
        }
    }

    /// Whether `name` is the row's path, with the `/` of a directory.
    pub(super) fn is_path(&self, row: &Row, name: &[u8]) -> bool {
        let name = if row.holder == Holder::Directory { name.strip_suffix(b"/") } else { Some(name) };
        name.is_some() && name == self.path(row).map(str::as_bytes)
    }

    /// The row's path; `None` when it has been refused or is the root.
    pub(super) fn path(&self, row: &Row) -> Option<&str> {
        match row.name {
            RowName::Path(path, _) | RowName::Raw { path: Some(path), .. } => Some(self.ledger.path_of(path)),
            RowName::Raw { path: None, .. } => None,
        }
    }

    pub(super) fn shown_name(&self, row: &Row) -> String {
        match row.name {
            RowName::Path(path, true) => format!("{}/", self.ledger.path_of(path)),
            RowName::Path(path, false) => self.ledger.path_of(path).to_owned(),
            RowName::Raw { start, length, .. } => name::shown(self.raw(start, length)),
        }
    }

    pub(super) fn is_ascii(&self, row: &Row) -> bool {
        match row.name {
            RowName::Path(path, _) => self.ledger.path_of(path).is_ascii(),
            RowName::Raw { start, length, .. } => self.raw(start, length).is_ascii(),
        }
    }

    /// The row's name and where its local header is.
    pub(super) fn place(&self, row: &Row) -> Location {
        let end = row.start.saturating_add(u64::try_from(super::header::LOCAL_BYTES).unwrap_or_default());
        Location::entry(self.shown_name(row)).at_bytes(row.start..end)
    }

    fn raw(&self, start: u32, length: u32) -> &[u8] {
        let start = usize::try_from(start).unwrap_or_default();
        let length = usize::try_from(length).unwrap_or_default();
        self.raw_names.get(start..start.saturating_add(length)).unwrap_or_default()
    }

    fn keep_raw(&mut self, name: &[u8], path: Option<u32>) -> RowName {
        // The limit on names keeps this far below 4 GiB.
        let number = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let start = number(self.raw_names.len());
        self.raw_names.extend_from_slice(name);
        RowName::Raw { start, length: number(name.len()), path }
    }
}

/// Reads the directory that `end` points to, a window at a time, with each of `readers`.
pub(super) fn read<S: Source>(
    source: &mut S,
    end: &End,
    readers: &mut [Option<&mut Reader<'_, '_>>],
) -> Result<(), Halt> {
    let readers: &mut Vec<_> = &mut readers.iter_mut().flatten().collect();
    let mut at = end.directory;
    for number in 0..end.entries {
        let left = to_usize(end.after_directory - at);
        let bytes = source.exactly(at, left.min(LONGEST_HEADER), WINDOW_BYTES.min(left))?;
        // The end record counts more entries than there are: readers that trust the count stop with an error, others do
        // not.
        if !Central::starts(bytes) {
            for reader in readers {
                reader.wrong_count(end.entries, number, Location::input());
            }
            return Err(Halt::Stop);
        }
        let Some((header, length)) = Central::read(bytes) else {
            let name = name::shown(bytes.get(46..).and_then(|name| name.get(..8)).unwrap_or_default());
            for reader in readers {
                let place = Location::input().at_bytes(at..end.after_directory);
                let finding = finding!(ZIP_HEADER_BAD { name: name.clone(), part: HeaderPart::DirectoryHeader });
                reader.findings.add(place, finding);
            }
            return Err(Halt::Stop);
        };
        let next = at + to_u64(length);
        for reader in &mut *readers {
            reader.read(&header, (at, next))?;
        }
        at = next;
    }
    if at != end.after_directory {
        // Or fewer: some readers take the count, others go on while there are headers.
        let is_header = Central::starts(source.exactly(at, 4, 0)?);
        for reader in readers {
            let place = Location::input().at_bytes(at..end.after_directory);
            if is_header {
                reader.wrong_count(end.entries, (end.after_directory - end.directory) / CENTRAL_BYTES, place);
            } else {
                let found = Bytes(end.after_directory - at);
                reader.findings.add(place, finding!(ZIP_UNLISTED_DATA { name: "*".to_owned(), found }));
            }
            reader.directory.broken = true;
        }
    }
    Ok(())
}

/// The directory as one set of options has it, header after header, and what was found in it so far.
pub(super) struct Reader<'a, 'b> {
    pub(super) directory: Directory,
    findings: Findings<'b>,
    options: &'a Options,
    base: u64,
    name_bytes: u64,
    names: Names,
    /// The first entry without a time, and how many there are.
    time_zero: Option<(String, u64)>,
}

impl<'a, 'b> Reader<'a, 'b> {
    /// A reader that goes on from what was found before.
    pub(super) fn new(options: &'a Options, end: &End, findings: &Findings<'b>) -> Self {
        let mut directory = Directory::default();
        // `end` has proven that so many headers fit.
        directory.rows.reserve(usize::try_from(end.entries).unwrap_or_default());
        let findings = findings.clone();
        Self { directory, findings, options, base: end.base, name_bytes: 0, names: Names::default(), time_zero: None }
    }

    fn wrong_count(&mut self, found: u64, expected: u64, place: Location) {
        self.findings.add(place, finding!(ZIP_EOCD_MISMATCH { field: EndField::Count, found, expected }));
    }

    fn read(&mut self, header: &Central<'_>, span: (u64, u64)) -> Result<(), Halt> {
        let Self { directory, findings, .. } = self;
        // Counted over all headers before any is kept, so that names cannot fill the memory.
        self.name_bytes += to_u64(header.name.len());
        let limits = self.options.limits();
        if Bytes(self.name_bytes) > limits.names() {
            let (found, allowed) = (self.name_bytes, limits.names().0);
            let finding = finding!(LIMIT_METADATA { what: MetadataKind::Names, found, allowed });
            findings.add(Location::input().at_bytes(span.0..span.1), finding);
            return Err(Halt::Stop);
        }
        let mut judge = Judge { header, span, findings, sound: true, broken: false };
        let extra = judge.extra();
        let mut fields = [header.size, header.packed, header.offset].map(u64::from);
        judge.zip64(&extra, &mut fields);
        let [size, packed, offset] = fields;
        judge.flags();
        judge.texts(self.options);
        let name = judge.name(&extra, self.options, &mut self.names);
        let root = name.as_ref().is_some_and(|name| name.path.is_empty());
        let slash = name.as_ref().map_or(header.name.ends_with(b"/"), |name| name.slash);
        judge.kind(slash, size);
        judge.sizes(size, packed, self.options);
        // Some writers of ZIPs list the root, `/` or `./`; in a JAR no reader looks for it.
        if root && !(slash && self.options.readers().take_root_entry) {
            let place = judge.place();
            let finding = finding!(PATH_NONCANONICAL { name: name::shown(header.name) });
            judge.findings.add_as(Severity::Error, place, finding);
            judge.sound = false;
        }
        let holder = if slash { Holder::Directory } else { Holder::File };
        // A directory of that name hides the file that the run time looks for.
        if let Some(name) = name.as_ref().filter(|name| slash && self.options.is_deciding(&name.path)) {
            let path = name.path.clone().into_owned();
            let place = judge.place();
            judge.findings.add(place, finding!(NAME_FILE_DIR_CONFLICT { other: format!("{path}/"), name: path }));
            judge.sound = false;
        }
        let (sound, broken) = (judge.sound, judge.broken);
        directory.broken |= broken;
        directory.unpacked = directory.unpacked.saturating_add(size);
        let start = self.base.saturating_add(offset);
        let number = name.as_ref().filter(|_| !root).map(|name| directory.ledger.add(&name.path, holder, "", start));
        // Almost every name is its path, of which the ledger has the only copy.
        let row_name = match (&name, number) {
            (Some(name), Some(number)) if is_plain(name, header.name) => RowName::Path(number, name.slash),
            _ => directory.keep_raw(header.name, number),
        };
        // DOS has no month 0: each reader makes another date of it.
        if header.time == 0 {
            let (_, count) = self.time_zero.get_or_insert_with(|| (name::shown(header.name), 0));
            *count += 1;
        }
        let mut widens = None;
        if self.options.readers().are_unzipped && sound {
            widens = unzip::widens(header.extra, &extra, header.name, header.flags);
            if let (Some(number), Some(name)) = (number, &name) {
                on_disk(header, (&extra, name), (number, span), directory, findings);
            }
        }
        directory.rows.push(Row {
            name: row_name,
            holder,
            shown: sound && number.is_some(),
            flags: header.flags,
            method: header.method,
            version: header.version_needed.to_le_bytes()[0],
            // Unix's mode is in the upper half of the external attributes.
            mode: u16::try_from(header.attributes >> 16).ok().filter(|mode| *mode != 0),
            time: header.time,
            crc: header.crc,
            packed,
            size,
            start,
            data: 0,
            zip64: false,
            widens: [widens, None],
        });
        Ok(())
    }

    /// The directory, once all of it was read. `findings` become those of this reader.
    pub(super) fn finish(
        self,
        read: Result<(), Halt>,
        archive: u64,
        findings: &mut Findings<'b>,
    ) -> Result<Directory, Halt> {
        let Self { mut directory, findings: found_here, .. } = self;
        *findings = found_here;
        read?;
        let limits = self.options.limits();
        let found = Bytes(directory.unpacked);
        if found > limits.unpacked() {
            findings.add(Location::input(), finding!(LIMIT_TOTAL_SIZE { found, allowed: limits.unpacked() }));
            directory.broken = true;
        }
        // Over the whole archive too, so that many small bombs count as one.
        let ratio = Ratio(found.0 / archive.max(1));
        if found > limits.ratio_floor() && ratio > limits.ratio() {
            let finding = finding!(LIMIT_RATIO { name: "*".to_owned(), found: ratio, allowed: limits.ratio() });
            findings.add(Location::input(), finding);
            directory.broken = true;
        }
        if let Some((name, count)) = self.time_zero {
            findings.add(Location::entry(name.as_str()), finding!(ZIP_TIME_ZERO { name, count }));
        }
        Ok(directory)
    }
}

/// Takes down where an entry is on disk when that is not its path.
fn on_disk(
    header: &Central<'_>,
    (extra, name): (&Extra<'_>, &Name<'_>),
    (number, span): (u32, (u64, u64)),
    directory: &mut Directory,
    findings: &mut Findings<'_>,
) {
    let fault = match unzip::on_disk(header, extra) {
        OnDisk::Named(disk) => {
            // A path of bytes that are no UTF-8 is written with escapes.
            let path = std::str::from_utf8(&disk).map_or_else(|_| path::escape_bytes(&disk).into(), Cow::Borrowed);
            if path != name.path {
                directory.ledger.rename(number, &disk);
            }
            return;
        }
        OnDisk::Label => SkipFault::Label,
        OnDisk::Nameless => SkipFault::Nameless,
    };
    let shown = name::shown(header.name);
    let place = Location::entry(shown.as_str()).at_bytes(span.0..span.1);
    findings.add(place, finding!(UNZIP_SKIPPED { name: shown, fault }));
}

/// Reports the entry at which `unzip` stops: it reads the directory's headers in blocks, and after each block the entries
/// in it.
pub(super) fn report_stop(directory: &Directory, findings: &mut Findings<'_>) {
    let mut wide = false;
    for block in directory.rows.chunks(UNZIP_BLOCK) {
        wide = block.iter().rev().find_map(|row| row.widens[0]).unwrap_or(wide);
        for row in block {
            wide = row.widens[1].unwrap_or(wide);
            if wide && row.is_streamed() {
                findings.add(directory.place(row), finding!(UNZIP_STOPS { name: directory.shown_name(row) }));
                return;
            }
        }
    }
}

/// Whether the path and its `/` are all that the archive contains.
fn is_plain(name: &Name<'_>, raw: &[u8]) -> bool {
    let raw = if name.slash { raw.strip_suffix(b"/") } else { Some(raw) };
    raw == Some(name.path.as_bytes())
}

/// Fixed part, name, extra field and comment at their longest.
const LONGEST_HEADER: usize = 46 + 3 * 0xffff;
const WINDOW_BYTES: usize = 1 << 18;
/// `DIR_BLKSIZ` of `unzip`.
const UNZIP_BLOCK: usize = 16_384;
