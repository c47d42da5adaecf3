//! Cipher strings, as far as OpenSSL 3 refuses them: when no suite is left.

/// Whether a list names any suite or group of suites that OpenSSL knows and the list does not strike out by name.
pub(super) fn any_known(list: &[u8]) -> bool {
    let elements =
        || list.split(|byte| matches!(byte, b':' | b',' | b' ' | b';')).filter(|element| !element.is_empty());
    let struck = |name: &[u8]| elements().any(|element| element.strip_prefix(b"!") == Some(name));
    elements().any(|element| {
        let positive = !matches!(element.first(), Some(b'!' | b'-' | b'+' | b'@'));
        positive && !struck(element) && element.split(|byte| *byte == b'+').all(is_known)
    })
}

fn is_known(name: &[u8]) -> bool {
    if GROUPS.iter().any(|known| known.as_bytes() == name) {
        return true;
    }
    let mut parts = name.split(|byte| *byte == b'-');
    name.contains(&b'-') && parts.all(|part| PARTS.iter().any(|known| known.as_bytes() == part))
}

/// Groups that hold a suite in a default build.
const GROUPS: &[&str] = &[
    "ADH",
    "AECDH",
    "AES",
    "AES128",
    "AES256",
    "AESCCM",
    "AESCCM8",
    "AESGCM",
    "ALL",
    "ARIA",
    "ARIA128",
    "ARIA256",
    "CAMELLIA",
    "CAMELLIA128",
    "CAMELLIA256",
    "CBC",
    "CHACHA20",
    "COMPLEMENTOFALL",
    "COMPLEMENTOFDEFAULT",
    "DEFAULT",
    "DH",
    "DHE",
    "DSS",
    "ECDH",
    "ECDHE",
    "ECDSA",
    "EDH",
    "EECDH",
    "FIPS",
    "HIGH",
    "MD5",
    "NULL",
    "PSK",
    "RSA",
    "SHA",
    "SHA1",
    "SHA256",
    "SHA384",
    "SRP",
    "SSLv3",
    "SUITEB128",
    "SUITEB128ONLY",
    "SUITEB192",
    "TLSv1",
    "TLSv1.0",
    "TLSv1.2",
    "aDSS",
    "aECDSA",
    "aNULL",
    "aPSK",
    "aRSA",
    "aSRP",
    "eNULL",
    "kDHE",
    "kDHEPSK",
    "kECDHE",
    "kECDHEPSK",
    "kEDH",
    "kEECDH",
    "kPSK",
    "kRSA",
    "kRSAPSK",
    "kSRP",
];

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
