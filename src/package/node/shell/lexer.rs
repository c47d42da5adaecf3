//! A line cut into words and operators.

use std::collections::VecDeque;
use std::ops::Range;

use super::{Part, Word};

/// A piece of a line that means something to a shell.
#[derive(Clone, Debug)]
pub(super) enum Token {
    And,
    Background,
    Close,
    End,
    Open,
    Or,
    Pipe,
    Word { word: Word, assigned: Option<usize>, bare: bool },
}

/// Cuts a line into tokens. Redirections and comments are dropped here.
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
    redirected: bool,
    /// Whether the word after the redirection ends a document that starts on the next line, and if its tabs are dropped.
    announced: Option<bool>,
    /// Documents that start on the next line: the line that ends each, and whether its tabs are dropped.
    documents: VecDeque<(String, bool)>,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, redirected: false, announced: None, documents: VecDeque::new() }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn eat(&mut self, start: &str) -> bool {
        let found = self.rest().starts_with(start);
        if found {
            self.at += start.len();
        }
        found
    }

    fn next_character(&mut self) -> Option<char> {
        let character = self.rest().chars().next()?;
        self.at += character.len_utf8();
        Some(character)
    }

    fn skip_blanks_and_comments(&mut self) {
        loop {
            if self.eat(" ") || self.eat("\t") || self.eat("\r") || self.eat("\\\n") {
                continue;
            }
            if !self.rest().starts_with('#') {
                return;
            }
            self.at += self.rest().find('\n').unwrap_or(self.rest().len());
        }
    }

    /// A redirection's operator, when one stands here.
    fn redirection(&mut self) -> bool {
        let marks = ["&>>", "&>", ">>", ">&", ">|", "<<<", "<<-", "<<", "<&", "<>", ">", "<"];
        let found = marks.into_iter().find(|mark| self.eat(mark));
        match found {
            Some("<<") => self.announced = Some(false),
            Some("<<-") => self.announced = Some(true),
            Some(_) => self.announced = None,
            None => {}
        }
        found.is_some()
    }

    /// Skips the documents that were announced on the line that ends here.
    fn skip_documents(&mut self) {
        while let Some((end, drops_tabs)) = self.documents.pop_front() {
            while !self.rest().is_empty() {
                let line = self.rest().split('\n').next().unwrap_or_default();
                self.at = (self.at + line.len() + 1).min(self.text.len());
                let line = line.strip_suffix('\r').unwrap_or(line);
                if end == if drops_tabs { line.trim_start_matches('\t') } else { line } {
                    break;
                }
            }
        }
    }

    /// Skips `((…))`, whose operators are those of arithmetic.
    fn arithmetic(&mut self) -> bool {
        let Some(inside) = self.rest().strip_prefix("((") else { return false };
        let end = inside.bytes().take(LONGEST_ARITHMETIC).position(|byte| matches!(byte, b'\n'));
        let line = inside.get(..end.unwrap_or(inside.len().min(LONGEST_ARITHMETIC))).unwrap_or_default();
        let Some(length) = line.find("))") else { return false };
        let inside = line.get(..length).unwrap_or_default();
        let calculates = inside.contains(['=', '<', '>', '%', '*']) || inside.contains("++") || inside.contains("--");
        if calculates {
            self.at += length + 4;
        }
        calculates
    }

    fn word(&mut self) -> Token {
        let start = self.at;
        let mut word = WordInMaking::default();
        while let Some(character) = self.rest().chars().next() {
            match character {
                ' ' | '\t' | '\r' | '\n' | ';' | '&' | '|' | '(' | ')' | '<' | '>' => break,
                '\'' => {
                    self.at += 1;
                    let end = self.rest().find('\'').unwrap_or(self.rest().len());
                    word.quoted(self.rest().get(..end).unwrap_or_default());
                    self.at = (self.at + end + 1).min(self.text.len());
                }
                '"' => {
                    self.at += 1;
                    self.double_quoted(&mut word);
                }
                '\\' => {
                    self.at += 1;
                    match self.next_character() {
                        None => word.bare('\\'),
                        Some('\n') => {}
                        Some(escaped) => {
                            word.backslash |= escaped.is_alphanumeric() || matches!(escaped, '.' | '_' | '@');
                            word.quoted(escaped.encode_utf8(&mut [0; 4]));
                        }
                    }
                }
                '$' | '`' => self.substitution(&mut word),
                '*' | '?' | '[' => {
                    self.at += 1;
                    // `[` alone is a command.
                    if character == '[' && word.is_at_bracket() && self.rest().starts_with([' ', '[']) {
                        word.bare(character);
                    } else {
                        word.dynamic(character.encode_utf8(&mut [0; 4]));
                    }
                }
                _ => {
                    self.at += character.len_utf8();
                    word.bare(character);
                }
            }
        }
        word.finish(start..self.at)
    }

    fn double_quoted(&mut self, word: &mut WordInMaking) {
        word.quoted("");
        while let Some(character) = self.rest().chars().next() {
            match character {
                '"' => {
                    self.at += 1;
                    return;
                }
                '\\' => {
                    self.at += 1;
                    match self.next_character() {
                        Some('\n') => {}
                        Some(escaped @ ('$' | '`' | '"' | '\\')) => word.quoted(escaped.encode_utf8(&mut [0; 4])),
                        Some(other) => {
                            word.quoted("\\");
                            word.quoted(other.encode_utf8(&mut [0; 4]));
                        }
                        None => word.quoted("\\"),
                    }
                }
                '$' | '`' => self.substitution(word),
                _ => {
                    self.at += character.len_utf8();
                    word.quoted(character.encode_utf8(&mut [0; 4]));
                }
            }
        }
    }

    /// `$NAME`, `${NAME}`, `$(…)`, `` `…` `` and the like.
    fn substitution(&mut self, word: &mut WordInMaking) {
        let start = self.at;
        if self.eat("`") {
            let end = self.rest().find('`').unwrap_or(self.rest().len());
            self.at = (self.at + end + 1).min(self.text.len());
        } else if self.eat("$(") {
            let mut depth = 1_usize;
            while depth > 0
                && let Some(character) = self.next_character()
            {
                match character {
                    '(' => depth += 1,
                    ')' => depth -= 1,
                    _ => {}
                }
            }
        } else if self.eat("${") {
            let end = self.rest().find('}').unwrap_or(self.rest().len());
            let name = self.rest().get(..end).unwrap_or_default();
            self.at = (self.at + end + 1).min(self.text.len());
            if is_name(name) {
                word.parts.push(Part::Variable(name.to_owned()));
                return;
            }
        } else {
            self.at += 1;
            let name = self.rest().split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next().unwrap_or_default();
            if is_name(name) {
                self.at += name.len();
                word.parts.push(Part::Variable(name.to_owned()));
                return;
            }
            if self.rest().starts_with(|c: char| c.is_ascii_digit() || "@*#?-$!".contains(c)) {
                self.at += 1;
            } else {
                // A lone `$` is just that.
                word.quoted("$");
                return;
            }
        }
        word.dynamic(self.text.get(start..self.at).unwrap_or_default());
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            self.skip_blanks_and_comments();
            if self.rest().is_empty() {
                return None;
            }
            if self.redirection() {
                self.redirected = true;
                continue;
            }
            let operators = [
                ("&&", Token::And),
                ("||", Token::Or),
                (";;", Token::End),
                (";", Token::End),
                ("\n", Token::End),
                ("|&", Token::Pipe),
                ("|", Token::Pipe),
                ("&", Token::Background),
                ("(", Token::Open),
                (")", Token::Close),
            ];
            if self.arithmetic() {
                continue;
            }
            if let Some((mark, token)) = operators.into_iter().find(|(mark, _)| self.eat(mark)) {
                self.redirected = false;
                if mark == "\n" {
                    self.skip_documents();
                }
                return Some(token);
            }
            let start = self.at;
            let token = self.word();
            if std::mem::take(&mut self.redirected) {
                if let (Some(drops_tabs), Token::Word { word, .. }) = (self.announced.take(), &token) {
                    self.documents.push_back((word.text().unwrap_or_default(), drops_tabs));
                }
                continue;
            }
            // `2>file`: the number belongs to the redirection.
            let written = self.text.get(start..self.at).unwrap_or_default();
            if written.bytes().all(|byte| byte.is_ascii_digit()) && self.rest().starts_with(['<', '>']) {
                continue;
            }
            return Some(token);
        }
    }
}

