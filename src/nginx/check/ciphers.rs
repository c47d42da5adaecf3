//! Whether a cipher string leaves any suite: OpenSSL 3 refuses one that does not.

use crate::nginx::ciphers::{Operator, elements, is_group};

/// Whether `list` adds a suite or group that OpenSSL knows and does not exclude the same name with `!`.
pub(super) fn selects_any(list: &[u8]) -> bool {
    let list = String::from_utf8_lossy(list);
    let is_excluded =
        |words: &str| elements(&list).any(|element| element.operator == Operator::Kill && element.words == words);
    elements(&list).any(|element| {
        element.operator == Operator::Add && !is_excluded(element.words) && element.words.split('+').all(is_known)
    })
}

fn is_known(name: &str) -> bool {
    is_group(name) || name.contains('-') && name.split('-').all(|part| PARTS.contains(&part))
}

/// The parts of suite names, which hyphens join.
const PARTS: &[&str] = &[
    "128",
    "256",
    "ADH",
    "AECDH",
    "AES",
    "AES128",
    "AES256",
    "ARIA128",
    "ARIA256",
    "CAMELLIA128",
    "CAMELLIA256",
    "CBC",
    "CCM",
    "CCM8",
    "CHACHA20",
    "DHE",
    "DSS",
    "ECDHE",
    "ECDSA",
    "GCM",
    "MD5",
    "NULL",
    "POLY1305",
    "PSK",
    "RSA",
    "SHA",
    "SHA256",
    "SHA384",
    "SRP",
];
