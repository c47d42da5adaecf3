//! Points in time.

use std::fmt;
use std::str::FromStr;

use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::date::Date;
use super::parse::{Fault, ParseError, through_text};
use crate::diagnostic::{sentences, shown};

/// A second, from 1970 to the end of 9998, shown in China Standard Time (UTC+8) as on every screen of the platform.
///
/// As text it is RFC 3339, in any offset; fractions of a second are dropped. A plain date means its first second in
/// UTC+8.
///
/// # Examples
///
/// ```
/// use cloudapp::app::Timestamp;
///
/// let time: Timestamp = "2019-06-18T11:41:50Z".parse()?;
/// assert_eq!(time.to_string(), "2019-06-18T19:41:50+08:00");
/// assert_eq!(time.compact(), "20190618194150");
/// # Ok::<(), cloudapp::app::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Timestamp(i64);

through_text!(Timestamp);

impl Timestamp {
    /// 1970-01-01T08:00:00+08:00, the start of Unix time.
    pub const UNIX_EPOCH: Self = Self(0);
    /// 9998-12-31T23:59:59+08:00: the calendar underneath ends within 9999, in a way that depends on the offset.
    pub const MAX: Self = Self(253_370_735_999);

    /// The time `seconds` after the start of Unix time.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::Timestamp;
    ///
    /// assert_eq!(Timestamp::from_unix_seconds(1_560_858_110)?.to_string(), "2019-06-18T19:41:50+08:00");
    /// assert!(Timestamp::from_unix_seconds(-1).is_err());
    /// # Ok::<(), cloudapp::app::ParseError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A time before 1970 or after 9998.
    pub const fn from_unix_seconds(seconds: i64) -> Result<Self, ParseError> {
        if seconds < Self::UNIX_EPOCH.0 || seconds > Self::MAX.0 {
            return Err(ParseError::new(NOUN, Fault::Meaning { at: 0, found: OUTSIDE, expected: BOUNDS }));
        }
        Ok(Self(seconds))
    }

    /// Seconds since the start of Unix time.
    #[must_use]
    pub const fn unix_seconds(self) -> i64 {
        self.0
    }

    /// `YYYYMMDDhhmmss` in UTC+8, as in version labels and release order ids (§2.4).
    #[must_use]
    pub fn compact(self) -> String {
        let time = self.civil();
        let (year, month, day) = (time.year(), time.month(), time.day());
        format!("{year:04}{month:02}{day:02}{:02}{:02}{:02}", time.hour(), time.minute(), time.second())
    }

