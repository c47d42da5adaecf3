//! A digest of what a package holds, whatever archive it came in.

use std::fmt::{self, Write};

use sha2::{Digest as _, Sha256};

use super::archive::Kind;
use super::files::Files;
use crate::app::Digest;

/// The digest over all of `files`, made as [`Inspection::digest`](super::Inspection::digest) says; `None` when the content
/// of one of them was not read.
pub(super) fn content_digest(files: &Files) -> Option<Digest> {
    let mut all = Sha256::new();
    for (path, file) in files.iter() {
        let line = match &file.kind {
            // Whether a directory has an entry depends on the archiver.
            Kind::Directory => continue,
            Kind::File => format!("{}  {path}\n", Hexadecimal(file.hash.as_ref()?)),
            Kind::HardLink(target) => {
                format!("{}  {path}\n", Hexadecimal(content_of(files, target.as_str())?))
            }
            Kind::Symlink(link) => format!("symlink {}  {path}\n", serde_json::Value::from(link.target.as_str())),
        };
        all.update(line.as_bytes());
    }
    Some(Digest::new(all.finalize().into()))
}

/// The digest of one text.
#[cfg(feature = "nginx")]
pub(crate) fn digest(text: &[u8]) -> Digest {
    Digest::new(Sha256::digest(text).into())
}

/// The hash of a file that may itself be a hard link, each to an earlier one.
fn content_of<'a>(files: &'a Files, path: &'a str) -> Option<&'a [u8; 32]> {
    let mut path = path;
    for _ in 0..MAX_LINKS {
        let file = files.get(path)?;
        match &file.kind {
            Kind::HardLink(target) => path = target.as_str(),
            _ => return file.hash.as_ref(),
        }
    }
    None
}

struct Hexadecimal<'a>(&'a [u8]);

impl fmt::Display for Hexadecimal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
        digits.filter_map(|digit| char::from_digit(digit.into(), 16)).try_for_each(|digit| f.write_char(digit))
    }
}

/// Archivers point every hard link at the first name; no archiver writes a chain this long.
const MAX_LINKS: usize = 8;
