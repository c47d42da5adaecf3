//! The 512 bytes before each entry of a tar: v7, ustar, GNU and what node-tar makes of ustar.

use std::ops::Range;

use super::number;
use crate::package::archive::rules::tar::TarField;

/// A header whose fields every reader takes for the same.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Header<'a> {
    pub(super) kind: u8,
    pub(super) name: &'a [u8],
    /// Directories before `name`; empty where there are none.
    pub(super) prefix: &'a [u8],
    pub(super) link: &'a [u8],
    pub(super) size: u64,
    pub(super) mode: Option<u32>,
}

/// The dialect that the magic names.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Dialect {
    Gnu,
    Posix,
    V7,
}

impl<'a> Header<'a> {
    /// Reads a header whose checksum is right.
    ///
    /// # Errors
    ///
    /// The field that readers take differently.
    pub(super) fn read(block: &'a [u8; BLOCK]) -> Result<Self, TarField> {
        let kind = field(block, KIND).first().copied().unwrap_or_default();
        let dialect = dialect(block)?;
        let size = number::read(field(block, SIZE)).ok_or(TarField::Size)?;
        let prefix = match dialect {
            Dialect::Posix => posix_prefix(block)?,
            Dialect::Gnu | Dialect::V7 => &[],
        };
        // Bytes after the first NUL: some readers stop there, others take the whole field.
        for (at, name) in [(NAME, TarField::Name), (LINK, TarField::LinkName)] {
            text(field(block, at)).ok_or(name)?;
        }
        if dialect != Dialect::V7 {
            for (at, name) in [(USER, TarField::UserName), (GROUP, TarField::GroupName)] {
                text(field(block, at)).ok_or(name)?;
            }
            for (at, name) in [(DEVICE_MAJOR, TarField::DeviceMajor), (DEVICE_MINOR, TarField::DeviceMinor)] {
                let field = field(block, at);
                // Writers leave the device numbers of what is no device empty or blank.
                if field.iter().any(|byte| !matches!(byte, 0 | b' ')) {
                    number::read(field).ok_or(name)?;
                }
            }
        }
        let mode = optional(field(block, MODE), number::read).ok_or(TarField::Mode)?;
        optional(field(block, UID), number::read).ok_or(TarField::Uid)?;
        optional(field(block, GID), number::read).ok_or(TarField::Gid)?;
        optional(field(block, MTIME), number::read_time).ok_or(TarField::Mtime)?;
        let link = text(field(block, LINK)).ok_or(TarField::LinkName)?;
        if !link.is_empty() && !matches!(kind, b'1' | b'2') {
            return Err(TarField::LinkName);
        }
        // The seventh edition knew no such types.
        if matches!(kind, b'K' | b'L' | b'g' | b'x') && dialect == Dialect::V7 {
            return Err(TarField::Extension);
        }
        Ok(Self {
            kind,
            name: text(field(block, NAME)).ok_or(TarField::Name)?,
            prefix,
            link,
            size,
            mode: u32::try_from(mode & 0o7777).ok(),
        })
    }
}

/// The checksum that a header should have, and the one that it states.
pub(super) fn checksum(block: &[u8; BLOCK]) -> (u64, Option<u64>) {
    let sum = block.iter().map(|byte| u64::from(*byte)).sum::<u64>();
    let stated = field(block, CHECKSUM);
    let own = stated.iter().map(|byte| u64::from(*byte)).sum::<u64>();
    // The field counts as eight blanks while the sum is taken (POSIX, pax: ustar Interchange Format).
    let blanks = u64::from(b' ') * 8;
    (sum - own + blanks, number::read(stated))
}

/// The bytes of the field that a finding is about.
pub(super) fn bytes_of(block: &[u8; BLOCK], name: TarField) -> &[u8] {
    let at = match name {
        TarField::DeviceMajor => DEVICE_MAJOR,
        TarField::DeviceMinor => DEVICE_MINOR,
        TarField::Gid => GID,
        TarField::GroupName => GROUP,
        TarField::LinkName => LINK,
        TarField::Mode => MODE,
        TarField::Mtime => MTIME,
        TarField::Name => NAME,
        TarField::Prefix => PREFIX,
        TarField::Size => SIZE,
        TarField::Times => TIMES,
        TarField::Uid => UID,
        TarField::UserName => USER,
        TarField::Extension | TarField::Magic | TarField::Version => MAGIC,
    };
    field(block, at)
}

