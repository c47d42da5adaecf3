//! Distinguished names, compared as RFC 5280 §7.1 says and OpenSSL's `x509_name_canon` does.

use std::fmt::Write;

use super::der::{self, OID, SEQUENCE, SET};

/// A name of an owner or an issuer.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Name {
    /// Its parts in the order in which they are written, each sorted.
    parts: Vec<Vec<Attribute>>,
    /// As RFC 4514 writes it.
    pub(super) text: String,
    /// The last common name.
    pub(super) common: Option<String>,
}

#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
struct Attribute {
    oid: Vec<u8>,
    /// Folded text, or the tag with the bytes of what is no text.
    value: (Option<u8>, Vec<u8>),
}

impl Name {
    /// Reads what the SEQUENCE of a name holds.
    pub(super) fn read(contents: &[u8]) -> Option<Self> {
        let mut name = Self::default();
        let mut shown = Vec::new();
        let mut rest = contents;
        while !rest.is_empty() {
            let mut set = der::take(&mut rest, SET)?;
            let (mut part, mut words) = (Vec::new(), Vec::new());
            while !set.is_empty() {
                let mut attribute = der::take(&mut set, SEQUENCE)?;
                let oid = der::take(&mut attribute, OID)?;
                let value = der::next(&mut attribute)?;
                let text = text(value.tag, value.contents);
                if oid == COMMON_NAME {
                    name.common.clone_from(&text);
                }
                words.push(shown_as(oid, text.as_deref(), value.whole));
                let value = text.map_or_else(
                    || (Some(value.tag), value.contents.to_vec()),
                    |text| (None, folded(&text).into_bytes()),
                );
                part.push(Attribute { oid: oid.to_vec(), value });
            }
            part.sort();
            name.parts.push(part);
            shown.push(words.join("+"));
        }
        // RFC 4514 §2.1 begins with the last part.
        shown.reverse();
        name.text = shown.join(",");
        Some(name)
    }

    /// Whether both are the same name: without regard to case, blanks, and the kind of string.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.parts == other.parts
    }

    /// Whether it is `base` or a name below it (RFC 5280 §4.2.1.10).
    pub(super) fn is_within(&self, base: &Self) -> bool {
        self.parts.starts_with(&base.parts)
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Values of an attribute as text.
    pub(super) fn texts(&self, oid: &[u8]) -> impl Iterator<Item = String> {
        let matching = self.parts.iter().flatten().filter(move |attribute| attribute.oid == oid);
        matching
            .filter(|attribute| attribute.value.0.is_none())
            .map(|attribute| String::from_utf8_lossy(&attribute.value.1).into_owned())
    }
}

/// The text of the string types that `asn1_string_canon` converts.
fn text(tag: u8, bytes: &[u8]) -> Option<String> {
    match tag {
        // UTF8String, PrintableString, IA5String, VisibleString
        0x0c | 0x13 | 0x16 | 0x1a => String::from_utf8(bytes.to_vec()).ok(),
        // T61String: OpenSSL takes it for Latin-1.
        0x14 => Some(bytes.iter().copied().map(char::from).collect()),
        // BMPString
        0x1e => {
            let units: Vec<u16> =
                bytes.chunks(2).map(|pair| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte))).collect();
            String::from_utf16(&units).ok()
        }
        // UniversalString
        0x1c => {
            let codes = bytes.chunks(4).map(|code| code.iter().fold(0, |code, byte| code << 8 | u32::from(*byte)));
            codes.map(char::from_u32).collect()
        }
        _ => None,
    }
}

/// Without blanks at the ends, runs of them as one, ASCII in lower case.
fn folded(text: &str) -> String {
    let blank = |character: char| matches!(character, ' ' | '\t' | '\n' | '\x0b' | '\x0c' | '\r');
    let words: Vec<&str> = text.split(blank).filter(|word| !word.is_empty()).collect();
    words.join(" ").to_ascii_lowercase()
}

/// `CN=shop.example.com` (RFC 4514 §2).
fn shown_as(oid: &[u8], text: Option<&str>, whole: &[u8]) -> String {
    let key = KEYS.iter().find(|(known, _)| *known == oid);
    let mut shown = key.map_or_else(|| der::dotted(oid), |(_, key)| (*key).to_owned());
    shown.push('=');
    let Some(text) = text else {
        shown.push('#');
        for byte in whole {
            // Writing to a String cannot fail.
            let _ = write!(shown, "{byte:02x}");
        }
        return shown;
    };
    let last = text.chars().count().saturating_sub(1);
    for (at, character) in text.chars().enumerate() {
        let at_end = (at == 0 && matches!(character, ' ' | '#')) || (at == last && character == ' ');
        if at_end || matches!(character, '"' | '+' | ',' | ';' | '<' | '>' | '\\') {
            shown.push('\\');
        }
        shown.push(character);
    }
    shown
}

/// id-at-commonName
const COMMON_NAME: &[u8] = &[0x55, 4, 3];

/// The keys of RFC 4514 §3, and of what certificates name beside them.
const KEYS: [(&[u8], &str); 11] = [
    (COMMON_NAME, "CN"),
    (&[0x55, 4, 4], "SN"),
    (&[0x55, 4, 5], "SERIALNUMBER"),
    (&[0x55, 4, 6], "C"),
    (&[0x55, 4, 7], "L"),
    (&[0x55, 4, 8], "ST"),
    (&[0x55, 4, 9], "STREET"),
    (&[0x55, 4, 10], "O"),
    (&[0x55, 4, 11], "OU"),
    (&[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 25], "DC"),
    (&[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 1], "UID"),
];
