//! A word that is being read.

use std::ops::Range;

use super::{Part, Word};

/// A word as written in the text.
#[derive(Clone, Debug)]
pub(super) struct Lexed {
    pub(super) word: Word,
    pub(super) assigned: Option<Assigned>,
    /// Whether none of it is quoted, so that it may be one of the shell's own words.
    pub(super) is_bare: bool,
}

/// How a word assigns if it comes before a command's name: `NAME=`, `NAME+=` or `NAME[…]=`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Assigned {
    /// Length of the name.
    pub(super) name: usize,
    /// Where the value starts in the word's first literal.
    pub(super) value: usize,
    /// Whether the value is appended to what the variable holds.
    pub(super) adds: bool,
}

/// A word in the making.
#[derive(Default)]
pub(super) struct WordInMaking {
    pub(super) parts: Vec<Part>,
    pub(super) backslash: bool,
    pub(super) assigned: Option<Assigned>,
    pub(super) is_quoted: bool,
}

impl WordInMaking {
    /// Its text when it is bare and all of it is known.
    pub(super) fn bare_text(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Literal(text)] if !self.is_quoted => Some(text),
            _ => None,
        }
    }

    /// Whether only `[` comes before.
    pub(super) fn is_at_bracket(&self) -> bool {
        matches!(self.bare_text(), Some("" | "["))
    }

    pub(super) fn is_name(&self) -> bool {
        self.bare_text().is_some_and(is_name)
    }

    /// Whether it is `NAME=`, after which `(` begins an array.
    pub(super) fn takes_array(&self) -> bool {
        // bash: compound assignment (manual, 6.7 Arrays).
        let value = self.assigned.filter(|assigned| assigned.value > assigned.name).map(|assigned| assigned.value);
        value.is_some_and(|value| self.bare_text().is_some_and(|text| text.len() == value))
    }

    /// Whether it ends with a mark after which `(` begins one of bash's patterns: `@(a|b)`.
    pub(super) fn takes_pattern(&self) -> bool {
        match self.parts.last() {
            // bash: `extglob` (manual, 3.5.8.1); `!(…)` at a word's start negates a subshell instead.
            Some(Part::Literal(text)) => text.ends_with(['@', '+', '!']) && text != "!" && !self.is_quoted,
            Some(Part::Dynamic(text)) => text.ends_with(['*', '?']),
            _ => false,
        }
    }

    pub(super) fn literal(&mut self, text: &str) {
        match self.parts.last_mut() {
            Some(Part::Literal(last)) => last.push_str(text),
            _ => self.parts.push(Part::Literal(text.to_owned())),
        }
    }

    pub(super) fn bare(&mut self, character: char) {
        // A word is an assignment only when all before the first `=` is an unquoted name (POSIX, XCU 2.10.2, rule 7b);
        // bash adds `+=`.
        if character == '=' && self.assigned.is_none() {
            let text = self.bare_text().unwrap_or_default();
            let (name, adds) = text.strip_suffix('+').map_or((text, false), |name| (name, true));
            let assigned = Assigned { name: name.len(), value: text.len() + 1, adds };
            self.assigned = is_name(name).then_some(assigned);
        }
        self.literal(character.encode_utf8(&mut [0; 4]));
    }

    pub(super) fn quoted(&mut self, text: &str) {
        // Quoting any of it keeps a word from being a reserved one (XCU 2.4).
        self.is_quoted = true;
        self.literal(text);
    }

    pub(super) fn dynamic(&mut self, text: &str) {
        match self.parts.last_mut() {
            Some(Part::Dynamic(last)) => last.push_str(text),
            _ => self.parts.push(Part::Dynamic(text.to_owned())),
        }
    }

    /// A name is followed by `[…]=`.
    pub(super) fn element(&mut self, written: &str) {
        let name = self.bare_text().unwrap_or_default().len();
        self.assigned = Some(Assigned { name, value: name, adds: false });
        self.dynamic(written);
    }

    pub(super) fn finish(self, span: Range<usize>) -> Lexed {
        let word = Word { parts: self.parts, span, backslash: self.backslash };
        Lexed { word, assigned: self.assigned, is_bare: !self.is_quoted }
    }
}

/// The name that a text starts with, or nothing.
pub(super) fn name_at(text: &str) -> &str {
    let name = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next().unwrap_or_default();
    if is_name(name) { name } else { "" }
}

/// Whether it is a name of variables and functions (POSIX, XBD 3: Name).
pub(in crate::package::node) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
