//! Local headers against the directory, and entries that tile the file without gap or overlap.

use super::bytes::{DESCRIPTOR, has_signature, u32_at, u64_at};
use super::directory::{Directory, Row};
use super::end::End;
use super::extra::Extra;
use super::header::{LOCAL_BYTES, Local, UTF_8};
use super::source::Source;
use super::unzip;
use crate::diagnostic::{Finding, Findings, Location};
use crate::finding;
use crate::package::archive::entry::Compression;
use crate::package::archive::limits::Bytes;
use crate::package::archive::name;
use crate::package::archive::options::Options;
use crate::package::archive::rules::zip::{
    DescriptorFault, HeaderField, HeaderPart, ZIP_DESCRIPTOR_MISMATCH, ZIP_EXTRA_INVALID, ZIP_HEADER_BAD,
    ZIP_HEADER_MISMATCH, ZIP_OVERLAP, ZIP_PREFIX_DATA, ZIP_UNICODE_PATH, ZIP_UNLISTED_DATA,
};
use crate::package::archive::size::{to_u64, to_usize};
use crate::package::archive::stop::Halt;

/// Compares both headers of every entry and proves the layout *[launch script] entries, directory*.
pub(super) fn check<S: Source>(
    source: &mut S,
    directory: &mut Directory,
    end: &End,
    options: &Options,
    findings: &mut Findings<'_>,
) -> Result<(), Halt> {
    let order = by_offset(&directory.rows);
    let count = to_u64(order.len()).max(1);
    // Entries that lie close together are read in one go, others header by header.
    let ahead = if end.directory / count < DENSE_BYTES { DENSE_AHEAD } else { SPARSE_AHEAD };
    let first = order.first().and_then(|index| directory.rows.get(*index)).map_or(end.directory, |row| row.start);
    let mut layout = Layout { source, end, ahead, findings, broken: false };
    layout.prefix(first, options)?;
    for (position, index) in order.iter().enumerate() {
        let Some(row) = directory.rows.get(*index).copied() else { continue };
        let next = order.get(position + 1).and_then(|next| directory.rows.get(*next)).copied();
        let Some((data, zip64, widens)) = layout.local(&row, directory)? else { continue };
        let mut row = row;
        (row.data, row.zip64, row.widens[1]) = (data, zip64, widens);
        if let Some(place) = directory.rows.get_mut(*index) {
            *place = row;
        }
        layout.tile(&row, next.as_ref(), directory)?;
    }
    directory.broken |= layout.broken;
    Ok(())
}

fn by_offset(rows: &[Row]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let start = |index: &usize| rows.get(*index).map_or(0, |row| row.start);
    if !rows.is_sorted_by_key(|row| row.start) {
        order.sort_by_key(start);
    }
    order
}

struct Layout<'a, 'b, S> {
    source: &'a mut S,
    end: &'a End,
    ahead: usize,
    findings: &'a mut Findings<'b>,
    broken: bool,
}

impl<S: Source> Layout<'_, '_, S> {
    /// What precedes the first entry may only be the launch script of an executable JAR.
    fn prefix(&mut self, first: u64, options: &Options) -> Result<(), Halt> {
        let base = self.end.base;
        if first == 0 && base == 0 {
            return Ok(());
        }
        let is_script = options.readers().take_launch_script;
        let allowed = if is_script { options.limits().launch_script() } else { Bytes(0) };
        // Offsets count from the file's start, or all of them from the first entry.
        let offsets = base == 0 || base == first;
        if offsets && Bytes(first) <= allowed {
            let length = to_usize(first);
            let script = self.source.exactly(0, length, 0)?;
            if script.starts_with(b"#!") && !has_signature(script) {
                return Ok(());
            }
        }
        let place = Location::input().at_bytes(0..first);
        self.fault(place, finding!(ZIP_PREFIX_DATA { found: Bytes(first), allowed }));
        Ok(())
    }

    /// Where the data starts, whether the local header has zip64 values, and what its extra field tells `unzip`.
    fn local(&mut self, row: &Row, directory: &Directory) -> Result<Option<(u64, bool, Option<bool>)>, Halt> {
        let room = self.end.directory.saturating_sub(row.start);
        let within = |length: usize| u64::try_from(length).is_ok_and(|length| length <= room);
        if !within(LOCAL_BYTES) {
            return Ok(self.bad(row, HeaderPart::LocalHeader, directory));
        }
        let ahead = self.ahead.min(to_usize(room));
        let Some(local) = Local::read(self.source.exactly(row.start, LOCAL_BYTES, ahead)?) else {
            return Ok(self.bad(row, HeaderPart::LocalHeader, directory));
        };
        if !within(local.length()) {
            return Ok(self.bad(row, HeaderPart::LocalHeader, directory));
        }
        let bytes = self.source.exactly(row.start, local.length(), ahead)?;
        let texts = bytes.get(LOCAL_BYTES..).unwrap_or_default();
        let (name, extra) = texts.split_at_checked(usize::from(local.name_length)).unwrap_or_default();
        let mut compare = Compare { row, directory, findings: self.findings, broken: false };
        let (zip64, widens) = compare.all(&local, name, extra);
        self.broken |= compare.broken;
        let data = row.start + to_u64(local.length());
        if data.checked_add(row.packed).is_none_or(|end| end > self.end.directory) {
            return Ok(self.bad(row, HeaderPart::Data, directory));
        }
        Ok(Some((data, zip64, widens)))
    }

