//! One thing that nginx would refuse, before it becomes a finding.

use crate::diagnostic::Value;
use std::borrow::Cow;

/// What nginx says, in both languages: a [`phrase!`](crate::phrase) whose values follow `;`.
macro_rules! said {
    ($english:literal / $chinese:literal $(; $($name:ident $(= $value:expr)?),*)?) => {
        $crate::phrase!($english / $chinese $($(, $name $(= $value)?)*)?)
    };
}
pub(super) use said;

/// A [`Fault`]: its kind, the word at fault, and what nginx says: `fault!(Value at 1, "english" / "中文"; value)`.
macro_rules! fault {
    ($kind:ident $(at $word:expr)?, $($said:tt)+) => {
        $crate::nginx::check::fault::Fault::new(
            $crate::nginx::check::fault::Kind::$kind,
            $crate::nginx::check::fault::said!($($said)+),
        )$(.at($word))?
    };
}
pub(super) use fault;

/// What reading a directive came to.
pub(super) type Outcome = Result<(), Fault>;

/// A refusal in nginx's words.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fault {
    pub(super) kind: Kind,
    /// What nginx says, in both languages.
    pub(super) words: Value,
    /// The word of the directive that is at fault, the name being 0.
    pub(super) word: usize,
}

impl Fault {
    pub(super) fn new(kind: Kind, words: impl Into<Value>) -> Self {
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
    ConflictingName,
    Deprecated,
    Doubtful,
    DuplicateDirective,
    DuplicateListen,
    DuplicateLocation,
    DuplicateName,
    DuplicateValue,
    EmptyUpstream,
    Entry,
    Location,
    LowBits,
    Misplaced,
    MissingBlock,
    MissingCertificate,
    Parameter,
    Redefined,
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
    Fault::new(
        Kind::DuplicateDirective,
        said!("\"{name}\" directive is duplicate" / "“{name}”指令重复"; name = text(name)),
    )
}

/// `"NAME" directive WORDS`
pub(super) fn says(name: &[u8], words: impl Into<Value>) -> Fault {
    let words = words.into();
    Fault::new(
        Kind::Value,
        said!("\"{name}\" directive {words}"
        / "“{name}”指令{words}"; name = text(name), words),
    )
}

/// `"NAME" directive invalid value`
pub(super) fn invalid(name: &[u8]) -> Fault {
    says(name, said!("invalid value" / "的值无效"))
}

/// `invalid parameter "VALUE"`
pub(super) fn parameter(value: &[u8], word: usize) -> Fault {
    Fault::new(
        Kind::Parameter,
        said!("invalid parameter \"{value}\""
        / "参数“{value}”无效"; value = text(value)),
    )
    .at(word)
}

/// `invalid value "VALUE"`
pub(super) fn value(value: &[u8], word: usize) -> Fault {
    Fault::new(Kind::Value, said!("invalid value \"{value}\"" / "值“{value}”无效"; value = text(value))).at(word)
}

/// Bytes as text for a message.
pub(super) fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// A word past all others, for a fault at the end of a block.
pub(super) const CLOSE: usize = usize::MAX;
