//! Versions of PHP that code asks for.

use std::fmt;

use crate::diagnostic::shown;
use serde::{Serialize, Serializer};

/// A version of PHP, or the start of one.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub struct PhpFloor {
    /// 7 of 7.2.5
    pub major: u32,
    /// 2 of 7.2.5
    pub minor: u32,
    /// 5 of 7.2.5
    pub patch: u32,
}

impl PhpFloor {
    /// The least version that a composer constraint lets through; `None` when it lets any version through, or is none.
    pub(super) fn of_constraint(constraint: &str) -> Option<Self> {
        // `||` and `|` part alternatives, of which the least floor counts.
        constraint.split('|').filter(|alternative| !alternative.trim().is_empty()).map(lower_bound).min()?
    }

    /// The version that composer's `platform_check.php` insists on.
    pub(super) fn of_platform_check(code: &str) -> Option<Self> {
        // PHP_VERSION_ID is major · 10000 + minor · 100 + patch.
        let (_, rest) = code.split_once("PHP_VERSION_ID >= ")?;
        let digits: String = rest.chars().take(MAX_DIGITS).take_while(char::is_ascii_digit).collect();
        let id: u32 = digits.parse().ok()?;
        Some(Self { major: id / 10_000, minor: id / 100 % 100, patch: id % 100 })
    }
}

impl fmt::Display for PhpFloor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl Serialize for PhpFloor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The least version that all parts of one alternative let through.
fn lower_bound(alternative: &str) -> Option<PhpFloor> {
    let mut bound = None;
    let mut operator = String::new();
    // After the dash of a range like `7.1 - 7.4` comes its upper end.
    let mut is_upper = false;
    for part in alternative.split([' ', '\t', ',']).filter(|part| !part.is_empty()) {
        if part == "-" {
            is_upper = true;
            continue;
        }
        let version = part.trim_start_matches(['<', '>', '=', '!', '^', '~']);
        operator.push_str(part.strip_suffix(version).unwrap_or_default());
        if version.is_empty() {
            continue;
        }
        // `^`, `~`, `>=`, `=` and none at all start at the version; `<` and `!=` set no floor.
        if !is_upper && !operator.starts_with(['<', '!']) {
            bound = bound.max(version_of(version));
        }
        operator.clear();
        is_upper = false;
    }
    bound
}

/// `7.2`, `7.2.5`, `v7`, `7.*`, `7.2.5-dev`; `None` for `*`.
fn version_of(text: &str) -> Option<PhpFloor> {
    let text = text.strip_prefix('v').unwrap_or(text);
    let mut numbers = text.split('.').map(|number| {
        let digits: String = number.chars().take(MAX_DIGITS).take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    });
    let major = numbers.next()??;
    let mut next = || numbers.next().flatten().unwrap_or_default();
    Some(PhpFloor { major, minor: next(), patch: next() })
}

const MAX_DIGITS: usize = 8;

shown!(PhpFloor);
