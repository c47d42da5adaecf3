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

/// Whether OpenSSL would stop at a character that starts no element: `ssl_cipher_process_rulestr`, which passes over the
/// rest of an element only when it does not know its name.
pub(super) fn has_invalid_command(list: &[u8]) -> bool {
    let is_separator = |byte: &u8| matches!(byte, b':' | b' ' | b';' | b',');
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'=' | b'_');
    let mut rest = list;
    loop {
        let (special, start) = match rest {
            [] => return false,
            [b'@', after @ ..] => (true, after),
            [b'-' | b'+' | b'!', after @ ..] => (false, after),
            [byte, after @ ..] if is_separator(byte) => {
                rest = after;
                continue;
            }
            _ => (false, rest),
        };
        rest = start;
        let mut known = true;
        loop {
            let length = rest.iter().take_while(|byte| is_letter(byte)).count();
            let (name, after) = rest.split_at_checked(length).unwrap_or_default();
            if name.is_empty() {
                return true;
            }
            known &= is_known(&String::from_utf8_lossy(name));
            match after {
                [b'+', next @ ..] if known && !special => rest = next,
                _ => {
                    rest = after;
                    break;
                }
            }
        }
        if special || !known {
            let skipped = rest.iter().take_while(|byte| !is_separator(byte)).count();
            rest = rest.get(skipped..).unwrap_or_default();
        }
    }
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
