//! Content on its way to a visitor, in the pieces that it requested.

use super::entry::Entry;
use super::limits::{Bytes, Limits};
use super::rules::limit::LIMIT_SMALL_FILE;
use super::size::{to_u64, to_usize};
use super::visit::{Visitor, Want};
use crate::diagnostic::{Findings, Location};
use crate::finding;

/// What is still to be delivered of one file.
#[derive(Debug, Default)]
pub(super) struct Delivery {
    mode: Mode,
    buffer: Vec<u8>,
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
enum Mode {
    #[default]
    Done,
    /// One piece of so many bytes, at once.
    Piece(usize),
    /// One piece of so many bytes, when all of it is checked.
    CheckedPiece,
    Stream,
}

impl Delivery {
    /// Begins a file, of which the visitor wants `want`.
    pub(super) fn begin(&mut self, want: Want, entry: &Entry, limits: &Limits, findings: &mut Findings<'_>) {
        self.buffer.clear();
        self.mode = match want {
            Want::Nothing => Mode::Done,
            Want::Head(bytes) => {
                let most = Bytes(to_u64(bytes)).min(limits.small_file()).min(entry.size);
                Mode::Piece(to_usize(most.0))
            }
            Want::Whole if entry.size > limits.small_file() => {
                let name = entry.path.as_str().to_owned();
                let place = Location::entry(name.as_str()).at_bytes(entry.offset..entry.offset);
                findings
                    .add(place, finding!(LIMIT_SMALL_FILE { name, found: entry.size, allowed: limits.small_file() }));
                Mode::Done
            }
            Want::Whole => Mode::CheckedPiece,
            Want::Everything => Mode::Stream,
        };
    }

    /// Whether more content is wanted.
    pub(super) fn is_open(&self) -> bool {
        self.mode != Mode::Done
    }

    /// Whether all content is wanted, and so has to be checked.
    pub(super) fn is_whole(&self) -> bool {
        matches!(self.mode, Mode::CheckedPiece | Mode::Stream)
    }

    /// How many bytes are still wanted.
    pub(super) fn missing(&self) -> usize {
        match self.mode {
            Mode::Done => 0,
            // An inflater has to be given room for a byte even when none is wanted.
            Mode::Piece(length) => length.saturating_sub(self.buffer.len()).max(1),
            Mode::CheckedPiece | Mode::Stream => usize::MAX,
        }
    }

    /// The next bytes of the file.
    pub(super) fn push(&mut self, bytes: &[u8], entry: &Entry, visitor: &mut dyn Visitor) {
        match self.mode {
            Mode::Done => {}
            Mode::Stream if bytes.is_empty() => {}
            Mode::Stream => visitor.content(entry, bytes),
            Mode::CheckedPiece => self.buffer.extend_from_slice(bytes),
            Mode::Piece(length) => {
                // All of it in one piece, as mostly: no copy is made.
                if let (true, Some(head)) = (self.buffer.is_empty(), bytes.get(..length)) {
                    visitor.content(entry, head);
                    self.close(entry, visitor);
                    return;
                }
                let missing = length.saturating_sub(self.buffer.len());
                self.buffer.extend_from_slice(bytes.get(..missing).unwrap_or(bytes));
                if self.buffer.len() >= length {
                    visitor.content(entry, &self.buffer);
                    self.close(entry, visitor);
                }
            }
        }
    }

    /// The file has ended and is sound.
    pub(super) fn end(&mut self, entry: &Entry, visitor: &mut dyn Visitor) {
        match self.mode {
            Mode::Done => return,
            Mode::CheckedPiece | Mode::Piece(_) => visitor.content(entry, &self.buffer),
            Mode::Stream => {}
        }
        self.close(entry, visitor);
    }

    /// The file is damaged: nothing more arrives.
    pub(super) fn abort(&mut self) {
        self.mode = Mode::Done;
    }

    fn close(&mut self, entry: &Entry, visitor: &mut dyn Visitor) {
        visitor.end(entry);
        self.mode = Mode::Done;
        self.buffer.clear();
        self.buffer.shrink_to(KEPT_BYTES);
    }
}

/// What the buffer keeps for the next file.
const KEPT_BYTES: usize = 1 << 16;
