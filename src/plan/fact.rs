//! Values that say where they come from.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::unit::Plausible;
use crate::app::Date;
use crate::app::parse::words;
use crate::diagnostic::{Phrase, Sentence, sentences, speaks, translated};
use crate::phrase;

/// A value of a catalogue with its source, the day on which the source said so, and how firmly it is known.
///
/// In JSON: `{"value":4096,"source":"product documentation, instance families","as_of":"2021-07-01",
/// "basis":"documented"}`. `basis` may be left out and is `supplied` then. `link` is where the source can be read, and
/// `conflict` what another source says; neither has to be there. A source cannot be empty, and a number cannot be one
/// that no product has.
///
/// # Examples
///
/// ```
/// use cloudapp::plan::{Fact, Mib};
///
/// let json = r#"{"value":4096,"source":"price list 7","as_of":"2026-01-05"}"#;
/// let memory: Fact<Mib> = serde_json::from_str(json)?;
/// assert_eq!(memory.to_string(), "4096 MiB (price list 7, 2026-01-05, supplied)");
/// assert!(serde_json::from_str::<Fact<Mib>>(&json.replace("price list 7", " ")).is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "Stated<T::Stored>", bound(deserialize = "T: Plausible, T::Stored: Deserialize<'de>"))]
pub struct Fact<T> {
    value: T,
    source: Cow<'static, str>,
    as_of: Date,
    basis: Basis,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<Cow<'static, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    conflict: Option<Cow<'static, str>>,
}

/// Where facts of the built-in catalogue come from.
#[derive(Clone, Copy)]
pub(super) struct Source {
    pub(super) words: Sentence,
    pub(super) link: Option<&'static str>,
    pub(super) as_of: Date,
}

impl<T> Fact<T> {
    /// A fact of the built-in catalogue.
    pub(super) const fn known(value: T, source: &Source, basis: Basis, conflict: Option<Sentence>) -> Self {
        Self {
            value,
            source: Cow::Borrowed(source.words.english),
            as_of: source.as_of,
            basis,
            link: match source.link {
                None => None,
                Some(link) => Some(Cow::Borrowed(link)),
            },
            conflict: match conflict {
                None => None,
                Some(conflict) => Some(Cow::Borrowed(conflict.english)),
            },
        }
    }

    /// What the author of a workload says of their own host.
    pub(super) fn of_workload(value: T, as_of: Date) -> Self {
        let source = Cow::Borrowed(WORKLOAD.english);
        Self { value, source, as_of, basis: Basis::Supplied, link: None, conflict: None }
    }

    /// A fact that the embedder supplies.
    ///
    /// # Errors
    ///
    /// A blank source, and a value that no product has.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::plan::{Fact, Mib};
    ///
    /// let day = "2026-01-05".parse()?;
    /// assert_eq!(Fact::supplied(Mib(4096), "price list 7", day)?.value(), &Mib(4096));
    /// let refused = Fact::supplied(Mib(0), "price list 7", day).unwrap_err();
    /// assert_eq!(refused.to_string(), "0 MiB, expected 1 to 100000000");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn supplied(value: T, source: impl Into<String>, as_of: Date) -> Result<Self, FactError>
    where
        T: Plausible,
    {
        let source = Cow::Owned(source.into());
        Self { value, source, as_of, basis: Basis::Supplied, link: None, conflict: None }.checked()
    }

    /// The value.
    pub const fn value(&self) -> &T {
        &self.value
    }

    /// Who says so.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The day on which the source said so; the first of the month where only the month is known.
    #[must_use]
    pub const fn as_of(&self) -> Date {
        self.as_of
    }

    /// How firmly it is known.
    #[must_use]
    pub const fn basis(&self) -> Basis {
        self.basis
    }

    /// Where the source can be read.
    #[must_use]
    pub fn link(&self) -> Option<&str> {
        self.link.as_deref()
    }

    /// What another source says instead.
    #[must_use]
    pub fn conflict(&self) -> Option<&str> {
        self.conflict.as_deref()
    }

    /// The fact that follows from this one: another value on the same ground.
    pub(super) fn derive<U>(&self, derive: impl FnOnce(&T) -> U) -> Fact<U> {
        Fact {
            value: derive(&self.value),
            source: self.source.clone(),
            as_of: self.as_of,
            basis: self.basis,
            link: self.link.clone(),
            conflict: self.conflict.clone(),
        }
    }
}

impl<T: fmt::Display> fmt::Display for Fact<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}, {}, {})", self.value, self.source, self.as_of, self.basis)
    }
}

words! {
    /// How firmly a fact is known.
    #[non_exhaustive]
    pub enum Basis: "basis" / "依据" {
        /// A published document says it.
        Documented = "documented",
        /// It follows from published documents, which do not say it.
        Inferred = "inferred",
        /// The embedder says it.
        Supplied = "supplied",
    }
}

/// Why something is not a fact.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum FactError {
    /// No source is given.
    SourceMissing,
    /// No product has this value.
    Implausible(String),
}

impl FactError {
    fn phrase(&self) -> Phrase {
        match self {
            Self::SourceMissing => phrase!(NO_SOURCE),
            Self::Implausible(reason) => phrase!("{reason}" / "{reason}", reason = translated(reason, &[SENTENCES])),
        }
    }
}

speaks!(FactError);

impl std::error::Error for FactError {}

sentences! {
    /// What facts are refused with.
    pub(super) SENTENCES
    WORKLOAD = "the workload" / "负载",
    NO_SOURCE = "an empty source, expected where the value comes from" / "来源为空，应写明数值出自何处",
    IMPLAUSIBLE { found, least, most } = "{found}, expected {least} to {most}" / "{found}，应为 {least} 到 {most}",
    CONNECTIONS { count } = "{count} connections" / "{count} 个连接",
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stated<T> {
    value: T,
    source: String,
    as_of: Date,
    #[serde(default = "supplied")]
    basis: Basis,
    link: Option<String>,
    conflict: Option<String>,
}

const fn supplied() -> Basis {
    Basis::Supplied
}

impl<T: Plausible> TryFrom<Stated<T::Stored>> for Fact<T> {
    type Error = FactError;

    fn try_from(stated: Stated<T::Stored>) -> Result<Self, FactError> {
        let Stated { value, source, as_of, basis, link, conflict } = stated;
        let [link, conflict] = [link, conflict].map(|text| text.map(Cow::Owned));
        Self { value: T::of(value), source: Cow::Owned(source), as_of, basis, link, conflict }.checked()
    }
}

impl<T: Plausible> Fact<T> {
    fn checked(self) -> Result<Self, FactError> {
        if self.source.trim().is_empty() {
            return Err(FactError::SourceMissing);
        }
        self.value.check().map_err(FactError::Implausible)?;
        Ok(self)
    }
}

impl Plausible for Date {
    type Stored = Self;

    fn of(stored: Self) -> Self {
        stored
    }

    fn check(&self) -> Result<(), String> {
        Ok(())
    }
}
