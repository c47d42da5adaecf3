//! Values as blocks inherit them.

use super::blocks::Blocks;
use super::number;
use crate::nginx::files::{Files, Place};

/// The blocks of a file that was read, and the words of their directives.
#[derive(Clone, Copy)]
pub(super) struct Inherited<'w> {
    pub(super) files: &'w Files<'w>,
    pub(super) blocks: &'w Blocks,
}

impl<'w> Inherited<'w> {
    pub(super) fn argument(&self, place: Place, index: usize) -> &'w [u8] {
        self.files.argument(place, index)
    }

    /// The argument `index` of the directive at `place` as a size.
    pub(super) fn size(&self, place: Option<Place>, index: usize) -> Option<i64> {
        number::size(self.argument(place?, index))
    }

    /// The directive that sets one of `slots` in the object itself.
    pub(super) fn own(&self, object: usize, slots: &[u16]) -> Option<Place> {
        self.blocks.own(object, slots)
    }

    /// The directive whose value the object has.
    pub(super) fn value(&self, object: usize, slots: &[u16]) -> Option<Place> {
        self.blocks.value(object, slots)
    }

    /// The same for a directive that may be repeated.
    pub(super) fn all(&self, object: usize, slots: &[u16]) -> Vec<Place> {
        self.blocks.all(object, slots)
    }

    /// Whether a flag is on in an object.
    pub(super) fn is_on(&self, object: usize, slots: &[u16]) -> bool {
        self.value(object, slots).is_some_and(|place| self.argument(place, 0).eq_ignore_ascii_case(b"on"))
    }
}
