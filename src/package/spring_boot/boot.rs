//! Versions of Spring Boot and what each asks of Java.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::diagnostic::{Phrase, shortened, speaks};
use crate::phrase;

/// Version of Spring Boot: `2.7.18`, `1.5.9.RELEASE`, `3.4.0-SNAPSHOT`.
///
/// - numbers separated by dots, at least two of them
/// - then anything: qualifiers do not matter here
///
/// # Examples
///
/// ```
/// use cloudapp::package::spring_boot::BootVersion;
///
/// let version: BootVersion = "2.7.18".parse()?;
/// assert_eq!(version.line(), (2, 7));
/// assert_eq!(version.java(), (8, Some(21)));
/// # Ok::<(), cloudapp::package::spring_boot::BootVersionError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct BootVersion {
    text: String,
    major: u16,
    minor: u16,
}

impl BootVersion {
    /// 3 of 3.2.1
    #[must_use]
    pub const fn major(&self) -> u16 {
        self.major
    }

    /// 2 of 3.2.1
    #[must_use]
    pub const fn minor(&self) -> u16 {
        self.minor
    }

    /// Major and minor version, to be compared.
    #[must_use]
    pub const fn line(&self) -> (u16, u16) {
        (self.major, self.minor)
    }

    /// The Java versions that it supports: the first, and the last one where its documentation names one. A version
    /// later than the table is taken to need what the last one in it needs.
    #[must_use]
    pub fn java(&self) -> (u16, Option<u16>) {
        let known = JAVA.iter().rfind(|(line, _, _)| *line <= self.line());
        match known {
            Some((line, least, most)) if *line == self.line() => (*least, *most),
            Some((_, least, _)) => (*least, None),
            None => (6, None),
        }
    }
}

impl FromStr for BootVersion {
    type Err = BootVersionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || BootVersionError { found: shortened(text) };
        // `2.0.0.RELEASE`, `3.0.0-M1`
        let mut parts = text.split(['.', '-']);
        let mut number = || parts.next()?.parse::<u16>().ok();
        let (major, minor) = number().zip(number()).ok_or_else(error)?;
        Ok(Self { text: text.to_owned(), major, minor })
    }
}

impl fmt::Display for BootVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for BootVersion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

/// A text that is no version of Spring Boot.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct BootVersionError {
    /// The text, cut when it is long.
    pub found: String,
}

impl BootVersionError {
    fn phrase(&self) -> Phrase {
        phrase!(
            "{found:?} is no Spring Boot version, expected one such as 2.7.18"
                / "{found:?} 不是 Spring Boot 版本，应形如 2.7.18",
            found = &self.found
        )
    }
}

speaks!(BootVersionError);

impl std::error::Error for BootVersionError {}

/// Java that each line of Spring Boot runs on, from its system requirements. 1.2 to 1.5 run on Java 6 only with extra
/// configuration, and recommend 8.
const JAVA: &[((u16, u16), u16, Option<u16>)] = &[
    ((1, 0), 6, None),
    ((1, 1), 6, None),
    ((1, 2), 7, None),
    ((1, 3), 7, None),
    ((1, 4), 7, None),
    ((1, 5), 7, None),
    ((2, 0), 8, Some(9)),
    ((2, 1), 8, Some(12)),
    ((2, 2), 8, Some(15)),
    ((2, 3), 8, Some(15)),
    ((2, 4), 8, Some(16)),
    ((2, 5), 8, Some(18)),
    ((2, 6), 8, Some(19)),
    ((2, 7), 8, Some(21)),
    ((3, 0), 17, Some(21)),
    ((3, 1), 17, Some(21)),
    ((3, 2), 17, Some(23)),
    ((3, 3), 17, Some(23)),
    ((3, 4), 17, Some(24)),
    ((3, 5), 17, Some(25)),
    ((4, 0), 17, Some(26)),
    ((4, 1), 17, Some(26)),
];
