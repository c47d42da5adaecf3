//! Rules that hold for packages of every framework, and the catalogue of all rules about packages.

mod framework_mismatch;
mod wrapper_directory;

pub use framework_mismatch::FrameworkMismatch;
pub use wrapper_directory::WrapperDirectory;

use crate::diagnostic::{Finding, Rule};

/// Every rule about packages that is not one of the archive layer's.
pub const RULES: &[&Rule] = &[FrameworkMismatch::RULE, WrapperDirectory::RULE];
