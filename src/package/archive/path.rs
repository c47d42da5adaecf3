//! Names of entries, decoded and checked once.

use std::borrow::Cow;
use std::fmt;
use std::ops::ControlFlow;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::diagnostic::{Escaped, Phrase, speaks, terms};
use crate::phrase;

/// Place of an entry below the archive's root.
///
/// - components separated by `/`, at least one; no leading, trailing or double `/`
/// - no component that consists of dots only; no drive letter
/// - no `\`, no control character, no character that turns the direction of writing
///
/// Whether the entry is a directory is its [kind](super::Kind), not a `/` at the end.
///
/// A name that is not UTF-8 (where that is let through with a warning) has each byte that is not ASCII, and a `\` that is
/// the second byte of a character, written as `\x` and two hexadecimal digits. No other path has a `\`, so such names
/// are equal exactly when their bytes are.
///
/// # Examples
///
/// ```
/// use cloudapp::package::archive::EntryPath;
///
/// let path: EntryPath = "BOOT-INF/lib/a.jar".parse()?;
/// assert_eq!(path.file_name(), "a.jar");
/// assert_eq!(path.parent(), Some("BOOT-INF/lib"));
/// assert_eq!(path.below("BOOT-INF"), Some("lib/a.jar"));
/// assert_eq!(path.components().collect::<Vec<_>>(), ["BOOT-INF", "lib", "a.jar"]);
/// assert_eq!(*path.bytes(), *b"BOOT-INF/lib/a.jar");
/// assert!("BOOT-INF/../a".parse::<EntryPath>().is_err());
/// # Ok::<(), cloudapp::package::archive::PathError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct EntryPath(String);

impl EntryPath {
    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path as the bytes that the archive holds.
    #[must_use]
    pub fn bytes(&self) -> Cow<'_, [u8]> {
        // A backslash is there only where bytes that are no UTF-8 were.
        if self.0.contains('\\') { Cow::Owned(unescape(&self.0)) } else { Cow::Borrowed(self.0.as_bytes()) }
    }

    /// From the outermost directory to the entry itself.
    #[must_use]
    pub fn components(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('/')
    }

    /// The last component.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The directory that holds the entry; `None` at the root.
    #[must_use]
    pub fn parent(&self) -> Option<&str> {
        self.0.rsplit_once('/').map(|(parent, _)| parent)
    }

    /// The path below `directory`, without the `/` between; `None` when it is not below it.
    #[must_use]
    pub fn below(&self, directory: &str) -> Option<&str> {
        self.0.strip_prefix(directory)?.strip_prefix('/')
    }

    /// Only for text that [`check`] let through.
    pub(super) fn from_checked(text: String) -> Self {
        Self(text)
    }

    /// The text, whose memory may be used again.
    pub(super) fn into_text(self) -> String {
        self.0
    }
}

impl AsRef<str> for EntryPath {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EntryPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Escaped(&self.0).fmt(f)
    }
}

impl FromStr for EntryPath {
    type Err = PathError;

    /// # Errors
    ///
    /// Everything that the type's grammar excludes.
    fn from_str(text: &str) -> Result<Self, PathError> {
        let mut fault = None;
        scan(text, |found| {
            fault = Some(found);
            ControlFlow::Break(())
        });
        match fault {
            None if text.ends_with('/') => Err(PathError { fault: PathFault::Noncanonical }),
            None => Ok(Self(text.to_owned())),
            Some(fault) => Err(PathError { fault }),
        }
    }
}

impl TryFrom<&str> for EntryPath {
    type Error = PathError;

    fn try_from(text: &str) -> Result<Self, PathError> {
        text.parse()
    }
}

