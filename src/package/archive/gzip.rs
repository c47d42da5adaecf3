//! gzip members one after another, unpacked as bytes are pushed in.
//!
//! The framing is our own because readers of the usual crates stop after the first member or trip over padding.

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::limits::{Bytes, Count, Limits, Ratio};
use super::rules::gzip::{GZIP_BAD, GZIP_TRAILING_DATA, GzipFault};
use super::rules::limit::{LIMIT_ARCHIVE_SIZE, LIMIT_MEMBERS, LIMIT_RATIO, LIMIT_TOTAL_SIZE};
use super::size::{to_u64, to_usize};
use super::stop::Stop;
use crate::diagnostic::{Findings, Location, Severity};
use crate::finding;

/// The state between two pushes.
#[derive(Debug)]
pub(super) struct Gunzip {
    limits: Limits,
    state: State,
    inflate: Decompress,
    output: Box<[u8]>,
    /// What has arrived of the fixed parts of header and trailer.
    part: Vec<u8>,
    flags: u8,
    header_crc: Crc,
    content_crc: Crc,
    members: u64,
    packed: u64,
    unpacked: u64,
    padding: u64,
    /// Whether the inflater may have more to give without more input.
    full: bool,
    /// A fault to be reported once what came before it has been seen.
    pending: Option<Pending>,
}

/// A fault of the compressed data.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Pending {
    Data,
    Ratio(Ratio),
    TotalSize(Bytes),
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum State {
    /// The ten bytes that a member starts with.
    Fixed,
    ExtraLength,
    Extra(u16),
    /// A text that NUL ends, with the number of bytes that it may still have.
    Name(u32),
    Comment(u32),
    HeaderCrc,
    Body,
    Trailer,
    /// After a member: another one, padding or the end.
    Between,
    Padding,
}

