//! Rules about PHP packages, one file each.

mod app_entry_missing;
mod app_entry_unsafe;
mod bom_before_namespace;
mod buildpack_bom;
mod buildpack_invalid;
mod buildpack_near_miss;
mod buildpack_unknown_key;
mod extension_bundled;
mod extension_name_invalid;
mod extension_not_requested;
mod extension_unknown;
mod no_index_php;
mod open_basedir_userini;
mod php_version_floor;
mod runtime_not_writable;
mod vendor_missing;

pub use app_entry_missing::{AppEntryMissing, Instead, Mend};
pub use app_entry_unsafe::AppEntryUnsafe;
pub use bom_before_namespace::BomBeforeNamespace;
pub use buildpack_bom::BuildpackBom;
pub use buildpack_invalid::BuildpackInvalid;
pub use buildpack_near_miss::BuildpackNearMiss;
pub use buildpack_unknown_key::BuildpackUnknownKey;
pub use extension_bundled::ExtensionBundled;
pub use extension_name_invalid::ExtensionNameInvalid;
pub use extension_not_requested::ExtensionNotRequested;
pub use extension_unknown::ExtensionUnknown;
pub use no_index_php::{NoIndexPhp, StartPage};
pub use open_basedir_userini::OpenBasedirUserini;
pub use php_version_floor::PhpVersionFloor;
pub use runtime_not_writable::{DirectoryState, RuntimeNotWritable};
pub use vendor_missing::VendorMissing;

use crate::diagnostic::{Finding, Rule};

/// Every rule about PHP packages, sorted by id.
pub const RULES: &[&Rule] = &[
    AppEntryMissing::RULE,
    AppEntryUnsafe::RULE,
    BomBeforeNamespace::RULE,
    BuildpackBom::RULE,
    BuildpackInvalid::RULE,
    BuildpackNearMiss::RULE,
    BuildpackUnknownKey::RULE,
    ExtensionBundled::RULE,
    ExtensionNameInvalid::RULE,
    ExtensionNotRequested::RULE,
    ExtensionUnknown::RULE,
    NoIndexPhp::RULE,
    OpenBasedirUserini::RULE,
    PhpVersionFloor::RULE,
    RuntimeNotWritable::RULE,
    VendorMissing::RULE,
];
