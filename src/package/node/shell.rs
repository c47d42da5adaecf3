//! The shell lines of scripts, cut into simple commands.

mod level;
mod lexer;
mod making;
mod parser;
mod word;

use std::fmt::{self, Write as _};
use std::ops::Range;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::diagnostic::{has_password, is_secret_name, masked};

use lexer::Lexer;
use parser::Parser;
pub(super) use word::is_name;

/// A shell line as npm hands it to `sh -c`, or a script of such lines.
///
/// - commands joined by `&&`, `||`, `;`, a line end, `|` or `&`
/// - a command: assignments `NAME=value` or `NAME+=value`, then words; redirections, with the documents that `<<`
///   announces, and comments are left out, and so is bash's `((…))`
/// - a word: bare, in `'…'` or in `"…"`, with `\` before any character; `$…`, `` `…` ``, globs, bash's arrays `(…)` and
///   process substitutions `<(…)` make it known only to the shell that runs it
/// - `[[ … ]]` is one command, whose operators are words
/// - `( … )` and `{ … }` group; a list before `&` is a subshell too; the commands in `if`, `while`, `until`, `for` and
///   `select` run under a condition
/// - what follows an `exit`, or an `exec` with a command, that always runs is left out: it never runs
///
/// The hosts' `sh` is bash, so that its words are read as it does where another shell would refuse them. Text that no
/// shell would accept is read as far as possible: parsing never fails. Text of more than 128 KiB is not read: Linux
/// takes no longer argument.
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
    end: Option<End>,
}

impl Script {
    /// Reads a line.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        parsed(text).finish()
    }

    /// Reads the start of a longer text: no command of it is the last.
    pub(super) fn parse_start(text: &str) -> Self {
        parsed(text).finish_start()
    }

    /// Commands, functions and the edges of subshells, in the order of the text.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The commands, in the order of the text, with those of functions where these are defined. Those of `case` are not
    /// among them.
    pub fn commands(&self) -> impl Iterator<Item = &ScriptCommand> {
        let mut open = vec![self.items.iter()];
        std::iter::from_fn(move || {
            loop {
                match open.last_mut()?.next() {
                    Some(Item::Command(command)) => return Some(command),
                    Some(Item::Function(function)) => open.push(function.body.items.iter()),
                    Some(Item::Choice(_) | Item::Close | Item::Open) => {}
                    None => drop(open.pop()),
                }
            }
        })
    }

    /// Adds words to the last command, as npm does with what follows `--`.
    // npm appends the arguments, quoted, to the script's text (`spawnWithShell` of @npmcli/promise-spawn), which
    // makes them words of its last command.
    pub(super) fn append(&mut self, words: &[Word]) {
        if let Some(Item::Command(command)) = self.items.last_mut() {
            let end = command.span.end;
            command.words.extend(words.iter().map(|word| Word { span: end..end, ..word.clone() }));
        }
    }

    /// Names of the functions that the line defines, those in functions and in `case` among them.
    #[must_use]
    pub fn functions(&self) -> &[String] {
        &self.functions
    }

    /// What ends the script in any case before its text does.
    pub(super) const fn end(&self) -> Option<End> {
        self.end
    }
}

fn parsed(text: &str) -> Parser {
    // The grammar is ours because the crate that has one, `brush-parser`, brings 85 crates; and a parser that refuses
    // what no shell takes has no answer where a rule still needs one.
    let mut end = text.len().min(MOST_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut lexer = Lexer::new(text.get(..end).unwrap_or_default());
    let mut parser = Parser::default();
    while let Some(token) = lexer.token() {
        parser.token(token);
        lexer.is_in_test = parser.is_in_test();
    }
    parser
}

/// A part of a [`Script`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Item {
    /// The commands of a `case`: those of one branch run, or none.
    Choice(Vec<ScriptCommand>),
    /// A subshell ends: directory and variables are again what they were.
    Close,
    /// A simple command.
    Command(ScriptCommand),
    /// A function is defined.
    Function(Function),
    /// A subshell begins.
    Open,
}

