//! From the bytes of a name to a checked path, by the container's policy.

use std::borrow::Cow;
use std::ops::ControlFlow;

use super::limits::{Bytes, Depth};
use super::options::Options;
use super::path::{self, PathFault};
use super::readers::Readers;
use super::rules::limit::{PATH_TOO_DEEP, PATH_TOO_LONG};
use super::rules::path::{
    NON_UTF8_NAMES, PATH_ABSOLUTE, PATH_BACKSLASH, PATH_BIDI, PATH_CONTROL, PATH_EMPTY, PATH_ENCODING,
    PATH_ENCODING_UNFLAGGED, PATH_NONCANONICAL, PATH_RESERVED, PATH_TRAVERSAL,
};
use super::size::to_u64;
use crate::diagnostic::{Findings, Location, Severity};
use crate::finding;

/// What the archive says about the encoding of a name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Encoding {
    /// Nothing: UTF-8 by custom, anything in fact.
    Unstated,
    /// UTF-8.
    Utf8,
    /// UTF-8 by custom in a format that has a flag for it, which is not set.
    Unflagged,
}

/// A name that may become an [`EntryPath`](super::EntryPath).
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Name<'a> {
    /// The path without a `/` at its end; empty for the archive's root.
    pub(super) path: Cow<'a, str>,
    /// Whether a `/` stood at its end.
    pub(super) slash: bool,
}

/// Reads the names of one archive, one after another.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    /// The directory of the last name of which nothing could be said, with the `/` after it, and its depth. Most names
    /// have it in common with the one before, and need not be looked at from their start.
    directory: Vec<u8>,
    depth: u64,
}

impl Names {
    /// The name that `raw` is, or what keeps it from being one as findings.
    ///
    /// `span` is that of the name's header.
    pub(super) fn read<'a>(
        &mut self,
        raw: &'a [u8],
        encoding: Encoding,
        options: &Options,
        span: (u64, u64),
        findings: &mut Findings<'_>,
    ) -> Option<Name<'a>> {
        if let Some(path) = self.unremarkable(raw, options) {
            return Some(Name { path: Cow::Borrowed(path), slash: raw.ends_with(b"/") });
        }
        let (text, place) = decode(raw, encoding, options.readers(), span, findings)?;
        let name = printable(&text);
        let mut refused = too_long(&text, options, &place, findings);
        let mut odd = false;
        path::scan(&text, |fault| {
            let (place, name) = (place.clone(), name.clone());
            match fault {
                PathFault::Absolute if &*text == "/" && options.readers().take_slash_for_root => {
                    odd = true;
                    return ControlFlow::Break(());
                }
                PathFault::Absolute => findings.add(place, finding!(PATH_ABSOLUTE { name })),
                // An escaped byte of a name that is not UTF-8.
                PathFault::Backslash if matches!(text, Cow::Owned(_)) && !path::has_backslash(raw) => {
                    return ControlFlow::Continue(());
                }
                PathFault::Backslash => findings.add(place, finding!(PATH_BACKSLASH { name })),
                PathFault::Bidi => findings.add(place, finding!(PATH_BIDI { name })),
                PathFault::Control => findings.add(place, finding!(PATH_CONTROL { name })),
                PathFault::Empty => findings.add(place, finding!(PATH_EMPTY {})),
                PathFault::Noncanonical => {
                    odd = true;
                    return ControlFlow::Continue(());
                }
                PathFault::Traversal => findings.add(place, finding!(PATH_TRAVERSAL { name })),
            }
            refused = true;
            ControlFlow::Continue(())
        });
        let slash = text.ends_with('/') || &*text == ".";
        let path = if odd { plain(&text, options.readers(), &place, findings)? } else { trim_slash(text) };
        if refused {
            return None;
        }
        if let Some(component) = path.split('/').find(|component| reserved(component)) {
            findings.add(place, finding!(PATH_RESERVED { name, component: component.to_owned() }));
        }
        Some(Name { path, slash })
    }

    /// The path of a name of which nothing can be said, as almost every one is: plain ASCII, no component that starts or
    /// ends with a dot, none that a system reserves. In doubt there is something to be said.
    fn unremarkable<'a>(&mut self, raw: &'a [u8], options: &Options) -> Option<&'a str> {
        let limits = options.limits();
        let fits = |length: usize, most: Bytes| u64::try_from(length).is_ok_and(|length| Bytes(length) <= most);
        if !fits(raw.len(), limits.name()) {
            return None;
        }
        let path = raw.strip_suffix(b"/").unwrap_or(raw);
        let (rest, mut depth) =
            path.strip_prefix(self.directory.as_slice()).map_or((path, 0), |rest| (rest, self.depth));
        let mut last = 0;
        for component in rest.split(|byte| *byte == b'/') {
            depth += 1;
            last = component.len();
            let dots = component.first()? == &b'.' || component.last()? == &b'.';
            let sound = fits(component.len(), limits.component()) && are_plain(component);
            if dots || !sound || is_device(component) {
                return None;
            }
        }
        let directory = path.get(..path.len() - last)?;
        if directory.len() != path.len() - rest.len() {
            self.directory.clear();
            self.directory.extend_from_slice(directory);
            self.depth = depth - 1;
        }
        let path = std::str::from_utf8(path).ok()?;
        if Depth(depth) > limits.depth() { None } else { Some(path) }
    }
}

/// The name made printable and short enough for a message, whatever it is.
pub(super) fn shown(raw: &[u8]) -> String {
    let text = match std::str::from_utf8(raw) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(path::escape_bytes(raw)),
    };
    printable(&text)
}

