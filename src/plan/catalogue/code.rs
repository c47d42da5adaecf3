//! Names of products.

use std::borrow::Cow;
use std::str::FromStr;

use crate::app::parse::text_value;
use crate::app::{Fault, ParseError};
use crate::diagnostic::sentences;
use crate::plan::unit::Plausible;

/// A name by which a provider sells something: `ecs.c5.large`, `cloud_efficiency`, `5.6`.
///
/// - starts with a letter `a`–`z`, `A`–`Z` or a digit
/// - continues with letters, digits, `.`, `_` and `-`
/// - 1 to 64 characters
///
/// So a template cannot read it as an expression.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ProductCode(Cow<'static, str>);

text_value!(ProductCode);

impl ProductCode {
    pub(super) const fn known(code: &'static str) -> Self {
        Self(Cow::Borrowed(code))
    }
}

impl FromStr for ProductCode {
    type Err = ParseError;

    /// # Errors
    ///
    /// What the grammar does not allow.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let refuse = |fault| Err(ParseError::new(NOUN, fault));
        for (at, found) in text.char_indices() {
            if !found.is_ascii_alphanumeric() && (at == 0 || !matches!(found, '.' | '_' | '-')) {
                return refuse(Fault::Character { found, at, expected: CHARACTERS });
            }
        }
        match text.len() {
            0 => refuse(Fault::Empty { expected: LIKE }),
            length if length > MAX_LENGTH => refuse(Fault::Length { at: 0, length, most: MAX_LENGTH }),
            _ => Ok(Self(Cow::Owned(text.to_owned()))),
        }
    }
}

impl Plausible for ProductCode {
    type Stored = Self;

    fn of(stored: Self) -> Self {
        stored
    }

    fn check(&self) -> Result<(), String> {
        Ok(())
    }
}

const MAX_LENGTH: usize = 64;

sentences! {
    /// What product codes are refused with.
    pub(super) SENTENCES
    NOUN = "product code" / "产品代码",
    CHARACTERS = "a letter or a digit, and after it also '.', '_' and '-'" / "字母或数字，其后还可有 '.'、'_' 和 '-'",
    LIKE = "a product code like ecs.c5.large" / "产品代码，例如 ecs.c5.large",
}
