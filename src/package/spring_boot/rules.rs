//! Faults of Spring Boot packages.

mod boot_needs_newer_java;
mod class_version_too_new;
mod classes_directory_entry_missing;
mod launcher_mismatch;
mod manifest_invalid;
mod nested_library_compressed;
mod not_executable;
mod start_class_missing;
mod wrong_artifact;

pub use boot_needs_newer_java::BootNeedsNewerJava;
pub use class_version_too_new::{ClassVersionTooNew, Needs, Others};
pub use classes_directory_entry_missing::ClassesDirectoryEntryMissing;
pub use launcher_mismatch::LauncherMismatch;
pub use manifest_invalid::ManifestInvalid;
pub use nested_library_compressed::NestedLibraryCompressed;
pub use not_executable::{NotExecutable, NotExecutableReason};
pub use start_class_missing::{StartClassMissing, StartClassReason};
pub use wrong_artifact::{Artifact, WrongArtifact};

use crate::diagnostic::{Finding, Rule};

/// Every rule about Spring Boot packages, sorted by id.
pub const RULES: &[&Rule] = &[
    BootNeedsNewerJava::RULE,
    ClassVersionTooNew::RULE,
    ClassesDirectoryEntryMissing::RULE,
    LauncherMismatch::RULE,
    ManifestInvalid::RULE,
    NestedLibraryCompressed::RULE,
    NotExecutable::RULE,
    StartClassMissing::RULE,
    WrongArtifact::RULE,
];