/// Whether no reader takes any of these bytes for something else. All are looked at, so that several are at once.
#[expect(clippy::needless_bitwise_bool, reason = "no branches, so that the compiler can take many bytes at once")]
fn are_plain(bytes: &[u8]) -> bool {
    bytes.iter().fold(true, |plain, byte| {
        let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
        let digit = byte.wrapping_sub(b'0') < 10;
        let sign =
            (*byte == b'$') | (*byte == b'+') | (*byte == b'-') | (*byte == b'.') | (*byte == b'@') | (*byte == b'_');
        plain & (letter | digit | sign)
    })
}

fn printable(text: &str) -> String {
    if text.len() <= SHOWN_BYTES {
        return text.to_owned();
    }
    let end = (0..=SHOWN_BYTES).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
    format!("{}…", text.get(..end).unwrap_or_default())
}

fn decode<'a>(
    raw: &'a [u8],
    encoding: Encoding,
    readers: &Readers,
    (start, end): (u64, u64),
    findings: &mut Findings<'_>,
) -> Option<(Cow<'a, str>, Location)> {
    let place = |text: &str| Location::entry(printable(text)).at_bytes(start..end);
    if let Ok(text) = std::str::from_utf8(raw) {
        let place = place(text);
        // macOS's Finder leaves the flag out; Python then reads the name as CP437.
        if encoding == Encoding::Unflagged && !text.is_ascii() {
            findings.add(place.clone(), finding!(PATH_ENCODING_UNFLAGGED { name: printable(text) }));
        }
        return Some((Cow::Borrowed(text), place));
    }
    let text = path::escape_bytes(raw);
    let place = place(&text);
    if encoding == Encoding::Utf8 || !readers.take_any_bytes {
        findings.add(place, finding!(PATH_ENCODING { name: printable(&text) }));
        return None;
    }
    findings.add(place.clone(), finding!(NON_UTF8_NAMES { name: printable(&text) }));
    Some((Cow::Owned(text), place))
}

fn too_long(text: &str, options: &Options, place: &Location, findings: &mut Findings<'_>) -> bool {
    let limits = options.limits();
    let name = || printable(text);
    let length = |text: &str| Bytes(to_u64(text.len()));
    if length(text) > limits.name() {
        findings
            .add(place.clone(), finding!(PATH_TOO_LONG { name: name(), found: length(text), allowed: limits.name() }));
        return true;
    }
    let mut depth = 0;
    let mut longest = Bytes(0);
    for component in text.split('/').filter(|component| !component.is_empty()) {
        depth += 1;
        longest = longest.max(length(component));
    }
    if longest > limits.component() {
        findings
            .add(place.clone(), finding!(PATH_TOO_LONG { name: name(), found: longest, allowed: limits.component() }));
        return true;
    }
    if Depth(depth) > limits.depth() {
        findings
            .add(place.clone(), finding!(PATH_TOO_DEEP { name: name(), found: Depth(depth), allowed: limits.depth() }));
        return true;
    }
    false
}

/// The path without its empty and `.` components where the readers agree on that; otherwise a finding.
fn plain(text: &str, readers: &Readers, place: &Location, findings: &mut Findings<'_>) -> Option<Cow<'static, str>> {
    let dots = |component: &str| component.len() > 2 && component.bytes().all(|byte| byte == b'.');
    let below = text.strip_prefix("./").unwrap_or(text);
    let body = below.strip_suffix('/').unwrap_or(below);
    let leading_only = body.is_empty() || !body.split('/').any(|part| matches!(part, "" | "."));
    let severity = match text {
        // Windows and PHP drop such a component, the others keep it.
        _ if text.split('/').any(dots) => Severity::Error,
        "." => readers.lone_dot,
        _ if leading_only => readers.leading_dot,
        _ => readers.inner_dot,
    };
    if severity != Severity::Info {
        findings.add_as(severity, place.clone(), finding!(PATH_NONCANONICAL { name: printable(text) }));
    }
    if severity == Severity::Error {
        return None;
    }
    let parts: Vec<&str> = text.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    Some(Cow::Owned(parts.join("/")))
}

fn trim_slash(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.strip_suffix('/').unwrap_or(text)),
        Cow::Owned(mut text) => {
            if text.ends_with('/') {
                text.pop();
            }
            Cow::Owned(text)
        }
    }
}

/// Whether Windows cannot hold the component.
fn reserved(component: &str) -> bool {
    // Windows drops dots and blanks at the end, and takes the other signs for its own.
    if component.ends_with(['.', ' ']) || component.contains(['<', '>', ':', '"', '|', '?', '*']) {
        return true;
    }
    is_device(component.as_bytes())
}

/// Whether DOS has a device of this name, with any extension.
fn is_device(component: &[u8]) -> bool {
    if !matches!(component.first(), Some(b'A' | b'C' | b'L' | b'N' | b'P' | b'a' | b'c' | b'l' | b'n' | b'p')) {
        return false;
    }
    // `NUL.txt` is the device as well.
    let stem = component.iter().take(5).position(|byte| *byte == b'.').unwrap_or(component.len());
    let Some((name, number)) = component.get(..stem).and_then(|stem| stem.split_at_checked(3)) else { return false };
    let is_any = |names: &[&[u8]]| names.iter().any(|device| name.eq_ignore_ascii_case(device));
    match number {
        [] => is_any(&[b"con", b"prn", b"aux", b"nul"]),
        [b'1'..=b'9'] => is_any(&[b"com", b"lpt"]),
        _ => false,
    }
}

/// How much of a name a message shows.
const SHOWN_BYTES: usize = 256;
