//! Did you mean: the known word that somebody most likely meant.

/// The candidate nearest to `word`: the same but for letter case and punctuation, or a few typing mistakes away.
pub(super) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > MAX_LENGTH {
        return None;
    }
    let plain = letters(word);
    let mut best = None;
    for candidate in candidates {
        let other = letters(candidate);
        let distance = edits(&plain, &other);
        let bound = (plain.len().max(other.len()) / 3).min(MAX_EDITS);
        if distance <= bound && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Whether `word` is `meant`, or one typing mistake away from it.
pub(super) fn is_slip(word: &str, meant: &str) -> bool {
    let [word, meant] = [word, meant].map(|text| text.chars().take(MAX_LENGTH).collect::<Vec<_>>());
    word.len().abs_diff(meant.len()) <= 1 && edits(&word, &meant) <= 1
}

fn letters(word: &str) -> Vec<char> {
    word.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Insertions, deletions, replacements and swaps of neighbours between two words.
fn edits(left: &[char], right: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    let mut left_before = None;
    for (index, a) in left.iter().enumerate() {
        let mut next = vec![index + 1];
        let mut right_before = None;
        for (column, b) in right.iter().enumerate() {
            let cell = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX - 1);
            let replaced = cell(&row, column) + usize::from(a != b);
            let removed = cell(&row, column + 1) + 1;
            let inserted = cell(&next, column) + 1;
            let mut least = replaced.min(removed).min(inserted);
            if left_before == Some(b) && right_before == Some(a) {
                least = least.min(cell(&before, column.wrapping_sub(1)) + 1);
            }
            next.push(least);
            right_before = Some(b);
        }
        before = std::mem::replace(&mut row, next);
        left_before = Some(a);
    }
    row.last().copied().unwrap_or_default()
}

/// Longer words are nobody's slip of a known one, and cost more than they are worth.
const MAX_LENGTH: usize = 64;
const MAX_EDITS: usize = 3;
