//! Words and terminators, by nginx's own rules.
//!
//! - White space (space, tab, CR, LF) separates words; `;` and `{` end a statement, `}` is one by itself.
//! - `#` starts a comment only at the start of a word.
//! - A word may be quoted as a whole. After the closing quote only white space, `;`, `{` or `)` may follow.
//! - A backslash keeps the next byte from ending the word; of the pairs only `\"`, `\'`, `\\`, `\t`, `\r`, `\n` are
//!   replaced.
//! - `{` directly after `$` belongs to the word, so that `${name}` is one word.
//! - nginx reads through a buffer of 4096 bytes, which no comment and no word may outgrow.

use std::ops::Range;

use super::syntax_error::{SyntaxError, SyntaxErrorKind};

/// One word of a statement.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Token {
    /// The word as written, quotes included.
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) value: Value,
}

/// Where the bytes of a word are once quotes and escapes are taken off.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Value {
    /// As written.
    Bare,
    /// As written between quotes.
    Quoted,
    /// In the lexer's buffer of unescaped words.
    Unescaped { start: u32, end: u32, quoted: bool },
}

/// What ended a statement, and its place.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Stop {
    /// `;`
    Semicolon(usize),
    /// `{`
    Open(usize),
    /// `}`
    Close(usize),
    /// The end of the text.
    End,
}

