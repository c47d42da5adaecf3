//! Names as `unzip` 6.0 writes them to disk, which is how the hosts unpack a PHP package.
//!
//! Read in the source of Debian's 6.0-28 (`do_string` of `fileio.c`, `mapname` of `unix.c`) and tried with it on every
//! byte. `CentOS` 6's 6.0-5 has the same table; later builds of Red Hat and Ubuntu convert with iconv where this takes the
//! table, so that the name depends on the host.

use super::extra::Extra;
use super::header::{Central, UTF_8};

/// What `unzip` makes of an entry's name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum OnDisk {
    /// A file of this name.
    Named(Vec<u8>),
    /// Nothing: a volume label, which Unix has none of.
    Label,
    /// Nothing, since no byte of its name is left.
    Nameless,
}

/// The name on disk of an entry, without a `/` at its end.
pub(super) fn on_disk(header: &Central<'_>, extra: &Extra<'_>) -> OnDisk {
    let [version, host] = header.made_by.to_le_bytes();
    let slash = header.name.ends_with(b"/");
    if header.attributes & VOLUME_LABEL != 0 && !slash && matches!(host, FAT | ATARI | HPFS | NTFS) {
        return OnDisk::Label;
    }
    let mut name = header.name.to_vec();
    // PKWARE's mark of a checksum in the other bytes of the attributes.
    let attributes = if header.internal & VERIFIED != 0 { header.attributes & 0xff } else { header.attributes };
    if is_oem(host, version, attributes) {
        for byte in &mut name {
            *byte = latin(*byte);
        }
    }
    // Only while it reads an extra field does `unzip` look at bit 11: without one the table has the last word.
    if !header.extra.is_empty() {
        if header.flags & UTF_8 != 0 {
            name = header.name.to_vec();
        } else if let Some(other) = extra.valid_unicode_path(header.name) {
            name = if other.is_empty() { header.name } else { other }.to_vec();
        }
    }
    if host == FAT && !name.contains(&b'/') {
        for byte in name.iter_mut().filter(|byte| **byte == b'\\') {
            *byte = b'/';
        }
    }
    written(&name, slash).map_or(OnDisk::Nameless, OnDisk::Named)
}

/// What an entry's extra field, when it is not empty, makes of a variable that Debian's patch for CVE-2019-13232 sets in
/// the branch of 0x7075 and uses for zip64: whether the next data descriptor is taken for a wide one.
pub(super) fn widens(raw: &[u8], extra: &Extra<'_>, name: &[u8], flags: u16) -> Option<bool> {
    (!raw.is_empty()).then(|| flags & UTF_8 == 0 && extra.valid_unicode_path(name).is_some())
}

/// Whether the name is taken for one in the code page of DOS (`Ext_ASCII_TO_Native`).
fn is_oem(host: u8, version: u8, attributes: u32) -> bool {
    match host {
        // PKZIP for Unix said FAT too.
        FAT => !(matches!(version, 25 | 26 | 40) && attributes >> 16 != 0),
        HPFS => true,
        NTFS => version == 50,
        _ => false,
    }
}

/// The path that `mapname` writes; `None` when nothing is left of it.
fn written(name: &[u8], slash: bool) -> Option<Vec<u8>> {
    let name = name.strip_suffix(b"/").filter(|_| slash).unwrap_or(name);
    let is_kept = |byte: &u8| !matches!(byte, 0..=0x1f | 0x7f | 0xff);
    let mut parts: Vec<Vec<u8>> =
        name.split(|byte| *byte == b'/').map(|part| part.iter().copied().filter(is_kept).collect()).collect();
    let last = if slash { None } else { parts.pop() };
    parts.retain(|part| !matches!(part.as_slice(), b"" | b"." | b".."));
    if let Some(last) = last {
        parts.push(match without_version(&last) {
            b"" => return None,
            b"." => b"_".to_vec(),
            b".." => b"__".to_vec(),
            last => last.to_vec(),
        });
    }
    if parts.is_empty() { None } else { Some(parts.join(&b'/')) }
}

/// A name without the version that VMS ends it with: `;` and digits, or `;` alone (without `-V`).
fn without_version(name: &[u8]) -> &[u8] {
    match name.iter().rposition(|byte| *byte == b';') {
        Some(at) if name.iter().skip(at + 1).all(u8::is_ascii_digit) => name.get(..at).unwrap_or_default(),
        _ => name,
    }
}

/// A byte of DOS's code page 850 as ISO-8859-1 (`oem2iso_850` of `ebcdic.h`).
fn latin(byte: u8) -> u8 {
    let high = usize::from(byte).checked_sub(0x80);
    high.and_then(|at| OEM.get(at)).copied().unwrap_or(byte)
}

const VERIFIED: u16 = 4;
const VOLUME_LABEL: u32 = 8;
const FAT: u8 = 0;
const ATARI: u8 = 5;
const HPFS: u8 = 6;
const NTFS: u8 = 11;

#[rustfmt::skip]
const OEM: [u8; 128] = [
    0xc7, 0xfc, 0xe9, 0xe2, 0xe4, 0xe0, 0xe5, 0xe7, 0xea, 0xeb, 0xe8, 0xef, 0xee, 0xec, 0xc4, 0xc5,
    0xc9, 0xe6, 0xc6, 0xf4, 0xf6, 0xf2, 0xfb, 0xf9, 0xff, 0xd6, 0xdc, 0xf8, 0xa3, 0xd8, 0xd7, 0x83,
    0xe1, 0xed, 0xf3, 0xfa, 0xf1, 0xd1, 0xaa, 0xba, 0xbf, 0xae, 0xac, 0xbd, 0xbc, 0xa1, 0xab, 0xbb,
    0xa6, 0xa6, 0xa6, 0xa6, 0xa6, 0xc1, 0xc2, 0xc0, 0xa9, 0xa6, 0xa6, 0x2b, 0x2b, 0xa2, 0xa5, 0x2b,
    0x2b, 0x2d, 0x2d, 0x2b, 0x2d, 0x2b, 0xe3, 0xc3, 0x2b, 0x2b, 0x2d, 0x2d, 0xa6, 0x2d, 0x2b, 0xa4,
    0xf0, 0xd0, 0xca, 0xcb, 0xc8, 0x69, 0xcd, 0xce, 0xcf, 0x2b, 0x2b, 0xa6, 0x5f, 0xa6, 0xcc, 0xaf,
    0xd3, 0xdf, 0xd4, 0xd2, 0xf5, 0xd5, 0xb5, 0xfe, 0xde, 0xda, 0xdb, 0xd9, 0xfd, 0xdd, 0xaf, 0xb4,
    0xad, 0xb1, 0x3d, 0xbe, 0xb6, 0xa7, 0xf7, 0xb8, 0xb0, 0xa8, 0xb7, 0xb9, 0xb3, 0xb2, 0xa6, 0xa0,
];
