//! A digest of what a package holds, whatever archive it came in.

use std::fmt::{self, Write};

use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

use super::archive::Kind;
use super::files::Files;

/// Digest of a package's files: the same files give the same digest, whatever the order, times, owners, permissions,
/// compression and format of the archive that holds them.
///
/// It is the SHA-256 of one line a file, sorted by path as bytes: the SHA-256 of the content in hexadecimal, two blanks,
/// the path and a line feed. A hard link is a file with the content of its target. A symbolic link is a line with
/// `symlink`, its target in quotes as JSON, two blanks and the path. Directories do not count. So without symbolic links
/// `find . -type f -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum` prints the same.
///
/// Prints as `sha256:` and 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ContentDigest([u8; 32]);

impl fmt::Display for ContentDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sha256:{}", Hexadecimal(&self.0))
    }
}

impl Serialize for ContentDigest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl ContentDigest {
    /// The digest over all of `files`; `None` when the content of one of them was not read.
    pub(super) fn of(files: &Files) -> Option<Self> {
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
        Some(Self(all.finalize().into()))
    }
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
