//! The names that a certificate is for.

use std::fmt;

use serde::Serialize;

/// DNS names as a sentence has them: the first few, and how many more; `no domain` when there are none.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Names(Vec<String>);

impl Names {
    /// The names.
    #[must_use]
    pub fn as_slice(&self) -> &[String] {
        &self.0
    }
}

impl From<&[String]> for Names {
    fn from(names: &[String]) -> Self {
        Self(names.to_vec())
    }
}

impl fmt::Display for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("no domain");
        }
        for (index, name) in self.0.iter().take(SHOWN).enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            f.write_str(name)?;
        }
        match self.0.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

const SHOWN: usize = 5;
