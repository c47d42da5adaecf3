//! A directive and the block it is in: what a reader gets.

use crate::nginx::config::Directive;
use crate::nginx::context::Context;
use crate::nginx::directives::{Definition, Level};
use crate::nginx::files::Place;

/// A directive and the block it is in.
#[derive(Clone, Copy)]
pub(super) struct Statement<'a, 's> {
    pub(super) place: Place,
    pub(super) directive: Directive<'a>,
    pub(super) definition: &'static Definition,
    /// The words, the name first.
    pub(super) values: &'s [&'a [u8]],
    pub(super) frame: Frame,
}

impl<'a> Statement<'a, '_> {
    pub(super) fn name(&self) -> &'a [u8] {
        self.value(0)
    }

    /// The word `index`, the name being 0; empty past the last.
    pub(super) fn value(&self, index: usize) -> &'a [u8] {
        self.values.get(index).copied().unwrap_or_default()
    }

    pub(super) fn is_in_stream(&self) -> bool {
        self.frame.context.is_stream()
    }
}

/// The block around a directive.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) context: Context,
    /// The directive that opens the block; meaningless outside any block.
    pub(super) place: Place,
    /// The objects that directives of each level store into.
    pub(super) main: usize,
    pub(super) server: usize,
    pub(super) location: usize,
    /// Number of the server or upstream around.
    pub(super) scope: usize,
}

impl Frame {
    /// The object at `level`.
    pub(super) const fn at(&self, level: Level) -> usize {
        match level {
            Level::Main => self.main,
            Level::Server => self.server,
            Level::Location => self.location,
        }
    }
}
