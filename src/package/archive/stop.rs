//! Why reading ended early.

use std::io;

/// Reading cannot go on; the reason is among the findings.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Stop;

/// Reading cannot go on.
#[derive(Debug)]
pub(super) enum Halt {
    /// The source failed.
    Io(io::Error),
    /// The archive is at fault; the reason is among the findings.
    Stop,
}

impl From<Stop> for Halt {
    fn from(_: Stop) -> Self {
        Self::Stop
    }
}

impl From<io::Error> for Halt {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
