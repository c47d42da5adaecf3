//! Calendar days.

use std::fmt;
use std::str::FromStr;

use super::parse::{Fault, ParseError, through_text};
use crate::diagnostic::{sentences, shown};

/// A day of the Gregorian calendar, `YYYY-MM-DD`, in the platform's time zone (UTC+8).
///
/// # Examples
///
/// ```
/// use cloudapp::app::Date;
///
/// let end_of_life: Date = "2020-11-30".parse()?;
/// assert!(end_of_life < Date::new(2021, 1, 1)?);
/// # Ok::<(), cloudapp::app::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Date(jiff::civil::Date);

through_text!(Date);

impl Date {
    /// The day `day` of `month` of `year`.
    ///
    /// # Errors
    ///
    /// A day that no calendar has, and years before 1970 or after 9999.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, ParseError> {
        match jiff::civil::Date::new(year, month, day) {
            Ok(date) if year >= 1970 => Ok(Self(date)),
            _ => Err(ParseError::new(NOUN, Fault::Meaning { at: 0, found: NO_DAY, expected: EXPECTED })),
        }
    }

    /// A day that is known when the crate is written: in a constant, one that no calendar has does not compile.
    pub(crate) const fn known(year: i16, month: i8, day: i8) -> Self {
        Self(jiff::civil::date(year, month, day))
    }

    /// The day `days` later, or the last day of 9999 when that would be later still.
    pub(crate) fn saturating_add_days(self, days: u16) -> Self {
        Self(self.0.saturating_add(jiff::Span::new().days(i32::from(days))))
    }

    pub(super) const fn from_civil(date: jiff::civil::Date) -> Self {
        Self(date)
    }

    pub(super) const fn civil(self) -> jiff::civil::Date {
        self.0
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

impl FromStr for Date {
    type Err = ParseError;

    /// # Errors
    ///
    /// Anything but `YYYY-MM-DD` with a day of the calendar from 1970 to 9999.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let refuse = |fault| Err(ParseError::new(NOUN, fault));
        for (at, found) in text.char_indices() {
            if at >= 10 || (found == '-') != matches!(at, 4 | 7) || !(found == '-' || found.is_ascii_digit()) {
                return refuse(Fault::Character { found, at, expected: EXPECTED });
            }
        }
        if text.len() < 10 {
            return refuse(Fault::End { at: text.len(), expected: EXPECTED });
        }
        let number = |from: usize, to: usize| text.get(from..to).and_then(|part| part.parse::<i16>().ok());
        let small = |from: usize, to: usize| number(from, to).and_then(|part| i8::try_from(part).ok());
        match (number(0, 4), small(5, 7), small(8, 10)) {
            (Some(year), Some(month), Some(day)) => Self::new(year, month, day),
            _ => refuse(Fault::Meaning { at: 0, found: NO_DAY, expected: EXPECTED }),
        }
    }
}

sentences! {
    /// What days are refused with.
    pub(super) SENTENCES
    NOUN = "date" / "日期",
    EXPECTED = "a day YYYY-MM-DD from 1970 to 9999" / "1970 到 9999 年的日期 YYYY-MM-DD",
    NO_DAY = "no day of any calendar" / "不存在的日期",
}

shown!(Date);
