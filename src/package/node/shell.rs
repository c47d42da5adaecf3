//! The shell lines of scripts, cut into simple commands.

use std::fmt;
use std::ops::Range;

use serde::{Serialize, Serializer};

/// A shell line as npm hands it to `sh -c`.
///
/// - commands joined by `&&`, `||`, `;`, a line end, `|` or `&`
/// - a command: assignments `NAME=value`, then words; redirections and comments are left out
/// - a word: bare, in `'…'` or in `"…"`, with `\` before any character; `$…`, `` `…` `` and globs make it known only to
///   the shell that runs it
/// - `( … )` and `{ … }` group; the commands in `if`, `while`, `until`, `for` and in functions run under a condition;
///   those in `case` are not looked at
///
/// Text that no shell would take is read as far as it goes: every text has a reading. Past 128 KiB there is nothing to
/// read: Linux takes no longer argument.
///
/// # Examples
///
/// ```
/// use cloudapp::package::node::{Item, Script};
///
/// let script = Script::parse("cd app && NODE_ENV=production node server.js > log 2>&1");
/// let commands: Vec<String> = script.commands().map(|command| command.to_string()).collect();
/// assert_eq!(commands, ["cd app", "NODE_ENV=production node server.js"]);
/// assert!(matches!(script.items()[0], Item::Command(_)));
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Script {
    items: Vec<Item>,
    functions: Vec<String>,
}

impl Script {
    /// Reads a line.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut parser = Parser::default();
        let mut end = text.len().min(MOST_BYTES);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        for token in Lexer::new(text.get(..end).unwrap_or_default()) {
            parser.token(token);
        }
        parser.finish()
    }

    /// Commands and the edges of subshells, in the order of the text.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The commands, in the order of the text.
    pub fn commands(&self) -> impl Iterator<Item = &Command> {
        self.items.iter().filter_map(|item| match item {
            Item::Command(command) => Some(command),
            Item::Open | Item::Close => None,
        })
    }

    /// Adds words to the last command, as npm does with what follows `--`.
    pub(super) fn append(&mut self, words: &[Word]) {
        if let Some(Item::Command(command)) = self.items.last_mut() {
            let end = command.span.end;
            command.words.extend(words.iter().map(|word| Word { span: end..end, ..word.clone() }));
        }
    }

    /// Names of the functions that the line defines.
    #[must_use]
    pub fn functions(&self) -> &[String] {
        &self.functions
    }
}

/// A part of a [`Script`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Item {
    /// A subshell ends: directory and variables are again what they were.
    Close,
    /// A simple command.
    Command(Command),
    /// A subshell begins.
    Open,
}

/// A simple command.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Command {
    /// Variables set for this command alone, or for the shell when there are no words.
    pub assignments: Vec<Assignment>,
    /// The command's name and its arguments.
    pub words: Vec<Word>,
    /// What its failure means for the line.
    pub weight: Weight,
    /// Bytes of the line.
    pub span: Range<usize>,
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for assignment in &self.assignments {
            write!(f, "{separator}{}={}", assignment.name, assignment.value)?;
            separator = " ";
        }
        for word in &self.words {
            write!(f, "{separator}{word}")?;
            separator = " ";
        }
        Ok(())
    }
}

impl Serialize for Command {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// `NAME=value`
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Assignment {
    /// The variable.
    pub name: String,
    /// Its value.
    pub value: Word,
}

/// A word, as far as it is known before the shell runs.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Word {
    parts: Vec<Part>,
    span: Range<usize>,
    backslash: bool,
}

impl Word {
    /// A word that is just this text.
    #[must_use]
    pub fn literal(text: &str, span: Range<usize>) -> Self {
        Self { parts: vec![Part::Literal(text.to_owned())], span, backslash: false }
    }

    /// Its pieces.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The text, when no piece of it depends on the shell that runs it.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        self.expand(|_| None)
    }

    /// The text, with variables as `variable` tells them.
    pub(super) fn expand(&self, variable: impl Fn(&str) -> Option<String>) -> Option<String> {
        let piece = |part: &Part| match part {
            Part::Literal(text) => Some(text.clone()),
            Part::Variable(name) => variable(name),
            Part::Dynamic(_) => None,
        };
        self.parts.iter().map(piece).collect()
    }

    /// Bytes of the line.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Whether a bare `\` stands before a letter or digit, which the shell drops: `dist\main.js` becomes `distmain.js`.
    #[must_use]
    pub const fn has_lost_backslash(&self) -> bool {
        self.backslash
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.parts {
            match part {
                Part::Dynamic(text) | Part::Literal(text) => f.write_str(text)?,
                Part::Variable(name) => write!(f, "${{{name}}}")?,
            }
        }
        Ok(())
    }
}

