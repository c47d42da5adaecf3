//! What can be wrong with a certificate and its key, one fault a file.

mod damaged;
mod domain_not_covered;
mod encrypted_key;
mod expired;
mod expires_soon;
mod incomplete_chain;
mod key_mismatch;
mod missing_certificate;
mod missing_key;
mod names;
mod not_for_servers;
mod not_yet_valid;
mod out_of_order;
mod rare_key;
mod self_signed;
mod stray_certificate;
mod too_large;
mod unknown_key;
mod weak_key;
mod weak_signature;
mod wrong_extension;
mod wrong_format;

use crate::diagnostic::{Finding, Rule};

pub use damaged::Damaged;
pub use domain_not_covered::DomainNotCovered;
pub use encrypted_key::EncryptedKey;
pub use expired::Expired;
pub use expires_soon::ExpiresSoon;
pub use incomplete_chain::IncompleteChain;
pub use key_mismatch::KeyMismatch;
pub use missing_certificate::MissingCertificate;
pub use missing_key::MissingKey;
pub use names::Names;
pub use not_for_servers::NotForServers;
pub use not_yet_valid::NotYetValid;
pub use out_of_order::OutOfOrder;
pub use rare_key::RareKey;
pub use self_signed::SelfSigned;
pub use stray_certificate::StrayCertificate;
pub use too_large::TooLarge;
pub use unknown_key::UnknownKey;
pub use weak_key::WeakKey;
pub use weak_signature::WeakSignature;
pub use wrong_extension::WrongExtension;
pub use wrong_format::WrongFormat;

/// Every rule of this module, sorted by id.
pub const RULES: &[&Rule] = &[
    Damaged::RULE,
    DomainNotCovered::RULE,
    EncryptedKey::RULE,
    Expired::RULE,
    ExpiresSoon::RULE,
    IncompleteChain::RULE,
    KeyMismatch::RULE,
    MissingCertificate::RULE,
    MissingKey::RULE,
    NotForServers::RULE,
    NotYetValid::RULE,
    OutOfOrder::RULE,
    RareKey::RULE,
    SelfSigned::RULE,
    StrayCertificate::RULE,
    TooLarge::RULE,
    UnknownKey::RULE,
    WeakKey::RULE,
    WeakSignature::RULE,
    WrongExtension::RULE,
    WrongFormat::RULE,
];