#[derive(Default)]
struct WordInMaking {
    parts: Vec<Part>,
    backslash: bool,
    /// Length of a bare `NAME` before a bare `=`.
    assigned: Option<usize>,
    is_quoted: bool,
}

impl WordInMaking {
    /// Whether nothing but `[` stands before.
    fn is_at_bracket(&self) -> bool {
        match self.parts.as_slice() {
            [] => true,
            [Part::Literal(text)] => text == "[",
            _ => false,
        }
    }

    fn literal(&mut self, text: &str) {
        match self.parts.last_mut() {
            Some(Part::Literal(last)) => last.push_str(text),
            _ => self.parts.push(Part::Literal(text.to_owned())),
        }
    }

    fn bare(&mut self, character: char) {
        if character == '=' && !self.is_quoted && self.assigned.is_none() {
            let name = match self.parts.as_slice() {
                [Part::Literal(name)] => name.as_str(),
                _ => "",
            };
            self.assigned = is_name(name).then_some(name.len());
        }
        self.literal(character.encode_utf8(&mut [0; 4]));
    }

    fn quoted(&mut self, text: &str) {
        self.is_quoted = true;
        self.literal(text);
    }

    fn dynamic(&mut self, text: &str) {
        match self.parts.last_mut() {
            Some(Part::Dynamic(last)) => last.push_str(text),
            _ => self.parts.push(Part::Dynamic(text.to_owned())),
        }
    }

    fn finish(self, span: Range<usize>) -> Token {
        let word = Word { parts: self.parts, span, backslash: self.backslash };
        Token::Word { word, assigned: self.assigned, bare: !self.is_quoted }
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Bytes in which the end of `((` is looked for.
const LONGEST_ARITHMETIC: usize = 256;
