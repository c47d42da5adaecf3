//! One thing that nginx would refuse, before it becomes a finding.

use std::borrow::Cow;

/// What reading a directive came to.
pub(super) type Outcome = Result<(), Fault>;

/// A refusal in nginx's words.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Fault {
    pub(super) kind: Kind,
    pub(super) words: String,
    /// The word of the directive that is at fault, the name being 0.
    pub(super) word: usize,
}

impl Fault {
    pub(super) fn new(kind: Kind, words: impl Into<String>) -> Self {
        Self { kind, words: words.into(), word: 0 }
    }

    /// The same fault, in word `word`.
    pub(super) fn at(self, word: usize) -> Self {
        Self { word, ..self }
    }
}

/// The rule that a fault breaks.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    Address,
    ArgumentCount,
    Condition,
    Conflict,
    DuplicateDirective,
    DuplicateListen,
    DuplicateLocation,
    DuplicateName,
    EmptyUpstream,
    Entry,
    Location,
    Misplaced,
    MissingBlock,
    MissingCertificate,
    Parameter,
    Regex,
    UnexpectedBlock,
    UnexpectedToken,
    UnknownDirective,
    UnknownLogFormat,
    UnknownVariable,
    UnknownZone,
    Value,
}

/// `"NAME" directive is duplicate`
pub(super) fn duplicate(name: &[u8]) -> Fault {
    Fault::new(Kind::DuplicateDirective, format!("\"{}\" directive is duplicate", text(name)))
}

/// `"NAME" directive WORDS`
pub(super) fn says(name: &[u8], words: &str) -> Fault {
    Fault::new(Kind::Value, format!("\"{}\" directive {words}", text(name)))
}

/// `invalid parameter "VALUE"`
pub(super) fn parameter(value: &[u8], word: usize) -> Fault {
    Fault::new(Kind::Parameter, format!("invalid parameter \"{}\"", text(value))).at(word)
}

/// `invalid value "VALUE"`
pub(super) fn value(value: &[u8], word: usize) -> Fault {
    Fault::new(Kind::Value, format!("invalid value \"{}\"", text(value))).at(word)
}

/// Bytes as text for a message.
pub(super) fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// A word past all others, for a fault at the end of a block.
pub(super) const CLOSE: usize = usize::MAX;