/// A piece of a [`Word`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Part {
    /// Something only the shell that runs it knows: a substitution or a glob, as written.
    Dynamic(String),
    /// Text.
    Literal(String),
    /// The value of a variable.
    Variable(String),
}

/// What the failure of a command means for its line.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Weight {
    /// It may not run at all: under `if`, `while`, `for`, in a function, or after a test and `&&`.
    Conditional,
    /// It runs only when what stands before its `||` failed.
    Fallback,
    /// A later `||` catches it.
    Handled,
    /// The line goes on after `;` and its last command decides.
    Passing,
    /// It fails the line.
    Deciding,
}

#[derive(Clone, Debug)]
enum Token {
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
struct Lexer<'a> {
    text: &'a str,
    at: usize,
    redirected: bool,
}

impl<'a> Lexer<'a> {
    const fn new(text: &'a str) -> Self {
        Self { text, at: 0, redirected: false }
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
        ["&>>", "&>", ">>", ">&", ">|", "<<<", "<<-", "<<", "<&", "<>", ">", "<"].into_iter().any(|mark| self.eat(mark))
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
            if let Some((_, token)) = operators.into_iter().find(|(mark, _)| self.eat(mark)) {
                self.redirected = false;
                return Some(token);
            }
            let start = self.at;
            let token = self.word();
            if std::mem::take(&mut self.redirected) {
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

/// Puts tokens together to commands.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about what was read last")]
struct Parser {
    items: Vec<Item>,
    functions: Vec<String>,
    /// Command in the making.
    assignments: Vec<Assignment>,
    words: Vec<Word>,
    /// Whether it is the head of a `for`, whose words are no command.
    is_head: bool,
    /// Whether it stands after `||`.
    after_or: bool,
    groups: Vec<Group>,
    /// Depth of compound commands and functions.
    conditions: usize,
    /// Whether what follows stands after a test and `&&`.
    tested: bool,
    /// Depth of `case`, whose content is left out.
    cases: usize,
    function: Function,
    /// Where the current list begins among the items.
    list: usize,
    /// Items of the list up to here are known to be caught by a `||`.
    caught: usize,
    /// Whether the next item begins a list.
    list_ended: bool,
}

/// A group that is open.
struct Group {
    list: usize,
    caught: usize,
    kind: GroupKind,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum GroupKind {
    Braces,
    FunctionBody,
    Subshell,
}

/// How far the definition of a function is read.
#[derive(Clone, Copy, Default, Eq, PartialEq)]
enum Function {
    #[default]
    None,
    /// `name(`
    Opened,
    /// `name()`
    Named,
}

impl Parser {
    fn token(&mut self, token: Token) {
        match token {
            Token::Word { word, assigned, bare } => self.word(word, assigned, bare),
            Token::And => {
                self.end_command();
                self.tested |= matches!(self.items.last(), Some(Item::Command(command)) if is_test(command));
            }
            Token::Pipe => self.end_command(),
            Token::Or => {
                self.end_command();
                // What failed before it in the same list is caught.
                let start = self.list.max(self.caught);
                lower(self.items.get_mut(start..).unwrap_or_default(), Weight::Handled);
                self.caught = self.items.len();
                self.after_or = true;
            }
            Token::Background | Token::End => {
                self.end_command();
                self.list_ended = true;
                self.tested = false;
            }
            Token::Open => self.open(),
            Token::Close if self.function == Function::Opened => self.function = Function::Named,
            Token::Close => {
                self.end_command();
                self.close(&[GroupKind::Subshell]);
            }
        }
    }

    fn word(&mut self, word: Word, assigned: Option<usize>, bare: bool) {
        if self.words.is_empty() {
            let text = word.text().unwrap_or_default();
            if bare && self.assignments.is_empty() && self.reserved(&text) {
                return;
            }
            if let Some(name) = assigned {
                self.assign(word, name);
                return;
            }
        } else if bare && self.is_head && word.text().as_deref() == Some("do") {
            self.end_command();
            return;
        }
        self.words.push(word);
    }

    fn assign(&mut self, mut word: Word, name_length: usize) {
        let Some(Part::Literal(first)) = word.parts.first_mut() else { return };
        let value = first.get(name_length + 1..).unwrap_or_default().to_owned();
        let name = first.get(..name_length).unwrap_or_default().to_owned();
        *first = value;
        word.span.start += name_length + 1;
        self.assignments.push(Assignment { name, value: word });
    }

    /// Whether a word at the place of a command's name is one of the shell's own.
    fn reserved(&mut self, text: &str) -> bool {
        match text {
            "case" => {
                self.cases += 1;
                self.conditions += 1;
            }
            "esac" => {
                self.cases = self.cases.saturating_sub(1);
                self.conditions = self.conditions.saturating_sub(1);
            }
            "if" | "while" | "until" => self.conditions += 1,
            "for" => {
                self.conditions += 1;
                self.is_head = true;
            }
            "fi" | "done" => self.conditions = self.conditions.saturating_sub(1),
            "then" | "elif" | "else" | "do" | "!" => {}
            "{" => self.open_braces(),
            "}" => self.close(&[GroupKind::Braces, GroupKind::FunctionBody]),
            _ => return false,
        }
        true
    }

    fn open(&mut self) {
        if self.words.len() == 1 && self.assignments.is_empty() {
            self.functions.extend(self.words.pop().and_then(|word| word.text()));
            self.function = Function::Opened;
            return;
        }
        self.end_command();
        self.begin();
        if self.groups.len() < MOST_GROUPS {
            self.groups.push(Group { list: self.list, caught: self.caught, kind: GroupKind::Subshell });
            self.items.push(Item::Open);
            self.list = self.items.len();
        }
    }

    fn open_braces(&mut self) {
        self.begin();
        let kind = match std::mem::take(&mut self.function) {
            Function::Named => {
                self.conditions += 1;
                GroupKind::FunctionBody
            }
            Function::None | Function::Opened => GroupKind::Braces,
        };
        if self.groups.len() < MOST_GROUPS {
            self.groups.push(Group { list: self.list, caught: self.caught, kind });
            self.list = self.items.len();
        }
    }

    fn close(&mut self, kinds: &[GroupKind]) {
        if self.groups.last().is_none_or(|group| !kinds.contains(&group.kind)) {
            return;
        }
        let Some(group) = self.groups.pop() else { return };
        self.list = group.list;
        self.caught = group.caught;
        self.list_ended = false;
        match group.kind {
            GroupKind::Braces => {}
            GroupKind::FunctionBody => self.conditions = self.conditions.saturating_sub(1),
            GroupKind::Subshell => self.items.push(Item::Close),
        }
    }

    /// An item follows.
    fn begin(&mut self) {
        if std::mem::take(&mut self.list_ended) {
            self.list = self.items.len();
        }
    }

    fn end_command(&mut self) {
        let assignments = std::mem::take(&mut self.assignments);
        let words = std::mem::take(&mut self.words);
        let is_head = std::mem::take(&mut self.is_head);
        if is_head || (words.is_empty() && assignments.is_empty()) {
            return;
        }
        let after_or = std::mem::take(&mut self.after_or);
        if self.cases > 0 {
            return;
        }
        let first = assignments.first();
        let start = first.map(|first| first.value.span.start.saturating_sub(first.name.len() + 1));
        let start = start.or_else(|| words.first().map(|word| word.span.start)).unwrap_or_default();
        let end = words.last().map(|word| word.span.end);
        let end = end.or_else(|| assignments.last().map(|last| last.value.span.end)).unwrap_or(start);
        let weight = match (self.conditions > 0 || self.tested, after_or) {
            (true, _) => Weight::Conditional,
            (false, true) => Weight::Fallback,
            (false, false) => Weight::Deciding,
        };
        self.begin();
        self.items.push(Item::Command(Command { assignments, words, weight, span: start..end }));
    }

    fn finish(mut self) -> Script {
        self.end_command();
        // Groups that are left open end here; what stands in them is as good as outside.
        while let Some(group) = self.groups.pop() {
            self.list = group.list;
        }
        lower(self.items.get_mut(..self.list).unwrap_or_default(), Weight::Passing);
        Script { items: self.items, functions: self.functions }
    }
}

fn lower(items: &mut [Item], weight: Weight) {
    for item in items {
        if let Item::Command(command) = item {
            command.weight = command.weight.min(weight);
        }
    }
}

/// Whether a command only asks a question.
fn is_test(command: &Command) -> bool {
    let mut words = command.words.iter().map(Word::text);
    match words.next().flatten().as_deref() {
        Some("test" | "[" | "[[" | "which" | "type" | "hash" | "pgrep" | "pidof" | "grep") => true,
        Some("command") => words.next().flatten().as_deref() == Some("-v"),
        _ => false,
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Longest argument that Linux takes (`MAX_ARG_STRLEN`).
const MOST_BYTES: usize = 128 << 10;

/// Depth of groups that are told apart; what is deeper counts as on the same level.
const MOST_GROUPS: usize = 64;
