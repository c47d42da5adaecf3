//! Rules about PHP packages, one file each.

mod app_entry_missing;
mod app_entry_unsafe;
mod buildpack_bom;
mod buildpack_invalid;
mod buildpack_unknown_key;
mod no_index_php;

pub use app_entry_missing::{AppEntryMissing, Instead, Mend};
pub use app_entry_unsafe::AppEntryUnsafe;
pub use buildpack_bom::BuildpackBom;
pub use buildpack_invalid::BuildpackInvalid;
pub use buildpack_unknown_key::BuildpackUnknownKey;
pub use no_index_php::{NoIndexPhp, StartPage};

use crate::diagnostic::{Finding, Rule};

/// Every rule about PHP packages, sorted by id.
pub const RULES: &[&Rule] = &[
    AppEntryMissing::RULE,
    AppEntryUnsafe::RULE,
    BuildpackBom::RULE,
    BuildpackInvalid::RULE,
    BuildpackUnknownKey::RULE,
    NoIndexPhp::RULE,
];
