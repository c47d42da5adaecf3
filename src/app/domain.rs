//! Domain names of apps and certificates.

use std::borrow::Cow;
use std::str::FromStr;

#[cfg(feature = "idn")]
use idna::AsciiDenyList;
#[cfg(feature = "idn")]
use idna::uts46::{DnsLength, Hyphens, Uts46};

use super::parse::{Fault, ParseError, text_value};
use crate::diagnostic::{Sentence, sentences};

/// A fully qualified domain name, in the ASCII form that DNS and `server_name` take.
///
/// - labels separated by `.`, at least two of them; a final `.`, which DNS consoles show, is taken off
/// - a label has 1 to 63 characters `a`–`z`, `0`–`9`, `-` and `_`, without `-` at its ends
/// - the last label is not a number, so that no IP address is a domain name
/// - at most 253 characters
///
/// Case is folded. No character with a meaning to nginx, a shell or a zone file can occur.
///
/// With the feature `idn`, other letters are mapped by UTS #46 – a label with letters outside ASCII becomes its `xn--` form –,
/// and a label that begins with `xn--` has to be such a form. Without it, letters outside ASCII are refused, and `xn--` labels
/// are taken as they are: what one build has stored, another reads, and a certificate covers the same names to both.
///
/// # Examples
///
/// ```
/// use cloudapp::app::DomainName;
///
/// # #[cfg(feature = "idn")] {
/// let domain: DomainName = "www.小程序.中国".parse()?;
/// assert_eq!(domain.as_str(), "www.xn--yet01dc35b.xn--fiqs8s");
/// # }
/// let error = "example.com; autoindex on".parse::<DomainName>().unwrap_err();
/// assert_eq!(error.to_string(), "domain name: ';' at byte 11, expected a letter, a digit, '-', '_' or '.'");
/// # Ok::<(), cloudapp::app::ParseError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct DomainName(String);

text_value!(DomainName);

impl DomainName {
    /// Greatest length in characters (RFC 1035 §2.3.4, less the root's dot and length bytes).
    pub const MAX_LENGTH: usize = 253;
    /// Greatest length of a label in characters (RFC 1035 §2.3.4).
    pub const MAX_LABEL_LENGTH: usize = 63;

    /// The name with its letters as people read them; without the feature `idn`, in its ASCII form.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::DomainName;
    ///
    /// # #[cfg(feature = "idn")] {
    /// let domain: DomainName = "www.xn--yet01dc35b.xn--fiqs8s".parse()?;
    /// assert_eq!(domain.to_unicode(), "www.小程序.中国");
    /// # }
    /// # Ok::<(), cloudapp::app::ParseError>(())
    /// ```
    #[must_use]
    pub fn to_unicode(&self) -> String {
        to_unicode(&self.0).unwrap_or_else(|| self.0.clone())
    }

    /// Labels from left to right.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.0.split('.')
    }
}

impl FromStr for DomainName {
    type Err = ParseError;

    /// # Errors
    ///
    /// What the grammar does not allow, and letters that UTS #46 disallows; without the feature `idn`, all outside ASCII.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        // The root, to which every name belongs: it is written only where a name could be taken for a relative one.
        let text = text.strip_suffix('.').filter(|name| name.contains('.')).unwrap_or(text);
        parse(text, 0, NOUN).map(Self)
    }
}

/// A name that a certificate may be for: a domain name, or `*.` and a domain name.
///
/// The wildcard stands for exactly one label (RFC 6125 §6.4.3), and not for one with `_`, which is no host's (`wildcard_match`
/// of OpenSSL's `v3_utl.c`).
///
/// # Examples
///
/// ```
/// use cloudapp::app::DomainPattern;
///
/// let pattern: DomainPattern = "*.example.com".parse()?;
/// assert!(pattern.covers(&"www.example.com".parse()?));
/// assert!(!pattern.covers(&"example.com".parse()?));
/// assert!(!pattern.covers(&"a.www.example.com".parse()?));
/// # Ok::<(), cloudapp::app::ParseError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct DomainPattern(String);

text_value!(DomainPattern);

