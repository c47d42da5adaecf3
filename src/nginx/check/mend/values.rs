//! Values that people write for what nginx takes.

use super::{Case, Mend};
use crate::diagnostic::nearest;
use crate::nginx::check::address;
use crate::nginx::check::edits::Edits;
use crate::nginx::check::fault::{said, text};
use crate::nginx::check::number;
use crate::nginx::config::Word;
use crate::nginx::directives::Reader;

/// A value of the wrong kind, in the place of the word at fault.
pub(super) fn value(case: &Case<'_, '_>) -> Vec<Mend> {
    let index = case.fault.word.max(1);
    let Some((_, given)) = case.word(index) else { return Vec::new() };
    let given = text(given).into_owned();
    let Some(definition) = case.definition else { return Vec::new() };
    let sure = |new: String| case.replaced(index, new).map(Mend::sure);
    let guess = |new: String| case.replaced(index, new).map(Mend::guess);
    match definition.reader {
        Reader::Flag => flag(case, &given),
        Reader::Size => size(&given, false).and_then(sure).into_iter().chain(fitting_size(case, &given)).collect(),
        Reader::Offset | Reader::ComplexSize => size(&given, true).and_then(sure).into_iter().collect(),
        Reader::Buffers => buffers(case).into_iter().collect(),
        Reader::Milliseconds => time(&given, true).and_then(sure).into_iter().collect(),
        Reader::Seconds | Reader::KeepaliveTimeout | Reader::Expires => {
            time(&given, false).and_then(sure).into_iter().collect()
        }
        Reader::Number | Reader::Processes | Reader::Connections | Reader::Keepalive => {
            bounded(definition.bounds, &given).and_then(guess).into_iter().collect()
        }
        Reader::Enum | Reader::Bitmask => {
            let known =
                definition.words.iter().filter(|(_, since)| since.is_none_or(|since| since <= case.target.version()));
            let near = nearest(&given, known.clone().map(|(word, _)| *word));
            let same = |word: &str| squeezed(word) == squeezed(&given);
            let first = near.map(|word| if same(word) { sure(word.to_owned()) } else { guess(word.to_owned()) });
            first.flatten().into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// `on` or `off`, as other files say it; else either may be meant.
fn flag(case: &Case<'_, '_>, given: &str) -> Vec<Mend> {
    let lower = given.to_ascii_lowercase();
    let meant = match lower.trim_matches(|letter: char| !letter.is_ascii_alphanumeric()) {
        "on" | "yes" | "y" | "true" | "t" | "1" | "enable" | "enabled" | "onn" | "o" | "ture" => Some("on"),
        "off" | "no" | "n" | "false" | "f" | "0" | "disable" | "disabled" | "none" | "of" | "offf" => Some("off"),
        _ => None,
    };
    let name = text(case.directive.name()).into_owned();
    if let Some(meant) = meant {
        let line = format!("{name} {meant}");
        let help = said!("change it to `{line}`" / "改成 `{line}`"; line);
        return case.replaced(1, meant).map(|edits| Mend::sure(edits).told(help)).into_iter().collect();
    }
    let both = said!("write `{name} on;` or `{name} off;`" / "应写成 `{name} on;` 或 `{name} off;`"; name);
    let choices = ["on", "off"].into_iter().filter_map(|word| case.replaced(1, word));
    choices.map(|edits| Mend::guess(edits).told(both.clone())).collect()
}

/// A size with another unit than `k`, `m` and, where nginx takes it, `g`.
fn size(given: &str, giga: bool) -> Option<String> {
    let (amount, unit) = amount(given)?;
    let unit = unit.to_ascii_lowercase();
    let scale: u64 =
        match unit.trim_end_matches("ytes").trim_end_matches("yte").trim_end_matches('b').trim_end_matches('i') {
            "" => 1,
            "k" | "kilo" => 1 << 10,
            "m" | "mega" => 1 << 20,
            "g" | "giga" => 1 << 30,
            "t" | "tera" => 1 << 40,
            _ => return None,
        };
    let bytes = amount.scaled(scale)?;
    let units = [(1_u64 << 30, "g"), (1 << 20, "m"), (1 << 10, "k")];
    let fits = |(scale, unit): &(u64, &str)| bytes > 0 && bytes.is_multiple_of(*scale) && (giga || *unit != "g");
    Some(match units.iter().find(|unit| fits(unit)) {
        Some((scale, unit)) => format!("{}{unit}", bytes / scale),
        None => bytes.to_string(),
    })
}

/// The next size that a directive with further limits takes.
fn fitting_size(case: &Case<'_, '_>, given: &str) -> Option<Mend> {
    let bytes = number::size(given.as_bytes())?;
    let power = |most: i64| bytes.clamp(512, most).checked_ilog2().map(|bits| 1_i64 << bits);
    let fitting = match case.directive.name() {
        b"gzip_window" => power(32 << 10)?,
        b"gzip_hash" => power(128 << 10)?,
        b"connection_pool_size" | b"request_pool_size" | b"http2_pool_size" => {
            bytes.max(112).checked_add(15).map(|bytes| bytes / 16 * 16)?
        }
        _ => return None,
    };
    case.replaced(1, if fitting % 1024 == 0 { format!("{}k", fitting / 1024) } else { fitting.to_string() })
        .map(Mend::guess)
}

/// A count of buffers and their size.
fn buffers(case: &Case<'_, '_>) -> Option<Mend> {
    let (count, buffer) = (case.word(1)?, case.word(2)?);
    let mut edits = Vec::new();
    if number::number(count.1).is_none_or(|count| count <= 0) {
        edits.push((count.0, "8".to_owned()));
    }
    if number::size(buffer.1).is_none_or(|size| size <= 0) {
        edits.push((buffer.0, size(&text(buffer.1), false)?));
    }
    Some(Mend::guess(Edits::of(edits)))
}

/// A time with another name of its unit.
fn time(given: &str, milliseconds: bool) -> Option<String> {
    let (amount, unit) = amount(given)?;
    let (scale, short) = match unit {
        // nginx calls a month `M`, and people a minute.
        "M" => return None,
        unit => match unit.to_ascii_lowercase().as_str() {
            "ms" | "msec" | "millisecond" | "milliseconds" => (1, "ms"),
            "s" | "sec" | "secs" | "second" | "seconds" | "" => (1000, "s"),
            "m" | "min" | "mins" | "minute" | "minutes" => (60_000, "m"),
            "h" | "hr" | "hrs" | "hour" | "hours" => (3_600_000, "h"),
            "d" | "day" | "days" => (86_400_000, "d"),
            "w" | "week" | "weeks" => (604_800_000, "w"),
            "mon" | "month" | "months" => (2_592_000_000, "M"),
            "y" | "yr" | "year" | "years" => (31_536_000_000, "y"),
            _ => return None,
        },
    };
    if amount.is_whole() && !(milliseconds && matches!(short, "M" | "y")) && (milliseconds || short != "ms") {
        return Some(format!("{}{short}", amount.whole));
    }
    let total = amount.scaled(scale)?;
    let units = [(86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1000, "s"), (1, "ms")];
    let mut units = units.into_iter().filter(|(_, unit)| milliseconds || *unit != "ms");
    let (scale, unit) = units.find(|(scale, _)| total.is_multiple_of(*scale))?;
    Some(format!("{}{unit}", total / scale))
}

/// A number, within its bounds.
fn bounded(bounds: Option<(i64, i64)>, given: &str) -> Option<String> {
    let (low, high) = bounds.unwrap_or((1, i64::MAX));
    let negative = given.starts_with('-');
    let digits: String = given.trim_start_matches(['-', '+']).chars().take_while(char::is_ascii_digit).collect();
    let number = if negative { low } else { digits.parse::<i64>().ok()?.clamp(low, high) };
    Some(number.to_string())
}

/// Digits before and after the point.
struct Amount {
    whole: u64,
    fraction: u64,
    /// What the fraction is divided by.
    parts: u64,
}

impl Amount {
    const fn is_whole(&self) -> bool {
        self.fraction == 0
    }

    fn scaled(&self, scale: u64) -> Option<u64> {
        let part = self.fraction.checked_mul(scale)?;
        if !part.is_multiple_of(self.parts) {
            return None;
        }
        self.whole.checked_mul(scale)?.checked_add(part / self.parts)
    }
}

/// A number and the unit behind it.
fn amount(given: &str) -> Option<(Amount, &str)> {
    let end = given.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(given.len());
    let (digits, unit) = given.split_at_checked(end)?;
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > 6 {
        return None;
    }
    let parts = 10_u64.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let fraction = if fraction.is_empty() { 0 } else { fraction.parse().ok()? };
    Some((Amount { whole: whole.parse().ok()?, fraction, parts }, unit.trim()))
}

/// Letters and digits alone.
fn squeezed(word: &str) -> String {
    word.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// An address with too little or too much before or behind it.
pub(super) fn address_of(case: &Case<'_, '_>) -> Vec<Mend> {
    let Some((_, given)) = case.word(1) else { return Vec::new() };
    let given = text(given).into_owned();
    let rest = given.split_once("://").map_or(given.as_str(), |(_, rest)| rest);
    let sure = |new: String| case.replaced(1, new).map(Mend::sure);
    let guess = |new: String| case.replaced(1, new).map(Mend::guess);
    let mends = match case.directive.name() {
        b"proxy_pass" => {
            let lower = given.to_ascii_lowercase();
            let after = |scheme: &str| Some(given.get(scheme.len()..)?.trim_start_matches([':', '/', '\\']).to_owned());
            match ["https", "http"].into_iter().find(|scheme| lower.starts_with(scheme)) {
                Some(scheme) => [after(scheme).and_then(|rest| sure(format!("{scheme}://{rest}"))), None],
                None if given.contains("://") => [guess(format!("http://{rest}")), None],
                None => [sure(format!("http://{}", given.trim_start_matches('/'))), None],
            }
        }
        b"listen" => {
            let bare = rest.trim_end_matches([':', '/', ',', '.']);
            [guess(bare.to_owned()), bare.rsplit_once(':').and_then(|(_, port)| guess(port.to_owned()))]
        }
        _ => {
            [guess(rest.trim_end_matches('/').to_owned()), guess(rest.split('/').next().unwrap_or_default().to_owned())]
        }
    };
    mends.into_iter().flatten().collect()
}

/// The operators of other languages.
pub(super) fn condition(case: &Case<'_, '_>) -> Vec<Mend> {
    let equal = case.directive.words().find(|word| matches!(word.value(), b"==" | b"===" | b"eq" | b"is"));
    let other = case.directive.words().find(|word| matches!(word.value(), b"!==" | b"<>" | b"ne"));
    let edits = [(equal, "="), (other, "!=")];
    edits.into_iter().filter_map(|(word, new)| Some(Mend::sure(Edits::one(word?.span(), new)))).collect()
}

/// A word that is there already.
pub(super) fn repeated(case: &Case<'_, '_>) -> Vec<Mend> {
    let words: Vec<_> = case.directive.words().map(Word::span).collect();
    let (Some(before), Some(word)) = (words.get(case.fault.word.wrapping_sub(1)), words.get(case.fault.word)) else {
        return Vec::new();
    };
    if words.len() < 3 {
        return vec![Mend::sure(case.deleted())];
    }
    vec![Mend::sure(Edits::one(before.end..word.end, ""))]
}

/// The network that the mask leaves of an address.
pub(super) fn network(case: &Case<'_, '_>) -> Vec<Mend> {
    let Some((_, given)) = case.word(case.fault.word) else { return Vec::new() };
    let network = address::network(given).map(|network| network.to_string());
    network.and_then(|network| case.replaced(case.fault.word, network)).map(Mend::guess).into_iter().collect()
}