/// Reads statements off a text of less than 4 GiB.
#[derive(Debug)]
pub(super) struct Lexer<'a> {
    text: &'a [u8],
    at: usize,
    pub(super) tokens: Vec<Token>,
    pub(super) unescaped: Vec<u8>,
    pub(super) comments: Vec<(u32, u32)>,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0, tokens: Vec::new(), unescaped: Vec::new(), comments: Vec::new() }
    }

    /// Reads on to the end of a statement; its words are appended to `tokens`.
    pub(super) fn statement(&mut self) -> Result<Stop, SyntaxError> {
        let first = self.tokens.len();
        loop {
            let Some(byte) = self.peek() else {
                return if self.tokens.len() == first { Ok(Stop::End) } else { Err(self.ended()) };
            };
            let at = self.at;
            let empty = self.tokens.len() == first;
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' => self.at += 1,
                b'#' => self.comment()?,
                b';' | b'{' if empty => return Err(unexpected(at, byte)),
                b'}' if !empty => return Err(unexpected(at, byte)),
                b';' | b'{' | b'}' => {
                    self.at += 1;
                    return Ok(stop(byte, at));
                }
                b'"' | b'\'' => {
                    self.at += 1;
                    self.quoted(at, byte)?;
                    match self.peek() {
                        None => return Err(self.ended()),
                        Some(next @ (b';' | b'{')) => {
                            let stopped = stop(next, self.at);
                            self.at += 1;
                            return Ok(stopped);
                        }
                        Some(b' ' | b'\t' | b'\r' | b'\n') => {
                            self.at += 1;
                            self.within_buffer(at + 1, at)?;
                        }
                        Some(b')') => {}
                        Some(other) => return Err(unexpected(self.at, other)),
                    }
                }
                _ => {
                    self.bare(at)?;
                    match self.peek() {
                        None => return Err(self.ended()),
                        Some(next @ (b';' | b'{')) => {
                            let stopped = stop(next, self.at);
                            self.at += 1;
                            return Ok(stopped);
                        }
                        // Always white space here.
                        Some(_) => {
                            self.at += 1;
                            self.within_buffer(at, at)?;
                        }
                    }
                }
            }
        }
    }

    fn comment(&mut self) -> Result<(), SyntaxError> {
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or_default();
        let length = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
        if length >= BUFFER && rest.len() > BUFFER {
            return Err(self.too_long(start, start, None));
        }
        self.at = start + length;
        self.comments.push((offset(start), offset(self.at)));
        Ok(())
    }

    /// Reads to the white space, `;` or `{` that ends the word, and leaves it.
    fn bare(&mut self, start: usize) -> Result<(), SyntaxError> {
        let mut variable = false;
        let mut escapes = false;
        let mut bytes = self.text.get(start..).unwrap_or_default().iter().enumerate();
        let mut length = None;
        while let Some((at, byte)) = bytes.next() {
            match byte {
                b'{' if variable => {}
                b'\\' => {
                    variable = false;
                    escapes = true;
                    bytes.next();
                }
                b'$' => variable = true,
                // The first byte of a word never ends it.
                b' ' | b'\t' | b'\r' | b'\n' | b';' | b'{' if at > 0 => {
                    length = Some(at);
                    break;
                }
                _ => variable = false,
            }
        }
        let end = length.map_or(self.text.len(), |length| start + length);
        if end - start >= BUFFER && (end < self.text.len() || end - start > BUFFER) {
            return Err(self.too_long(start, start, None));
        }
        self.at = end;
        self.push(start, end, start..end, escapes, false);
        Ok(())
    }

    /// Reads past the closing quote.
    fn quoted(&mut self, open: usize, quote: u8) -> Result<(), SyntaxError> {
        let start = self.at;
        let mut escapes = false;
        let mut bytes = self.text.get(start..).unwrap_or_default().iter().enumerate();
        let mut length = None;
        while let Some((at, byte)) = bytes.next() {
            if *byte == b'\\' {
                escapes = true;
                bytes.next();
            } else if *byte == quote {
                length = Some(at);
                break;
            }
        }
        let Some(length) = length else {
            if self.text.len() - start > BUFFER {
                return Err(self.too_long(open, start, Some(quote)));
            }
            self.at = self.text.len();
            return Err(SyntaxError::new(
                SyntaxErrorKind::OpenQuote { quote: char::from(quote), opened: open },
                self.end(),
            ));
        };
        if length >= BUFFER {
            return Err(self.too_long(open, start, Some(quote)));
        }
        self.at = start + length + 1;
        self.push(open, self.at, start..start + length, escapes, true);
        self.within_buffer(start, open)
    }

    fn push(&mut self, start: usize, end: usize, content: Range<usize>, escapes: bool, quoted: bool) {
        let value = if escapes {
            let from = self.unescaped.len();
            let content = self.text.get(content).unwrap_or_default();
            unescape(content, &mut self.unescaped);
            Value::Unescaped { start: offset(from), end: offset(self.unescaped.len()), quoted }
        } else if quoted {
            Value::Quoted
        } else {
            Value::Bare
        };
        self.tokens.push(Token { start: offset(start), end: offset(end), value });
    }

    /// nginx forgets the start of a word only at the first byte after it, so that a full buffer fails before.
    fn within_buffer(&self, start: usize, opened: usize) -> Result<(), SyntaxError> {
        if self.at - start == BUFFER && self.at < self.text.len() {
            return Err(self.too_long(opened, start, None));
        }
        Ok(())
    }

    fn too_long(&self, at: usize, start: usize, quote: Option<u8>) -> SyntaxError {
        let begin = self.text.get(start..start + 10).or_else(|| self.text.get(start..)).unwrap_or_default();
        let kind = match quote {
            Some(quote) => SyntaxErrorKind::MissingQuote { quote: char::from(quote) },
            None => SyntaxErrorKind::TooLong { begin: String::from_utf8_lossy(begin).into_owned() },
        };
        SyntaxError::new(kind, at..at + 1)
    }

    fn ended(&self) -> SyntaxError {
        SyntaxError::new(SyntaxErrorKind::EndInStatement, self.end())
    }

    pub(super) fn end(&self) -> Range<usize> {
        self.text.len()..self.text.len()
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }
}

fn stop(byte: u8, at: usize) -> Stop {
    match byte {
        b'{' => Stop::Open(at),
        b'}' => Stop::Close(at),
        _ => Stop::Semicolon(at),
    }
}

pub(super) fn unexpected(at: usize, byte: u8) -> SyntaxError {
    SyntaxError::new(SyntaxErrorKind::Unexpected { byte }, at..at + 1)
}

fn unescape(content: &[u8], out: &mut Vec<u8>) {
    let mut bytes = content.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        let replaced = match (byte, bytes.peek()) {
            (b'\\', Some(b'"')) => b'"',
            (b'\\', Some(b'\'')) => b'\'',
            (b'\\', Some(b'\\')) => b'\\',
            (b'\\', Some(b't')) => b'\t',
            (b'\\', Some(b'r')) => b'\r',
            (b'\\', Some(b'n')) => b'\n',
            _ => {
                out.push(byte);
                continue;
            }
        };
        bytes.next();
        out.push(replaced);
    }
}

/// The text is bounded below 4 GiB before it is read.
pub(super) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// `NGX_CONF_BUFFER`
const BUFFER: usize = 4096;
