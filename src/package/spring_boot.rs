//! Packages of Spring Boot apps.
//!
//! A JAR is judged as `java -jar` and Spring Boot's launcher would take it: its [`Manifest`], the [`Layout`] that the
//! launcher expects, and the [`ClassVersion`] of the application's classes.

mod artifact;
mod boot;
mod class_file;
mod classes;
mod configuration;
mod launch;
mod launcher;
mod layout;
mod libraries;
mod manifest;
mod rules;
mod serving;

use serde::Serialize;

pub use boot::{BootVersion, BootVersionError};
pub use class_file::ClassVersion;
pub use configuration::{Configuration, Environment, Refusal, Setting, UnreadableFile, Value};
pub use layout::Layout;
pub(super) use libraries::{Libraries, Scan};
pub use manifest::{Attribute, Manifest, ManifestError, ManifestFault};
pub use rules::RULES;
pub use serving::Port;

use super::archive::{Entry, Want};
use super::files::Files;
use super::inspector::Context;
use crate::diagnostic::Findings;

/// What a Spring Boot package says of itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SpringBootFacts {
    /// Version of Spring Boot, from the manifest or else from the name of its library.
    pub boot_version: Option<BootVersion>,
    /// Class that `java -jar` starts.
    pub main_class: Option<String>,
    /// Class that Spring Boot's launcher starts.
    pub start_class: Option<String>,
    /// Where the classes and libraries are.
    pub layout: Layout,
    /// The first Java that runs it: what Spring Boot and the application's newest class need. Java 1.4 and before count
    /// as 1 to 4.
    pub java: Option<u16>,
    /// Java that built it, as the manifest says.
    pub build_jdk: Option<String>,
    /// Number of the application's classes.
    pub classes: usize,
    /// Number of nested libraries.
    pub libraries: usize,
    /// Port on which it listens in the environment that was asked for, or else in production; `None` when that cannot be
    /// told from the package.
    pub port: Option<Port>,
    /// Path below which it answers there, when that is not `/`.
    pub context_path: Option<String>,
    /// Profiles that are active there, the strongest last; empty when only Spring's default one is.
    pub profiles: Vec<String>,
}

/// Files whose content decides how the package runs.
pub(super) const DECIDING: [&str; 1] = [MANIFEST];

/// How much of an entry is kept.
pub(super) fn want(entry: &Entry) -> Want {
    let path = entry.path.as_str();
    if path == MANIFEST || serving::is_wanted(path) {
        Want::Whole
    } else if classes::is_class(path) || Layout::is_library(path) {
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
pub(super) fn judge(files: &Files, context: &Context<'_>, findings: &mut Findings<'_>) -> SpringBootFacts {
    let mut facts = SpringBootFacts::default();
    if launch::judge(files, context, findings, &mut facts) {
        classes::judge(files, context, findings, &mut facts);
        serving::judge(files, context, findings, &mut facts);
    }
    facts
}

const MANIFEST: &str = "META-INF/MANIFEST.MF";
