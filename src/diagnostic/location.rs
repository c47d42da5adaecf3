//! Places in inputs: an entry inside nested archives, and a span of its text.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::escape::Escaped;
use super::secret::is_secret_line;

/// Where a finding is: the whole input, an entry of it, or a span of an entry.
///
/// # Examples
///
/// ```
/// use cloudapp::diagnostic::Location;
///
/// let class = Location::entry("BOOT-INF/lib/a.jar").within("org/example/A.class").at_bytes(4..8);
/// assert_eq!(class.entry_name().as_deref(), Some("BOOT-INF/lib/a.jar!/org/example/A.class"));
/// assert_eq!((class.span(), class.line()), (Some(4..8), None));
/// ```
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Location {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    entries: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<Range<u64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<(u32, u32)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    snippet: Option<Snippet>,
}

impl Location {
    /// The whole input.
    #[must_use]
    pub fn input() -> Self {
        Self::default()
    }

    /// An entry of the input, named as the archive names it.
    #[must_use]
    pub fn entry(name: impl Into<String>) -> Self {
        Self { entries: vec![name.into()], ..Self::default() }
    }

    /// An entry inside the entry that `self` names: a library inside a JAR, a class inside a library.
    #[must_use]
    pub fn within(mut self, name: impl Into<String>) -> Self {
        self.entries.push(name.into());
        Self { entries: self.entries, ..Self::default() }
    }

    /// The same entry, at the bytes `span` of it. Without an entry: of the input.
    #[must_use]
    pub fn at_bytes(self, span: Range<u64>) -> Self {
        Self { span: Some(span), position: None, snippet: None, ..self }
    }

    /// The same without its line's text, which may hold a secret.
    #[must_use]
    pub fn without_snippet(self) -> Self {
        Self { snippet: None, ..self }
    }

    /// The entries from the outermost to the innermost; empty for the whole input.
    #[must_use]
    pub fn entries(&self) -> &[String] {
        &self.entries
    }

    /// The entries joined by `!/`, as Java names nested archives, with control characters escaped.
    #[must_use]
    pub fn entry_name(&self) -> Option<String> {
        if self.entries.is_empty() { None } else { Some(Escaped(&self.entries.join("!/")).to_string()) }
    }

    /// Bytes of the innermost entry (or of the input), from 0.
    #[must_use]
    pub fn span(&self) -> Option<Range<u64>> {
        self.span.clone()
    }

    /// Line of the span's start, from 1.
    #[must_use]
    pub fn line(&self) -> Option<u32> {
        self.position.map(|(line, _)| line)
    }

    /// Column of the span's start in characters, from 1.
    #[must_use]
    pub fn column(&self) -> Option<u32> {
        self.position.map(|(_, column)| column)
    }

    /// The line of the span's start, to be shown.
    #[must_use]
    pub const fn snippet(&self) -> Option<&Snippet> {
        self.snippet.as_ref()
    }

    pub(super) fn order(&self, other: &Self) -> Ordering {
        let start = |location: &Self| location.span.as_ref().map(|span| (span.start, span.end));
        self.entries.cmp(&other.entries).then_with(|| start(self).cmp(&start(other)))
    }
}

/// The source line of a finding, cut around the fault when it is long.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Snippet {
    /// Text before the fault.
    pub before: String,
    /// The part of the fault that is on this line; empty when it is a point.
    pub fault: String,
    /// Text after the fault.
    pub after: String,
    /// Whether text was cut off before `before`.
    pub cut_before: bool,
    /// Whether text was cut off after `after`.
    pub cut_after: bool,
}

/// A text whose lines are indexed once, so that each place in it costs a search and not a scan.
///
/// # Examples
///
/// ```
/// use cloudapp::diagnostic::{Location, Source};
///
/// let source = Source::new(Location::entry("application.properties"), b"a=1\nserver.port=9090\n");
/// let location = source.at(16..20);
/// assert_eq!((location.line(), location.column()), (Some(2), Some(13)));
/// assert_eq!(location.snippet().unwrap().fault, "9090");
/// ```
#[derive(Clone)]
pub struct Source<'a> {
    entry: Location,
    text: &'a [u8],
    line_starts: Vec<usize>,
}

/// Without the text, which may hold secrets.
impl fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { entry, text, line_starts } = self;
        let mut printed = f.debug_struct("Source");
        printed.field("entry", entry).field("length", &text.len()).field("lines", &line_starts.len()).finish()
    }
}

