//! Words of which one may be chosen.

use std::fmt;

use serde::Serialize;

/// Values of which one may be chosen, in order; they print separated by commas, and as `none` when there are none.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Choices<T>(Vec<T>);

impl<T> Choices<T> {
    /// The values.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        &self.0
    }
}

impl<T: Copy> From<&[T]> for Choices<T> {
    fn from(values: &[T]) -> Self {
        Self(values.to_vec())
    }
}

impl<T> FromIterator<T> for Choices<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

impl<T: fmt::Display> fmt::Display for Choices<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("none");
        }
        for (index, value) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            value.fmt(f)?;
        }
        Ok(())
    }
}