/// A function, which runs when a command has its name.
///
/// # Examples
///
/// ```
/// use cloudapp::package::node::{Item, Script};
///
/// let script = Script::parse("serve() { node server.js; }; serve");
/// let Item::Function(serve) = &script.items()[0] else { unreachable!() };
/// assert_eq!((serve.name(), serve.body().commands().count()), ("serve", 1));
/// assert_eq!(script.functions(), ["serve"]);
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Function {
    name: String,
    body: Arc<Script>,
}

impl Function {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it does. The weights of its commands are those within it.
    #[must_use]
    pub fn body(&self) -> &Script {
        &self.body
    }

    pub(super) fn shared_body(&self) -> Arc<Script> {
        Arc::clone(&self.body)
    }
}

/// What ends a script before its text does.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum End {
    /// `exit`, or `exec` with a command: the shell ends.
    Exit,
    /// `return`: a function or a script that is sourced ends.
    Return,
}

/// A simple command. Prints, also for debugging, in one line without what may be secret.
#[derive(Clone, Eq, PartialEq)]
#[non_exhaustive]
pub struct ScriptCommand {
    /// Variables set for this command alone, or for the shell when there are no words.
    pub assignments: Vec<Assignment>,
    /// The command's name and its arguments.
    pub words: Vec<Word>,
    /// What its failure means for the line.
    pub weight: Weight,
    /// Bytes of the line.
    pub span: Range<usize>,
}

/// The command in one line, for people: quotes are taken off, and values that may be secret are shown as `***`.
impl fmt::Display for ScriptCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = String::new();
        let mut separator = "";
        for Assignment { name, value } in &self.assignments {
            let value = value.to_string();
            let is_secret = is_secret_name(name) || has_password(&value);
            write!(line, "{separator}{name}={}", if is_secret { "***" } else { &value })?;
            separator = " ";
        }
        let mut follows_secret_option = false;
        for word in &self.words {
            let word = word.to_string();
            write!(line, "{separator}")?;
            match word.split_once('=') {
                // `--password secret`
                _ if follows_secret_option && !word.starts_with('-') => line.push_str("***"),
                // `--token=…`
                Some((name, value)) if is_secret_name(name) || has_password(value) => {
                    write!(line, "{name}=***")?;
                }
                _ if has_password(&word) => line.push_str("***"),
                _ => line.push_str(&word),
            }
            follows_secret_option = word.starts_with('-') && !word.contains('=') && is_secret_name(&word);
            separator = " ";
        }
        f.write_str(&masked(&line))
    }
}

impl fmt::Debug for ScriptCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for ScriptCommand {
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

/// What is known of a word before the shell runs.
///
/// # Examples
///
/// ```
/// use cloudapp::package::node::{Part, Script};
///
/// let script = Script::parse("node 'server'.js $PORT");
/// let words = &script.commands().next().unwrap().words;
/// assert_eq!(words[1].text().as_deref(), Some("server.js"));
/// assert_eq!(words[2].text(), None);
/// assert_eq!(words[2].parts(), [Part::Variable("PORT".to_owned())]);
/// ```
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

    /// The text of a word that needs no shell, without a copy.
    pub(super) fn as_literal(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Literal(text)] => Some(text),
            _ => None,
        }
    }

    /// The text, with variables as `variable` tells them, unless it is longer than any word can be.
    pub(super) fn expand(&self, variable: impl Fn(&str) -> Option<String>) -> Option<String> {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Literal(literal) => text.push_str(literal),
                Part::Variable(name) => text.push_str(&variable(name)?),
                Part::Dynamic(_) => return None,
            }
            if text.len() > MOST_BYTES {
                return None;
            }
        }
        Some(text)
    }

    /// Bytes of the line.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Whether a bare `\` comes before a letter or digit inside the word, which the shell drops: `dist\main.js` becomes
    /// `distmain.js`.
    pub(in crate::package::node) const fn has_lost_backslash(&self) -> bool {
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
    /// It may not run at all: under `if`, `while`, `for`, or after a test and `&&`.
    Conditional,
    /// It runs only when what comes before its `||` failed.
    Fallback,
    /// A later `||` catches it.
    Handled,
    /// The line goes on after `;` and its last command decides.
    Passing,
    /// It fails the line.
    Deciding,
}

/// Longest argument that Linux takes (`MAX_ARG_STRLEN`).
const MOST_BYTES: usize = 128 << 10;
