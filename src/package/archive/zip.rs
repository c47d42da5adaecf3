//! ZIP and JAR: end record, directory, local headers, layout and payload, in this order, each checked before the next.

mod bytes;
mod directory;
mod end;
mod entry_header;
mod extra;
mod header;
mod layout;
mod payload;
mod source;
mod unzip;

use std::io::{self, Read, Seek};

use super::format::Format;
use super::gzip::check_archive_size;
use super::limits::{Bytes, Count};
use super::options::Options;
use super::rules::limit::LIMIT_ENTRY_COUNT;
use super::rules::path::WRONG_CONTAINER;
use super::rules::zip::{
    ZIP_EMPTY, ZIP_EOCD_MISMATCH, ZIP_MULTI_DISK, ZIP_MULTIPLE_EOCD, ZIP_TRAILING_DATA, ZIP_TRUNCATED,
    ZIP_ZIP64_MISMATCH,
};
use super::size::{to_u64, to_usize};
use super::stop::{Halt, Stop};
use super::visit::{Alternative, ReadOutcome, Summary, Visitor};
use crate::app::Container;
use crate::diagnostic::{Finding, Findings, Location, Severity};
use crate::{finding, phrase};
use directory::{Directory, Reader};
use end::{End, EndError, Tail};
use source::{Memory, Seekable, Source};

/// Reads a ZIP that is in memory: as `options` say, unless its entries show that it is the alternative.
pub(super) fn read_bytes(
    bytes: &[u8],
    options: &Options,
    visitor: &mut dyn Visitor,
    alternative: Option<&mut Alternative<'_>>,
    findings: &mut Findings<'_>,
) -> ReadOutcome {
    // Memory has no errors of its own.
    read_source(&mut Memory(bytes), options, visitor, alternative, findings).unwrap_or(ReadOutcome::Unreadable)
}

/// Reads ranges of a ZIP.
pub(super) fn read<R: Read + Seek>(
    reader: R,
    options: &Options,
    visitor: &mut dyn Visitor,
    alternative: Option<&mut Alternative<'_>>,
    findings: &mut Findings<'_>,
) -> io::Result<ReadOutcome> {
    read_source(&mut Seekable::new(reader)?, options, visitor, alternative, findings)
}

fn read_source<S: Source>(
    source: &mut S,
    options: &Options,
    visitor: &mut dyn Visitor,
    alternative: Option<&mut Alternative<'_>>,
    findings: &mut Findings<'_>,
) -> io::Result<ReadOutcome> {
    match read_all(source, options, visitor, alternative, findings) {
        Ok(summary) => Ok(ReadOutcome::Readable(summary)),
        Err(Halt::Stop) => Ok(ReadOutcome::Unreadable),
        Err(Halt::Io(error)) => Err(error),
    }
}

fn read_all<S: Source>(
    source: &mut S,
    options: &Options,
    visitor: &mut dyn Visitor,
    alternative: Option<&mut Alternative<'_>>,
    findings: &mut Findings<'_>,
) -> Result<Summary, Halt> {
    check_archive_size(source.size(), options.limits(), findings)?;
    let end = read_end(source, options, findings)?;
    let mut reader = Reader::new(options, &end, findings);
    // Names are judged by what the archive is, which only the names tell: both judgements are made in one reading, and
    // one is dropped.
    let mut other = alternative.as_ref().map(|alternative| Reader::new(alternative.options, &end, findings));
    let read = directory::read(source, &end, &mut [Some(&mut reader), other.as_mut()]);
    if let Some((other, alternative)) = other.zip(alternative)
        && (alternative.is_shown_by)(&mut reader.directory.shown())
    {
        alternative.is_taken = true;
        let directory = other.finish(read, end.after_directory, findings)?;
        return read_content(source, &end, directory, alternative.options, alternative.visitor, findings);
    }
    let directory = reader.finish(read, end.after_directory, findings)?;
    read_content(source, &end, directory, options, visitor, findings)
}