impl<'a> Source<'a> {
    /// The text of the entry that `entry` names. Lines end with LF; a CR before it belongs to the line end.
    #[must_use]
    pub fn new(entry: Location, text: &'a [u8]) -> Self {
        let mut line_starts = vec![0];
        line_starts.extend(text.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1));
        Self { entry, text, line_starts }
    }

    /// The place of `span`, a range of bytes, cut to the text when it reaches past it. It has no snippet when its line
    /// may hold a secret.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::diagnostic::{Location, Source};
    ///
    /// let source = Source::new(Location::input(), b"one\ntwo\n");
    /// let place = source.at(5..6);
    /// assert_eq!((place.line(), place.column()), (Some(2), Some(2)));
    /// ```
    #[must_use]
    pub fn at(&self, span: Range<usize>) -> Location {
        let start = span.start.min(self.text.len());
        let end = span.end.clamp(start, self.text.len());
        let line = self.line_starts.partition_point(|line_start| *line_start <= start);
        let line_start = self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let line_end = self.line_starts.get(line).map_or(self.text.len(), |next| next.saturating_sub(1));
        let line_end = if self.slice(line_start..line_end).ends_with(b"\r") { line_end - 1 } else { line_end };
        // Of a fault over several lines the first one is shown.
        let fault_end = end.min(line_end).max(start);
        let head = self.slice(line_start..start);
        let column = characters(head) + 1;
        let (before, cut_before) = keep_end(head);
        let (fault, fault_cut) = keep_start(self.slice(start..fault_end));
        let (after, after_cut) =
            if fault_cut { (String::new(), true) } else { keep_start(self.slice(fault_end..line_end)) };
        Location {
            entries: self.entry.entries.clone(),
            span: Some(to_u64(start)..to_u64(end)),
            position: Some((to_u32(line), to_u32(column))),
            snippet: (!is_secret_line(self.line_around(start, NEAR_BYTES))).then_some(Snippet {
                before,
                fault,
                after,
                cut_before,
                cut_after: after_cut,
            }),
        }
    }

    /// The place of the whole line `line`, from 1; the last line when there are fewer.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::diagnostic::{Location, Source};
    ///
    /// let source = Source::new(Location::input(), b"one\ntwo\n");
    /// assert_eq!(source.line(2).snippet().map(|snippet| snippet.fault.clone()).as_deref(), Some("two"));
    /// ```
    #[must_use]
    pub fn line(&self, line: usize) -> Location {
        let index = line.max(1).min(self.line_starts.len()) - 1;
        let start = self.line_starts.get(index).copied().unwrap_or_default();
        let end = self.line_starts.get(index + 1).map_or(self.text.len(), |next| next.saturating_sub(1));
        let end = if self.slice(start..end).ends_with(b"\r") { end - 1 } else { end };
        self.at(start..end)
    }

    /// The line of the byte `at`, at most `most` bytes before and after it.
    pub(crate) fn line_around(&self, at: usize, most: usize) -> &'a [u8] {
        let line = self.line_starts.partition_point(|line_start| *line_start <= at);
        let start = self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let end = self.line_starts.get(line).map_or(self.text.len(), |next| next.saturating_sub(1));
        self.slice(start.max(at.saturating_sub(most))..end.min(at.saturating_add(most)))
    }

    fn slice(&self, range: Range<usize>) -> &'a [u8] {
        self.text.get(range).unwrap_or_default()
    }
}

/// Characters in bytes that are mostly UTF-8: every byte that does not continue a character starts one.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

fn keep_start(bytes: &[u8]) -> (String, bool) {
    match bytes.get(..SNIPPET_BYTES) {
        Some(kept) => {
            let text = String::from_utf8_lossy(kept);
            // The cut may fall into a character.
            (text.trim_end_matches('\u{fffd}').to_owned(), true)
        }
        None => (String::from_utf8_lossy(bytes).into_owned(), false),
    }
}

fn keep_end(bytes: &[u8]) -> (String, bool) {
    match bytes.len().checked_sub(SNIPPET_BYTES) {
        Some(cut) if cut > 0 => {
            let text = String::from_utf8_lossy(bytes.get(cut..).unwrap_or_default());
            (text.trim_start_matches('\u{fffd}').to_owned(), true)
        }
        _ => (String::from_utf8_lossy(bytes).into_owned(), false),
    }
}

fn to_u64(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

fn to_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Bytes of a line kept on each side of a fault, and of the fault itself: a line of a terminal, not a minified file.
const SNIPPET_BYTES: usize = 120;
/// Bytes before and after a place in which a name would call what is shown of it secret.
const NEAR_BYTES: usize = 4 << 10;
