//! Extensions of certificates (RFC 5280 §4.2), by the bytes of their object identifiers.

/// What a key may be used for (RFC 5280 §4.2.1.3).
#[derive(Clone, Copy, Debug)]
pub(super) struct KeyUsage {
    /// Digital signatures, key encipherment or key agreement: one of these is what a TLS server does with its key
    /// (`KU_TLS` of OpenSSL's `v3_purp.c`).
    pub(super) serves: bool,
    /// Signatures of certificates.
    pub(super) signs_certificates: bool,
}

impl KeyUsage {
    /// Reads what its BIT STRING holds.
    pub(super) fn read(bits: &[u8]) -> Option<Self> {
        let first = bits.get(1).copied().unwrap_or_default();
        bits.first().map(|_| Self { serves: first & 0b1010_1000 != 0, signs_certificates: first & 0b100 != 0 })
    }
}

pub(super) const SUBJECT_KEY_ID: &[u8] = &[0x55, 0x1d, 14];
pub(super) const KEY_USAGE: &[u8] = &[0x55, 0x1d, 15];
pub(super) const SUBJECT_ALTERNATIVE_NAMES: &[u8] = &[0x55, 0x1d, 17];
pub(super) const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 19];
pub(super) const NAME_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 30];
pub(super) const AUTHORITY_KEY_ID: &[u8] = &[0x55, 0x1d, 35];
pub(super) const EXTENDED_KEY_USAGE: &[u8] = &[0x55, 0x1d, 37];
/// RFC 6962 §3.1
pub(super) const PRECERTIFICATE_POISON: &[u8] = &[0x2b, 6, 1, 4, 1, 0xd6, 0x79, 2, 4, 3];

/// serverAuth, and the two of Netscape and Microsoft that OpenSSL counts as such (`XKU_SGC`).
pub(super) const SERVER_PURPOSES: [&[u8]; 3] = [
    &[0x2b, 6, 1, 5, 5, 7, 3, 1],
    &[0x60, 0x86, 0x48, 1, 0x86, 0xf8, 0x42, 4, 1],
    &[0x2b, 6, 1, 4, 1, 0x82, 0x37, 10, 3, 3],
];

/// What may be critical beside those above (`X509_supported_extension` of OpenSSL's `v3_purp.c`).
pub(super) const OTHERS_KNOWN: [&[u8]; 10] = [
    // Policies, mappings and constraints of them, CRL distribution points.
    &[0x55, 0x1d, 31],
    &[0x55, 0x1d, 32],
    &[0x55, 0x1d, 33],
    &[0x55, 0x1d, 36],
    &[0x55, 0x1d, 54],
    // Netscape's certificate type, no check of OCSP, proxies, addresses and numbers of networks (RFC 3779).
    &[0x60, 0x86, 0x48, 1, 0x86, 0xf8, 0x42, 1, 1],
    &[0x2b, 6, 1, 5, 5, 7, 48, 1, 5],
    &[0x2b, 6, 1, 5, 5, 7, 1, 14],
    &[0x2b, 6, 1, 5, 5, 7, 1, 7],
    &[0x2b, 6, 1, 5, 5, 7, 1, 8],
];
