//! Secrets in packages: what is looked for, where, and what is known to be none.

mod patterns;

use std::ops::Range;

use super::archive::Entry;
use super::foreign::{is_foreign, is_system_metadata};
use crate::diagnostic::{Location, Source, is_secret_name};

use super::paths::extension;
pub use patterns::SecretKind;

/// A secret that was seen.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sighting {
    pub(super) path: String,
    pub(super) kind: SecretKind,
    /// Where it is, without a trace of its value.
    pub(super) location: Location,
}

/// How much of a file is searched; 0 for one that is public anyway or not text.
pub(super) fn searched_bytes(entry: &Entry) -> usize {
    let path = entry.path.as_str();
    let extension = extension(entry.path.file_name()).map(str::to_ascii_lowercase);
    let is_binary = extension.is_some_and(|extension| BINARY.contains(&extension.as_str()));
    if is_foreign(path) || is_binary || is_system_metadata(path) { 0 } else { SEARCHED_BYTES }
}

/// Everything secret in the start of a file, at most one sighting of each kind.
pub(super) fn search(entry: &Entry, text: &[u8]) -> Vec<Sighting> {
    let path = entry.path.as_str();
    patterns::search(entry.path.file_name(), text)
        .into_iter()
        .map(|(kind, at)| Sighting { path: path.to_owned(), kind, location: masked(path, text, at) })
        .collect()
}

/// The place of a secret, with its line but none of the line's text.
fn masked(path: &str, text: &[u8], secret: Range<usize>) -> Location {
    let blank = |(at, byte): (usize, &u8)| match byte {
        b'\n' => b'\n',
        _ if secret.contains(&at) => b'*',
        _ => b' ',
    };
    let shown: Vec<u8> = text.iter().enumerate().take(secret.end).map(blank).collect();
    Source::new(Location::entry(path), &shown).at(secret)
}

/// A place in a text, without its line where a name on it calls something secret.
pub(super) fn place(source: &Source<'_>, span: Range<usize>) -> Location {
    let line = String::from_utf8_lossy(source.line_around(span.start, NEAR_BYTES));
    let location = source.at(span);
    if is_secret_name(&line) { location.without_snippet() } else { location }
}

/// Bytes before and after a place in which a name would call what is shown of it secret.
const NEAR_BYTES: usize = 4 << 10;

/// A secret is in a short file, or near the start of a longer one.
const SEARCHED_BYTES: usize = 256 << 10;

/// Extensions of files that are not text.
const BINARY: [&str; 40] = [
    "7z", "avi", "bmp", "br", "bz2", "class", "dll", "doc", "docx", "eot", "exe", "flv", "gif", "gz", "ico", "jar",
    "jpeg", "jpg", "map", "mo", "mov", "mp3", "mp4", "node", "otf", "pdf", "png", "rar", "so", "swf", "tar", "tgz",
    "tif", "ttf", "wasm", "wav", "webp", "woff", "woff2", "zip",
];