    /// Only the row's descriptor lies between its data and the next entry.
    fn tile(&mut self, row: &Row, next: Option<&Row>, directory: &Directory) -> Result<(), Halt> {
        let end = row.data + row.packed;
        let next_start = next.map_or(self.end.directory, |next| next.start.min(self.end.directory));
        let Some(gap) = next_start.checked_sub(end) else {
            let other = next.map_or_else(|| "*".to_owned(), |next| directory.shown_name(next));
            self.fault(directory.place(row), finding!(ZIP_OVERLAP { name: directory.shown_name(row), other }));
            return Ok(());
        };
        if !row.is_streamed() {
            if gap > 0 {
                self.unlisted(row, end, gap, directory);
            }
            return Ok(());
        }
        let length = to_usize(gap);
        let longest = DESCRIPTOR.len() + WIDE_DESCRIPTOR;
        let bytes = self.source.exactly(end, length.min(longest), self.ahead)?;
        let fault = match descriptor(bytes, row) {
            Ok(_) if length > longest => None,
            Ok(used) if used == length => None,
            Ok(_) => Some(DescriptorFault::Differs),
            Err(fault) => Some(fault),
        };
        if length > longest {
            self.unlisted(row, end, gap, directory);
        }
        if let Some(fault) = fault {
            self.descriptor_fault(row, fault, directory);
        // A reader that streams finds the end of stored data by the descriptor alone.
        } else if row.compression() == Compression::Stored && self.hides_descriptor(row)? {
            self.descriptor_fault(row, DescriptorFault::Hidden, directory);
        }
        Ok(())
    }

    /// Whether stored data holds what a reader that streams would take for the entry's end.
    fn hides_descriptor(&mut self, row: &Row) -> Result<bool, Halt> {
        let mut at = 0;
        while at < row.packed {
            let left = to_usize(row.packed - at);
            let length = left.min(SCAN_BYTES);
            let bytes = self.source.exactly(row.data + at, length, 0)?;
            for (offset, window) in bytes.windows(DESCRIPTOR.len()).enumerate() {
                if window != DESCRIPTOR {
                    continue;
                }
                let here = at + u64::try_from(offset).unwrap_or_default();
                let rest = bytes.get(offset..).unwrap_or_default();
                let narrow = u32_at(rest, 8).is_some_and(|packed| u64::from(packed) == here);
                if narrow || u64_at(rest, 8) == Some(here) {
                    return Ok(true);
                }
            }
            if length == left {
                break;
            }
            // The windows overlap by what a signature cut in two would need.
            at += to_u64(SCAN_BYTES - DESCRIPTOR.len() - WIDE_DESCRIPTOR);
        }
        Ok(false)
    }

    fn fault(&mut self, place: Location, finding: Finding) {
        self.broken = true;
        self.findings.add(place, finding);
    }

    fn bad<T>(&mut self, row: &Row, part: HeaderPart, directory: &Directory) -> Option<T> {
        self.fault(directory.place(row), finding!(ZIP_HEADER_BAD { name: directory.shown_name(row), part }));
        None
    }

    fn unlisted(&mut self, row: &Row, at: u64, gap: u64, directory: &Directory) {
        let name = directory.shown_name(row);
        let place = Location::entry(name.as_str()).at_bytes(at..at + gap);
        self.fault(place, finding!(ZIP_UNLISTED_DATA { name, found: Bytes(gap) }));
    }

    fn descriptor_fault(&mut self, row: &Row, fault: DescriptorFault, directory: &Directory) {
        self.fault(directory.place(row), finding!(ZIP_DESCRIPTOR_MISMATCH { name: directory.shown_name(row), fault }));
    }
}

/// Length of the descriptor at the start of `bytes`, with or without its signature.
fn descriptor(bytes: &[u8], row: &Row) -> Result<usize, DescriptorFault> {
    // Nothing but the header's zip64 record tells the width of a descriptor (APPNOTE 4.3.9.2).
    let width = if row.zip64 { WIDE_DESCRIPTOR } else { NARROW_DESCRIPTOR };
    // A descriptor without signature may start with a CRC-32 that looks like one.
    let signed = bytes.len() != width && bytes.starts_with(DESCRIPTOR);
    let skipped = if signed { DESCRIPTOR.len() } else { 0 };
    let values = bytes.get(skipped..skipped + width).ok_or(DescriptorFault::Missing)?;
    let sizes = if row.zip64 {
        (u64_at(values, 4), u64_at(values, 12))
    } else {
        (u32_at(values, 4).map(u64::from), u32_at(values, 8).map(u64::from))
    };
    if u32_at(values, 0) == Some(row.crc) && sizes == (Some(row.packed), Some(row.size)) {
        Ok(skipped + width)
    } else {
        Err(DescriptorFault::Differs)
    }
}

