//! Native add-ons: what a loader needs to know before it takes one.

use object::elf::{EM_X86_64, FileHeader32, FileHeader64};
use object::read::elf::{FileHeader, SectionTable};
use object::{Endianness, FileKind};

use crate::app::Glibc;

/// A native add-on or library, by its headers.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Native {
    /// For Linux and its like.
    Elf {
        /// Whether it is for 64-bit x86.
        x86_64: bool,
        /// Newest version of the GNU C library that it asks for.
        glibc: Option<Glibc>,
        /// Whether it is for musl instead of the GNU C library.
        musl: bool,
    },
    /// For macOS.
    MachO,
    /// For Windows.
    Pe,
}

impl Native {
    /// Reads the headers of a file, or of its start. `None` when it is none of the three.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::package::node::Native;
    ///
    /// assert_eq!(Native::read(&[0xcf, 0xfa, 0xed, 0xfe, 7, 0, 0, 1, 3, 0, 0, 0, 6, 0, 0, 0]), Some(Native::MachO));
    /// assert_eq!(Native::read(b"#!/bin/sh\n"), None);
    /// ```
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"MZ") {
            return Some(Self::Pe);
        }
        match FileKind::parse(bytes).ok()? {
            FileKind::Elf32 => FileHeader32::<Endianness>::parse(bytes).ok().map(|header| elf(header, bytes)),
            FileKind::Elf64 => FileHeader64::<Endianness>::parse(bytes).ok().map(|header| elf(header, bytes)),
            FileKind::MachO32 | FileKind::MachO64 | FileKind::MachOFat32 | FileKind::MachOFat64 => Some(Self::MachO),
            _ => None,
        }
    }
}

fn elf<H: FileHeader<Endian = Endianness>>(header: &H, bytes: &[u8]) -> Native {
    let Ok(endian) = header.endian() else { return Native::Elf { x86_64: false, glibc: None, musl: false } };
    let x86_64 = header.is_class_64() && header.e_machine(endian) == EM_X86_64;
    let sections = header.sections(endian, bytes).ok();
    let needed = sections.filter(|sections| !sections.is_empty()).map(|sections| versions(&sections, endian, bytes));
    // Without its end a file has no section table; the names of versions are near its start.
    let glibc = match needed {
        Some(needed) => needed,
        None => bytes.split(|byte| *byte == 0).filter_map(version).max(),
    };
    // Alpine's libraries name `libc.musl-x86_64.so.1` as needed.
    let musl = glibc.is_none() && bytes.windows(MUSL.len()).any(|window| window == MUSL);
    Native::Elf { x86_64, glibc, musl }
}

/// The newest `GLIBC_…` among the versions that a file needs.
fn versions<H: FileHeader<Endian = Endianness>>(
    sections: &SectionTable<'_, H>,
    endian: Endianness,
    bytes: &[u8],
) -> Option<Glibc> {
    let (mut needs, link) = sections.gnu_verneed(endian, bytes).ok()??;
    let strings = sections.strings(endian, bytes, link).ok()?;
    let mut newest = None;
    let mut left = MOST_VERSIONS;
    while let Ok(Some((_, mut auxiliaries))) = needs.next()
        && left > 0
    {
        while let Ok(Some(auxiliary)) = auxiliaries.next()
            && left > 0
        {
            left -= 1;
            let name = auxiliary.name(endian, strings).unwrap_or_default();
            newest = newest.max(version(name));
        }
    }
    newest
}

/// `GLIBC_2.17` as a version.
fn version(name: &[u8]) -> Option<Glibc> {
    let text = std::str::from_utf8(name.strip_prefix(b"GLIBC_")?).ok()?;
    let mut numbers = text.split('.');
    let (major, minor) = (numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?);
    Some(Glibc { major, minor })
}

const MUSL: &[u8] = b"libc.musl-";

/// Versions that are read; real files need fewer than a hundred.
const MOST_VERSIONS: usize = 10_000;