    /// The time that [`compact`](Self::compact) prints as `digits`.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::Timestamp;
    ///
    /// assert_eq!(Timestamp::from_compact("20190618194150")?.to_string(), "2019-06-18T19:41:50+08:00");
    /// assert!(Timestamp::from_compact("20190230000000").is_err());
    /// # Ok::<(), cloudapp::app::ParseError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Anything but 14 digits that are a date and a time of day.
    pub fn from_compact(digits: &str) -> Result<Self, ParseError> {
        let expected = DIGITS;
        if let Some((at, found)) = digits.char_indices().find(|(_, character)| !character.is_ascii_digit()) {
            return Err(ParseError::new(NOUN, Fault::Character { found, at, expected }));
        }
        if digits.len() != 14 {
            return Err(ParseError::new(NOUN, Fault::End { at: digits.len(), expected }));
        }
        let part = |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<i8>().ok());
        let year = digits.get(..4).and_then(|year| year.parse::<i16>().ok());
        let time = (|| {
            let (hour, minute, second) = (part(8, 10)?, part(10, 12)?, part(12, 14)?);
            DateTime::new(year?, part(4, 6)?, part(6, 8)?, hour, minute, second, 0).ok()
        })();
        let impossible = Fault::Meaning { at: 0, found: NO_TIME, expected };
        let time = time.ok_or(ParseError::new(NOUN, impossible))?;
        let timestamp = CHINA.to_timestamp(time).map_err(|_| out_of_range())?;
        Self::from_unix_seconds(timestamp.as_second())
    }

    /// The date in UTC+8.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::Timestamp;
    ///
    /// let evening: Timestamp = "2019-06-18T20:00:00Z".parse()?;
    /// assert_eq!(evening.date().to_string(), "2019-06-19");
    /// # Ok::<(), cloudapp::app::ParseError>(())
    /// ```
    #[must_use]
    pub fn date(self) -> Date {
        Date::from_civil(self.civil().date())
    }

    /// The time `seconds` later, or [`MAX`](Self::MAX) when that would be later still.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::Timestamp;
    ///
    /// assert_eq!(Timestamp::UNIX_EPOCH.saturating_add_seconds(60).unix_seconds(), 60);
    /// assert_eq!(Timestamp::MAX.saturating_add_seconds(1), Timestamp::MAX);
    /// ```
    #[must_use]
    pub fn saturating_add_seconds(self, seconds: u32) -> Self {
        Self(self.0.saturating_add(i64::from(seconds))).min(Self::MAX)
    }

    fn civil(self) -> DateTime {
        // The range of this type is inside jiff's, so the fall-back is never taken.
        CHINA.to_datetime(jiff::Timestamp::from_second(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = self.civil();
        write!(f, "{:04}-{:02}-{:02}T", time.year(), time.month(), time.day())?;
        write!(f, "{:02}:{:02}:{:02}+08:00", time.hour(), time.minute(), time.second())
    }
}

impl FromStr for Timestamp {
    type Err = ParseError;

    /// # Errors
    ///
    /// Text that is neither RFC 3339 nor a date `YYYY-MM-DD`, and times out of the type's range.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        if let Ok(date) = text.parse::<Date>() {
            let timestamp = CHINA.to_timestamp(date.civil().to_datetime(jiff::civil::Time::midnight()));
            return Self::from_unix_seconds(timestamp.map_err(|_| out_of_range())?.as_second());
        }
        let expected = LIKE;
        if text.is_empty() {
            return Err(ParseError::new(NOUN, Fault::Empty { expected }));
        }
        let time = text.parse::<jiff::Timestamp>();
        let unread = Fault::Meaning { at: 0, found: NO_POINT, expected };
        let time = time.map_err(|_| ParseError::new(NOUN, unread))?;
        Self::from_unix_seconds(time.as_second())
    }
}

const fn out_of_range() -> ParseError {
    ParseError::new(NOUN, Fault::Meaning { at: 0, found: OUT_OF_RANGE, expected: YEARS })
}

/// Times on every screen are China Standard Time, which has no summer time.
const CHINA: Offset = Offset::constant(8);

sentences! {
    /// What times are refused with.
    pub(super) SENTENCES
    NOUN = "time" / "时间",
    BOUNDS = "a time from 1970-01-01T08:00:00+08:00 to 9998-12-31T23:59:59+08:00"
        / "1970-01-01T08:00:00+08:00 到 9998-12-31T23:59:59+08:00 之间的时间",
    DIGITS = "14 digits YYYYMMDDhhmmss" / "14 位数字 YYYYMMDDhhmmss",
    LIKE = "RFC 3339 like 2019-06-18T19:41:50+08:00, or a date like 2019-06-18"
        / "RFC 3339 时间，例如 2019-06-18T19:41:50+08:00，或日期，例如 2019-06-18",
    NO_POINT = "no point in time" / "无法识别的时间",
    NO_TIME = "no time of any calendar" / "不存在的时间",
    OUTSIDE = "a time before 1970 or after 9998" / "早于 1970 年或晚于 9998 年的时间",
    OUT_OF_RANGE = "a time out of range" / "超出范围的时间",
    YEARS = "a time from 1970 to 9998" / "1970 到 9998 年的时间",
}

shown!(Timestamp);
