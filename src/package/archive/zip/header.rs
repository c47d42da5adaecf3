//! The two headers of an entry: in the directory, and before its data.

use super::bytes::{CENTRAL, LOCAL, u16_at, u32_at};

/// A header in the directory, with its texts still raw.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Central<'a> {
    /// Version of the maker, and its system in the upper byte.
    pub(super) made_by: u16,
    pub(super) version_needed: u16,
    pub(super) flags: u16,
    pub(super) method: u16,
    pub(super) time: u32,
    pub(super) crc: u32,
    pub(super) packed: u32,
    pub(super) size: u32,
    pub(super) disk: u16,
    pub(super) internal: u16,
    pub(super) attributes: u32,
    pub(super) offset: u32,
    pub(super) name: &'a [u8],
    pub(super) extra: &'a [u8],
    pub(super) comment: &'a [u8],
}

impl<'a> Central<'a> {
    /// Whether a directory header starts here.
    pub(super) fn starts(bytes: &[u8]) -> bool {
        bytes.starts_with(CENTRAL)
    }

    /// The header at the start of `bytes`, and its length; `None` when it is not all there.
    pub(super) fn read(bytes: &'a [u8]) -> Option<(Self, usize)> {
        // APPNOTE 4.3.12
        let (fixed, rest) = bytes.split_at_checked(46)?;
        let (name, rest) = rest.split_at_checked(usize::from(u16_at(fixed, 28)?))?;
        let (extra, rest) = rest.split_at_checked(usize::from(u16_at(fixed, 30)?))?;
        let comment = rest.get(..usize::from(u16_at(fixed, 32)?))?;
        let header = Self {
            made_by: u16_at(fixed, 4)?,
            version_needed: u16_at(fixed, 6)?,
            flags: u16_at(fixed, 8)?,
            method: u16_at(fixed, 10)?,
            time: u32_at(fixed, 12)?,
            crc: u32_at(fixed, 16)?,
            packed: u32_at(fixed, 20)?,
            size: u32_at(fixed, 24)?,
            disk: u16_at(fixed, 34)?,
            internal: u16_at(fixed, 36)?,
            attributes: u32_at(fixed, 38)?,
            offset: u32_at(fixed, 42)?,
            name,
            extra,
            comment,
        };
        Some((header, 46 + name.len() + extra.len() + comment.len()))
    }
}

/// A header before the data, without its texts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Local {
    pub(super) version_needed: u16,
    pub(super) flags: u16,
    pub(super) method: u16,
    pub(super) time: u32,
    pub(super) crc: u32,
    pub(super) packed: u32,
    pub(super) size: u32,
    pub(super) name_length: u16,
    pub(super) extra_length: u16,
}

impl Local {
    /// The header at the start of `bytes`; `None` when there is none.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        // APPNOTE 4.3.7, without its signature.
        let bytes = bytes.get(..LOCAL_BYTES)?.strip_prefix(LOCAL)?;
        Some(Self {
            version_needed: u16_at(bytes, 0)?,
            flags: u16_at(bytes, 2)?,
            method: u16_at(bytes, 4)?,
            time: u32_at(bytes, 6)?,
            crc: u32_at(bytes, 10)?,
            packed: u32_at(bytes, 14)?,
            size: u32_at(bytes, 18)?,
            name_length: u16_at(bytes, 22)?,
            extra_length: u16_at(bytes, 24)?,
        })
    }

    /// Length with name and extra field.
    pub(super) fn length(&self) -> usize {
        LOCAL_BYTES + usize::from(self.name_length) + usize::from(self.extra_length)
    }
}

/// The values in both headers are followed by a descriptor that has them.
pub(super) const STREAMED: u16 = 1 << 3;
/// The name is UTF-8.
pub(super) const UTF_8: u16 = 1 << 11;
/// Encrypted content, strong encryption, masked headers; and bit 5, patched data.
pub(super) const ENCRYPTED: u16 = 1 | (1 << 5) | (1 << 6) | (1 << 13);
/// Bits without a defined meaning.
pub(super) const UNUSED: u16 = (1 << 4) | (0b111 << 7) | (1 << 10) | (1 << 12) | (0b11 << 14);
/// Length of a local header without its texts.
pub(super) const LOCAL_BYTES: usize = 30;
