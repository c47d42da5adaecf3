//! Ids of release orders.

use std::fmt;
use std::str::FromStr;

use super::parse::{Fault, ParseError, text_value, through_text};
use super::timestamp::{NO_TIME, Timestamp};
use crate::diagnostic::sentences;

/// A site of the platform, the first part of a release order's id: `CNSH_NJ`.
///
/// - parts of letters `A`–`Z`, separated by single `_`
/// - 1 to 32 characters
///
/// The guide shows one example (§2.4); the grammar is this crate's choice. It has no digits, so that
/// the site's end in an id is unambiguous.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct SiteCode(String);

text_value!(SiteCode);

impl SiteCode {
    /// Greatest length in characters.
    pub const MAX_LENGTH: usize = 32;
}

impl FromStr for SiteCode {
    type Err = ParseError;

    /// # Errors
    ///
    /// What the grammar does not allow.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let refuse = |fault| Err(ParseError::new(SITE, fault));
        let mut after_letter = false;
        for (at, found) in text.char_indices() {
            let belongs = found.is_ascii_uppercase() || (found == '_' && after_letter);
            if !belongs {
                let expected = if after_letter { LETTER_OR_LINE } else { CAPITAL };
                return refuse(Fault::Character { found, at, expected });
            }
            after_letter = found != '_';
        }
        match text.len() {
            0 => refuse(Fault::Empty { expected: LIKE }),
            length if length > Self::MAX_LENGTH => refuse(Fault::Length { at: 0, length, most: Self::MAX_LENGTH }),
            at if !after_letter => refuse(Fault::End { at, expected: CAPITAL }),
            _ => Ok(Self(text.to_owned())),
        }
    }
}

/// Id of a release order 发布单号: site, time of its creation in UTC+8, four digits (§2.4).
///
/// # Examples
///
/// ```
/// use cloudapp::app::ReleaseOrderId;
///
/// let id: ReleaseOrderId = "CNSH_NJ201906181943170784".parse()?;
/// assert_eq!(id.site().as_str(), "CNSH_NJ");
/// assert_eq!(id.created().to_string(), "2019-06-18T19:43:17+08:00");
/// assert_eq!(id.sequence(), 784);
/// assert_eq!(id.to_string(), "CNSH_NJ201906181943170784");
/// # Ok::<(), cloudapp::app::ParseError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ReleaseOrderId {
    site: SiteCode,
    created: Timestamp,
    sequence: u16,
}

through_text!(ReleaseOrderId);

impl ReleaseOrderId {
    /// The id of an order of `site`, created at `created`. `sequence` tells apart the orders of one second.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::{ReleaseOrderId, SiteCode};
    ///
    /// let site: SiteCode = "CNSH_NJ".parse()?;
    /// let id = ReleaseOrderId::new(site, "2019-06-18T19:43:17+08:00".parse()?, 784)?;
    /// assert_eq!(id.to_string(), "CNSH_NJ201906181943170784");
    /// # Ok::<(), cloudapp::app::ParseError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A `sequence` over 9999.
    pub fn new(site: SiteCode, created: Timestamp, sequence: u16) -> Result<Self, ParseError> {
        if sequence > 9999 {
            let fault = Fault::Meaning { at: 0, found: TOO_GREAT, expected: FOUR_DIGITS };
            return Err(ParseError::new(NOUN, fault));
        }
        Ok(Self { site, created, sequence })
    }

    /// The site that took the order.
    #[must_use]
    pub const fn site(&self) -> &SiteCode {
        &self.site
    }

    /// When the order was created.
    #[must_use]
    pub const fn created(&self) -> Timestamp {
        self.created
    }

    /// The last four digits.
    #[must_use]
    pub const fn sequence(&self) -> u16 {
        self.sequence
    }
}

impl fmt::Display for ReleaseOrderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{:04}", self.site, self.created.compact(), self.sequence)
    }
}

impl FromStr for ReleaseOrderId {
    type Err = ParseError;

    /// # Errors
    ///
    /// Anything but a [`SiteCode`], 14 digits that are a time, and four more digits.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let site_end = text.find(|character: char| character.is_ascii_digit()).unwrap_or(text.len());
        let (site, digits) = text.split_at(site_end);
        let site: SiteCode = site.parse().map_err(|error: ParseError| ParseError::new(NOUN, error.fault().clone()))?;
        if let Some((at, found)) = digits.char_indices().find(|(_, character)| !character.is_ascii_digit()) {
            return Err(ParseError::new(NOUN, Fault::Character { found, at: site_end + at, expected: PARTS }));
        }
        match (digits.len(), digits.split_at_checked(14)) {
            (18, Some((time, sequence))) => {
                let impossible =
                    ParseError::new(NOUN, Fault::Meaning { at: site_end, found: NO_TIME, expected: PARTS });
                let created = Timestamp::from_compact(time).map_err(|_| impossible.clone())?;
                Self::new(site, created, sequence.parse().map_err(|_| impossible)?)
            }
            (length, _) if length > 18 => Err(ParseError::new(NOUN, Fault::Length { at: site_end, length, most: 18 })),
            _ => Err(ParseError::new(NOUN, Fault::End { at: text.len(), expected: PARTS })),
        }
    }
}

sentences! {
    /// What ids of release orders are refused with.
    pub(super) SENTENCES
    NOUN = "release order id" / "发布单号",
    SITE = "site" / "站点代码",
    CAPITAL = "a letter A-Z" / "大写字母 A-Z",
    LETTER_OR_LINE = "a letter A-Z or '_'" / "大写字母 A-Z 或 '_'",
    LIKE = "a site like CNSH_NJ" / "站点代码，例如 CNSH_NJ",
    TOO_GREAT = "a sequence over 9999" / "大于 9999 的序号",
    FOUR_DIGITS = "four digits" / "四位数字",
    PARTS = "a site, 14 digits YYYYMMDDhhmmss and four digits" / "站点代码、14 位数字 YYYYMMDDhhmmss 和四位数字",
}