impl DomainPattern {
    /// Whether a certificate for this name is valid for `domain`.
    #[must_use]
    pub fn covers(&self, domain: &DomainName) -> bool {
        match self.0.strip_prefix("*.") {
            None => self.0 == domain.0,
            Some(parent) => {
                domain.0.split_once('.').is_some_and(|(label, rest)| rest == parent && !label.contains('_'))
            }
        }
    }
}

impl FromStr for DomainPattern {
    type Err = ParseError;

    /// # Errors
    ///
    /// A `*` anywhere but as the whole first label, and what [`DomainName`] refuses.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        match text.strip_prefix("*.") {
            Some(parent) => parse(parent, 2, PATTERN).map(|parent| Self(format!("*.{parent}"))),
            None => parse(text, 0, PATTERN).map(Self),
        }
    }
}

/// The domain that the platform assigns to a test environment: `app2143434635test.mapp-test.xyz` for the number
/// 2143434635 and the policy's suffix (§1.2, §2.5).
///
/// It serves debugging only: it may not be put on the mini program's server whitelist, and its responses carry
/// `Content-Disposition: attachment` (§3.2).
///
/// # Examples
///
/// ```
/// let suffix = "mapp-test.xyz".parse()?;
/// assert_eq!(cloudapp::app::test_domain(2_143_434_635, &suffix)?.as_str(), "app2143434635test.mapp-test.xyz");
/// # Ok::<(), cloudapp::app::ParseError>(())
/// ```
///
/// # Errors
///
/// A suffix so long that the domain has more than 253 characters.
pub fn test_domain(number: u64, suffix: &DomainName) -> Result<DomainName, ParseError> {
    format!("app{number}test.{suffix}").parse()
}

/// Checks `text`, which starts `offset` bytes into what the user wrote, and maps it to ASCII.
fn parse(text: &str, offset: usize, noun: Sentence) -> Result<String, ParseError> {
    let refuse = |fault| Err(ParseError::new(noun, fault));
    if text.is_empty() {
        return refuse(Fault::Empty { expected: LIKE });
    }
    for (at, found) in text.char_indices() {
        let at = at + offset;
        if found.is_ascii() && !found.is_ascii_alphanumeric() && !matches!(found, '-' | '.' | '_') {
            return refuse(Fault::Character { found, at, expected: CHARACTERS });
        }
    }
    // Mapping grows a text, and work on it is not linear in the worst case: refuse early what must be too long.
    if text.chars().count() > DomainName::MAX_LENGTH {
        return refuse(Fault::Length { at: offset, length: text.chars().count(), most: DomainName::MAX_LENGTH });
    }
    let mapped = to_ascii(text).ok_or_else(|| unmappable(text, offset, noun))?;
    // Offsets are the user's as long as mapping changed nothing but case.
    let at_label = |at: usize| offset + if mapped.len() == text.len() { at } else { 0 };
    let mut at = 0;
    for label in mapped.split('.') {
        let place = at_label(at);
        if label.is_empty() {
            return refuse(Fault::Meaning { at: place, found: EMPTY_LABEL, expected: NO_EMPTY_LABEL });
        }
        if label.len() > DomainName::MAX_LABEL_LENGTH {
            return refuse(Fault::Length { at: place, length: label.len(), most: DomainName::MAX_LABEL_LENGTH });
        }
        if label.starts_with('-') || label.ends_with('-') {
            return refuse(Fault::Meaning { at: place, found: HYPHEN_AT_END, expected: NO_HYPHEN_AT_END });
        }
        at += label.len() + 1;
    }
    if mapped.len() > DomainName::MAX_LENGTH {
        return refuse(Fault::Length { at: offset, length: mapped.len(), most: DomainName::MAX_LENGTH });
    }
    match mapped.rsplit_once('.') {
        // Names without a dot are internal ones, which no authority certifies any more (Baseline Requirements).
        None => refuse(Fault::Meaning { at: offset, found: SINGLE, expected: LIKE }),
        Some((rest, last)) if is_number(last) => {
            refuse(Fault::Meaning { at: at_label(rest.len() + 1), found: NUMBER, expected: NO_ADDRESS })
        }
        Some(_) => Ok(mapped.into_owned()),
    }
}

