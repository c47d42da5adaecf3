//! Lists of words, written as text: blanks and line ends part them.

/// Whether `word` is one of `words`.
pub(super) fn holds(words: &str, word: &str) -> bool {
    words.split_ascii_whitespace().any(|other| other == word)
}