fn read_content<S: Source>(
    source: &mut S,
    end: &End,
    mut directory: Directory,
    options: &Options,
    visitor: &mut dyn Visitor,
    findings: &mut Findings<'_>,
) -> Result<Summary, Halt> {
    layout::check(source, &mut directory, end, options, findings)?;
    if directory.broken {
        return Err(Halt::Stop);
    }
    directory.ledger.judge(options, findings);
    if options.readers().are_unzipped {
        directory::report_stop(&directory, findings);
    }
    payload::show(source, (&mut directory, end.zip64), options, visitor, findings)
}

fn read_end<S: Source>(source: &mut S, options: &Options, findings: &mut Findings<'_>) -> Result<End, Halt> {
    let padding = options.limits().padding().0;
    let most = to_usize(padding).saturating_add(TAIL_BYTES);
    let head = source.exactly(0, HEAD_BYTES, 0)?.to_vec();
    let start = source.size().saturating_sub(to_u64(most));
    let size = source.size();
    let tail = Tail { bytes: source.exactly(start, most, 0)?, start, padding };
    let end = end::read(tail, &head).map_err(|error| report(error, &head, size, options, findings))?;
    let input = Location::input;
    // What `bsdtar --format zip -cf -` writes, in blocks as to a tape.
    if end.padding > 0 {
        let place = input().at_bytes(size - end.padding..size);
        let severity = if options.readers().take_zeros_after_end { Severity::Warning } else { Severity::Error };
        findings.add_as(severity, place, trailing(end.padding, true, options));
    }
    let allowed = options.limits().entries();
    if Count(end.entries) > allowed {
        findings.add(input(), finding!(LIMIT_ENTRY_COUNT { found: Count(end.entries), allowed }));
        return Err(Halt::Stop);
    }
    // `unzip` calls such a file empty and exits with 1; `java -jar` finds no manifest in it.
    if end.entries == 0 && end.directory == end.after_directory {
        findings.add(input(), finding!(ZIP_EMPTY {}));
        return Err(Halt::Stop);
    }
    Ok(end)
}

fn report(error: EndError, head: &[u8], size: u64, options: &Options, findings: &mut Findings<'_>) -> Stop {
    let input = Location::input();
    match error {
        EndError::Absent => {
            let found = Format::of(head);
            findings.add(input, finding!(WRONG_CONTAINER { expected: options.container(), found }));
        }
        EndError::CommentSignature => findings.add(input, finding!(ZIP_MULTIPLE_EOCD {})),
        EndError::Mismatch { field, found, expected } => {
            findings.add(input, finding!(ZIP_EOCD_MISMATCH { field, found, expected }));
        }
        EndError::MultiDisk(disk) => findings.add(input, finding!(ZIP_MULTI_DISK { disk })),
        EndError::Trailing(found, zeros) => {
            let place = input.at_bytes(size.saturating_sub(found)..size);
            findings.add(place, trailing(found, zeros, options));
        }
        EndError::Truncated => findings.add(input, finding!(ZIP_TRUNCATED { size: Bytes(size) })),
        EndError::Zip64Mismatch { field, found, expected } => {
            findings.add(input, finding!(ZIP_ZIP64_MISMATCH { field, found, expected }));
        }
    }
    Stop
}

/// What to say of so many bytes after the end record.
fn trailing(found: u64, zeros: bool, options: &Options) -> Finding {
    let what = if zeros { phrase!("zeros" / "零") } else { phrase!("data" / "数据") };
    let finding = finding!(ZIP_TRAILING_DATA { found: Bytes(found), zeros: what.standing_for(zeros) });
    let file = if options.container() == Container::Jar { "app.jar" } else { "app.zip" };
    finding.mended_by(phrase!(
        "cut off what was appended: `truncate -s -{found} {file}`" / "截去追加的内容：`truncate -s -{found} {file}`",
        found,
        file
    ))
}

/// Enough of a file to recognise its format.
const HEAD_BYTES: usize = 512;
/// End record with the longest comment, and the zip64 records before it.
const TAIL_BYTES: usize = end::END_BYTES + 0xffff + end::ZIP64_BYTES;
