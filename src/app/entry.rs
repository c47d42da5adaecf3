//! The directory of a package that the web sees.

use std::str::FromStr;

use super::parse::{Fault, ParseError, text_value};
use crate::diagnostic::sentences;

/// Directory of a PHP package that nginx serves, relative to the package's root; `public` by default.
///
/// - segments separated by `/`, at least one, with no `/` at either end
/// - a segment starts with a letter, a digit or `_`
/// - and continues with letters, digits, `_`, `-` and `.`
/// - at most 200 characters
///
/// So it never leaves the package, never is the package's root (whose `_buildpack` and `composer.json` must not be
/// served), never is hidden, and no character of it has a meaning to nginx or a shell. That `app_entry` names the
/// directory is §1.3.3; the grammar is this crate's choice.
///
/// # Examples
///
/// ```
/// use cloudapp::app::AppEntry;
///
/// assert_eq!("web/public_html".parse::<AppEntry>()?.as_str(), "web/public_html");
/// assert_eq!(AppEntry::default().as_str(), "public");
/// let error = "public; autoindex on".parse::<AppEntry>().unwrap_err();
/// assert_eq!(error.to_string(), "app_entry: ';' at byte 6, expected a letter, a digit, '_', '-', '.' or '/'");
/// # Ok::<(), cloudapp::app::ParseError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct AppEntry(String);

text_value!(AppEntry);

impl AppEntry {
    /// Greatest length in characters. Decided: with the directory of releases and a file it stays below the 4096 bytes
    /// of a path.
    pub const MAX_LENGTH: usize = 200;
}

impl Default for AppEntry {
    /// `public` (§1.3.3).
    fn default() -> Self {
        Self("public".to_owned())
    }
}

impl FromStr for AppEntry {
    type Err = ParseError;

    /// # Errors
    ///
    /// What the grammar does not allow: `..`, a leading `/`, spaces, `;`, `$` and all else with a meaning to nginx.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let refuse = |fault| Err(ParseError::new(NOUN, fault));
        let mut starts = true;
        for (at, found) in text.char_indices() {
            let continues = found.is_ascii_alphanumeric() || found == '_';
            // So no segment is `..`, a hidden directory, or an option to a command.
            if starts && !continues {
                return refuse(Fault::Character { found, at, expected: START });
            }
            if !continues && !matches!(found, '-' | '.' | '/') {
                return refuse(Fault::Character { found, at, expected: NEXT });
            }
            starts = found == '/';
        }
        match text.len() {
            0 => refuse(Fault::Empty { expected: LIKE }),
            at if starts => refuse(Fault::End { at, expected: NO_SLASH }),
            length if length > Self::MAX_LENGTH => refuse(Fault::Length { at: 0, length, most: Self::MAX_LENGTH }),
            _ => Ok(Self(text.to_owned())),
        }
    }
}

sentences! {
    /// What web roots are refused with.
    pub(super) SENTENCES
    NOUN = "app_entry" / "app_entry",
    START = "a segment that starts with a letter, a digit or '_'" / "以字母、数字或 '_' 开头的目录名",
    NEXT = "a letter, a digit, '_', '-', '.' or '/'" / "字母、数字、'_'、'-'、'.' 或 '/'",
    LIKE = "a directory like public" / "目录，例如 public",
    NO_SLASH = "a directory without '/' at its end" / "末尾没有 '/' 的目录",
}
