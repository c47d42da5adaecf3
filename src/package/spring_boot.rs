//! Packages of Spring Boot apps.
//!
//! A JAR is judged as `java -jar` and Spring Boot's launcher would take it: its [`Manifest`], the [`Layout`] that the
//! launcher expects, and the [`ClassVersion`] of the application's classes.

mod application;
mod artifact;
mod boot;
mod class_file;
mod classes;
mod configuration;
mod constant_pool;
mod facts;
mod launch;
mod launcher;
mod layout;
mod libraries;
mod main_class;
mod manifest;
mod reach;
mod rules;
mod scan;
mod serving;
mod signatures;

pub use boot::{BootVersion, BootVersionError};
#[doc(hidden)] // for tests and fuzz targets, as are configuration and manifest
pub use class_file::ClassVersion;
#[doc(hidden)]
pub use configuration::{Configuration, Environment, Refusal, Setting, UnreadableFile, Value};
pub use facts::{ServerPort, SpringBootFacts};
pub use layout::Layout;
#[doc(hidden)]
pub use manifest::{Attribute, Manifest, ManifestError, ManifestFault};
pub use rules::RULES;
pub(super) use scan::{Scan, Seen};

use super::archive::{Entry, Want};
use super::context::Context;
use super::files::Files;
use crate::diagnostic::Findings;

/// Files whose content decides how the package runs.
pub(super) const DECIDING: [&str; 1] = [Manifest::ENTRY];

/// Bytes of a list that are kept: many times Spring Boot's own.
const LONGEST_LIST: usize = 1 << 20;

/// How much of an entry is kept.
pub(super) fn want(entry: &Entry) -> Want {
    let path = entry.path.as_str();
    if path == Manifest::ENTRY || serving::is_wanted(path) {
        Want::Whole
    } else if let Some(bytes) = signatures::kept(path) {
        Want::Head(bytes)
    } else if application::LISTS.contains(&path) {
        Want::Head(LONGEST_LIST)
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
    seen: Option<&Seen>,
    context: &Context<'_>,
    findings: &mut Findings<'_>,
) -> SpringBootFacts {
    let mut facts = SpringBootFacts::default();
    let libraries = seen.and_then(|seen| seen.libraries.as_ref());
    if launch::judge(files, seen, context, findings, &mut facts) {
        classes::judge(files, libraries, context, findings, &mut facts);
        serving::judge(files, context, findings, &mut facts);
        signatures::judge(files, findings);
    }
    facts
}
