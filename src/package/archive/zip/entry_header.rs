//! What is wrong with one header of the directory.

use super::bytes::has_signature;
use super::extra::Extra;
use super::header::{Central, ENCRYPTED, UNUSED, UTF_8};
use crate::diagnostic::{Finding, Findings, Location};
use crate::finding;
use crate::package::archive::limits::{Bytes, Ratio};
use crate::package::archive::name::{self, Encoding, Name, Names};
use crate::package::archive::options::Options;
use crate::package::archive::rules::limit::{LIMIT_ENTRY_SIZE, LIMIT_RATIO};
use crate::package::archive::rules::path::NON_UTF8_NAMES;
use crate::package::archive::rules::zip::{
    Hex, Octal, TypeFault, ZIP_COMMENT_INVALID, ZIP_ENCRYPTED, ZIP_EXTRA_INVALID, ZIP_METHOD_UNSUPPORTED,
    ZIP_MODE_INVALID, ZIP_MULTI_DISK, ZIP_SETUID, ZIP_SIZE_LIE, ZIP_SPECIAL_FILE, ZIP_SYMLINK, ZIP_TYPE_CONFLICT,
    ZIP_UNICODE_PATH, ZIP_UNUSED_FLAGS, ZIP_VERSION_UNSUPPORTED,
};

/// One header under judgement.
pub(super) struct Judge<'a, 'b, 'c> {
    pub(super) header: &'a Central<'a>,
    pub(super) span: (u64, u64),
    pub(super) findings: &'b mut Findings<'c>,
    /// Whether the entry may be shown.
    pub(super) sound: bool,
    /// Whether the archive has to be given up.
    pub(super) broken: bool,
}

