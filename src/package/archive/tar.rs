//! tar compressed with gzip, read as it comes.

mod header;
mod number;
mod pax;
mod walk;

use std::fmt;
use std::io::{self, Read};

use super::format::Format;
use super::gzip::{self, Gunzip};
use super::options::Options;
use super::rules::path::WRONG_CONTAINER;
use super::stop::Stop;
use super::visit::{ReadOutcome, Visitor};
use crate::diagnostic::{Findings, Location};
use crate::finding;
use walk::Walk;

/// A tgz that is pushed in, in pieces of any size. Memory is constant but for the names.
///
/// # Examples
///
/// ```
/// use cloudapp::app::Container;
/// use cloudapp::diagnostic::{Findings, Levels};
/// use cloudapp::package::archive::{Entry, Options, ReadOutcome, Tgz, Visitor, Want};
///
/// struct Nothing;
/// impl Visitor for Nothing {
///     fn entry(&mut self, _: &Entry) -> Want { Want::Nothing }
/// }
///
/// let levels = Levels::default();
/// let mut findings = Findings::new(&levels);
/// let mut tgz = Tgz::new(&Options::new(Container::Tgz));
/// for piece in [&b"7z\xbc\xaf"[..], b"\x27\x1c"] {
///     tgz.feed(piece, &mut Nothing, &mut findings);
/// }
/// assert_eq!(tgz.finish(&mut findings), ReadOutcome::Unreadable);
/// assert_eq!(findings.finish().diagnostics()[0].rule().id, "package/wrong-container");
/// ```
pub struct Tgz {
    options: Options,
    gunzip: Gunzip,
    walk: Walk,
    /// The start of the input until it is known to be gzip.
    start: Vec<u8>,
    state: State,
}

/// Without what has arrived, which may hold secrets.
impl fmt::Debug for Tgz {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tgz").field("options", &self.options).field("state", &self.state).finish_non_exhaustive()
    }
}

/// Whether more bytes can change the outcome.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Progress {
    /// They can.
    More,
    /// They cannot: the archive is unreadable, and the findings say why.
    Stopped,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum State {
    Start,
    Gzip,
    Foreign,
    Stopped,
}

impl Tgz {
    /// A tgz of which nothing has arrived.
    #[must_use]
    pub fn new(options: &Options) -> Self {
        Self {
            options: options.clone(),
            gunzip: Gunzip::new(options.limits()),
            walk: Walk::new(options),
            start: Vec::new(),
            state: State::Start,
        }
    }

    /// The next bytes have arrived.
    pub fn feed(&mut self, bytes: &[u8], visitor: &mut dyn Visitor, findings: &mut Findings<'_>) -> Progress {
        match self.state {
            State::Stopped => return Progress::Stopped,
            State::Gzip => self.unpack(bytes, visitor, findings),
            State::Foreign => {
                self.keep_start(bytes);
            }
            State::Start => {
                let kept = self.keep_start(bytes);
                match self.start.as_slice() {
                    // One byte may still become either.
                    [] | [_] => {}
                    [one, two, ..] if (*one, *two) == gzip::MAGIC => {
                        self.state = State::Gzip;
                        let start = std::mem::take(&mut self.start);
                        self.unpack(&start, visitor, findings);
                        self.unpack(bytes.get(kept..).unwrap_or_default(), visitor, findings);
                    }
                    _ => self.state = State::Foreign,
                }
            }
        }
        if self.state == State::Foreign && self.start.len() >= HEAD_BYTES {
            self.wrong_container(findings);
        }
        if self.state == State::Stopped { Progress::Stopped } else { Progress::More }
    }

    /// The input has ended.
    pub fn finish(mut self, findings: &mut Findings<'_>) -> ReadOutcome {
        match self.state {
            State::Stopped => ReadOutcome::Unreadable,
            State::Start | State::Foreign => {
                self.wrong_container(findings);
                ReadOutcome::Unreadable
            }
            State::Gzip => {
                let packed = self.gunzip.packed();
                let gzip = self.gunzip.finish(findings);
                let tar = gzip.and_then(|()| self.walk.finish(packed, findings));
                tar.map_or(ReadOutcome::Unreadable, ReadOutcome::Readable)
            }
        }
    }

    fn unpack(&mut self, mut bytes: &[u8], visitor: &mut dyn Visitor, findings: &mut Findings<'_>) {
        while !bytes.is_empty() && self.state == State::Gzip {
            let walked = match self.gunzip.step(&mut bytes, findings) {
                Ok(unpacked) => self.walk.push(unpacked, visitor, findings),
                Err(stop) => Err(stop),
            };
            if walked == Err(Stop) {
                self.state = State::Stopped;
            }
        }
    }

    /// How many bytes were kept.
    fn keep_start(&mut self, bytes: &[u8]) -> usize {
        let missing = HEAD_BYTES.saturating_sub(self.start.len());
        let kept = bytes.get(..missing).unwrap_or(bytes);
        self.start.extend_from_slice(kept);
        kept.len()
    }

    fn wrong_container(&mut self, findings: &mut Findings<'_>) {
        let finding = finding!(WRONG_CONTAINER { expected: self.options.container(), found: Format::of(&self.start) });
        findings.add(Location::input(), finding);
        self.state = State::Stopped;
    }
}

/// Reads a tgz from `source` to its end.
pub(super) fn read<R: Read>(
    mut source: R,
    options: &Options,
    visitor: &mut dyn Visitor,
    findings: &mut Findings<'_>,
) -> io::Result<ReadOutcome> {
    let mut tgz = Tgz::new(options);
    let mut buffer = vec![0; INPUT_BYTES];
    loop {
        let length = match source.read(&mut buffer) {
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let bytes = buffer.get(..length).unwrap_or_default();
        if bytes.is_empty() || tgz.feed(bytes, visitor, findings) == Progress::Stopped {
            return Ok(tgz.finish(findings));
        }
    }
}

/// Enough of a file to recognise its format.
const HEAD_BYTES: usize = 512;
const INPUT_BYTES: usize = 1 << 16;
