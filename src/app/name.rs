//! Names of cloud apps.

use std::str::FromStr;

use super::parse::{Fault, LETTER, LETTER_OR_DIGIT, ParseError, text_value};
use crate::diagnostic::sentences;

/// Name of a cloud app, unique within its owner's account.
///
/// - starts with a lowercase letter `a`–`z`
/// - continues with letters `a`–`z`, `A`–`Z` and digits `0`–`9`
/// - 1 to 50 characters
///
/// Source: §2.2, which says "letters"; that they are ASCII letters is this crate's choice.
///
/// # Examples
///
/// ```
/// use cloudapp::app::AppName;
///
/// let name: AppName = "todoApp1".parse()?;
/// assert_eq!(name.as_str(), "todoApp1");
/// let error = "Todo".parse::<AppName>().unwrap_err();
/// assert_eq!(error.to_string(), "app name: 'T' at byte 0, expected a lowercase letter a-z");
/// # Ok::<(), cloudapp::app::ParseError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct AppName(String);

text_value!(AppName);

impl AppName {
    /// Greatest length in characters (§2.2).
    pub const MAX_LENGTH: usize = 50;
}

impl FromStr for AppName {
    type Err = ParseError;

    /// # Errors
    ///
    /// An empty text, a first character other than `a`–`z`, a later one other than an ASCII letter or digit, or more
    /// than 50 characters.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let refuse = |fault| Err(ParseError::new(NOUN, fault));
        for (at, found) in text.char_indices() {
            if at == 0 && !found.is_ascii_lowercase() {
                return refuse(Fault::Character { found, at, expected: LETTER });
            }
            if !found.is_ascii_alphanumeric() {
                return refuse(Fault::Character { found, at, expected: LETTER_OR_DIGIT });
            }
        }
        match text.len() {
            0 => refuse(Fault::Empty { expected: LETTER }),
            length if length > Self::MAX_LENGTH => refuse(Fault::Length { at: 0, length, most: Self::MAX_LENGTH }),
            _ => Ok(Self(text.to_owned())),
        }
    }
}

sentences! {
    /// Why a name is refused.
    pub(super) SENTENCES
    NOUN = "app name" / "应用名称",
}
