//! Content: shown to the visitor, and checked as the integrity level requires.

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::directory::{Directory, Row};
use super::source::Source;
use crate::diagnostic::Findings;
use crate::finding;
use crate::package::archive::delivery::Delivery;
use crate::package::archive::entry::{Compression, Entry, Kind};
use crate::package::archive::ledger::Holder;
use crate::package::archive::limits::Bytes;
use crate::package::archive::options::{Integrity, Options};
use crate::package::archive::path::EntryPath;
use crate::package::archive::rules::zip::{DeflateFault, Hex, ZIP_CRC_MISMATCH, ZIP_DEFLATE_BAD, ZIP_SIZE_LIE};
use crate::package::archive::size::to_u64;
use crate::package::archive::stop::Halt;
use crate::package::archive::visit::{Summary, Visitor};

/// Shows every sound entry, in the directory's order.
pub(super) fn show<S: Source>(
    source: &mut S,
    (directory, zip64): (&mut Directory, bool),
    options: &Options,
    visitor: &mut dyn Visitor,
    findings: &mut Findings<'_>,
) -> Result<Summary, Halt> {
    let rows = std::mem::take(&mut directory.rows);
    let mut summary = Summary {
        entries: to_u64(rows.len()),
        files: 0,
        directories: 0,
        links: 0,
        archive: Bytes(source.size()),
        unpacked: Bytes(directory.unpacked),
        zip64,
        integrity: options.integrity(),
    };
    let full = options.integrity() == Integrity::Full;
    let mut payload = Payload {
        source,
        visitor,
        delivery: Delivery::default(),
        inflate: Decompress::new(false),
        output: vec![0; OUTPUT_BYTES].into_boxed_slice(),
    };
    // The memory of one entry's path serves the next.
    let mut text = String::new();
    for row in &rows {
        match row.holder {
            Holder::Directory => summary.directories += 1,
            _ => summary.files += 1,
        }
        let path = directory.path(row).filter(|_| row.shown);
        let Some(path) = path else { continue };
        text.clear();
        text.push_str(path);
        let entry = entry(row, text);
        let want = payload.visitor.entry(&entry);
        if row.holder == Holder::File {
            payload.delivery.begin(want, &entry, options.limits(), findings);
        }
        // What a judgement is based on is checked at either level.
        let check = full || payload.delivery.is_whole();
        if check || payload.delivery.is_open() {
            match payload.read(row, &entry, check)? {
                Ok(()) => payload.delivery.end(&entry, payload.visitor),
                Err(fault) => {
                    payload.delivery.abort();
                    fault.report(row, directory, findings);
                }
            }
        }
        text = entry.path.into_text();
    }
    Ok(summary)
}

fn entry(row: &Row, path: String) -> Entry {
    Entry {
        path: EntryPath::from_checked(path),
        kind: if row.holder == Holder::Directory { Kind::Directory } else { Kind::File },
        size: Bytes(row.size),
        packed: Some(Bytes(row.packed)),
        compression: Some(row.compression()),
        mode: row.mode.map(|mode| u32::from(mode & 0o7777)),
        offset: row.start,
    }
}

/// What is wrong with the content of an entry.
enum Fault {
    Crc(u32),
    Deflate(DeflateFault),
    Size(u64),
}

impl Fault {
    fn report(self, row: &Row, directory: &Directory, findings: &mut Findings<'_>) {
        let name = directory.shown_name(row);
        let place = directory.place(row).at_bytes(row.data..row.data + row.packed);
        match self {
            Self::Crc(found) => {
                findings.add(place, finding!(ZIP_CRC_MISMATCH { name, found: Hex(found), expected: Hex(row.crc) }));
            }
            Self::Deflate(fault) => findings.add(place, finding!(ZIP_DEFLATE_BAD { name, fault })),
            Self::Size(found) => {
                findings.add(place, finding!(ZIP_SIZE_LIE { name, found: Bytes(found), expected: Bytes(row.size) }));
            }
        }
    }
}

struct Payload<'a, S> {
    source: &'a mut S,
    visitor: &'a mut dyn Visitor,
    delivery: Delivery,
    inflate: Decompress,
    output: Box<[u8]>,
}

impl<S: Source> Payload<'_, S> {
    /// Reads the content: all of it when it has to be checked, otherwise until the visitor has what it wants.
    fn read(&mut self, row: &Row, entry: &Entry, check: bool) -> Result<Result<(), Fault>, Halt> {
        let mut crc = Crc::new();
        let read = match row.compression() {
            Compression::Stored => self.read_stored(row, entry, check, &mut crc)?,
            Compression::Deflated => self.read_deflated(row, entry, check, &mut crc)?,
        };
        Ok(read.and_then(|()| {
            let sum = crc.sum();
            if check && sum != row.crc { Err(Fault::Crc(sum)) } else { Ok(()) }
        }))
    }

    fn read_stored(&mut self, row: &Row, entry: &Entry, check: bool, crc: &mut Crc) -> Result<Result<(), Fault>, Halt> {
        if row.size != row.packed {
            return Ok(Err(Fault::Size(row.packed)));
        }
        let mut at = 0;
        while at < row.packed && (check || self.delivery.is_open()) {
            let bytes = self.source.range(row.data + at, 1, self.source.piece(row.packed - at, check))?;
            if bytes.is_empty() {
                break;
            }
            at += to_u64(bytes.len());
            if check {
                crc.update(bytes);
            }
            self.delivery.push(bytes, entry, self.visitor);
        }
        Ok(Ok(()))
    }

    fn read_deflated(
        &mut self,
        row: &Row,
        entry: &Entry,
        check: bool,
        crc: &mut Crc,
    ) -> Result<Result<(), Fault>, Halt> {
        self.inflate.reset(false);
        let mut ended = false;
        while !ended {
            let taken = self.inflate.total_in();
            let left = row.packed - taken;
            let bytes = self.source.range(row.data + taken, 1, self.source.piece(left, check))?;
            let bytes = usize::try_from(left).ok().and_then(|left| bytes.get(..left)).unwrap_or(bytes);
            // No more is unpacked than is wanted.
            let most = if check { self.output.len() } else { self.delivery.missing() };
            let Some(output) = self.output.get_mut(..most.min(OUTPUT_BYTES)) else { break };
            let before = self.inflate.total_out();
            let Ok(status) = self.inflate.decompress(bytes, output, FlushDecompress::None) else {
                return Ok(Err(Fault::Deflate(DeflateFault::Invalid)));
            };
            let given = self.inflate.total_out() - before;
            let output = usize::try_from(given).ok().and_then(|given| output.get(..given)).unwrap_or_default();
            // Stopped at the first byte too many, not after all of a bomb.
            if self.inflate.total_out() > row.size {
                return Ok(Err(Fault::Size(self.inflate.total_out())));
            }
            if check {
                crc.update(output);
            }
            self.delivery.push(output, entry, self.visitor);
            if !check && !self.delivery.is_open() {
                return Ok(Ok(()));
            }
            ended = status == Status::StreamEnd;
            if !ended && given == 0 && self.inflate.total_in() == taken {
                return Ok(Err(Fault::Deflate(DeflateFault::Short)));
            }
        }
        // What follows the stream's end is seen by readers that scan, and by no other.
        if self.inflate.total_in() != row.packed {
            return Ok(Err(Fault::Deflate(DeflateFault::Trailing)));
        }
        if self.inflate.total_out() != row.size {
            return Ok(Err(Fault::Size(self.inflate.total_out())));
        }
        Ok(Ok(()))
    }
}

/// Bytes unpacked at a time.
const OUTPUT_BYTES: usize = 1 << 16;