impl Gunzip {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            limits: *limits,
            state: State::Fixed,
            inflate: Decompress::new(false),
            output: vec![0; OUTPUT_BYTES].into_boxed_slice(),
            part: Vec::with_capacity(FIXED_BYTES),
            flags: 0,
            header_crc: Crc::new(),
            content_crc: Crc::new(),
            members: 0,
            packed: 0,
            unpacked: 0,
            padding: 0,
            full: false,
            pending: None,
        }
    }

    /// Bytes taken so far.
    pub(super) const fn packed(&self) -> u64 {
        self.packed
    }

    /// Takes bytes off the front of `input` until there is output or `input` is empty.
    ///
    /// What comes out, and where it ends with a finding, does not depend on the pieces in which the input comes.
    pub(super) fn step(&mut self, input: &mut &[u8], findings: &mut Findings<'_>) -> Result<&[u8], Stop> {
        self.report_pending(findings)?;
        while !input.is_empty() {
            let room = self.limits.archive().0.saturating_sub(self.packed);
            let mut allowed = usize::try_from(room).ok().and_then(|room| input.get(..room)).unwrap_or(input);
            let given = allowed.len();
            if given == 0 {
                return check_archive_size(self.packed.saturating_add(1), &self.limits, findings).map(|()| &[][..]);
            }
            let produced = if self.state == State::Body {
                self.inflate(&mut allowed)
            } else {
                self.frame(&mut allowed, findings)?;
                0
            };
            *input = input.get(given - allowed.len()..).unwrap_or_default();
            if produced == 0 {
                self.report_pending(findings)?;
            } else {
                return Ok(self.output.get(..produced).unwrap_or_default());
            }
        }
        Ok(&[])
    }

    /// The input has ended.
    pub(super) fn finish(&mut self, findings: &mut Findings<'_>) -> Result<(), Stop> {
        self.report_pending(findings)?;
        match self.state {
            State::Between => Ok(()),
            State::Padding => {
                let found = Bytes(self.padding);
                let severity = if found > self.limits.padding() { Severity::Error } else { Severity::Warning };
                let place = self.place(self.padding);
                findings.add_as(severity, place, finding!(GZIP_TRAILING_DATA { found, zeros: true }));
                if severity == Severity::Error { Err(Stop) } else { Ok(()) }
            }
            _ => Err(self.bad(GzipFault::Truncated, findings)),
        }
    }

    /// How many bytes were unpacked. A fault is reported at the next step, so that those bytes are seen first.
    fn inflate(&mut self, input: &mut &[u8]) -> usize {
        // The ratio is taken at fixed places, so the input ends there, and what is unpacked up to there comes first.
        let drain = self.full && self.packed.is_multiple_of(RATIO_BYTES);
        let to_mark = if drain { 0 } else { RATIO_BYTES - self.packed % RATIO_BYTES };
        let piece = usize::try_from(to_mark).ok().and_then(|most| input.get(..most)).unwrap_or(input);
        let room = self.limits.unpacked().0.saturating_sub(self.unpacked);
        // One byte more than is allowed shows that there are more.
        let room = to_usize(room.saturating_add(1)).min(OUTPUT_BYTES);
        let before = (self.inflate.total_in(), self.inflate.total_out());
        let output = self.output.get_mut(..room).unwrap_or_default();
        let status = self.inflate.decompress(piece, output, FlushDecompress::None);
        let taken = self.inflate.total_in() - before.0;
        let given = self.inflate.total_out() - before.1;
        self.take(input, taken);
        self.unpacked += given;
        let mut produced = to_usize(given);
        self.full = produced == room;
        self.content_crc.update(self.output.get(..produced).unwrap_or_default());
        if self.unpacked > self.limits.unpacked().0 {
            self.pending = Some(Pending::TotalSize(Bytes(self.unpacked)));
            produced -= 1;
        }
        let ended = matches!(status, Ok(Status::StreamEnd));
        if ended || (!self.full && self.packed.is_multiple_of(RATIO_BYTES)) {
            self.check_ratio();
        }
        if ended {
            self.go(State::Trailer);
        } else if status.is_err() || (taken == 0 && given == 0 && !drain) {
            self.pending.get_or_insert(Pending::Data);
        }
        produced
    }

    fn check_ratio(&mut self) {
        let ratio = Ratio(self.unpacked / self.packed.max(1));
        if Bytes(self.unpacked) > self.limits.ratio_floor() && ratio > self.limits.ratio() {
            self.pending.get_or_insert(Pending::Ratio(ratio));
        }
    }

    fn report_pending(&self, findings: &mut Findings<'_>) -> Result<(), Stop> {
        let limits = &self.limits;
        match self.pending {
            None => return Ok(()),
            Some(Pending::Data) => findings.add(Location::input(), finding!(GZIP_BAD { fault: GzipFault::Data })),
            Some(Pending::Ratio(found)) => {
                let finding = finding!(LIMIT_RATIO { name: "*".to_owned(), found, allowed: limits.ratio() });
                findings.add(Location::input(), finding);
            }
            Some(Pending::TotalSize(found)) => {
                findings.add(Location::input(), finding!(LIMIT_TOTAL_SIZE { found, allowed: limits.unpacked() }));
            }
        }
        Err(Stop)
    }

    /// Everything but the compressed data.
    fn frame(&mut self, input: &mut &[u8], findings: &mut Findings<'_>) -> Result<(), Stop> {
        match self.state {
            State::Fixed => {
                if let Some(fixed) = self.collect(FIXED_BYTES, input) {
                    self.begin(&fixed, findings)?;
                }
            }
            State::ExtraLength => {
                if let Some(length) = self.collect(2, input) {
                    self.header_crc.update(&length);
                    self.go(State::Extra(number(&length).try_into().unwrap_or_default()));
                }
            }
            State::Extra(left) => {
                let here = input.len().min(usize::from(left));
                self.header_crc.update(input.get(..here).unwrap_or_default());
                self.take(input, to_u64(here));
                let left = left.saturating_sub(u16::try_from(here).unwrap_or(u16::MAX));
                if left == 0 { self.after_extra() } else { self.state = State::Extra(left) }
            }
            State::Name(left) => match self.text(left, input, findings)? {
                Some(left) => self.state = State::Name(left),
                None => self.after_name(),
            },
            State::Comment(left) => match self.text(left, input, findings)? {
                Some(left) => self.state = State::Comment(left),
                None => self.after_comment(),
            },
            State::HeaderCrc => {
                if let Some(crc) = self.collect(2, input) {
                    // The two low bytes of the CRC-32 (RFC 1952, 2.3.1).
                    if number(&crc) != self.header_crc.sum() & 0xffff {
                        return Err(self.bad(GzipFault::HeaderChecksum, findings));
                    }
                    self.go(State::Body);
                }
            }
            State::Trailer => {
                if let Some(trailer) = self.collect(TRAILER_BYTES, input) {
                    self.end(&trailer, findings)?;
                }
            }
            State::Between => match input.first() {
                // gzip(1) passes over zeros after a member, as a tape's last block has them.
                Some(0) => self.go(State::Padding),
                // Members one after another unpack as one (RFC 1952, 2.2).
                Some(first) if *first == MAGIC.0 => self.go(State::Fixed),
                _ => {
                    let finding = finding!(GZIP_TRAILING_DATA { found: Bytes(1), zeros: false });
                    findings.add(self.place(0), finding);
                    return Err(Stop);
                }
            },
            State::Padding => self.pad(input, findings)?,
            State::Body => {}
        }
        Ok(())
    }

    fn begin(&mut self, fixed: &[u8], findings: &mut Findings<'_>) -> Result<(), Stop> {
        let [one, two, method, flags, ..] = fixed else { return Err(Stop) };
        // The first byte alone let it through.
        if (*one, *two) != MAGIC {
            let finding = finding!(GZIP_TRAILING_DATA { found: Bytes(to_u64(fixed.len())), zeros: false });
            findings.add(self.place(to_u64(fixed.len())), finding);
            return Err(Stop);
        }
        self.members += 1;
        if Count(self.members) > self.limits.members() {
            let finding = finding!(LIMIT_MEMBERS { found: Count(self.members), allowed: self.limits.members() });
            findings.add(self.place(to_u64(fixed.len())), finding);
            return Err(Stop);
        }
        if *method != DEFLATE {
            return Err(self.bad(GzipFault::Method, findings));
        }
        // RFC 1952, 2.3.1.2: a reader must refuse what it does not know.
        if flags & RESERVED_FLAGS != 0 {
            return Err(self.bad(GzipFault::Flags, findings));
        }
        self.flags = *flags;
        self.header_crc.reset();
        self.header_crc.update(fixed);
        self.content_crc.reset();
        // Each member is a deflate stream of its own.
        self.inflate.reset(false);
        // The order of what may follow is fixed: extra field, name, comment, checksum.
        if flags & EXTRA != 0 {
            self.go(State::ExtraLength);
        } else {
            self.after_extra();
        }
        Ok(())
    }

    fn after_extra(&mut self) {
        if self.flags & NAME != 0 { self.go(State::Name(MAX_TEXT)) } else { self.after_name() }
    }

    fn after_name(&mut self) {
        if self.flags & COMMENT != 0 { self.go(State::Comment(MAX_TEXT)) } else { self.after_comment() }
    }

    fn after_comment(&mut self) {
        self.go(if self.flags & HEADER_CRC != 0 { State::HeaderCrc } else { State::Body });
    }

    /// How many bytes a text may still have; `None` when it has ended.
    fn text(&mut self, left: u32, input: &mut &[u8], findings: &mut Findings<'_>) -> Result<Option<u32>, Stop> {
        let end = input.iter().position(|byte| *byte == 0);
        let here = end.map_or(input.len(), |end| end + 1);
        self.header_crc.update(input.get(..here).unwrap_or_default());
        self.take(input, to_u64(here));
        match (end, left.checked_sub(u32::try_from(here).unwrap_or(u32::MAX))) {
            // RFC 1952 sets no bound on name and comment, which zeros alone end.
            (_, None) => Err(self.bad(GzipFault::Header, findings)),
            (Some(_), _) => Ok(None),
            (None, left) => Ok(left),
        }
    }

    fn end(&mut self, trailer: &[u8], findings: &mut Findings<'_>) -> Result<(), Stop> {
        let (crc, length) = trailer.split_at_checked(4).unwrap_or_default();
        if number(crc) != self.content_crc.sum() {
            return Err(self.bad(GzipFault::Checksum, findings));
        }
        // ISIZE is the length modulo 2³².
        if number(length) != self.content_crc.amount() {
            return Err(self.bad(GzipFault::Length, findings));
        }
        self.go(State::Between);
        Ok(())
    }

    fn pad(&mut self, input: &mut &[u8], findings: &mut Findings<'_>) -> Result<(), Stop> {
        let zeros = input.iter().take_while(|byte| **byte == 0).count();
        self.padding += to_u64(zeros);
        self.take(input, to_u64(zeros));
        if input.is_empty() {
            return Ok(());
        }
        let found = Bytes(self.padding + 1);
        findings.add(self.place(self.padding), finding!(GZIP_TRAILING_DATA { found, zeros: false }));
        Err(Stop)
    }

    /// The next `length` bytes, once all of them have arrived.
    fn collect(&mut self, length: usize, input: &mut &[u8]) -> Option<Vec<u8>> {
        let here = input.len().min(length.saturating_sub(self.part.len()));
        self.part.extend_from_slice(input.get(..here).unwrap_or_default());
        self.take(input, to_u64(here));
        if self.part.len() == length { Some(std::mem::take(&mut self.part)) } else { None }
    }

    fn take(&mut self, input: &mut &[u8], count: u64) {
        *input = usize::try_from(count).ok().and_then(|count| input.get(count..)).unwrap_or_default();
        self.packed += count;
    }

    fn go(&mut self, state: State) {
        self.part.clear();
        self.state = state;
    }

    fn bad(&self, fault: GzipFault, findings: &mut Findings<'_>) -> Stop {
        findings.add(self.place(0), finding!(GZIP_BAD { fault }));
        Stop
    }

    /// The last `length` bytes that were taken.
    fn place(&self, length: u64) -> Location {
        Location::input().at_bytes(self.packed.saturating_sub(length)..self.packed)
    }
}

