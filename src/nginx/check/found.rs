//! What a walk came upon.

use super::fault::Fault;
use crate::nginx::files::{Files, Place};
use crate::nginx::syntax_error::SyntaxError;

/// What a walk came upon, in nginx's order.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) faults: Vec<(Place, Fault)>,
    pub(super) syntax_errors: Vec<(usize, SyntaxError)>,
    pub(super) misses_events: bool,
    /// What nginx would only warn of.
    pub(super) warnings: Vec<(Place, Fault)>,
    pub(super) unread_includes: Vec<(Place, Vec<u8>)>,
}

impl Found {
    /// Notes where reading of file `file` stops.
    pub(super) fn read_file(&mut self, files: &Files<'_>, file: usize) {
        let error = files.config(file).and_then(|config| config.syntax_error());
        self.syntax_errors.extend(error.map(|error| (file, error.clone())));
    }

    pub(super) fn is_clean(&self) -> bool {
        self.faults.is_empty() && self.syntax_errors.is_empty()
    }

    /// Whether no more faults are kept.
    pub(super) fn is_full(&self) -> bool {
        self.faults.len() >= MOST_FAULTS
    }
}

/// A walk ends after so many faults.
const MOST_FAULTS: usize = 1000;
