//! Packages of Node.js apps.

use serde::Serialize;

use super::archive::{Entry, Want};
use super::files::Files;
use super::inspector::Context;
use crate::diagnostic::Findings;

/// What a Node.js package says of itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct NodeFacts {}

/// Files whose content decides how the package runs.
pub(super) const DECIDING: [&str; 1] = ["package.json"];

/// How much of an entry is kept.
pub(super) fn want(entry: &Entry) -> Want {
    if DECIDING.contains(&entry.path.as_str()) { Want::Whole } else { Want::Nothing }
}

/// Judges the package by the rules of its framework.
pub(super) fn judge(files: &Files, context: &Context<'_>, findings: &mut Findings<'_>) -> NodeFacts {
    let _ = (files, context, findings);
    NodeFacts::default()
}
