//! Packages of PHP apps.

mod buildpack;
pub mod rules;
mod settings;
mod web_root;

use serde::Serialize;

use super::archive::{Entry, Want};
use super::files::Files;
use super::inspector::Context;
use crate::app::AppEntry;
use crate::diagnostic::{Findings, Location, Source};

pub use buildpack::{Buildpack, BuildpackFault, FaultKind, Setting};

/// What a PHP package says of itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PhpFacts {
    /// Directory that nginx serves; `None` when `_buildpack` names one that cannot be served.
    pub app_entry: Option<AppEntry>,
}

/// Files whose content decides how the package runs.
pub(super) const DECIDING: [&str; 1] = [Buildpack::FILE];

/// How much of an entry is kept.
pub(super) fn want(entry: &Entry) -> Want {
    if DECIDING.contains(&entry.path.as_str()) { Want::Whole } else { Want::Nothing }
}

/// Judges the package by the rules of its framework.
pub(super) fn judge(files: &Files, context: &Context<'_>, findings: &mut Findings<'_>) -> PhpFacts {
    let text = files.content(Buildpack::FILE).unwrap_or_default();
    let source = Source::new(Location::entry(Buildpack::FILE), text);
    let buildpack = Buildpack::parse(text);
    settings::judge(&buildpack, &source, findings);
    PhpFacts { app_entry: web_root::judge(files, &buildpack, &source, context, findings) }
}
