//! `.properties` files as Spring Boot reads them.

use super::document::{Document, Property};

/// What `#---` is: before Spring Boot 2.4 a comment like any other.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Separators {
    Comments,
    Documents,
}

/// Reads a `.properties` file, which no text can break.
///
/// - a line that starts with `#` or `!`, blanks aside, is a comment
/// - `key=value`, `key: value`, `key value`; blanks around the separator belong to neither
/// - a `\` at its end continues a line, without the blanks that the next one starts with
/// - `\t`, `\n`, `\r`, `\f`, `\u` with four hexadecimal digits; any other `\x` is `x`
/// - bytes are ISO-8859-1, so that a byte order mark belongs to the first key, in which it does not matter
pub(super) fn read(text: &[u8], separators: Separators) -> Vec<Document> {
    let mut documents = Vec::new();
    let mut document = Document::default();
    let mut reader = Reader { text, at: 0 };
    let mut after_comment = false;
    while !reader.rest().is_empty() {
        let line_start = reader.at;
        reader.skip_blanks();
        match reader.rest().first() {
            Some(b'\n' | b'\r') | None => reader.skip_line_end(),
            Some(b'#' | b'!') => {
                let line = reader.skip_comment(line_start);
                // `OriginTrackedPropertiesLoader`: a comment before or after the separator makes it a comment as well.
                if separators == Separators::Documents && !after_comment && SEPARATORS.contains(&line) {
                    documents.push(std::mem::take(&mut document));
                    continue;
                }
                // A comment right after a separator takes it back.
                if document.properties.is_empty()
                    && let Some(previous) = documents.pop()
                {
                    document = previous;
                }
                after_comment = true;
            }
            Some(_) => {
                document.properties.push(reader.property());
                after_comment = false;
            }
        }
    }
    documents.push(document);
    documents
}

struct Reader<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn property(&mut self) -> Property {
        let mut name = String::new();
        while let Some((character, escaped)) = self.character() {
            if !escaped && matches!(character, '=' | ':' | ' ' | '\t' | '\u{c}') {
                self.at -= 1;
                break;
            }
            name.push(character);
        }
        self.skip_blanks();
        if matches!(self.rest().first(), Some(b'=' | b':')) {
            self.at += 1;
            self.skip_blanks();
        }
        let start = self.at;
        let mut value = String::new();
        while let Some((character, _)) = self.character() {
            value.push(character);
        }
        let span = start..self.at;
        self.skip_line_end();
        Property::new(name, value, span)
    }

    /// The next character of a property, and whether a `\` stood before it; `None` at the end of its last line.
    fn character(&mut self) -> Option<(char, bool)> {
        loop {
            match *self.rest() {
                [b'\n' | b'\r', ..] | [] => return None,
                // `java.util.Properties.load`: a natural line goes on, and leading white space of the next is dropped.
                [b'\\', b'\r' | b'\n', ..] => {
                    self.at += 1;
                    self.skip_line_end();
                    self.skip_blanks();
                }
                [b'\\'] => {
                    self.at += 1;
                    return None;
                }
                [b'\\', b'u', ..] => {
                    let digits = self.rest().get(2..6).unwrap_or_default();
                    // Java refuses other digits; here they stand for one character, which no port has.
                    let unit = std::str::from_utf8(digits).ok().and_then(|digits| u32::from_str_radix(digits, 16).ok());
                    self.at += if unit.is_some() { 6 } else { 2 };
                    let character = unit.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER);
                    return Some((character, true));
                }
                [b'\\', escaped, ..] => {
                    self.at += 2;
                    let character = match escaped {
                        b't' => '\t',
                        b'n' => '\n',
                        b'r' => '\r',
                        b'f' => '\u{c}',
                        other => char::from(other),
                    };
                    return Some((character, true));
                }
                [plain, ..] => {
                    self.at += 1;
                    return Some((char::from(plain), false));
                }
            }
        }
    }

    /// Skips a comment and returns its line.
    fn skip_comment(&mut self, line_start: usize) -> &'a [u8] {
        let rest = self.rest();
        self.at += rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
        let line = self.text.get(line_start..self.at).unwrap_or_default();
        self.skip_line_end();
        line.trim_ascii_end()
    }

    fn skip_blanks(&mut self) {
        let is_blank = |byte: &&u8| matches!(byte, b' ' | b'\t' | 0x0c);
        self.at += self.rest().iter().take_while(is_blank).count();
    }

    fn skip_line_end(&mut self) {
        self.at += match self.rest() {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => 0,
        };
    }
}

const SEPARATORS: [&[u8]; 2] = [b"#---", b"!---"];