impl Serialize for EntryPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Why a text is no [`EntryPath`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PathError {
    fault: PathFault,
}

impl PathError {
    /// What is wrong with it.
    #[must_use]
    pub const fn fault(&self) -> PathFault {
        self.fault
    }

    fn phrase(&self) -> Phrase {
        phrase!("entry path: {fault}" / "条目路径：{fault}", fault = self.fault)
    }
}

speaks!(PathError);

impl std::error::Error for PathError {}

terms! {
    /// What keeps a name from being an [`EntryPath`].
    pub PathFault {
        Absolute "absolute" = "absolute, expected a path below the archive's root" / "为绝对路径，应为归档根目录下的路径",
        Backslash "backslash" = "a backslash, expected / between components" / "含反斜杠，各级之间应为 /",
        Bidi "bidi" = "a character that turns the direction of writing" / "含改变书写方向的字符",
        Control "control" = "a control character" / "含控制字符",
        Empty "empty" = "empty, expected at least one component" / "为空，应至少有一级名称",
        Noncanonical "noncanonical" = "an empty or dotted component, expected plain names between single /"
            / "含空的或只由点组成的一级，应为以单个 / 分隔的普通名称",
        Traversal "traversal" = "a .. component, expected a path that only goes down" / "含 .. 一级，路径只能逐级向下",
    }
}

/// Finds every kind of fault of `name`, each once; a trailing `/` is none.
pub(super) fn scan(name: &str, mut found: impl FnMut(PathFault) -> ControlFlow<()>) {
    let _ = scan_all(name, &mut found);
}

fn scan_all(name: &str, found: &mut dyn FnMut(PathFault) -> ControlFlow<()>) -> ControlFlow<()> {
    if name.is_empty() {
        return found(PathFault::Empty);
    }
    let bytes = name.as_bytes();
    let mut drive = bytes.iter();
    // `X:` is a drive on Windows.
    if name.starts_with('/') || (drive.next().is_some_and(u8::is_ascii_alphabetic) && drive.next() == Some(&b':')) {
        found(PathFault::Absolute)?;
    }
    if bytes.contains(&b'\\') {
        found(PathFault::Backslash)?;
    }
    let plain = bytes.iter().all(|byte| matches!(byte, 0x20..=0x7e));
    if !plain {
        if name.chars().any(turns_direction) {
            found(PathFault::Bidi)?;
        }
        if name.chars().any(char::is_control) {
            found(PathFault::Control)?;
        }
    }
    let body = name.strip_prefix('/').unwrap_or(name);
    let body = body.strip_suffix('/').unwrap_or(body);
    // PHP's extractor drops components of dots, `...` too.
    let dots = |component: &str| component.bytes().all(|byte| byte == b'.');
    if body.split('/').any(|component| component != ".." && dots(component)) && !body.is_empty() {
        found(PathFault::Noncanonical)?;
    }
    // Wherever it is: normalising readers resolve it in three different ways.
    if body.split('/').any(|component| component == "..") {
        found(PathFault::Traversal)?;
    }
    ControlFlow::Continue(())
}

const fn turns_direction(character: char) -> bool {
    matches!(character, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text form of a name that is not UTF-8, in a double-byte encoding whose second byte may be a `\`.
pub(super) fn escape_bytes(name: &[u8]) -> String {
    let mut text = String::with_capacity(name.len().saturating_mul(2));
    for (byte, second) in with_second_bytes(name) {
        if byte.is_ascii() && !(second && byte == b'\\') {
            text.push(char::from(byte));
        } else {
            text.push_str("\\x");
            text.extend([byte >> 4, byte & 15].map(|digit| char::from_digit(u32::from(digit), 16).unwrap_or('0')));
        }
    }
    text
}

/// Whether a name that is not UTF-8 has a `\` that is not the second byte of a character.
pub(super) fn has_backslash(name: &[u8]) -> bool {
    with_second_bytes(name).any(|(byte, second)| byte == b'\\' && !second)
}

/// Each byte of a name in a double-byte encoding, and whether it is the second one of a character.
fn with_second_bytes(name: &[u8]) -> impl Iterator<Item = (u8, bool)> {
    name.iter().scan(false, |first, byte| {
        let second = *first;
        // In GBK and Big5 a byte from 0x81 on is the first of two.
        *first = !second && !byte.is_ascii();
        Some((*byte, second))
    })
}

fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut parts = text.split("\\x");
    bytes.extend_from_slice(parts.next().unwrap_or_default().as_bytes());
    for part in parts {
        let (digits, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        bytes.push(u8::from_str_radix(digits, 16).unwrap_or_default());
        bytes.extend_from_slice(rest.as_bytes());
    }
    bytes
}
