//! `.user.ini` files, which PHP-FPM reads from the web root down.

use std::ops::Range;

use super::rules::OPEN_BASEDIR_USERINI;
use crate::app::{AppEntry, RUN_DIRECTORY};
use crate::diagnostic::{Findings, Location, Source};
use crate::finding;
use crate::package::files::Files;

pub(super) fn judge(files: &Files, entry: &AppEntry, findings: &mut Findings<'_>) {
    for (path, file) in files.below(entry.as_str()).filter(|(path, _)| path.ends_with("/.user.ini")) {
        let Some(text) = &file.content else { continue };
        if let Some((span, found)) = open_basedir(text).filter(|(_, found)| !covers_releases(found)) {
            let source = Source::new(Location::entry(path), text);
            findings.add(source.at(span), finding!(OPEN_BASEDIR_USERINI { found, expected: RUN_DIRECTORY }));
        }
    }
}

/// The last value of `open_basedir`, which is the one that counts, and its place.
fn open_basedir(text: &[u8]) -> Option<(Range<usize>, String)> {
    let mut start = 0;
    let mut last = None;
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        if let Some(value) = value_of(line) {
            last = Some((start + value.start..start + value.end, line.get(value).unwrap_or_default()));
        }
        start += line.len();
    }
    last.map(|(span, value)| (span, String::from_utf8_lossy(value).into_owned()))
}

/// The range of the value in a line that sets `open_basedir`, without quotes, blanks and comment.
fn value_of(line: &[u8]) -> Option<Range<usize>> {
    let equals = line.iter().position(|byte| *byte == b'=')?;
    let key = line.get(..equals)?.trim_ascii();
    if !key.eq_ignore_ascii_case(b"open_basedir") {
        return None;
    }
    let rest = line.get(equals + 1..)?;
    let trimmed = rest.trim_ascii_start();
    let start = equals + 1 + rest.len() - trimmed.len();
    let (start, trimmed, ends): (usize, &[u8], &[u8]) = match trimmed.split_first() {
        Some((quote @ (b'"' | b'\''), inner)) => (start + 1, inner, std::slice::from_ref(quote)),
        // `;` begins a comment in an ini file, but not within quotes.
        _ => (start, trimmed, b";\r\n"),
    };
    let end = trimmed.iter().position(|byte| ends.contains(byte)).unwrap_or(trimmed.len());
    let value = trimmed.get(..end)?.trim_ascii_end();
    Some(start..start + value.len())
}

/// Whether a list of directories, separated by `:`, lets PHP open what runs from [`RUN_DIRECTORY`]. Relative ones depend
/// on the script and are let through.
fn covers_releases(list: &str) -> bool {
    let mut directories = list.split(':').map(str::trim).filter(|directory| !directory.is_empty()).peekable();
    // An empty value sets no limit.
    if directories.peek().is_none() || list.eq_ignore_ascii_case("none") {
        return true;
    }
    directories.any(|directory| {
        let plain = directory.trim_end_matches('/');
        // PHP compares directories by their resolved prefix (`php_check_specific_open_basedir`).
        let below = RUN_DIRECTORY.strip_prefix(plain).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        below || plain.starts_with(RUN_DIRECTORY) || !directory.starts_with('/')
    })
}
