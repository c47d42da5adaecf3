//! The `_buildpack` file: settings of a PHP package.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;

use serde::Serialize;

use crate::diagnostic::{Language, Phrase, Value, shortened};
use crate::package::files::BYTE_ORDER_MARK;
use crate::phrase;

/// Settings at the root of a PHP package, in the file `_buildpack`.
///
/// - UTF-8 text, at most 64 KiB; a byte order mark at its start is tolerated
/// - lines end with LF or CR LF; the last one needs no end
/// - a line of blanks (spaces and tabs) says nothing, nor does one whose first other character is `#`
/// - every other line is `key=value`, split at its first `=`; blanks around key and value do not belong to them
/// - a key is not empty and appears once; a value may be empty, may hold blanks, and is not quoted
/// - no control character but the tab, comments included
///
/// The guide (§1.3.3) shows two lines, `app_entry=public_html` and `php_extensions=a b`, and no more of the grammar; the
/// rest is this crate's choice. Known keys are [`APP_ENTRY`](Self::APP_ENTRY) and
/// [`PHP_EXTENSIONS`](Self::PHP_EXTENSIONS); others are kept, since the platform ignores what it does not know.
///
/// # Examples
///
/// ```
/// use cloudapp::package::php::Buildpack;
///
/// let buildpack = Buildpack::parse(b"# web root\r\napp_entry = public_html\r\nphp_extensions=php-redis php-gd");
/// assert!(buildpack.faults().is_empty());
/// assert_eq!(buildpack.setting("app_entry").unwrap().value, "public_html");
/// let extensions: Vec<&str> = buildpack.settings()[1].words().map(|(_, word)| word).collect();
/// assert_eq!(extensions, ["php-redis", "php-gd"]);
///
/// let buildpack = Buildpack::parse(b"app_entry: public_html\n");
/// assert_eq!(buildpack.faults()[0].to_string(), r#"no = in "app_entry: public_html", expected key=value"#);
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Buildpack<'a> {
    settings: Vec<Setting<'a>>,
    faults: Vec<BuildpackFault>,
    has_bom: bool,
}

impl<'a> Buildpack<'a> {
    /// Name of the file.
    pub const FILE: &'static str = "_buildpack";
    /// Key of the directory that nginx serves.
    pub const APP_ENTRY: &'static str = "app_entry";
    /// Key of the extensions to install, separated by blanks.
    pub const PHP_EXTENSIONS: &'static str = "php_extensions";
    /// Every key that means something.
    pub const KEYS: [&'static str; 2] = [Self::APP_ENTRY, Self::PHP_EXTENSIONS];
    /// Greatest length in bytes. Decided: a thousand times what two settings need.
    pub const MAX_LENGTH: usize = 64 << 10;

    /// Reads the file. Every fault is kept, and so is every setting on a line without one.
    #[must_use]
    pub fn parse(text: &'a [u8]) -> Self {
        let mut buildpack = Self { has_bom: text.starts_with(BYTE_ORDER_MARK), ..Self::default() };
        if text.len() > Self::MAX_LENGTH {
            buildpack.fault(0..text.len(), 1, FaultKind::TooLong { length: text.len() });
            return buildpack;
        }
        let mut first = BTreeMap::new();
        // Windows Notepad writes one; with it the first key would be another.
        let mut start = if buildpack.has_bom { BYTE_ORDER_MARK.len() } else { 0 };
        let body = text.get(start..).unwrap_or_default();
        for (index, line) in body.split_inclusive(|byte| *byte == b'\n').enumerate() {
            buildpack.line(line, start, index + 1, &mut first);
            start += line.len();
        }
        buildpack
    }

    /// Settings in the order of the file. A key that appears twice is a fault, and only its first setting is here.
    #[must_use]
    pub fn settings(&self) -> &[Setting<'a>] {
        &self.settings
    }

    /// The setting of `key`.
    #[must_use]
    pub fn setting(&self, key: &str) -> Option<&Setting<'a>> {
        self.settings.iter().find(|setting| setting.key == key)
    }

    /// Everything wrong, in the order of the file.
    #[must_use]
    pub fn faults(&self) -> &[BuildpackFault] {
        &self.faults
    }

    /// Whether the file starts with a byte order mark.
    #[must_use]
    pub const fn has_bom(&self) -> bool {
        self.has_bom
    }

    fn line(&mut self, line: &'a [u8], start: usize, number: usize, first: &mut BTreeMap<&'a str, usize>) {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let text = match std::str::from_utf8(line) {
            Ok(text) => text,
            Err(error) => {
                let at = start + error.valid_up_to();
                let bytes = error.error_len().unwrap_or(line.len() - error.valid_up_to());
                return self.fault(at..at + bytes, number, FaultKind::Encoding);
            }
        };
        if let Some((at, found)) = text.char_indices().find(|(_, found)| found.is_control() && *found != '\t') {
            let at = start + at;
            return self.fault(at..at + found.len_utf8(), number, FaultKind::Control { found });
        }
        let (trimmed, trimmed_start) = trim(text, start);
        if trimmed.is_empty() || trimmed.starts_with('#') {
            return;
        }
        let whole = trimmed_start..trimmed_start + trimmed.len();
        let Some((key, value)) = trimmed.split_once('=') else {
            return self.fault(whole, number, FaultKind::NoEquals { line: shortened(trimmed) });
        };
        let value_start = trimmed_start + key.len() + 1;
        let (key, key_start) = trim(key, trimmed_start);
        let (value, value_start) = trim(value, value_start);
        if key.is_empty() {
            return self.fault(whole, number, FaultKind::NoKey { line: shortened(trimmed) });
        }
        match first.entry(key) {
            Entry::Occupied(first) => {
                let kind = FaultKind::Twice { key: shortened(key), first: *first.get() };
                self.fault(key_start..key_start + key.len(), number, kind);
            }
            Entry::Vacant(place) => {
                place.insert(number);
                self.settings.push(Setting { key, key_start, value, value_start, line: number });
            }
        }
    }

