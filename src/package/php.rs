//! Packages of PHP apps.

use serde::Serialize;

use super::archive::{Entry, Want};
use super::files::Files;
use super::inspector::Context;
use crate::diagnostic::Findings;

/// What a PHP package says of itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PhpFacts {}

/// Files whose content decides how the package runs.
pub(super) const DECIDING: [&str; 1] = ["_buildpack"];

/// How much of an entry is kept.
pub(super) fn want(entry: &Entry) -> Want {
    if DECIDING.contains(&entry.path.as_str()) { Want::Whole } else { Want::Nothing }
}

/// Judges the package by the rules of its framework.
pub(super) fn judge(files: &Files, context: &Context<'_>, findings: &mut Findings<'_>) -> PhpFacts {
    let _ = (files, context, findings);
    PhpFacts::default()
}
