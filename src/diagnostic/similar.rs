//! "Did you mean": the known name that is most like a mistyped one.
#![allow(dead_code, reason = "parts are used only with the features `nginx` and `package`")]

use super::escape::Escaped;
use super::phrase::{Phrase, Sentence, speaks};
use super::shorten::shortened;
use crate::phrase;

/// An unknown name, with the nearest known one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnknownName {
    noun: Sentence,
    name: String,
    nearest: Option<&'static str>,
}

impl UnknownName {
    pub(crate) fn new(noun: Sentence, name: &str, known: impl IntoIterator<Item = &'static str>) -> Self {
        Self { noun, name: Escaped(&shortened(name)).to_string(), nearest: nearest(name, known) }
    }

    /// The unknown name, escaped, and cut when it is long.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The known name that is most likely meant.
    #[must_use]
    pub const fn nearest(&self) -> Option<&'static str> {
        self.nearest
    }

    fn phrase(&self) -> Phrase {
        let Self { noun, name, nearest } = self;
        match nearest {
            None => phrase!("no {noun} `{name}`" / "没有{noun} `{name}`", noun = *noun, name),
            Some(nearest) => phrase!(
                "no {noun} `{name}`, did you mean `{nearest}`?" / "没有{noun} `{name}`，您要的是 `{nearest}` 吗？",
                noun = *noun,
                name,
                nearest = *nearest
            ),
        }
    }
}

speaks!(UnknownName);

impl std::error::Error for UnknownName {}

/// The candidate nearest to `word`: the same but for letter case and punctuation, or a few edits away.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > MAX_LENGTH {
        return None;
    }
    let normalized = normalize(word);
    let mut best = None;
    for candidate in candidates {
        let other = normalize(candidate);
        // A third of the letters, as rustc allows for its suggestions.
        let bound = (normalized.len().max(other.len()) / 3).min(MAX_EDITS);
        if let Some(distance) = edit_distance(&normalized, &other, bound)
            && best.is_none_or(|(least, _)| distance < least)
        {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Whether `word` is `meant`, or one edit away from it.
pub(crate) fn within_one_edit(word: &str, meant: &str) -> bool {
    let [word, meant] = [word, meant].map(|text| text.chars().take(MAX_LENGTH).collect::<Vec<_>>());
    word.len().abs_diff(meant.len()) <= 1 && edit_distance(&word, &meant, 1).is_some()
}

fn normalize(word: &str) -> Vec<char> {
    word.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The fewest insertions, deletions, replacements and swaps of neighbours that turn `left` into `right` (optimal string
/// alignment); `None` when it takes more than `most`.
pub(crate) fn edit_distance<T: PartialEq>(left: &[T], right: &[T], most: usize) -> Option<usize> {
    let mut row_before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    let mut letter_before: Option<&T> = None;
    for (line, letter) in left.iter().enumerate() {
        let mut next = vec![line + 1];
        for (column, other) in right.iter().enumerate() {
            let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX - 1);
            let replaced = at(&row, column) + usize::from(letter != other);
            let mut best = replaced.min(at(&row, column + 1) + 1).min(at(&next, column) + 1);
            let other_before = column.checked_sub(1).and_then(|column| right.get(column));
            // Neighbours that changed places are one slip (Damerau), not two.
            if letter_before == Some(other) && other_before == Some(letter) {
                best = best.min(at(&row_before, column - 1) + 1);
            }
            next.push(best);
        }
        // The next row is computed from the last two, the older of them for swaps: both have to exceed the bound.
        if next.iter().chain(&row).all(|edits| *edits > most) {
            return None;
        }
        row_before = std::mem::replace(&mut row, next);
        letter_before = Some(letter);
    }
    row.last().copied().filter(|edits| *edits <= most)
}

/// Longer words are not compared: they are unlikely typing mistakes, and slow to compare.
const MAX_LENGTH: usize = 64;
const MAX_EDITS: usize = 3;
