//! Names in commands that are to be pasted into a shell.

use std::borrow::Cow;

/// `word` as a POSIX shell reads it back: as it is, or in single quotes (POSIX.1-2017, Shell Command Language §2.2.2).
///
/// A name that starts with a dash gets `./` before it, so that no program takes it for an option.
pub(crate) fn shell_word(word: &str) -> Cow<'_, str> {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "%+,-./:=@_".contains(character);
    let word: Cow<'_, str> = if word.starts_with('-') { format!("./{word}").into() } else { word.into() };
    if !word.is_empty() && word.chars().all(is_plain) {
        return word;
    }
    // Nothing is special between single quotes but a single quote, which stands between two quoted parts.
    format!("'{}'", word.replace('\'', r"'\''")).into()
}
