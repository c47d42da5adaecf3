//! Ranges of a ZIP, from memory or from something that seeks.

use crate::package::archive::size::{to_u64, to_usize};
use std::io::{self, Read, Seek, SeekFrom};

/// Bytes that can be read at any offset.
pub(super) trait Source {
    /// How many there are.
    fn size(&self) -> u64;

    /// At least `least` and at most `most` bytes from `at` on, fewer only at the end of the source.
    fn range(&mut self, at: u64, least: usize, most: usize) -> io::Result<&[u8]>;

    /// How many of `left` bytes to ask for: many when all of them will be read, few when the first may be enough.
    fn piece(&self, left: u64, all: bool) -> usize;

    /// Exactly `length` bytes from `at` on; fewer only at the end of the source.
    fn exactly(&mut self, at: u64, length: usize, ahead: usize) -> io::Result<&[u8]> {
        let bytes = self.range(at, length, length.max(ahead))?;
        Ok(bytes.get(..length).unwrap_or(bytes))
    }
}

/// An archive in memory.
pub(super) struct Memory<'a>(pub(super) &'a [u8]);

impl Source for Memory<'_> {
    fn size(&self) -> u64 {
        to_u64(self.0.len())
    }

    fn range(&mut self, at: u64, _: usize, most: usize) -> io::Result<&[u8]> {
        let start = to_usize(at).min(self.0.len());
        let end = start.saturating_add(most).min(self.0.len());
        Ok(self.0.get(start..end).unwrap_or_default())
    }

    fn piece(&self, left: u64, _: bool) -> usize {
        to_usize(left)
    }
}

/// An archive in a file or the like, read through one buffer.
pub(super) struct Seekable<R> {
    reader: R,
    size: u64,
    buffer: Vec<u8>,
    /// Offset of `buffer`.
    start: u64,
    /// Offset of the reader, when it is known.
    position: Option<u64>,
}

impl<R: Read + Seek> Seekable<R> {
    pub(super) fn new(mut reader: R) -> io::Result<Self> {
        // The length that the source itself states; what an archive claims is compared with it.
        let size = reader.seek(SeekFrom::End(0))?;
        Ok(Self { reader, size, buffer: Vec::new(), start: 0, position: None })
    }

    fn fill(&mut self, at: u64, length: usize) -> io::Result<()> {
        if self.position != Some(at) {
            self.reader.seek(SeekFrom::Start(at))?;
        }
        // A read that fails leaves the reader at an unknown place.
        self.position = None;
        self.buffer.resize(length, 0);
        let read = self.reader.read_exact(&mut self.buffer);
        if read.is_err() {
            self.buffer.clear();
        }
        read?;
        self.start = at;
        self.position = u64::try_from(length).ok().map(|length| at + length);
        Ok(())
    }
}

impl<R: Read + Seek> Source for Seekable<R> {
    fn size(&self) -> u64 {
        self.size
    }

    fn range(&mut self, at: u64, least: usize, most: usize) -> io::Result<&[u8]> {
        let rest = to_usize(self.size.saturating_sub(at));
        let (least, most) = (least.min(rest), most.min(rest));
        let inside = |start: u64, length: usize| {
            let skipped = usize::try_from(at.checked_sub(start)?).ok()?;
            if length.checked_sub(skipped)? >= least { Some(skipped) } else { None }
        };
        let skipped = if let Some(skipped) = inside(self.start, self.buffer.len()) {
            skipped
        } else {
            self.fill(at, most)?;
            0
        };
        let bytes = self.buffer.get(skipped..).unwrap_or_default();
        Ok(bytes.get(..most).unwrap_or(bytes))
    }

    fn piece(&self, left: u64, all: bool) -> usize {
        to_usize(left).min(if all { PIECE_BYTES } else { FIRST_BYTES })
    }
}

const PIECE_BYTES: usize = 1 << 16;
/// Enough for the block header of a deflate stream and what follows it.
const FIRST_BYTES: usize = 1 << 10;