/// The field as a message shows it: of what stands behind a NUL only the first signs that are none.
pub(super) fn shown(block: &[u8; BLOCK], name: TarField) -> String {
    let bytes = bytes_of(block, name);
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    let (text, rest) = bytes.split_at_checked(end).unwrap_or_default();
    let hidden = rest.iter().position(|byte| *byte != 0).and_then(|at| rest.get(at..));
    let hidden = hidden.map(|hidden| hidden.split(|byte| *byte == 0).next().unwrap_or_default());
    match hidden {
        None => short(text),
        Some(hidden) => format!("{}\\x00…{}", short(text), short(hidden)),
    }
}

fn short(bytes: &[u8]) -> String {
    let mut shown = String::new();
    for byte in bytes {
        shown.extend(byte.escape_ascii().map(char::from));
        if shown.len() > SHOWN {
            shown.push('…');
            break;
        }
    }
    shown
}

fn dialect(block: &[u8; BLOCK]) -> Result<Dialect, TarField> {
    let magic = field(block, MAGIC);
    if magic == b"ustar  \0" {
        let kind_sparse = field(block, KIND) == b"S";
        let times = field(block, GNU_TIMES).iter().all(|byte| matches!(byte, 0 | b' ' | b'0'..=b'7' | 0x80..));
        if !kind_sparse && !times {
            return Err(TarField::Times);
        }
        if !kind_sparse && !zero(field(block, GNU_REST)) {
            return Err(TarField::Prefix);
        }
        return Ok(Dialect::Gnu);
    }
    match magic.strip_prefix(b"ustar\0") {
        Some(b"00" | b"\0\0" | b"  ") => Ok(Dialect::Posix),
        Some(_) => Err(TarField::Version),
        None if !zero(magic) => Err(TarField::Magic),
        None if !zero(field(block, PREFIX)) => Err(TarField::Prefix),
        None => Ok(Dialect::V7),
    }
}

/// node-tar writes access and change time into the last 24 bytes of the prefix, after a NUL.
fn posix_prefix(block: &[u8; BLOCK]) -> Result<&[u8], TarField> {
    let prefix = field(block, PREFIX);
    let (short, rest) = prefix.split_at_checked(SHORT_PREFIX).unwrap_or_default();
    let Some((0, times)) = rest.split_first().map(|(first, times)| (*first, times)) else {
        // All 131 bytes and more belong to the prefix, so nothing before may end it.
        return if short.contains(&0) { Err(TarField::Prefix) } else { text(prefix).ok_or(TarField::Prefix) };
    };
    for time in times.chunks(12) {
        optional(time, number::read_time).ok_or(TarField::Times)?;
    }
    text(short).ok_or(TarField::Prefix)
}

/// The text before the first NUL, after which nothing else may stand.
fn text(field: &[u8]) -> Option<&[u8]> {
    let end = field.iter().position(|byte| *byte == 0).unwrap_or(field.len());
    let (text, rest) = field.split_at_checked(end)?;
    if zero(rest) { Some(text) } else { None }
}

/// A number that need not be there: then it is 0.
fn optional(field: &[u8], read: impl Fn(&[u8]) -> Option<u64>) -> Option<u64> {
    if zero(field) { Some(0) } else { read(field) }
}

fn zero(field: &[u8]) -> bool {
    field.iter().all(|byte| *byte == 0)
}

fn field(block: &[u8; BLOCK], at: Range<usize>) -> &[u8] {
    block.get(at).unwrap_or_default()
}

/// Characters of a text after which a message cuts it.
const SHOWN: usize = 30;
/// Unit of a tar.
pub(super) const BLOCK: usize = 512;
const NAME: Range<usize> = 0..100;
const MODE: Range<usize> = 100..108;
const UID: Range<usize> = 108..116;
const GID: Range<usize> = 116..124;
const SIZE: Range<usize> = 124..136;
const MTIME: Range<usize> = 136..148;
const CHECKSUM: Range<usize> = 148..156;
const KIND: Range<usize> = 156..157;
const LINK: Range<usize> = 157..257;
const MAGIC: Range<usize> = 257..265;
const USER: Range<usize> = 265..297;
const GROUP: Range<usize> = 297..329;
const DEVICE_MAJOR: Range<usize> = 329..337;
const DEVICE_MINOR: Range<usize> = 337..345;
const PREFIX: Range<usize> = 345..500;
const TIMES: Range<usize> = 476..500;
const GNU_TIMES: Range<usize> = 345..369;
const GNU_REST: Range<usize> = 369..512;
/// Length of the prefix where times follow it.
const SHORT_PREFIX: usize = 130;
