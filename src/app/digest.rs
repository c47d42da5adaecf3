//! SHA-256 digests, by which parts of a release are known again.

use std::fmt::{self, Write};
use std::str::FromStr;

use super::parse::{Fault, ParseError, through_text};
use crate::diagnostic::{Value, sentences};

/// A SHA-256 digest. Prints as `sha256:` and 64 hexadecimal digits.
///
/// # Examples
///
/// ```
/// use cloudapp::app::Digest;
///
/// let digest = Digest::new([0xab; 32]);
/// assert_eq!(digest.to_string().parse(), Ok(digest));
/// assert!("sha256:abab".parse::<Digest>().is_err());
/// ```
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Digest([u8; 32]);

through_text!(Digest);

impl Digest {
    /// The digest of these bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(PREFIX)?;
        let digits = self.0.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
        digits.filter_map(|digit| char::from_digit(digit.into(), 16)).try_for_each(|digit| f.write_char(digit))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Digest> for Value {
    fn from(digest: Digest) -> Self {
        digest.to_string().into()
    }
}

impl FromStr for Digest {
    type Err = ParseError;

    /// # Errors
    ///
    /// Anything but `sha256:` and 64 hexadecimal digits in lower case.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let refuse = |fault| Err(ParseError::new(NOUN, fault));
        let Some(digits) = text.strip_prefix(PREFIX) else {
            return refuse(Fault::Meaning { at: 0, found: OTHER, expected: EXPECTED });
        };
        let mut bytes = [0; 32];
        if digits.len() != 2 * bytes.len() {
            return refuse(Fault::Meaning { at: PREFIX.len(), found: OTHER_LENGTH, expected: EXPECTED });
        }
        for (index, found) in digits.char_indices() {
            let digit = found.to_digit(16).filter(|_| !found.is_ascii_uppercase());
            let (Some(digit), Some(byte)) =
                (digit.and_then(|digit| u8::try_from(digit).ok()), bytes.get_mut(index / 2))
            else {
                return refuse(Fault::Character { found, at: PREFIX.len() + index, expected: DIGITS });
            };
            *byte = *byte << 4 | digit;
        }
        Ok(Self(bytes))
    }
}

sentences! {
    /// What digests are refused with.
    pub(super) SENTENCES
    NOUN = "digest" / "摘要",
    OTHER = "another beginning" / "其他开头",
    OTHER_LENGTH = "another length" / "其他长度",
    EXPECTED = "`sha256:` and 64 hexadecimal digits" / "`sha256:` 加 64 位十六进制数字",
    DIGITS = "a hexadecimal digit 0-9 or a-f" / "十六进制数字 0-9 或 a-f",
}

const PREFIX: &str = "sha256:";
