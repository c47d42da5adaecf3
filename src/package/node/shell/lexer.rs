//! A line cut into words and operators.

use std::collections::VecDeque;

use super::Part;
use super::word::{Lexed, WordInMaking, is_name, name_at};

/// A piece of a line that means something to a shell.
#[derive(Clone, Debug)]
pub(super) enum Token {
    And,
    /// `((…))`
    Arithmetic,
    Background,
    /// What ends a branch of `case`.
    Branch,
    Close,
    /// `;`
    End,
    /// A line end.
    Line,
    Open,
    Or,
    Pipe,
    Word(Lexed),
}

/// Cuts a line into tokens. Redirections and comments are dropped here.
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
    /// Whether `[[` is open, in which operators are words.
    pub(super) is_in_test: bool,
    redirected: bool,
    /// Whether the word after the redirection ends a document that starts on the next line, and if its tabs are dropped.
    announced: Option<bool>,
    /// Documents that start on the next line: the line that ends each, and whether its tabs are dropped.
    documents: VecDeque<(String, bool)>,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, is_in_test: false, redirected: false, announced: None, documents: VecDeque::new() }
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
            // bash keeps a `\r`; here it counts as blank so that a file from Windows is read as meant.
            // `node/crlf-shebang` speaks of it.
            if self.eat(" ") || self.eat("\t") || self.eat("\r") || self.eat("\\\n") || self.eat("\\\r\n") {
                continue;
            }
            // bash lets `[[ … ]]` continue over line ends, for example after `&&` and `||`.
            if self.is_in_test && self.eat("\n") {
                continue;
            }
            // `#` begins a comment only where a token may begin (POSIX, XCU 2.3, rule 9).
            if !self.rest().starts_with('#') {
                return;
            }
            self.at += self.rest().find('\n').unwrap_or(self.rest().len());
        }
    }

    /// A redirection's operator, when there is one here.
    fn redirection(&mut self) -> bool {
        let marks = ["&>>", "&>", ">>", ">&", ">|", "<<<", "<<-", "<<", "<&", "<>", ">", "<"];
        let found = marks.into_iter().find(|mark| self.eat(mark));
        match found {
            Some("<<") => self.announced = Some(false),
            // `<<-` drops leading tabs of the document and of its last line (XCU 2.7.4).
            Some("<<-") => self.announced = Some(true),
            Some(_) => self.announced = None,
            None => {}
        }
        found.is_some()
    }

    /// Skips the documents that were announced on the line that ends here.
    fn skip_documents(&mut self) {
        // Documents follow in the order of their operators (XCU 2.7.4).
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

    /// Skips `((…))`, whose operators are those of arithmetic. As for bash, `((` that no `))` ends together begins two
    /// subshells.
    fn arithmetic(&mut self) -> bool {
        if !self.rest().starts_with("((") {
            return false;
        }
        let mut end = (self.at + LONGEST_ARITHMETIC).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let mut inside = Lexer::new(self.text.get(..end).unwrap_or_default());
        inside.at = self.at + 2;
        let found = inside.matched(Nest::Parentheses) && inside.eat(")");
        if found {
            self.at = inside.at;
        }
        found
    }

    /// Continues after the mark that closes `nest`, which is open, or to the end; tells whether the mark was found.
    fn matched(&mut self, nest: Nest) -> bool {
        let mut open = vec![nest];
        let mut starts_word = true;
        while let Some(innermost) = open.last().copied()
            && let Some(character) = self.next_character()
        {
            match (innermost, character) {
                (_, '\\') => drop(self.next_character()),
                (Nest::Braces, '}') | (Nest::Parentheses, ')') | (Nest::Quotes, '"') => drop(open.pop()),
                (_, '$') if self.eat("(") => open.push(Nest::Parentheses),
                (_, '$') if self.eat("{") => open.push(Nest::Braces),
                (_, '`') => self.skip_past('`'),
                (Nest::Braces | Nest::Parentheses, '"') => open.push(Nest::Quotes),
                // Within `"…"` and `${…}` a single quote is itself.
                (Nest::Parentheses, '\'') => self.skip_past('\''),
                (Nest::Parentheses, '(') => open.push(Nest::Parentheses),
                // A comment may hold a quote or a parenthesis that opens nothing.
                (Nest::Parentheses, '#') if starts_word => self.skip_past('\n'),
                _ => {}
            }
            starts_word = character.is_whitespace();
        }
        open.is_empty()
    }

    /// Continues after the next `mark`, or to the end.
    fn skip_past(&mut self, mark: char) {
        self.at += self.rest().find(mark).map_or(self.rest().len(), |at| at + mark.len_utf8());
    }

    /// The text up to the next `mark`; reading continues after it.
    fn taken(&mut self, mark: char) -> &'a str {
        let rest = self.rest();
        self.skip_past(mark);
        rest.split(mark).next().unwrap_or_default()
    }

    fn word(&mut self) -> Lexed {
        let start = self.at;
        let mut word = WordInMaking::default();
        while let Some(character) = self.rest().chars().next() {
            match character {
                ' ' | '\t' | '\r' | '\n' | ';' => break,
                // bash: process substitution.
                '<' | '>' if self.rest().get(1..).is_some_and(|rest| rest.starts_with('(')) => {
                    self.nested(&mut word, 2);
                }
                '(' if word.takes_array() || word.takes_pattern() => self.nested(&mut word, 1),
                '&' | '|' | '(' | ')' | '<' | '>' if !self.is_in_test => break,
                '\'' => {
                    self.at += 1;
                    // Nothing in single quotes means anything (XCU 2.2.2).
                    word.quoted(self.taken('\''));
                }
                '"' => {
                    self.at += 1;
                    self.double_quoted(&mut word);
                }
                '\\' => {
                    self.at += 1;
                    match self.next_character() {
                        // At the end of the text bash keeps it.
                        None => word.bare('\\'),
                        Some('\n') => {}
                        Some(escaped) => {
                            // Before a whole command it only keeps an alias from being taken: `\rm`, `\. file`.
                            let starts = word.parts.is_empty();
                            word.backslash |= !starts && (escaped.is_alphanumeric() || ".@_".contains(escaped));
                            word.quoted(escaped.encode_utf8(&mut [0; 4]));
                        }
                    }
                }
                '$' | '`' => self.substitution(&mut word, false),
                '[' if word.is_name() && self.index(&mut word) => {}
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

    /// Takes what is in parentheses, which the next `skipped` bytes open.
    fn nested(&mut self, word: &mut WordInMaking, skipped: usize) {
        let start = self.at;
        self.at += skipped;
        self.matched(Nest::Parentheses);
        word.dynamic(self.text.get(start..self.at).unwrap_or_default());
    }

    /// Takes `[…]=`, which after a name assigns to an element of an array.
    fn index(&mut self, word: &mut WordInMaking) -> bool {
        let window = self.rest().bytes().take(LONGEST_INDEX);
        let end = window.clone().position(|byte| byte == b']').map_or(0, |end| end + 1);
        let mark =
            ["=", "+="].into_iter().find(|mark| self.rest().get(end..).is_some_and(|rest| rest.starts_with(mark)));
        let Some(mark) = mark.filter(|_| end > 0 && !window.take(end).any(|byte| byte.is_ascii_whitespace())) else {
            return false;
        };
        let written = self.rest().get(..end + mark.len()).unwrap_or_default();
        word.element(written);
        self.at += written.len();
        true
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
                        // Elsewhere in double quotes a backslash is itself (XCU 2.2.3).
                        Some(escaped @ ('$' | '`' | '"' | '\\')) => word.quoted(escaped.encode_utf8(&mut [0; 4])),
                        Some(other) => {
                            word.quoted("\\");
                            word.quoted(other.encode_utf8(&mut [0; 4]));
                        }
                        None => word.quoted("\\"),
                    }
                }
                '$' | '`' => self.substitution(word, true),
                _ => {
                    self.at += character.len_utf8();
                    word.quoted(character.encode_utf8(&mut [0; 4]));
                }
            }
        }
    }

    /// `$NAME`, `${NAME}`, `$(…)`, `` `…` `` and the like, in double quotes or not.
    fn substitution(&mut self, word: &mut WordInMaking, in_quotes: bool) {
        let start = self.at;
        if self.eat("`") {
            self.skip_past('`');
        } else if self.eat("$(") {
            self.matched(Nest::Parentheses);
        } else if self.eat("${") {
            let name = name_at(self.rest());
            // `${NAME}` alone; what `${NAME:-…}` gives only the shell knows.
            if !name.is_empty() && self.rest().get(name.len()..).is_some_and(|rest| rest.starts_with('}')) {
                self.at += name.len() + 1;
                word.parts.push(Part::Variable(name.to_owned()));
                return;
            }
            self.matched(Nest::Braces);
        } else if !in_quotes && self.eat("$'") {
            // Its escapes are those of C.
            while let Some(character) = self.next_character() {
                match character {
                    '\\' => drop(self.next_character()),
                    '\'' => break,
                    _ => {}
                }
            }
        } else if !in_quotes && self.eat("$\"") {
            // bash translates `$"…"` for the locale, and for that of hosts, C, not at all.
            self.double_quoted(word);
            return;
        } else {
            self.at += 1;
            let name = name_at(self.rest());
            if !name.is_empty() {
                self.at += name.len();
                word.parts.push(Part::Variable(name.to_owned()));
                return;
            }
            // Special and positional parameters are one character long (XCU 2.5.2).
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

    /// Takes the operator that is here.
    fn operator(&mut self) -> Option<Token> {
        let (mark, token) = OPERATORS.iter().find(|(mark, _)| self.rest().starts_with(mark))?;
        self.at += mark.len();
        Some(token.clone())
    }

    pub(super) fn token(&mut self) -> Option<Token> {
        loop {
            self.skip_blanks_and_comments();
            if self.rest().is_empty() {
                return None;
            }
            if self.is_in_test && !self.rest().starts_with(';') {
                return Some(Token::Word(self.word()));
            }
            if !self.rest().starts_with("<(") && !self.rest().starts_with(">(") && self.redirection() {
                self.redirected = true;
                continue;
            }
            if self.arithmetic() {
                return Some(Token::Arithmetic);
            }
            if let Some(token) = self.operator() {
                self.redirected = false;
                if matches!(token, Token::Line) {
                    self.skip_documents();
                }
                return Some(token);
            }
            let start = self.at;
            let lexed = self.word();
            if std::mem::take(&mut self.redirected) {
                // Quotes around any of it are taken off (XCU 2.7.4); whether the document is expanded makes no
                // difference here.
                if let Some(drops_tabs) = self.announced.take() {
                    self.documents.push_back((lexed.word.text().unwrap_or_default(), drops_tabs));
                }
                continue;
            }
            // `2>file`, `{name}>file`: the number or name belongs to the redirection.
            let written = self.text.get(start..self.at).unwrap_or_default();
            let named = written.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
            if self.rest().starts_with(['<', '>'])
                && (written.bytes().all(|byte| byte.is_ascii_digit()) || named.is_some_and(is_name))
            {
                continue;
            }
            return Some(Token::Word(lexed));
        }
    }
}

/// What is open and closed by a mark.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Nest {
    Braces,
    Parentheses,
    Quotes,
}

/// Longer ones before those that they start with.
const OPERATORS: &[(&str, Token)] = &[
    ("&&", Token::And),
    ("||", Token::Or),
    (";;&", Token::Branch),
    (";;", Token::Branch),
    (";&", Token::Branch),
    (";", Token::End),
    ("\n", Token::Line),
    ("|&", Token::Pipe),
    ("|", Token::Pipe),
    ("&", Token::Background),
    ("(", Token::Open),
    (")", Token::Close),
];

/// Bytes in which the end of `((` is looked for.
const LONGEST_ARITHMETIC: usize = 128;
/// Bytes in which the end of an index is looked for.
const LONGEST_INDEX: usize = 64;