/// Whether a last label makes a name an IPv4 address to URL parsers (WHATWG URL, "ends in a number").
fn is_number(label: &str) -> bool {
    let hexadecimal =
        label.strip_prefix("0x").is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    hexadecimal || label.bytes().all(|byte| byte.is_ascii_digit())
}

/// Names the first label that cannot be mapped.
fn unmappable(text: &str, offset: usize, noun: Sentence) -> ParseError {
    let mut at = 0;
    for label in text.split('.') {
        if to_ascii(label).is_none() {
            break;
        }
        at += label.len() + 1;
    }
    // Each label may be allowed and the name not: writing directions are judged over the whole of it (RFC 5893 §2).
    let at = if at > text.len() { 0 } else { at };
    let (found, expected) = UNMAPPABLE;
    ParseError::new(noun, Fault::Meaning { at: offset + at, found, expected })
}

/// The ASCII form of a name or label (UTS #46 §4.2).
#[cfg(feature = "idn")]
fn to_ascii(text: &str) -> Option<Cow<'_, str>> {
    // CheckHyphens is off, as WHATWG URL asks: names with hyphens in the third and fourth place are in use. Lengths and
    // hyphens at the ends are refused by `parse`, which can say where.
    Uts46::new().to_ascii(text.as_bytes(), DENIED, Hyphens::Allow, DnsLength::Ignore).ok()
}

/// All of ASCII but letters, digits, hyphens, dots and, unlike in `UseSTD3ASCIIRules`, `_`: certificates are issued for names
/// with it, and clients connect.
#[cfg(feature = "idn")]
const DENIED: AsciiDenyList = AsciiDenyList::new(true, "!\"#$%&'()*+,/:;<=>?@[\\]^`{|}~");

/// Without its tables UTS #46 maps nothing but the case of ASCII.
#[cfg(not(feature = "idn"))]
fn to_ascii(text: &str) -> Option<Cow<'_, str>> {
    text.is_ascii().then(|| text.to_ascii_lowercase().into())
}

/// The Unicode form of a name in ASCII (UTS #46 §4.3).
#[cfg(feature = "idn")]
fn to_unicode(name: &str) -> Option<String> {
    let (name, valid) = Uts46::new().to_unicode(name.as_bytes(), DENIED, Hyphens::CheckFirstLast);
    valid.is_ok().then(|| name.into_owned())
}

#[cfg(not(feature = "idn"))]
fn to_unicode(_: &str) -> Option<String> {
    None
}

/// What a label is that cannot be mapped, and what would be accepted.
const UNMAPPABLE: (Sentence, Sentence) =
    if cfg!(feature = "idn") { (DISALLOWED, ALLOWED) } else { (NOT_ASCII, WITHOUT_IDN) };

sentences! {
    /// What domain names are refused with.
    pub(super) SENTENCES
    NOUN = "domain name" / "域名",
    PATTERN = "certificate name" / "证书域名",
    LIKE = "a name like www.example.com" / "域名，例如 www.example.com",
    CHARACTERS = "a letter, a digit, '-', '_' or '.'" / "字母、数字、'-'、'_' 或 '.'",
    EMPTY_LABEL = "an empty label" / "空的一段",
    NO_EMPTY_LABEL = "a label between dots, and none after the last label" / "点号之间的每一段都不为空，且末尾没有点号",
    HYPHEN_AT_END = "a label with '-' at its end" / "以 '-' 开头或结尾的一段",
    NO_HYPHEN_AT_END = "a letter or digit at both ends of a label" / "每一段都以字母或数字开头和结尾",
    SINGLE = "a single label" / "不含点号的名称",
    NUMBER = "a number as the last label" / "最后一段为数字的名称",
    NO_ADDRESS = "a domain name, not an IP address" / "域名，而不是 IP 地址",
    DISALLOWED = "a label that internationalised names do not allow" / "国际化域名不允许的一段",
    ALLOWED = "letters that UTS #46 allows, in one writing direction, and valid xn-- labels"
        / "UTS #46 允许且书写方向一致的文字，以及有效的 xn-- 形式",
    NOT_ASCII = "a label with letters outside ASCII" / "含有非 ASCII 字符的一段",
    WITHOUT_IDN = "its xn-- form: this program is built without international names (feature idn)"
        / "其 xn-- 形式：本程序编译时未启用国际化域名（特性 idn）",
}
