//! Edits that fix what was found.

use serde::{Deserialize, Serialize};

use super::location::Location;
use super::secret::masked;

/// A span of a text, and what takes its place.
///
/// # Examples
///
/// ```
/// use cloudapp::diagnostic::{Edit, Location, Source};
///
/// let source = Source::new(Location::input(), b"gzip yes;\n");
/// let edit = Edit::new(source.at(5..8), "on");
/// assert_eq!((edit.location().span(), edit.text()), (Some(5..8), "on"));
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    location: Location,
    /// Characters that are replaced, when they are known to be on one line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    width: Option<u32>,
    text: String,
}

impl Edit {
    /// Puts `text` in the place of the bytes that `location` spans; an empty span inserts. A location without a span
    /// edits nothing.
    #[must_use]
    pub fn new(location: Location, text: impl Into<String>) -> Self {
        let length = location.span().map_or(0, |span| span.end.saturating_sub(span.start));
        let fault = location.snippet().map(|snippet| &snippet.fault);
        let width = match fault.filter(|fault| u64::try_from(fault.len()) == Ok(length)) {
            Some(fault) => u32::try_from(fault.chars().count()).ok(),
            None => (length == 0).then_some(0),
        };
        Self { location: location.without_snippet(), width, text: text.into() }
    }

    /// The bytes that are replaced.
    #[must_use]
    pub const fn location(&self) -> &Location {
        &self.location
    }

    /// What takes their place.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    pub(super) const fn width(&self) -> Option<u32> {
        self.width
    }

    fn span(&self) -> Option<(u64, u64)> {
        self.location.span().map(|span| (span.start, span.end))
    }
}

/// Edits of one file that belong together and fix one finding.
///
/// A safe one may be applied unseen: the finding goes, no other comes, and nothing else changes. Of the others somebody
/// has to say that they are what was meant.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Fix {
    safe: bool,
    edits: Vec<Edit>,
}

impl Fix {
    /// A fix that may be applied unseen.
    #[must_use]
    pub const fn safe(edits: Vec<Edit>) -> Self {
        Self { safe: true, edits }
    }

    /// A fix that has to be looked at first.
    #[must_use]
    pub const fn to_review(edits: Vec<Edit>) -> Self {
        Self { safe: false, edits }
    }

    /// Whether it may be applied unseen.
    #[must_use]
    pub const fn is_safe(&self) -> bool {
        self.safe
    }

    /// The edits, in the order of the text.
    #[must_use]
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// Whether an edit would repeat what must not be shown.
    pub(super) fn tells_secrets(&self) -> bool {
        self.edits.iter().any(|edit| masked(&edit.text) != edit.text)
    }
}

/// `text`, the text of `entry`, with `fixes` applied.
///
/// Of two fixes that touch the same bytes the first is applied; a fix that two findings share counts once. Fixes of other
/// entries, and those that reach past the end of the text, are left out.
///
/// # Examples
///
/// ```
/// use cloudapp::app::NginxVersion;
/// use cloudapp::diagnostic::{Findings, Levels, Location, apply};
/// use cloudapp::nginx::{Check, Config, Target};
///
/// let text = "events {}\nhttp { gzip yes; }\n";
/// let levels = Levels::default();
/// let mut findings = Findings::new(&levels);
/// Check::new(&Target::of(NginxVersion::new(1, 22, 1))).run(&Config::parse(text), &mut findings);
/// let report = findings.finish();
/// let safe = report.diagnostics().iter().flat_map(|found| found.fixes()).filter(|fix| fix.is_safe());
/// assert_eq!(apply(text.as_bytes(), &Location::input(), safe), b"events {}\nhttp { gzip on; }\n");
/// ```
#[must_use]
#[allow(single_use_lifetimes, reason = "an elided lifetime in `impl Trait` is not stable")]
pub fn apply<'a>(text: &[u8], entry: &Location, fixes: impl IntoIterator<Item = &'a Fix>) -> Vec<u8> {
    let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
    let mut chosen = Vec::new();
    for fix in fixes {
        let fits = |edit: &Edit| {
            let inside = edit.span().is_some_and(|(start, end)| start <= end && end <= length);
            inside
                && edit.location.entries() == entry.entries()
                && chosen.iter().all(|other: &&Edit| *other == edit || !touch(other, edit))
        };
        if fix.edits.iter().all(fits) {
            chosen.extend(&fix.edits);
        }
    }
    chosen.sort_by_key(|edit| edit.span());
    chosen.dedup();
    let (mut out, mut done) = (Vec::with_capacity(text.len()), 0);
    for edit in chosen {
        let Some((start, end)) = edit.span() else { continue };
        let [start, end] = [start, end].map(|at| usize::try_from(at).unwrap_or(usize::MAX));
        out.extend_from_slice(text.get(done..start).unwrap_or_default());
        out.extend_from_slice(edit.text.as_bytes());
        done = end;
    }
    out.extend_from_slice(text.get(done..).unwrap_or_default());
    out
}

/// Whether the order of two edits would matter.
fn touch(one: &Edit, other: &Edit) -> bool {
    match (one.span(), other.span()) {
        (Some((start, end)), Some((from, to))) => start == from || (start < to && from < end),
        _ => false,
    }
}
