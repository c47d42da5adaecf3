//! Little-endian numbers of ZIP records.

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|bytes| u16::from_le_bytes(*bytes))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
}

pub(super) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|bytes| u64::from_le_bytes(*bytes))
}

/// Whether any record of a ZIP could start in `bytes`.
pub(super) fn has_signature(bytes: &[u8]) -> bool {
    bytes.windows(4).any(|window| window.starts_with(b"PK") && SIGNATURES.iter().any(|signature| window == *signature))
}

pub(super) const LOCAL: &[u8; 4] = b"PK\x03\x04";
pub(super) const CENTRAL: &[u8; 4] = b"PK\x01\x02";
pub(super) const END: &[u8; 4] = b"PK\x05\x06";
pub(super) const END_64: &[u8; 4] = b"PK\x06\x06";
pub(super) const LOCATOR: &[u8; 4] = b"PK\x06\x07";
pub(super) const DESCRIPTOR: &[u8; 4] = b"PK\x07\x08";
const DIGITAL_SIGNATURE: &[u8; 4] = b"PK\x05\x05";
const SIGNATURES: [&[u8; 4]; 6] = [LOCAL, CENTRAL, END, END_64, LOCATOR, DIGITAL_SIGNATURE];