/// The two headers of an entry side by side.
struct Compare<'a, 'b> {
    row: &'a Row,
    directory: &'a Directory,
    findings: &'a mut Findings<'b>,
    broken: bool,
}

impl Compare<'_, '_> {
    /// Compares everything; whether the local header has zip64 values, and what its extra field tells `unzip`.
    fn all(&mut self, local: &Local, name: &[u8], raw: &[u8]) -> (bool, Option<bool>) {
        let row = self.row;
        if !self.directory.is_name(row, name) {
            let finding = finding!(ZIP_HEADER_MISMATCH {
                name: self.directory.shown_name(row),
                field: HeaderField::Name,
                local: name::shown(name),
                directory: self.directory.shown_name(row),
            });
            self.add(finding);
        }
        self.number(HeaderField::Method, local.method, row.method);
        // For an ASCII name the UTF-8 flag makes no difference.
        let difference = local.flags ^ row.flags;
        if difference & !UTF_8 != 0 {
            self.number(HeaderField::Flags, local.flags, row.flags);
        } else if difference != 0 && !self.directory.is_ascii(row) {
            self.number(HeaderField::Utf8Flag, local.flags & UTF_8, row.flags & UTF_8);
        }
        // PHP's reader looks for another end record when these differ.
        self.number(HeaderField::Time, local.time, row.time);
        let streamed = row.is_streamed();
        let mut fields = [local.size, local.packed].map(u64::from);
        let read = Extra::read(raw);
        let resolved = read.and_then(|extra| extra.resolve(&mut fields, streamed).map(|()| extra));
        let extra = match resolved {
            Ok(extra) => extra,
            Err(fault) => {
                self.add(finding!(ZIP_EXTRA_INVALID { name: self.directory.shown_name(row), fault }));
                return (false, None);
            }
        };
        // `zip -fz` gives the local header alone zip64 values, and with them the version that they need.
        let allowed = u16::from(row.version).max(if extra.has_zip64() { ZIP64_VERSION } else { 0 });
        if local.version_needed & 0xff > allowed {
            self.number(HeaderField::Version, local.version_needed & 0xff, u16::from(row.version));
        }
        let [size, packed] = fields;
        // With bit 3 the values are in the descriptor, and zeros here (APPNOTE 4.4.4).
        let unset = |value: u64| streamed && value == 0;
        if !unset(size) {
            self.number(HeaderField::Size, size, row.size);
        }
        if !unset(packed) {
            self.number(HeaderField::PackedSize, packed, row.packed);
        }
        if !unset(u64::from(local.crc)) {
            self.number(HeaderField::Crc, local.crc, row.crc);
        }
        self.second_name(&extra);
        (extra.has_zip64(), unzip::widens(raw, &extra, name, local.flags))
    }

    fn second_name(&mut self, extra: &Extra<'_>) {
        let other = match extra.unicode_path() {
            Ok(Some((_, other))) => other,
            Ok(None) => return,
            Err(fault) => {
                self.add(finding!(ZIP_EXTRA_INVALID { name: self.directory.shown_name(self.row), fault }));
                return;
            }
        };
        if !self.directory.is_name(self.row, other) && !self.directory.is_path(self.row, other) {
            self.add(finding!(ZIP_UNICODE_PATH {
                name: self.directory.shown_name(self.row),
                other: name::shown(other)
            }));
        }
    }

    fn number<N: Into<u64> + Copy>(&mut self, field: HeaderField, local: N, directory: N) {
        let (local, directory): (u64, u64) = (local.into(), directory.into());
        if local == directory {
            return;
        }
        let shown = |number: u64| match field {
            HeaderField::Crc | HeaderField::Flags | HeaderField::Time | HeaderField::Utf8Flag => format!("{number:#x}"),
            _ => number.to_string(),
        };
        let (local, directory) = (shown(local), shown(directory));
        let name = self.directory.shown_name(self.row);
        self.add(finding!(ZIP_HEADER_MISMATCH { name, field, local, directory }));
    }

    fn add(&mut self, finding: Finding) {
        self.broken = true;
        self.findings.add(self.directory.place(self.row), finding);
    }
}

/// 4.5, times ten: the version of zip64 (APPNOTE 4.4.3.2).
const ZIP64_VERSION: u16 = 45;
/// CRC-32 and two sizes.
const NARROW_DESCRIPTOR: usize = 12;
const WIDE_DESCRIPTOR: usize = 20;
/// Average size of an entry below which a whole stretch of them is read at once.
const DENSE_BYTES: u64 = 4096;
const DENSE_AHEAD: usize = 1 << 16;
const SPARSE_AHEAD: usize = 256;
const SCAN_BYTES: usize = 1 << 16;
