//! What is read of a text: its commands, and what the failure of each means.

use super::making::CommandInMaking;
use super::{Command, End, Item, Part, Script, Weight, Word};

/// What is read of the text, or of a function.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about what was read last")]
pub(super) struct Level {
    pub(super) items: Vec<Item>,
    /// Where the current list begins among the items.
    pub(super) list: usize,
    /// Whether the next item begins a list.
    pub(super) list_ended: bool,
    /// Items of the list up to here are known to be caught by a `||`.
    pub(super) caught: usize,
    /// Where `set -e` stands, after which any failure ends the script.
    pub(super) stops: Option<usize>,
    /// Depth of compound commands.
    pub(super) conditions: usize,
    /// Depth of groups after `||`.
    pub(super) fallbacks: usize,
    /// Whether what follows stands after a test and `&&`.
    pub(super) tested: bool,
    /// Whether the last command only asks a question.
    pub(super) asked: bool,
    /// The operator before the next command.
    pub(super) link: Option<Link>,
    /// What ended it: nothing that follows runs.
    pub(super) over: Option<End>,
    /// What ends it unless it turns out to be part of a pipeline or to run in the background.
    pub(super) ending: Option<End>,
    /// Depth of `case`.
    pub(super) cases: usize,
    /// Whether it is at the head of a `case`, or a pattern in it.
    pub(super) in_pattern: bool,
    /// Commands of the outermost `case`.
    pub(super) choice: Vec<Command>,
}

/// An operator that ties a command to the one before.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Link {
    And,
    Or,
    Pipe,
}

impl Level {
    /// An item follows.
    pub(super) fn begin(&mut self) {
        if std::mem::take(&mut self.list_ended) {
            self.list = self.items.len();
        }
    }

    pub(super) fn end_list(&mut self) {
        self.list_ended = true;
        self.tested = false;
        self.asked = false;
        self.link = None;
    }

    /// What would end the level does: it stands in no pipeline and not in the background.
    pub(super) fn settle(&mut self) {
        if let Some(end) = self.ending.take() {
            self.over.get_or_insert(end);
        }
    }

    /// Whether what is read now may run, and is no part of a `case`.
    pub(super) const fn is_shown(&self) -> bool {
        self.over.is_none() && self.cases == 0
    }

    /// Whether nothing decides whether what follows runs.
    pub(super) const fn always_runs(&self) -> bool {
        self.conditions == 0 && self.fallbacks == 0 && !self.tested
    }

    pub(super) fn add(&mut self, command: CommandInMaking) {
        let link = self.link.take();
        let is_unconditional = self.always_runs() && link.is_none();
        let weight = if self.conditions > 0 || self.tested {
            Weight::Conditional
        } else if self.fallbacks > 0 || link == Some(Link::Or) {
            Weight::Fallback
        } else {
            Weight::Deciding
        };
        let CommandInMaking { assignments, words, start, end, is_coprocess, .. } = command;
        let command = Command { assignments, words, weight, span: start..end };
        self.asked = is_test(&command);
        if self.cases > 0 {
            self.choice.push(command);
            return;
        }
        if self.over.is_some() {
            return;
        }
        self.begin();
        if is_unconditional && !is_coprocess {
            self.ending = end_of(&command);
            if is_set_e(&command) {
                self.stops.get_or_insert(self.items.len());
            }
        }
        self.items.push(Item::Command(command));
    }

    pub(super) fn show_choice(&mut self) {
        let choice = std::mem::take(&mut self.choice);
        if self.over.is_none() && !choice.is_empty() {
            self.begin();
            self.items.push(Item::Choice(choice));
        }
    }

    /// The list up to here runs in the background, which takes a shell of its own.
    pub(super) fn background(&mut self) {
        let start = if self.list_ended { self.items.len() } else { self.list };
        if !self.is_shown() || start >= self.items.len() {
            return;
        }
        self.items.insert(start, Item::Open);
        self.items.push(Item::Close);
        self.stops = self.stops.filter(|stops| *stops < start);
        self.caught = self.items.len();
    }

    /// The lists since `start` but the last may fail, unless `set -e` stands before them.
    pub(super) fn pass(&mut self, start: usize) {
        let end = self.stops.unwrap_or(self.list).min(self.list);
        lower(self.items.get_mut(start..end).unwrap_or_default(), Weight::Passing);
    }

    pub(super) fn finish(mut self) -> Script {
        self.settle();
        self.pass(0);
        Script { items: self.items, functions: Vec::new(), end: self.over }
    }
}

pub(super) fn lower(items: &mut [Item], weight: Weight) {
    for item in items {
        if let Item::Command(command) = item {
            command.weight = command.weight.min(weight);
        }
    }
}

/// What a command ends when it runs. `exec` with nothing, or with words that may come to nothing, only redirects.
fn end_of(command: &Command) -> Option<End> {
    let (first, arguments) = command.words.split_first()?;
    let is_there = |word: &Word| word.parts.iter().any(|part| matches!(part, Part::Literal(text) if !text.is_empty()));
    match first.as_literal()? {
        "exec" => arguments.iter().any(is_there).then_some(End::Exit),
        "exit" => Some(End::Exit),
        "return" => Some(End::Return),
        _ => None,
    }
}

/// Whether a command lets the shell end at the first failure.
fn is_set_e(command: &Command) -> bool {
    let mut words = command.words.iter().map(|word| word.as_literal().unwrap_or_default());
    let flags = |word: &str| word.strip_prefix('-').is_some_and(|flags| !flags.starts_with('-') && flags.contains('e'));
    words.next() == Some("set") && words.any(|word| flags(word) || word == "errexit")
}

/// Whether a command only asks a question.
fn is_test(command: &Command) -> bool {
    let mut words = command.words.iter().map(Word::as_literal);
    match words.next().flatten() {
        Some("test" | "[" | "[[" | "which" | "type" | "hash" | "pgrep" | "pidof" | "grep") => true,
        Some("command") => words.next().flatten() == Some("-v"),
        _ => false,
    }
}
