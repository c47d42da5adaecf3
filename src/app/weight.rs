//! Weights of hosts behind a load balancer.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::parse::{Fault, ParseError};
use crate::diagnostic::sentences;

/// Share of the requests that a host gets, 0 to 100: more weight, more requests; none at 0 (§4.5).
///
/// The range is this crate's choice: the one documented for the load-balancing product.
///
/// # Examples
///
/// ```
/// use cloudapp::app::Weight;
///
/// assert_eq!(Weight::try_from(100)?, Weight::FULL);
/// assert!(Weight::try_from(101).is_err());
/// # Ok::<(), cloudapp::app::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Weight(u8);

impl Weight {
    /// No requests.
    pub const ZERO: Self = Self(0);
    /// The greatest weight, which a new host gets.
    pub const FULL: Self = Self(100);

    /// The number.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }

    /// Whether a host with this weight gets requests.
    #[must_use]
    pub const fn serves(self) -> bool {
        self.0 > 0
    }
}

impl TryFrom<u8> for Weight {
    type Error = ParseError;

    fn try_from(number: u8) -> Result<Self, ParseError> {
        if number > Self::FULL.0 {
            return Err(ParseError::new(NOUN, Fault::Meaning { at: 0, found: GREATER, expected: RANGE }));
        }
        Ok(Self(number))
    }
}

impl From<Weight> for u8 {
    fn from(weight: Weight) -> Self {
        weight.0
    }
}

impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

sentences! {
    /// What weights are refused with.
    pub(super) SENTENCES
    NOUN = "weight" / "权重",
    GREATER = "a number over 100" / "大于 100 的数",
    RANGE = "a number from 0 to 100" / "0 到 100 的数",
}
