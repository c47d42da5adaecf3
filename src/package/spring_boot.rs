//! Packages of Spring Boot apps.
//!
//! A JAR is judged as `java -jar` and Spring Boot's launcher would take it: its [`Manifest`], the [`Layout`] that the
//! launcher expects, and the [`ClassVersion`] of the application's classes.

mod artifact;
mod boot;
mod class_file;
mod classes;
mod configuration;
mod facts;
mod launch;
mod launcher;
mod layout;
mod libraries;
mod manifest;
mod rules;
mod serving;

pub use boot::{BootVersion, BootVersionError};
#[doc(hidden)] // for tests and fuzz targets, as are configuration and manifest
pub use class_file::ClassVersion;
#[doc(hidden)]
pub use configuration::{Configuration, Environment, Refusal, Setting, UnreadableFile, Value};
pub use facts::{ServerPort, SpringBootFacts};
pub use layout::Layout;
pub(super) use libraries::{Libraries, Scan};
#[doc(hidden)]
pub use manifest::{Attribute, Manifest, ManifestError, ManifestFault};
pub use rules::RULES;

use super::archive::{Entry, Want};
use super::context::Context;
use super::files::Files;
use crate::diagnostic::Findings;

/// Files whose content decides how the package runs.
pub(super) const DECIDING: [&str; 1] = [Manifest::ENTRY];

/// How much of an entry is kept.
pub(super) fn want(entry: &Entry) -> Want {
    let path = entry.path.as_str();
    if path == Manifest::ENTRY || serving::is_wanted(path) {
        Want::Whole
    } else if class_file::is_class(path) || Layout::is_library(path) {
        Want::Head(class_file::HEADER)
    } else if serving::may_be_imported(path)
        && usize::try_from(entry.size.0).is_ok_and(|size| size <= serving::IMPORTED_BYTES)
    {
        Want::Head(serving::IMPORTED_BYTES)
    } else {
        Want::Nothing
    }
}

/// Judges the package by the rules of its framework.
pub(super) fn judge(
    files: &Files,
    libraries: Option<&Libraries>,
    context: &Context<'_>,
    findings: &mut Findings<'_>,
) -> SpringBootFacts {
    let mut facts = SpringBootFacts::default();
    if launch::judge(files, libraries, context, findings, &mut facts) {
        classes::judge(files, libraries, context, findings, &mut facts);
        serving::judge(files, context, findings, &mut facts);
    }
    facts
}
