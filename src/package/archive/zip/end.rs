//! The end record, from which a ZIP is read, and its zip64 companion.

use super::bytes::{END, END_64, LOCAL, LOCATOR, has_signature, u16_at, u32_at, u64_at};
use crate::package::archive::rules::zip::EndField;
use crate::package::archive::size::{to_u64, to_usize};

/// Where the directory is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct End {
    pub(super) entries: u64,
    /// Where the directory starts in the file.
    pub(super) directory: u64,
    /// Where the directory ends in the file.
    pub(super) after_directory: u64,
    /// What has to be added to every offset that the archive states.
    pub(super) base: u64,
    /// Whether there is a zip64 record.
    pub(super) zip64: bool,
    /// Zeros after the end record.
    pub(super) padding: u64,
}

/// Why no directory could be found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum EndError {
    /// Nothing looks like an end record.
    Absent,
    /// The comment holds a signature.
    CommentSignature,
    /// A field does not fit.
    Mismatch { field: EndField, found: u64, expected: u64 },
    /// More than one disk.
    MultiDisk(u64),
    /// So many bytes after the end record, and whether all of them are zero.
    Trailing(u64, bool),
    /// The end is missing.
    Truncated,
    /// A field of the zip64 record does not fit.
    Zip64Mismatch { field: EndField, found: u64, expected: u64 },
}

/// The last bytes of a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tail<'a> {
    pub(super) bytes: &'a [u8],
    /// Where they start in the file.
    pub(super) start: u64,
    /// Zeros that may follow the end record.
    pub(super) padding: u64,
}

/// Reads the end record at the end of a file that starts with `head`.
pub(super) fn read(tail: Tail<'_>, head: &[u8]) -> Result<End, EndError> {
    let at = find(tail, head)?;
    let Record { disks, entries, size, offset, padding } = record(tail, at)?;
    let here = tail.start + to_u64(at);
    let mismatch = |field, found, expected| Err(EndError::Mismatch { field, found, expected });
    let zip64 = zip64(tail, at, (entries, size, offset))?;
    if zip64.is_none() && disks {
        return Err(EndError::MultiDisk(u64::from(u16::MAX)));
    }
    // All ones say "see the zip64 record", which is not there.
    if zip64.is_none() && (size == SENTINEL || offset == SENTINEL) {
        let field = if size == SENTINEL { EndField::DirectorySize } else { EndField::DirectoryOffset };
        return Err(EndError::Zip64Mismatch { field, found: SENTINEL, expected: 0 });
    }
    let is_zip64 = zip64.is_some();
    let place = zip64.unwrap_or(Place { entries, size, offset, end: here, base: None });
    // The directory is counted back from its end: that it lies there is what the two numbers have to prove.
    let Some(directory) = place.end.checked_sub(place.size) else {
        return mismatch(EndField::DirectorySize, place.size, place.end.saturating_sub(place.offset));
    };
    // What precedes the archive, as a launch script does, moves every offset that was written without it.
    let Some(base) = directory.checked_sub(place.offset) else {
        return mismatch(EndField::DirectoryOffset, place.offset, directory);
    };
    if let Some(stated) = place.base.filter(|stated| *stated != base) {
        let (field, found, expected) = (EndField::Locator, place.end - stated, place.end - base);
        return Err(EndError::Zip64Mismatch { field, found, expected });
    }
    // Before anything is allocated for so many entries.
    if place.entries.checked_mul(CENTRAL_BYTES).is_none_or(|least| least > place.size) {
        return mismatch(EndField::Count, place.entries, place.size / CENTRAL_BYTES);
    }
    Ok(End { entries: place.entries, directory, after_directory: place.end, base, zip64: is_zip64, padding })
}

struct Record {
    /// Whether a disk is left to the zip64 record.
    disks: bool,
    entries: u64,
    size: u64,
    offset: u64,
    padding: u64,
}

/// What end record or zip64 record say.
struct Place {
    entries: u64,
    size: u64,
    offset: u64,
    /// Where the directory has to end.
    end: u64,
    /// What the locator says about the base.
    base: Option<u64>,
}

/// Where in the tail the end record starts: the last one whose comment ends with the file.
fn find(tail: Tail<'_>, head: &[u8]) -> Result<usize, EndError> {
    let length = tail.bytes.len();
    let zeros = tail.bytes.iter().rev().take_while(|byte| **byte == 0).count();
    let allowed = zeros.min(to_usize(tail.padding));
    let mut seen = None;
    let last = length.checked_sub(END_BYTES).into_iter().flat_map(|last| (0..=last).rev());
    // Searched from the end, as readers do. One whose comment does not end with the file is passed over: readers
    // disagree about it.
    for at in last.filter(|at| tail.bytes.get(*at..*at + 4) == Some(END)) {
        let comment = u16_at(tail.bytes, at + 20).map_or(0, usize::from);
        let end = at + END_BYTES + comment;
        if end <= length && end + allowed >= length {
            return Ok(at);
        }
        let fault = match length.checked_sub(end) {
            Some(_) if head.starts_with(LOCAL) && is_inner(tail, at) => EndError::Truncated,
            Some(rest) => EndError::Trailing(to_u64(rest), rest <= zeros),
            None => EndError::Truncated,
        };
        seen = seen.or(Some(fault));
    }
    Err(seen.unwrap_or(if head.starts_with(LOCAL) { EndError::Truncated } else { EndError::Absent }))
}

