//! Rules that hold for packages of every framework, and the catalogue of all rules about packages.

mod framework_mismatch;
mod macos_metadata;
mod nginx_file_near_miss;
mod nginx_file_not_whole_file;
mod secret_in_package;
mod wrapper_directory;

pub use framework_mismatch::FrameworkMismatch;
pub use macos_metadata::MacosMetadata;
pub use nginx_file_near_miss::NearMiss;
pub use nginx_file_not_whole_file::{NotWholeFile, TopLevel};
pub use secret_in_package::SecretInPackage;
pub use wrapper_directory::WrapperDirectory;

use crate::diagnostic::{Finding, Rule};

/// Every rule about packages that is not one of the archive layer's.
pub const RULES: &[&Rule] = &[
    NearMiss::RULE,
    NotWholeFile::RULE,
    FrameworkMismatch::RULE,
    MacosMetadata::RULE,
    SecretInPackage::RULE,
    WrapperDirectory::RULE,
];
