//! Cipher strings, as far as OpenSSL 3 refuses them: when no suite is left.

use crate::nginx::ciphers::{Operator, elements, is_group};

/// Whether a list names any suite or group of suites that OpenSSL knows and the list does not strike out by name.
pub(super) fn any_known(list: &[u8]) -> bool {
    let list = String::from_utf8_lossy(list);
    let struck =
        |words: &str| elements(&list).any(|element| element.operator == Operator::Kill && element.words == words);
    elements(&list).any(|element| {
        element.operator == Operator::Add && !struck(element.words) && element.words.split('+').all(is_known)
    })
}

fn is_known(name: &str) -> bool {
    is_group(name) || name.contains('-') && name.split('-').all(|part| PARTS.contains(&part))
}

/// What names of suites are made of.
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
