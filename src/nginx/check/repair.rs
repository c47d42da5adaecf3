//! Faults that break more than their own statement: characters that look like others, open quotes and blocks, and a part
//! of a file that stands for the whole.
//!
//! nginx stops somewhere behind such a fault, and most of what would be found after it follows from it. A repair changes
//! the text so that the rest can be read as it was meant.

mod characters;
mod structure;

use super::edits::Edits;
use super::found::Found;
use super::trial::{Key, Keys, Trial, keys};
use crate::diagnostic::{Language, Phrase};
use crate::nginx::syntax_error::SyntaxError;
use crate::nginx::tree::Tree;

pub(super) use characters::Line;

/// A cause of faults, and the edits that take it away.
pub(super) struct Repair {
    pub(super) cause: Cause,
    pub(super) edits: Edits,
    /// Whether the edits may be made unseen.
    pub(super) safe: bool,
    /// What is found once they are made.
    pub(super) after: Keys,
}

/// What was wrong.
pub(super) enum Cause {
    /// Characters that look like others, line by line.
    Characters(Vec<Line>),
    /// What is to be said of the first fault that follows from it.
    Structure(Phrase),
}

/// The first cause that explains what nginx would stop at in file 0 of `tree`.
pub(super) fn repair(tree: &Tree<'_>, found: &Found, trial: &Trial<'_>) -> Option<Repair> {
    let before = keys(found);
    characters::repair(tree, found, trial, &before).or_else(|| structure::repair(tree, found, trial, &before))
}

/// What a syntax error is counted as.
fn key_of(error: &SyntaxError) -> Key {
    Key::of_syntax(&error.phrase().text(Language::English))
}
