//! JSON in the public interface.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

/// A JSON value, made by this crate.
///
/// It prints as JSON, indented with `{:#}`, and serializes as what it is, so it can become a part of something else.
///
/// # Examples
///
/// ```
/// use cloudapp::diagnostic::{Language, Report, render};
///
/// let diagnostics = render::json(&Report::default(), Language::English);
/// assert_eq!(diagnostics.to_string(), "[]");
/// assert_eq!(serde_json::json!({ "found": diagnostics }).to_string(), r#"{"found":[]}"#);
/// ```
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Json(Value);

impl Json {
    pub(crate) const fn new(value: Value) -> Self {
        Self(value)
    }

    /// The text, when it is a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        self.0.as_str()
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
