//! The verdict on a package while it arrives.

use std::io::{self, Read, Seek};

use super::{Gate, Verdict};
use crate::package::Arrival as Arriving;
use crate::package::archive::Progress;

/// A package that goes through the gate while it arrives, in pieces of any size, as [`Gate::arrival`] begins it.
///
/// Its first bytes say what it is. A tgz is judged piece by piece and need not be kept. The directory of a ZIP or JAR is
/// at its end, so that its bytes have to be kept until then. Either way the verdict is that of [`Gate::inspect`].
///
/// # Examples
///
/// ```
/// use std::io::Cursor;
///
/// use cloudapp::app::{Framework, Policy, Timestamp};
/// use cloudapp::gate::{Arrival, Gate};
/// use cloudapp::package::Inspector;
/// use cloudapp::package::archive::Progress;
///
/// fn gate() -> Gate<'static> {
///     let policy = Policy::default();
///     let inspector = Inspector::new(&policy).framework(Framework::NodeJs);
///     Gate::new(inspector, Timestamp::UNIX_EPOCH).into_owned()
/// }
///
/// let mut arrival: Arrival<'static> = gate().arrival();
/// let mut kept = Vec::new();
/// for piece in [b"\x1f\x8b".as_slice(), b"no gzip"] {
///     if arrival.feed(piece) == Progress::Stopped {
///         break;
///     }
///     if arrival.needs_whole() {
///         kept.extend_from_slice(piece);
///     }
/// }
/// assert!(kept.is_empty());
/// assert!(arrival.finish(Cursor::new(kept))?.is_err());
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Arrival<'a> {
    gate: Gate<'a>,
    reading: Reading<'a>,
}

#[derive(Debug)]
enum Reading<'a> {
    /// Too little has come to say what it is.
    Start(Vec<u8>),
    /// It is judged as it comes.
    AsItComes(Box<Arriving<'a>>),
    /// It is judged at its end.
    AtItsEnd,
}

impl<'a> Gate<'a> {
    /// Begins the judgement of a package of which nothing has arrived.
    #[must_use]
    pub fn arrival(self) -> Arrival<'a> {
        Arrival { gate: self, reading: Reading::Start(Vec::new()) }
    }
}

impl Arrival<'_> {
    /// The next bytes have arrived. Once this says [`Progress::Stopped`] the package is unreadable, whatever follows.
    pub fn feed(&mut self, bytes: &[u8]) -> Progress {
        match &mut self.reading {
            Reading::Start(start) => {
                start.extend_from_slice(bytes);
                let inspector = &self.gate.inspector;
                if start.len() < START {
                    return Progress::More;
                }
                if !inspector.reads_as_it_comes(start) {
                    self.reading = Reading::AtItsEnd;
                    return Progress::More;
                }
                let mut arriving = Box::new(inspector.arrival());
                let progress = arriving.feed(start);
                self.reading = Reading::AsItComes(arriving);
                progress
            }
            Reading::AsItComes(arriving) => arriving.feed(bytes),
            Reading::AtItsEnd => Progress::More,
        }
    }

    /// Whether [`finish`](Self::finish) may have to read the package: its bytes up to here are to be kept.
    #[must_use]
    pub const fn needs_whole(&self) -> bool {
        !matches!(self.reading, Reading::AsItComes(_))
    }

    /// The package has ended, or its reading has stopped: the verdict. `kept` is read only while
    /// [`needs_whole`](Self::needs_whole) says so. A package that was cut off is unreadable.
    ///
    /// # Errors
    ///
    /// Only those of `kept`. A package that may not be released is the inner `Err`.
    pub fn finish<R: Read + Seek>(self, kept: R) -> io::Result<Verdict> {
        let Self { gate, reading } = self;
        match reading {
            Reading::Start(start) => Ok(gate.inspect_bytes(&start)),
            Reading::AsItComes(arriving) => Ok(gate.admit(arriving.finish())),
            Reading::AtItsEnd => gate.inspect(kept),
        }
    }
}

/// What tells a gzip from a ZIP.
const START: usize = 2;