/// Reports an archive that is too big.
pub(super) fn check_archive_size(size: u64, limits: &Limits, findings: &mut Findings<'_>) -> Result<(), Stop> {
    if Bytes(size) <= limits.archive() {
        return Ok(());
    }
    let finding = finding!(LIMIT_ARCHIVE_SIZE { found: Bytes(size), allowed: limits.archive() });
    findings.add(Location::input(), finding);
    Err(Stop)
}

fn number(little_endian: &[u8]) -> u32 {
    little_endian.iter().rev().fold(0, |number, byte| (number << 8) | u32::from(*byte))
}

/// What every member starts with.
pub(super) const MAGIC: (u8, u8) = (0x1f, 0x8b);
const DEFLATE: u8 = 8;
const HEADER_CRC: u8 = 2;
const EXTRA: u8 = 4;
const NAME: u8 = 8;
const COMMENT: u8 = 16;
const RESERVED_FLAGS: u8 = 0xe0;
const FIXED_BYTES: usize = 10;
const TRAILER_BYTES: usize = 8;
/// File name and comment in a member's header.
const MAX_TEXT: u32 = 1 << 16;
/// Bytes unpacked at a time: the more, the less often the inflater copies its window of 32 KiB.
const OUTPUT_BYTES: usize = 1 << 18;
/// How often the ratio is taken, in packed bytes.
const RATIO_BYTES: u64 = 1 << 16;