impl<'a> Judge<'a, '_, '_> {
    pub(super) fn extra(&mut self) -> Extra<'a> {
        Extra::read(self.header.extra).unwrap_or_else(|fault| {
            self.give_up(finding!(ZIP_EXTRA_INVALID { name: self.shown(), fault }));
            Extra::default()
        })
    }

    pub(super) fn zip64(&mut self, extra: &Extra<'_>, fields: &mut [u64]) {
        if let Err(fault) = extra.resolve(fields, false) {
            self.give_up(finding!(ZIP_EXTRA_INVALID { name: self.shown(), fault }));
        }
        if self.header.disk != 0 {
            self.give_up(finding!(ZIP_MULTI_DISK { disk: u64::from(self.header.disk) }));
        }
    }

    pub(super) fn flags(&mut self) {
        let header = self.header;
        // The upper byte is the system (APPNOTE 4.4.2).
        let version = header.version_needed & 0xff;
        if version > NEWEST_VERSION {
            self.refuse(finding!(ZIP_VERSION_UNSUPPORTED { name: self.shown(), version }));
        }
        // Strong encryption and masked headers are said by other bits than the first (APPNOTE 4.4.4).
        if header.flags & ENCRYPTED != 0 || header.method == AES {
            self.refuse(finding!(ZIP_ENCRYPTED { name: self.shown() }));
        } else if header.method != STORED && header.method != DEFLATED {
            self.refuse(finding!(ZIP_METHOD_UNSUPPORTED { name: self.shown(), method: header.method }));
        }
        if header.flags & UNUSED != 0 {
            let flags = Hex(u32::from(header.flags & UNUSED));
            self.add(finding!(ZIP_UNUSED_FLAGS { name: self.shown(), flags }));
        }
    }

    pub(super) fn texts(&mut self, options: &Options) {
        let comment = self.header.comment;
        let is_control = |byte: &u8| matches!(byte, 0..=8 | 11 | 12 | 14..=31);
        let refused = self.header.flags & UTF_8 != 0 && !options.readers().take_control_in_comments;
        // A signature there may be taken for an entry by a reader that scans.
        if !comment.is_empty()
            && (std::str::from_utf8(comment).is_err()
                || has_signature(comment)
                || (refused && comment.iter().any(is_control)))
        {
            self.refuse(finding!(ZIP_COMMENT_INVALID { name: self.shown() }));
        }
    }

    /// The name, or the second one when it only decodes the first.
    pub(super) fn name(&mut self, extra: &Extra<'a>, options: &Options, names: &mut Names) -> Option<Name<'a>> {
        let header = self.header;
        let encoding = if header.flags & UTF_8 != 0 { Encoding::Utf8 } else { Encoding::Unflagged };
        let second = extra.unicode_path().unwrap_or_else(|fault| {
            self.refuse(finding!(ZIP_EXTRA_INVALID { name: self.shown(), fault }));
            None
        });
        let mut raw = header.name;
        if let Some((crc, other)) = second.filter(|(_, other)| *other != header.name) {
            let decodes = options.readers().take_second_names
                && encoding == Encoding::Unflagged
                && crc == crc_of(header.name)
                && decodes(header.name, other);
            if !decodes {
                self.refuse(finding!(ZIP_UNICODE_PATH { name: self.shown(), other: name::shown(other) }));
                return None;
            }
            self.add(finding!(NON_UTF8_NAMES { name: name::shown(other) }));
            raw = other;
        }
        let encoding = if raw == header.name { encoding } else { Encoding::Utf8 };
        let name = names.read(raw, encoding, options, self.span, self.findings);
        self.sound &= name.is_some();
        name
    }

    pub(super) fn kind(&mut self, slash: bool, size: u64) {
        let attributes = self.header.attributes;
        let mode = attributes >> 16;
        match mode >> 12 {
            0 | REGULAR => {}
            DIRECTORY if slash => {}
            // A mode of -1, as real archives have it: no reader makes anything but a directory of a name with a slash.
            NO_MODE if slash => {
                self.add(finding!(ZIP_MODE_INVALID { name: self.shown() }));
                return;
            }
            DIRECTORY => self.conflict(TypeFault::DirectoryAttribute),
            // Whatever system made the entry: readers differ in whose they believe.
            SYMLINK => {
                self.refuse(finding!(ZIP_SYMLINK { name: self.shown() }));
            }
            _ => {
                self.refuse(finding!(ZIP_SPECIAL_FILE { name: self.shown(), mode: Octal(mode) }));
            }
        }
        // A reader that trusts the attribute makes a directory of it, one that trusts the name a file.
        if attributes & DOS_DIRECTORY != 0 && !slash && mode >> 12 != DIRECTORY {
            self.conflict(TypeFault::DirectoryAttribute);
        }
        if slash && size != 0 {
            self.conflict(TypeFault::DirectoryWithData);
        }
        // `unzip` drops the bits without -K.
        if mode & SET_ID != 0 {
            self.add(finding!(ZIP_SETUID { name: self.shown(), mode: Octal(mode) }));
        }
    }

    pub(super) fn sizes(&mut self, size: u64, packed: u64, options: &Options) {
        let limits = options.limits();
        if self.header.method == STORED && size != packed {
            self.refuse(finding!(ZIP_SIZE_LIE { name: self.shown(), found: Bytes(packed), expected: Bytes(size) }));
        }
        if Bytes(size) > limits.entry() {
            self.give_up(finding!(LIMIT_ENTRY_SIZE {
                name: self.shown(),
                found: Bytes(size),
                allowed: limits.entry()
            }));
        }
        let ratio = Ratio(size / packed.max(1));
        if Bytes(size) > limits.ratio_floor() && ratio > limits.ratio() {
            self.give_up(finding!(LIMIT_RATIO { name: self.shown(), found: ratio, allowed: limits.ratio() }));
        }
    }

    fn conflict(&mut self, fault: TypeFault) {
        self.refuse(finding!(ZIP_TYPE_CONFLICT { name: self.shown(), fault }));
    }

    fn add(&mut self, finding: Finding) {
        self.findings.add(self.place(), finding);
    }

    /// Adds what keeps the entry from being shown.
    fn refuse(&mut self, finding: Finding) {
        self.sound = false;
        self.add(finding);
    }

    /// Adds what the archive has to be given up for.
    fn give_up(&mut self, finding: Finding) {
        self.broken = true;
        self.add(finding);
    }

    fn shown(&self) -> String {
        name::shown(self.header.name)
    }

    pub(super) fn place(&self) -> Location {
        Location::entry(self.shown()).at_bytes(self.span.0..self.span.1)
    }
}

fn crc_of(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// Whether `decoded` may be `raw` in some single-byte or double-byte encoding: the same ASCII characters at the same
/// places, and another character for each of the rest.
fn decodes(raw: &[u8], decoded: &[u8]) -> bool {
    let Ok(decoded) = std::str::from_utf8(decoded) else { return false };
    // What is UTF-8 needs no decoding: a second name would be another one.
    std::str::from_utf8(raw).is_err() && [false, true].into_iter().any(|double| decodes_as(raw, decoded, double))
}

fn decodes_as(raw: &[u8], decoded: &str, double: bool) -> bool {
    let mut bytes = raw.iter();
    let mut characters = decoded.chars();
    while let Some(byte) = bytes.next() {
        let Some(character) = characters.next() else { return false };
        let same = if byte.is_ascii() { u32::from(*byte) == u32::from(character) } else { !character.is_ascii() };
        if !same || (!byte.is_ascii() && double && bytes.next().is_none()) {
            return false;
        }
    }
    characters.next().is_none()
}

const STORED: u16 = 0;
pub(super) const DEFLATED: u16 = 8;
/// Method of entries encrypted with AES.
const AES: u16 = 99;
/// 4.6, times ten.
const NEWEST_VERSION: u16 = 46;
const DIRECTORY: u32 = 4;
const REGULAR: u32 = 8;
const SYMLINK: u32 = 10;
/// What is left of a mode of -1.
const NO_MODE: u32 = 15;
const SET_ID: u32 = 0o6000;
/// Attribute of a directory in DOS.
const DOS_DIRECTORY: u32 = 0x10;