    fn fault(&mut self, span: Range<usize>, line: usize, kind: FaultKind) {
        self.faults.push(BuildpackFault { span, line, kind });
    }
}

/// One `key=value` of a [`Buildpack`].
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Setting<'a> {
    /// Text before the first `=`, without the blanks around it. Never empty.
    pub key: &'a str,
    /// Where the key starts, in bytes of the file.
    pub key_start: usize,
    /// Text after the first `=`, without the blanks around it.
    pub value: &'a str,
    /// Where the value starts, in bytes of the file.
    pub value_start: usize,
    /// Line, from 1.
    pub line: usize,
}

impl<'a> Setting<'a> {
    /// Bytes of the key in the file.
    #[must_use]
    pub const fn key_span(&self) -> Range<usize> {
        self.key_start..self.key_start + self.key.len()
    }

    /// Bytes of the value in the file.
    #[must_use]
    pub const fn value_span(&self) -> Range<usize> {
        self.value_start..self.value_start + self.value.len()
    }

    /// The words of the value, separated by blanks, each with where it starts in the file.
    pub fn words(&self) -> impl Iterator<Item = (usize, &'a str)> {
        let mut at = self.value_start;
        let pieces = self.value.split(BLANKS).map(move |word| {
            let start = at;
            at += word.len() + 1;
            (start, word)
        });
        pieces.filter(|(_, word)| !word.is_empty())
    }
}

/// A line that is no setting, comment or blank line.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct BuildpackFault {
    /// Its bytes in the file.
    pub span: Range<usize>,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub kind: FaultKind,
}

impl std::fmt::Display for BuildpackFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.kind.phrase().text(Language::English))
    }
}

/// What is wrong with a line of a [`Buildpack`].
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
#[non_exhaustive]
pub enum FaultKind {
    /// A control character.
    Control {
        /// The character.
        found: char,
    },
    /// Bytes that are not UTF-8.
    Encoding,
    /// A line without `=`.
    NoEquals {
        /// The line, cut when it is long.
        line: String,
    },
    /// Nothing before the `=`.
    NoKey {
        /// The line, cut when it is long.
        line: String,
    },
    /// The whole file is longer than [`Buildpack::MAX_LENGTH`].
    TooLong {
        /// Its length in bytes.
        length: usize,
    },
    /// A key for the second time.
    Twice {
        /// The key, cut when it is long.
        key: String,
        /// Line of the first, from 1.
        first: usize,
    },
}

impl FaultKind {
    /// What is wrong, in words.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::diagnostic::Language;
    /// use cloudapp::package::php::Buildpack;
    ///
    /// let buildpack = Buildpack::parse(b"=public");
    /// let words = buildpack.faults()[0].kind.phrase().text(Language::Chinese);
    /// assert_eq!(words, r#""=public" 的 = 前没有键，应为 key=value"#);
    /// ```
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        let most = Buildpack::MAX_LENGTH;
        match self {
            Self::Control { found } => phrase!(
                "the control character {found}, expected text" / "包含控制字符 {found}，应为文本",
                found = format!("{found:?}")
            ),
            Self::Encoding => {
                phrase!("bytes that are not UTF-8, expected UTF-8 text" / "包含非 UTF-8 字节，应为 UTF-8 文本")
            }
            Self::NoEquals { line } => {
                phrase!("no = in {line:?}, expected key=value" / "{line:?} 中没有 =，应为 key=value", line)
            }
            Self::NoKey { line } => phrase!(
                "no key before the = in {line:?}, expected key=value" / "{line:?} 的 = 前没有键，应为 key=value",
                line
            ),
            Self::TooLong { length } => phrase!(
                "{length} bytes, expected at most {most}" / "共 {length} 字节，最多允许 {most} 字节",
                length = *length,
                most
            ),
            Self::Twice { key, first } => phrase!(
                "{key:?} for the second time, first on line {first}, expected it once"
                    / "{key:?} 重复出现，首次在第 {first} 行，应只出现一次",
                key,
                first = *first
            ),
        }
    }
}

impl From<FaultKind> for Value {
    fn from(fault: FaultKind) -> Self {
        fault.phrase().standing_for(fault).into()
    }
}

/// The text without blanks around it, and where that starts when `text` starts at `start`.
fn trim(text: &str, start: usize) -> (&str, usize) {
    let rest = text.trim_start_matches(BLANKS);
    (rest.trim_end_matches(BLANKS), start + text.len() - rest.len())
}

const BLANKS: [char; 2] = [' ', '\t'];
