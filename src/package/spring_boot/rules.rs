//! Faults of Spring Boot packages.

mod boot_needs_newer_java;
mod class_version_too_new;
mod classes_directory_entry_missing;
mod configuration_unreadable;
mod launcher_mismatch;
mod library_class_version_too_new;
mod management_port;
mod manifest_invalid;
mod nested_library_compressed;
mod nested_library_invalid;
mod not_executable;
mod port_imported;
mod port_mismatch;
mod port_placeholder_unresolved;
mod property_refused;
mod ssl_enabled;
mod start_class_missing;
mod wrong_artifact;

pub use boot_needs_newer_java::BootNeedsNewerJava;
pub use class_version_too_new::{ClassVersionTooNew, Needs, Others};
pub use classes_directory_entry_missing::ClassesDirectoryEntryMissing;
pub use configuration_unreadable::ConfigurationUnreadable;
pub use launcher_mismatch::LauncherMismatch;
pub use library_class_version_too_new::LibraryClassVersionTooNew;
pub use management_port::ManagementPort;
pub use manifest_invalid::ManifestInvalid;
pub use nested_library_compressed::NestedLibraryCompressed;
pub use nested_library_invalid::NestedLibraryInvalid;
pub use not_executable::{NotExecutable, NotExecutableReason};
pub use port_imported::PortImported;
pub use port_mismatch::{Forwarding, PortMismatch};
pub use port_placeholder_unresolved::PortPlaceholderUnresolved;
pub use property_refused::{PropertyRefused, Refused};
pub use ssl_enabled::SslEnabled;
pub use start_class_missing::{StartClassMissing, StartClassReason};
pub use wrong_artifact::{Artifact, WrongArtifact};

use crate::diagnostic::{Finding, Rule};

/// Every rule about Spring Boot packages, sorted by id.
pub const RULES: &[&Rule] = &[
    BootNeedsNewerJava::RULE,
    ClassVersionTooNew::RULE,
    ClassesDirectoryEntryMissing::RULE,
    ConfigurationUnreadable::RULE,
    LauncherMismatch::RULE,
    LibraryClassVersionTooNew::RULE,
    ManagementPort::RULE,
    ManifestInvalid::RULE,
    NestedLibraryCompressed::RULE,
    NestedLibraryInvalid::RULE,
    NotExecutable::RULE,
    PortImported::RULE,
    PortMismatch::RULE,
    PortPlaceholderUnresolved::RULE,
    PropertyRefused::RULE,
    SslEnabled::RULE,
    StartClassMissing::RULE,
    WrongArtifact::RULE,
];
