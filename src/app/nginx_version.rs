//! Versions of nginx.

use std::fmt;
use std::str::FromStr;

use super::parse::{Fault, ParseError, through_text};
use crate::diagnostic::{sentences, shown};

/// A release of nginx: `1.22.1`. Ordered as nginx numbers them.
///
/// - three numbers of at most 65535, separated by `.`, without leading zeros
///
/// # Examples
///
/// ```
/// use cloudapp::app::NginxVersion;
///
/// assert!("1.22.1".parse::<NginxVersion>()? < NginxVersion::new(1, 25, 1));
/// # Ok::<(), cloudapp::app::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct NginxVersion {
    major: u16,
    minor: u16,
    patch: u16,
}

through_text!(NginxVersion);

impl NginxVersion {
    /// The release `major.minor.patch`.
    #[must_use]
    pub const fn new(major: u16, minor: u16, patch: u16) -> Self {
        Self { major, minor, patch }
    }
}

impl fmt::Display for NginxVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl FromStr for NginxVersion {
    type Err = ParseError;

    /// # Errors
    ///
    /// Anything but three numbers separated by dots.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let (noun, expected) = (NOUN, LIKE);
        if text.is_empty() {
            return Err(ParseError::new(noun, Fault::Empty { expected }));
        }
        let mut numbers = [0_u16; 3];
        let mut parts = text.split('.');
        let mut at = 0;
        for number in &mut numbers {
            let part = parts.next().ok_or(ParseError::new(noun, Fault::End { at: text.len(), expected }))?;
            if let Some((place, found)) = part.char_indices().find(|(_, character)| !character.is_ascii_digit()) {
                return Err(ParseError::new(noun, Fault::Character { found, at: at + place, expected }));
            }
            let wrong = Fault::Meaning { at, found: NO_NUMBER, expected };
            // Digits were looked at above, since `parse` would take a `+`.
            let padded = part.len() > 1 && part.starts_with('0');
            *number = part.parse().ok().filter(|_| !padded).ok_or(ParseError::new(noun, wrong))?;
            at += part.len() + 1;
        }
        if parts.next().is_some() {
            return Err(ParseError::new(noun, Fault::Character { found: '.', at: at - 1, expected }));
        }
        let [major, minor, patch] = numbers;
        Ok(Self { major, minor, patch })
    }
}

sentences! {
    /// What versions of nginx are refused with.
    pub(super) SENTENCES
    NOUN = "nginx version" / "nginx 版本",
    LIKE = "three numbers like 1.22.1" / "三个数字，例如 1.22.1",
    NO_NUMBER = "no number up to 65535 without leading zeros" / "空、超过 65535 或有前导零的数字",
}

shown!(NginxVersion);