/// Whether the end record at `at` is that of an archive which starts inside the file, as a stored library does in a JAR:
/// then the file's own is missing.
fn is_inner(tail: Tail<'_>, at: usize) -> bool {
    let field = |offset| u32_at(tail.bytes, at + offset).map(u64::from).filter(|value| *value != SENTINEL);
    let start = field(12)
        .zip(field(16))
        .and_then(|(size, offset)| (tail.start + to_u64(at)).checked_sub(size)?.checked_sub(offset));
    start.is_some_and(|start| start > 0)
}

fn record(tail: Tail<'_>, at: usize) -> Result<Record, EndError> {
    let bytes = tail.bytes.get(at..).unwrap_or_default();
    let short = |at| u16_at(bytes, at).ok_or(EndError::Truncated);
    let long = |at| u32_at(bytes, at).map(u64::from).ok_or(EndError::Truncated);
    let numbers = [short(4)?, short(6)?];
    for disk in numbers {
        if disk != 0 && disk != u16::MAX {
            return Err(EndError::MultiDisk(u64::from(disk)));
        }
    }
    let (here, entries) = (u64::from(short(8)?), u64::from(short(10)?));
    // A count of this disk and one of all disks.
    if here != entries {
        return Err(EndError::Mismatch { field: EndField::Count, found: here, expected: entries });
    }
    // A reader that takes the first end record from the front, or any signature on the way back, would read another
    // archive.
    if bytes.get(END_BYTES..).is_some_and(has_signature) {
        return Err(EndError::CommentSignature);
    }
    let padding = to_u64(bytes.len()) - to_u64(END_BYTES) - u64::from(short(20)?);
    let disks = numbers.contains(&u16::MAX);
    Ok(Record { disks, entries, size: long(12)?, offset: long(16)?, padding })
}

/// The zip64 record, when a locator precedes the end record; `end` are the values of the end record.
fn zip64(tail: Tail<'_>, at: usize, end: (u64, u64, u64)) -> Result<Option<Place>, EndError> {
    // The locator is directly before the end record (APPNOTE 4.3.6), or there is none.
    let locator = at.checked_sub(LOCATOR_BYTES).and_then(|locator| tail.bytes.get(locator..at));
    let Some(locator) = locator.filter(|locator| locator.starts_with(LOCATOR)) else { return Ok(None) };
    let mismatch = |field, found, expected| Err(EndError::Zip64Mismatch { field, found, expected });
    let disk = |disk: Option<u32>, most: u32| match disk {
        Some(disk) if disk <= most => Ok(()),
        disk => Err(EndError::MultiDisk(disk.map_or(u64::MAX, u64::from))),
    };
    disk(u32_at(locator, 4), 0)?;
    // The number of disks: some writers say 0, others 1.
    disk(u32_at(locator, 16), 1)?;
    let stated = u64_at(locator, 8).unwrap_or_default();
    let expected = (tail.start + to_u64(at)).saturating_sub(to_u64(LOCATOR_BYTES + END_64_BYTES));
    let start = at.checked_sub(LOCATOR_BYTES + END_64_BYTES);
    let record = start.and_then(|start| tail.bytes.get(start..start + END_64_BYTES));
    let Some(record) = record.filter(|record| record.starts_with(END_64)) else {
        return mismatch(EndField::Locator, stated, expected);
    };
    let number = |at| u64_at(record, at).unwrap_or_default();
    // A longer record holds version 2's fields, of encrypted directories.
    if number(4) != END_64_SIZE {
        return mismatch(EndField::RecordSize, number(4), END_64_SIZE);
    }
    disk(u32_at(record, 16), 0)?;
    disk(u32_at(record, 20), 0)?;
    let (entries, size, offset) = (number(32), number(40), number(48));
    if number(24) != entries {
        return mismatch(EndField::Count, number(24), entries);
    }
    let fields = [
        (EndField::Count, end.0, entries, u64::from(u16::MAX)),
        (EndField::DirectorySize, end.1, size, SENTINEL),
        (EndField::DirectoryOffset, end.2, offset, SENTINEL),
    ];
    if let Some((field, expected, found, _)) =
        // Each field of the end record is either all ones or the same number.
        fields.into_iter().find(|(_, one, other, none)| one != other && one != none)
    {
        return mismatch(field, found, expected);
    }
    let Some(base) = expected.checked_sub(stated) else {
        return mismatch(EndField::Locator, stated, expected);
    };
    Ok(Some(Place { entries, size, offset, end: expected, base: Some(base) }))
}

/// Length of an end record without its comment.
pub(super) const END_BYTES: usize = 22;
/// Length of the zip64 record and its locator.
pub(super) const ZIP64_BYTES: usize = END_64_BYTES + LOCATOR_BYTES;
/// Length of a directory header without its texts.
pub(super) const CENTRAL_BYTES: u64 = 46;
const LOCATOR_BYTES: usize = 20;
const END_64_BYTES: usize = 56;
/// What the zip64 record says of its own length.
const END_64_SIZE: u64 = 44;
/// "See the zip64 record."
const SENTINEL: u64 = 0xffff_ffff;
