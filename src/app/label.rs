//! Versions of packages.

use std::str::FromStr;

use super::parse::{Fault, LETTER_OR_DIGIT, ParseError, text_value};
use super::timestamp::Timestamp;
use crate::diagnostic::sentences;

/// Label of an uploaded package version, unique within its environment.
///
/// - starts with a letter or digit
/// - continues with letters, digits, `.`, `_` and `-`
/// - 1 to 64 characters
///
/// So it needs no quoting in a path, a URL or a shell command. That the default is `v` and the upload time is §2.4; the
/// grammar of an edited label is this crate's choice.
///
/// # Examples
///
/// ```
/// use cloudapp::app::{PackageVersion, Timestamp};
///
/// let uploaded: Timestamp = "2019-06-18T19:41:50+08:00".parse()?;
/// assert_eq!(PackageVersion::from_upload_time(uploaded).as_str(), "v20190618194150");
/// assert!("../v1".parse::<PackageVersion>().is_err());
/// # Ok::<(), cloudapp::app::ParseError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct PackageVersion(String);

text_value!(PackageVersion);

impl PackageVersion {
    /// Greatest length in characters.
    pub const MAX_LENGTH: usize = 64;

    /// The label that a version gets when its uploader gives none: `v` and the time in UTC+8.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::PackageVersion;
    ///
    /// let uploaded = "2019-06-18T11:41:50Z".parse()?;
    /// assert_eq!(PackageVersion::from_upload_time(uploaded).as_str(), "v20190618194150");
    /// # Ok::<(), cloudapp::app::ParseError>(())
    /// ```
    #[must_use]
    pub fn from_upload_time(uploaded: Timestamp) -> Self {
        Self(format!("v{}", uploaded.compact()))
    }
}

impl FromStr for PackageVersion {
    type Err = ParseError;

    /// # Errors
    ///
    /// What the grammar does not allow.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let refuse = |fault| Err(ParseError::new(NOUN, fault));
        for (at, found) in text.char_indices() {
            if at == 0 && !found.is_ascii_alphanumeric() {
                return refuse(Fault::Character { found, at, expected: LETTER_OR_DIGIT });
            }
            if !found.is_ascii_alphanumeric() && !matches!(found, '.' | '_' | '-') {
                return refuse(Fault::Character { found, at, expected: NEXT });
            }
        }
        match text.len() {
            0 => refuse(Fault::Empty { expected: LIKE }),
            length if length > Self::MAX_LENGTH => refuse(Fault::Length { at: 0, length, most: Self::MAX_LENGTH }),
            _ => Ok(Self(text.to_owned())),
        }
    }
}

sentences! {
    /// What versions of packages are refused with.
    pub(super) SENTENCES
    NOUN = "package version" / "版本号",
    NEXT = "a letter, a digit, '.', '_' or '-'" / "字母、数字、'.'、'_' 或 '-'",
    LIKE = "a label like v20190618194150" / "版本号，例如 v20190618194150",
}
