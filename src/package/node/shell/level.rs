//! What is read of a text: its commands, and what the failure of each means.

use super::making::CommandInMaking;
use super::{End, Item, Part, Script, ScriptCommand, Weight, Word};

/// What is read of the text, or of a function.
#[derive(Default)]
pub(super) struct Level {
    pub(super) items: Vec<Item>,
    pub(super) context: Context,
    /// Whether the next item begins a list.
    list_ended: bool,
    /// The place of `set -e`, after which any failure ends the script.
    stops: Option<usize>,
    /// Whether the last command only asks a question.
    pub(super) asked: bool,
    /// The operator before the next command.
    pub(super) link: Option<Link>,
    /// What ends it unless it turns out to be part of a pipeline or to run in the background.
    pub(super) ending: Option<End>,
    /// Whether it is at the head of a `case`, or a pattern in it.
    pub(super) in_pattern: bool,
    /// Commands of the outermost `case`.
    choice: Vec<ScriptCommand>,
}

/// The position of something in the text, which a group changes for what is in it.
#[derive(Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about what stands before")]
pub(super) struct Context {
    /// Where the current list begins among the items.
    list: usize,
    /// Items of the list up to here are known to be caught by a `||`.
    caught: usize,
    /// Where the current member of a pipeline begins.
    member: usize,
    /// Whether a member of the same pipeline comes before it.
    is_piped: bool,
    /// Whether the pipeline comes after `||`.
    is_fallback: bool,
    /// Whether `!` comes before it.
    is_negated: bool,
    /// Whether it comes after a test and `&&`.
    is_tested: bool,
    /// Depth of compound commands.
    pub(super) conditions: usize,
    /// Depth of groups after `||`.
    fallbacks: usize,
    /// Depth of `case`.
    pub(super) cases: usize,
    /// What ended the text before: none of it runs.
    pub(super) over: Option<End>,
}

/// An operator that ties a command to the one before.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Link {
    And,
    Or,
    Pipe,
}

/// What is around a group.
#[derive(Clone, Copy)]
pub(super) struct Outside {
    pub(super) context: Context,
    /// Whether the group runs in any case, and in the same shell.
    is_certain: bool,
    /// Where its items begin.
    start: usize,
}

impl Level {
    /// An item follows.
    pub(super) fn begin(&mut self) {
        if std::mem::take(&mut self.list_ended) {
            self.context.list = self.items.len();
        }
    }

    pub(super) fn and(&mut self) {
        self.end_pipeline();
        // `[ -f x ] && start`: whether `start` runs is the test's answer, and its failure nobody's fault.
        self.context.is_tested |= self.asked;
        self.context.is_fallback = false;
        self.link = Some(Link::And);
    }

    pub(super) fn or(&mut self) {
        self.end_pipeline();
        // What failed before it in the same list is caught.
        let start = self.context.list.max(self.context.caught);
        // `&&` and `||` have one precedence and group to the left (POSIX, XCU 2.9.3): a `||` catches all of the list
        // before it.
        lower(self.items.get_mut(start..).unwrap_or_default(), Weight::Handled);
        self.context.caught = self.items.len();
        self.context.is_fallback = true;
        self.link = Some(Link::Or);
    }

    /// Each member of a pipeline has a shell of its own.
    pub(super) fn pipe(&mut self) {
        self.ending = None;
        self.isolate(self.context.member);
        self.context.member = self.items.len();
        self.context.is_piped = true;
        self.link = Some(Link::Pipe);
    }

    /// And so has a list in the background.
    pub(super) fn background(&mut self) {
        self.ending = None;
        self.end_pipeline();
        if !self.list_ended {
            self.isolate(self.context.list);
            self.context.caught = self.items.len();
        }
        self.end_list();
    }

    pub(super) fn end_list(&mut self) {
        self.end_pipeline();
        self.list_ended = true;
        self.context.is_fallback = false;
        self.context.is_negated = false;
        self.context.is_tested = false;
        self.asked = false;
        self.link = None;
    }

    /// What would end the level does, when it is in no pipeline and not in the background.
    pub(super) fn settle(&mut self) {
        // `exit | cat` and `exit &` end a subshell only, which the operator after it tells.
        if let Some(end) = self.ending.take() {
            self.context.over.get_or_insert(end);
        }
    }

    fn end_pipeline(&mut self) {
        self.settle();
        if std::mem::take(&mut self.context.is_piped) {
            self.isolate(self.context.member);
        }
        self.context.member = self.items.len();
    }

    fn isolate(&mut self, start: usize) {
        if self.is_shown() && start < self.items.len() {
            self.items.insert(start, Item::Open);
            self.items.push(Item::Close);
            // A `set -e` in a subshell ends with it.
            self.stops = self.stops.filter(|stops| *stops < start);
        }
    }

    /// Whether what is read now may run, and is no part of a `case`.
    pub(super) const fn is_shown(&self) -> bool {
        self.context.over.is_none() && self.context.cases == 0
    }

    /// What the failure of the next command means.
    const fn weight(&self) -> Weight {
        let Context { conditions, is_tested, fallbacks, is_fallback, is_negated, .. } = self.context;
        // `set -e` passes over the same commands: those after `if` and `while`, those before the last `&&` or `||`, and
        // a pipeline that `!` negates (XCU 2.14, set).
        if conditions > 0 || is_tested {
            Weight::Conditional
        } else if fallbacks > 0 || is_fallback {
            Weight::Fallback
        } else if is_negated {
            Weight::Handled
        } else {
            Weight::Deciding
        }
    }

