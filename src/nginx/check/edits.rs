//! Edits of a text, and where its bytes stood before.

use std::ops::Range;

/// Replacements of a text, in its order, that do not touch each other.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    /// One replacement.
    pub(super) fn one(span: Range<usize>, text: impl Into<String>) -> Self {
        Self(vec![(span, text.into())])
    }

    /// Several, in any order.
    pub(super) fn of(mut edits: Vec<(Range<usize>, String)>) -> Self {
        edits.sort_by_key(|(span, _)| (span.start, span.end));
        edits.dedup();
        Self(edits)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &(Range<usize>, String)> {
        self.0.iter()
    }

    /// `text` with the replacements.
    pub(super) fn apply(&self, text: &[u8]) -> Vec<u8> {
        self.apply_within(text, 0..text.len())
    }

    /// The bytes `span` of `text` with the replacements that lie in it.
    pub(super) fn apply_within(&self, text: &[u8], span: Range<usize>) -> Vec<u8> {
        let (mut out, mut done) = (Vec::new(), span.start);
        for (range, new) in self.0.iter().filter(|(range, _)| span.start <= range.start && range.end <= span.end) {
            out.extend_from_slice(text.get(done..range.start).unwrap_or_default());
            out.extend_from_slice(new.as_bytes());
            done = range.end;
        }
        out.extend_from_slice(text.get(done..span.end).unwrap_or_default());
        out
    }

    /// Where the byte `at` of the new text stood in the old one; the place of the replacement when it is new.
    pub(super) fn before(&self, at: usize) -> usize {
        let mut shift = 0_isize;
        for (range, new) in &self.0 {
            let start = range.start.saturating_add_signed(shift);
            if at < start {
                break;
            }
            if at < start + new.len() {
                return range.start;
            }
            shift = shift.saturating_add_unsigned(new.len()).saturating_sub_unsigned(range.len());
        }
        at.saturating_add_signed(-shift)
    }

    /// Edits of the new text as edits of the old one; none when they touch what is new.
    pub(super) fn moved(&self, edits: &Self) -> Option<Self> {
        let mut moved = Vec::with_capacity(edits.0.len());
        for (range, new) in &edits.0 {
            let (start, end) = (self.before(range.start), self.before(range.end));
            let apart = self.0.iter().all(|(other, _)| other.end < start || end < other.start);
            if end.checked_sub(start) != Some(range.len()) || !apart {
                return None;
            }
            moved.push((start..end, new.clone()));
        }
        Some(Self(moved))
    }

    /// These and `others`, which do not touch them.
    pub(super) fn with(&self, others: &Self) -> Self {
        Self::of(self.0.iter().chain(&others.0).cloned().collect())
    }
}
