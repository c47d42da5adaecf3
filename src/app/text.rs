//! Free text of users.

use std::str::FromStr;

use super::parse::{Fault, ParseError, text_value};
use crate::diagnostic::{Sentence, sentences};

/// Description of an app (§2.2): up to 200 characters without control characters. The bound is this crate's
/// choice.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Description(String);

text_value!(Description);

impl FromStr for Description {
    type Err = ParseError;

    /// # Errors
    ///
    /// A control character, and more than 200 characters.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        parse(text, DESCRIPTION).map(Self)
    }
}

/// Remark 备注 on an uploaded version (§2.4): up to 200 characters without control characters. The bound is this crate's
/// choice.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Remark(String);

text_value!(Remark);

impl FromStr for Remark {
    type Err = ParseError;

    /// # Errors
    ///
    /// A control character, and more than 200 characters.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        parse(text, REMARK).map(Self)
    }
}

fn parse(text: &str, noun: Sentence) -> Result<String, ParseError> {
    // A control character could forge lines in logs and on terminals.
    if let Some((at, found)) = text.char_indices().find(|(_, character)| character.is_control()) {
        return Err(ParseError::new(noun, Fault::Character { found, at, expected: LINE }));
    }
    let length = text.chars().count();
    if length > MAX_LENGTH {
        return Err(ParseError::new(noun, Fault::Length { at: 0, length, most: MAX_LENGTH }));
    }
    Ok(text.to_owned())
}

const MAX_LENGTH: usize = 200;

sentences! {
    /// What free text is refused with.
    pub(super) SENTENCES
    DESCRIPTION = "description" / "应用描述",
    REMARK = "remark" / "备注",
    LINE = "text on one line without control characters" / "不含控制字符的单行文本",
}