    /// Whether what follows runs in any case, and in this shell.
    fn is_certain(&self) -> bool {
        self.link.is_none() && self.weight() >= Weight::Handled
    }

    pub(super) const fn negate(&mut self) {
        self.context.is_negated = true;
    }

    pub(super) fn add(&mut self, command: CommandInMaking) {
        let is_certain = self.is_certain();
        let weight = self.weight();
        self.link = None;
        let CommandInMaking { assignments, words, start, end, is_coprocess, .. } = command;
        let command = ScriptCommand { assignments, words, weight, span: start..end };
        // What follows an `exec` and `&&` does not run, whether it came to the `exec` or not.
        self.asked = is_test(&command) || self.context.is_negated || end_of(&command).is_some();
        self.context.is_negated = false;
        if self.context.cases > 0 {
            self.choice.push(command);
            return;
        }
        if self.context.over.is_some() {
            return;
        }
        self.begin();
        if is_certain && !is_coprocess {
            self.ending = end_of(&command);
            if is_set_e(&command) {
                self.stops.get_or_insert(self.items.len());
            }
        }
        self.items.push(Item::Command(command));
    }

    /// Goes into a group, of which an edge is `shown`; returns its position.
    pub(super) fn open(&mut self, shown: bool) -> Outside {
        self.begin();
        let (context, is_certain) = (self.context, self.is_certain());
        self.link = None;
        if shown {
            self.items.push(Item::Open);
        }
        let outside = Outside { context, is_certain, start: self.items.len() };
        let context = &mut self.context;
        context.conditions += usize::from(context.is_tested);
        context.fallbacks += usize::from(context.is_fallback);
        context.is_tested = false;
        context.is_fallback = false;
        context.is_negated = false;
        context.is_piped = false;
        context.list = self.items.len();
        context.member = self.items.len();
        outside
    }

    /// Leaves a group, which was a subshell or not.
    pub(super) fn close(&mut self, outside: Outside, is_subshell: bool, shown: bool) {
        self.end_pipeline();
        // The lists in it but the last may fail.
        self.pass(outside.start);
        let over = self.context.over;
        self.context = outside.context;
        self.list_ended = false;
        self.link = None;
        if shown {
            self.items.push(Item::Close);
        }
        if !is_subshell && outside.is_certain {
            self.ending = over;
        }
        self.asked = std::mem::take(&mut self.context.is_negated) || self.asked && !is_subshell;
    }

    pub(super) fn show_choice(&mut self) {
        let choice = std::mem::take(&mut self.choice);
        if self.context.over.is_none() && !choice.is_empty() {
            self.begin();
            self.items.push(Item::Choice(choice));
        }
    }

    /// The lists since `start` but the last may fail, unless `set -e` comes before them.
    fn pass(&mut self, start: usize) {
        // The exit status of a list is that of its last command (XCU 2.9.3); npm looks at nothing else.
        let end = self.stops.unwrap_or(usize::MAX).min(self.context.list);
        lower(self.items.get_mut(start..end).unwrap_or_default(), Weight::Passing);
    }

    pub(super) fn finish(mut self) -> Script {
        self.end_pipeline();
        self.pass(0);
        Script { items: self.items, functions: Vec::new(), end: self.context.over }
    }

    /// The same for a text that goes on: none of its commands is the last.
    pub(super) fn finish_start(mut self) -> Script {
        self.end_pipeline();
        if self.context.over.is_none() {
            self.context.list = self.items.len();
        }
        self.finish()
    }
}

fn lower(items: &mut [Item], weight: Weight) {
    for item in items {
        if let Item::Command(command) = item {
            command.weight = command.weight.min(weight);
        }
    }
}

/// What a command ends when it runs. `exec` with nothing, or with words that may come to nothing, only redirects.
fn end_of(command: &ScriptCommand) -> Option<End> {
    let (first, arguments) = command.words.split_first()?;
    let is_there = |word: &Word| word.parts.iter().any(|part| matches!(part, Part::Literal(text) if !text.is_empty()));
    match first.as_literal()? {
        // `exec` with a command replaces the shell (XCU 2.14, exec).
        "exec" => arguments.iter().any(is_there).then_some(End::Exit),
        "exit" => Some(End::Exit),
        "return" => Some(End::Return),
        _ => None,
    }
}

/// Whether a command lets the shell end at the first failure.
fn is_set_e(command: &ScriptCommand) -> bool {
    let mut words = command.words.iter().map(|word| word.as_literal().unwrap_or_default());
    let flags = |word: &str| word.strip_prefix('-').is_some_and(|flags| !flags.starts_with('-') && flags.contains('e'));
    // `set -e`, `set -eu` or `set -o errexit`
    words.next() == Some("set") && words.any(|word| flags(word) || word == "errexit")
}

/// Whether a command only asks a question.
fn is_test(command: &ScriptCommand) -> bool {
    let mut words = command.words.iter().map(Word::as_literal);
    match words.next().flatten() {
        Some("test" | "[" | "[[" | "which" | "type" | "hash" | "pgrep" | "pidof" | "grep") => true,
        Some("command") => words.next().flatten() == Some("-v"),
        _ => false,
    }
}
