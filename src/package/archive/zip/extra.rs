//! Extra fields: records `id, length, data` after a name.

use super::bytes::{u16_at, u32_at, u64_at};
use crate::package::archive::rules::zip::ExtraFault;

/// The records that change what an entry means.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Extra<'a> {
    zip64: Option<&'a [u8]>,
    /// The name once more: version, CRC-32 of the header's name, and UTF-8.
    unicode_path: Option<&'a [u8]>,
}

impl<'a> Extra<'a> {
    /// Reads a field: whole records, and at most three zeros after them.
    pub(super) fn read(mut rest: &'a [u8]) -> Result<Self, ExtraFault> {
        let mut extra = Self::default();
        while let (Some(id), Some(length)) = (u16_at(rest, 0), u16_at(rest, 2)) {
            let record = rest.split_at_checked(4 + usize::from(length)).ok_or(ExtraFault::Overrun)?;
            let data = record.0.get(4..).unwrap_or_default();
            rest = record.1;
            let place = match id {
                ZIP64 => &mut extra.zip64,
                UNICODE_PATH => &mut extra.unicode_path,
                _ => continue,
            };
            // Some readers take the first, others the last.
            if place.replace(data).is_some() {
                return Err(ExtraFault::Repeated);
            }
        }
        // Android's `zipalign` pads with up to three zeros.
        if rest.iter().any(|byte| *byte != 0) {
            return Err(ExtraFault::Tail);
        }
        Ok(extra)
    }

    pub(super) const fn has_zip64(&self) -> bool {
        self.zip64.is_some()
    }

    /// Puts the zip64 values in the place of `fields` that ask for them, in the format's order.
    ///
    /// Where no field asks, some writers give the values all the same: then they must be equal, or zero where
    /// `zero_allowed` because a descriptor follows.
    pub(super) fn resolve(&self, fields: &mut [u64], zero_allowed: bool) -> Result<(), ExtraFault> {
        let asked = fields.contains(&SENTINEL);
        let Some(values) = self.zip64 else {
            return if asked { Err(ExtraFault::Zip64Missing) } else { Ok(()) };
        };
        // Three numbers of eight bytes and a disk of four (APPNOTE 4.5.3).
        if values.len() % 4 != 0 || values.len() > 28 {
            return Err(ExtraFault::Zip64Size);
        }
        let mut at = 0;
        for field in fields.iter_mut() {
            match u64_at(values, at) {
                Some(value) if asked && *field == SENTINEL => *field = value,
                None if asked && *field == SENTINEL => return Err(ExtraFault::Zip64Missing),
                Some(value) if !asked && value != *field && !(zero_allowed && value == 0) => {
                    return Err(ExtraFault::Zip64Size);
                }
                Some(_) if !asked => {}
                _ => continue,
            }
            at += 8;
        }
        // Four more bytes are the number of a disk, of which there is one.
        let rest = values.get(at..).unwrap_or_default();
        let disk = rest.len() == 4 && rest.iter().all(|byte| *byte == 0);
        if asked && !rest.is_empty() && !disk { Err(ExtraFault::Zip64Size) } else { Ok(()) }
    }

    /// The second name when `unzip` takes it: of version 1, and for a header's `name`.
    pub(super) fn valid_unicode_path(&self, name: &[u8]) -> Option<&'a [u8]> {
        let data = self.unicode_path.filter(|data| data.first().is_some_and(|version| *version <= 1))?;
        let mut crc = flate2::Crc::new();
        crc.update(name);
        if u32_at(data, 1)? == crc.sum() { data.get(5..) } else { None }
    }

    /// The second name, when there is one: its UTF-8 bytes, and the checksum of the first.
    pub(super) fn unicode_path(&self) -> Result<Option<(u32, &'a [u8])>, ExtraFault> {
        let Some(data) = self.unicode_path else { return Ok(None) };
        let crc = u32_at(data, 1).ok_or(ExtraFault::UnicodePath)?;
        Ok(Some((crc, data.get(5..).unwrap_or_default())))
    }
}

/// "See the zip64 values."
const SENTINEL: u64 = 0xffff_ffff;
const ZIP64: u16 = 1;
const UNICODE_PATH: u16 = 0x7075;
