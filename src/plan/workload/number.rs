//! Numbers as people write them into a workload.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::Workload;
use crate::diagnostic::{Language, Phrase, Sentence, sentences, shortened};
use crate::phrase;
use crate::plan::unit::{Permille, Plausible, Rate};

/// An amount, rounded up to a whole one.
pub(super) fn whole<'de, D: Deserializer<'de>, T: Plausible<Stored = u64>>(from: D) -> Result<Option<T>, D::Error> {
    let number = Option::<Number>::deserialize(from)?;
    Ok(number.map(|number| T::of(number.whole.saturating_add(u64::from(number.thousandths > 0)))))
}

/// A rate, rounded up to a thousandth.
pub(super) fn rate<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Rate>, D::Error> {
    let number = Option::<Number>::deserialize(from)?;
    Ok(number
        .map(|Number { whole, thousandths }| Rate(whole.saturating_mul(1_000).saturating_add(u64::from(thousandths)))))
}

/// A headroom, at most [`Workload::GREATEST_HEADROOM`].
pub(super) fn headroom<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Permille>, D::Error> {
    let headroom: Option<Permille> = whole(from)?;
    let most = Workload::GREATEST_HEADROOM;
    match headroom {
        Some(found) if found > most => Err(refusal(&phrase!(HEADROOM, found = found.0, most = most.0))),
        _ => Ok(headroom),
    }
}

/// A wish that is had or not.
pub(super) fn flag<'de, D: Deserializer<'de>>(from: D) -> Result<Option<bool>, D::Error> {
    Ok(Option::<Flag>::deserialize(from)?.map(|Flag(flag)| flag))
}

/// A number that is not negative, rounded up to a thousandth.
struct Number {
    whole: u64,
    thousandths: u16,
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Reader { read: |found| found.number() })
    }
}

struct Flag(bool);

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Reader { read: |found| found.flag() })
    }
}

/// A value of JSON, as far as a refusal shows it.
enum Found<'a> {
    Flag(bool),
    /// Digits, perhaps with a sign and a fraction, never with an exponent.
    Number(String),
    Text(&'a str),
    Composed(Sentence),
}

impl Found<'_> {
    fn number(self) -> Result<Number, Phrase> {
        match self {
            Self::Number(digits) if digits.starts_with('-') && digits != "-0" => {
                Err(phrase!(NEGATIVE, found = shortened(&digits)))
            }
            Self::Number(digits) => parsed(&digits).ok_or_else(|| phrase!(TOO_GREAT, found = shortened(&digits))),
            Self::Text(text) if parsed(text).is_some() => {
                Err(phrase!(QUOTED, found = shortened(text), number = shortened(text)))
            }
            Self::Text(text) => Err(phrase!(NO_NUMBER, found = format!("\"{}\"", shortened(text)))),
            Self::Flag(flag) => Err(phrase!(NO_NUMBER, found = flag.to_string())),
            Self::Composed(found) => Err(phrase!(NO_NUMBER, found)),
        }
    }

    fn flag(self) -> Result<Flag, Phrase> {
        match self {
            Self::Flag(flag) => Ok(Flag(flag)),
            Self::Number(digits) => Err(phrase!(NO_FLAG, found = shortened(&digits))),
            Self::Text(text) => Err(phrase!(NO_FLAG, found = format!("\"{}\"", shortened(text)))),
            Self::Composed(found) => Err(phrase!(NO_FLAG, found)),
        }
    }
}

/// `text` as a number; none when it is no plain one or greater than `u64::MAX`.
fn parsed(text: &str) -> Option<Number> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let are_digits = |digits: &str| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    // `-0` is what JSON has for a zero that came from below.
    let whole = whole.strip_prefix('-').filter(|digits| *digits == "0").unwrap_or(whole);
    if !are_digits(whole) || !are_digits(fraction) {
        return None;
    }
    let places = fraction.bytes().chain(std::iter::repeat(b'0')).take(3);
    let thousandths = places.fold(0, |number: u16, digit| number * 10 + u16::from(digit.saturating_sub(b'0')));
    let rest = fraction.bytes().skip(3).any(|digit| digit != b'0');
    let whole: u64 = whole.parse().ok()?;
    match thousandths + u16::from(rest) {
        1_000 => Some(Number { whole: whole.checked_add(1)?, thousandths: 0 }),
        thousandths => Some(Number { whole, thousandths }),
    }
}

/// Takes whatever JSON has, so that a refusal is ours and names no type of a program.
struct Reader<T> {
    read: fn(Found<'_>) -> Result<T, Phrase>,
}

impl<'de, T> Visitor<'de> for Reader<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: de::Error>(self, found: bool) -> Result<T, E> {
        (self.read)(Found::Flag(found)).map_err(|words| refusal(&words))
    }

    fn visit_u64<E: de::Error>(self, found: u64) -> Result<T, E> {
        (self.read)(Found::Number(found.to_string())).map_err(|words| refusal(&words))
    }

    fn visit_i64<E: de::Error>(self, found: i64) -> Result<T, E> {
        (self.read)(Found::Number(found.to_string())).map_err(|words| refusal(&words))
    }

    fn visit_f64<E: de::Error>(self, found: f64) -> Result<T, E> {
        // The shortest digits that read back as the same number: those that were written.
        (self.read)(Found::Number(found.to_string())).map_err(|words| refusal(&words))
    }

    fn visit_str<E: de::Error>(self, found: &str) -> Result<T, E> {
        (self.read)(Found::Text(found)).map_err(|words| refusal(&words))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<T, A::Error> {
        (self.read)(Found::Composed(LIST)).map_err(|words| refusal(&words))
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<T, A::Error> {
        (self.read)(Found::Composed(OBJECT)).map_err(|words| refusal(&words))
    }
}

fn refusal<E: de::Error>(words: &Phrase) -> E {
    E::custom(words.text(Language::English))
}

sentences! {
    /// What workloads are refused with.
    pub(super) SENTENCES
    NEGATIVE { found } = "{found} is below 0, expected a number from 0 up" / "{found} 小于 0，应为不小于 0 的数字",
    TOO_GREAT { found } = "{found} is too large for a demand, expected a number up to 2^64-1"
        / "{found} 过大，应为不超过 2^64-1 的数字",
    QUOTED { found, number } = "\"{found}\" is text; write {number} without quotes, as a number"
        / "\"{found}\" 是文本，应为数字；请写成 {number}，不加引号",
    NO_NUMBER { found } = "{found} is no number, expected one such as 20 or 0.5" / "{found} 不是数字，应为数字，例如 20 或 0.5",
    NO_FLAG { found } = "{found} is neither true nor false; write either, without quotes"
        / "{found} 不是 true 或 false；请填写其一，不加引号",
    HEADROOM { found, most } =
        "{found} thousandths are more headroom than any plan leaves; 200 is a fifth of the demand, and {most} the most"
        / "余量 {found}‰ 过大；200 表示需求的五分之一，最大为 {most}",
    LIST = "a list" / "数组",
    OBJECT = "an object" / "对象",
}
