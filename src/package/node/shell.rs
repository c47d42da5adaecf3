//! The shell lines of scripts, cut into simple commands.

mod lexer;
mod parser;

use std::fmt;
use std::ops::Range;

use serde::{Serialize, Serializer};

use lexer::Lexer;
use parser::Parser;

/// A shell line as npm hands it to `sh -c`, or a script of such lines.
///
/// - commands joined by `&&`, `||`, `;`, a line end, `|` or `&`
/// - a command: assignments `NAME=value`, then words; redirections, with the documents that `<<` announces, and comments
///   are left out, and so is bash's `((…))`
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

/// Longest argument that Linux takes (`MAX_ARG_STRLEN`).
const MOST_BYTES: usize = 128 << 10;
