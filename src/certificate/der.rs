//! DER (X.690), as far as certificates and keys are made of it.

/// One element: its tag, what it holds, and both with the length between.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element<'a> {
    pub(super) tag: u8,
    pub(super) contents: &'a [u8],
    pub(super) whole: &'a [u8],
}

/// Takes the first element off `input`. Tags of several bytes and lengths that are not stated occur in no certificate.
pub(super) fn next<'a>(input: &mut &'a [u8]) -> Option<Element<'a>> {
    let (&tag, rest) = input.split_first()?;
    if tag & 0x1f == 0x1f {
        return None;
    }
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        0x81..=0x84 => {
            let (bytes, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            (bytes.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)), rest)
        }
        _ => return None,
    };
    let (contents, after) = rest.split_at_checked(length)?;
    let whole = input.get(..input.len() - after.len())?;
    *input = after;
    Some(Element { tag, contents, whole })
}

/// Takes the first element off `input` when it has this tag, and gives what it holds.
pub(super) fn take<'a>(input: &mut &'a [u8], tag: u8) -> Option<&'a [u8]> {
    let mut rest = *input;
    let element = next(&mut rest).filter(|element| element.tag == tag)?;
    *input = rest;
    Some(element.contents)
}

/// What the element that `input` starts with holds, when it has this tag.
pub(super) fn first(mut input: &[u8], tag: u8) -> Option<&[u8]> {
    take(&mut input, tag)
}

/// The elements of `input`, up to the first that cannot be read.
pub(super) fn elements(mut input: &[u8]) -> impl Iterator<Item = Element<'_>> {
    std::iter::from_fn(move || next(&mut input))
}

/// A whole number that is not negative, without leading zeros.
pub(super) fn unsigned(contents: &[u8]) -> Option<&[u8]> {
    let (&first, _) = contents.split_first()?;
    if first >= 0x80 {
        return None;
    }
    let zeros = contents.iter().take_while(|byte| **byte == 0).count();
    contents.get(zeros..)
}

/// The bytes of a BIT STRING of whole bytes.
pub(super) fn bits(contents: &[u8]) -> Option<&[u8]> {
    contents.split_first().and_then(|(unused, bytes)| (*unused == 0).then_some(bytes))
}

/// An OBJECT IDENTIFIER with dots, as people write it; arcs beyond 64 bits do not occur.
pub(super) fn dotted(oid: &[u8]) -> String {
    let mut arcs: Vec<String> = Vec::new();
    let mut arc: u64 = 0;
    for byte in oid.iter().take(MOST_OID_BYTES) {
        arc = arc << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 != 0 {
            continue;
        }
        if arcs.is_empty() {
            // The first two arcs share a number (X.690 §8.19.4).
            let top = (arc / 40).min(2);
            arcs.push(top.to_string());
            arc -= top * 40;
        }
        arcs.push(arc.to_string());
        arc = 0;
    }
    arcs.join(".")
}

/// Seconds since 1970 of a `UTCTime` or `GeneralizedTime` as certificates have them (RFC 5280 §4.1.2.5): in UTC, with
/// seconds.
pub(super) fn seconds(time: &Element<'_>) -> Option<i64> {
    let digits = time.contents.strip_suffix(b"Z")?;
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = |from: usize, to: usize| {
        let digits = digits.get(from..to)?;
        Some(digits.iter().fold(0_i64, |number, digit| number * 10 + i64::from(digit - b'0')))
    };
    let (year, at) = match (time.tag, digits.len()) {
        (UTC_TIME, 12) => (number(0, 2).map(|year| if year < 50 { 2000 + year } else { 1900 + year })?, 2),
        (GENERALIZED_TIME, 14) => (number(0, 4)?, 4),
        _ => return None,
    };
    let [month, day, hour, minute, second] =
        [0, 2, 4, 6, 8].map(|part| number(at + part, at + part + 2).unwrap_or(i64::MAX));
    let in_range = (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && minute < 60 && second < 61;
    if !in_range {
        return None;
    }
    // Days of the Gregorian calendar, by years that begin in March.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days =
        year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + (month * 153 + 2) / 5 + day
            - 1
            - DAYS_TO_1970;
    Some(((days * 24 + hour) * 60 + minute) * 60 + second)
}

/// Days from March of the year 0 to 1970.
const DAYS_TO_1970: i64 = 719_468;
const MOST_OID_BYTES: usize = 64;

pub(super) const BOOLEAN: u8 = 0x01;
pub(super) const INTEGER: u8 = 0x02;
pub(super) const BIT_STRING: u8 = 0x03;
pub(super) const OCTET_STRING: u8 = 0x04;
pub(super) const OID: u8 = 0x06;
pub(super) const UTC_TIME: u8 = 0x17;
pub(super) const GENERALIZED_TIME: u8 = 0x18;
pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const SET: u8 = 0x31;
/// `[0]`, `[1]`, … around other elements.
pub(super) const CONSTRUCTED: u8 = 0xa0;
/// `[0]`, `[1]`, … in the place of a simple type.
pub(super) const PRIMITIVE: u8 = 0x80;
