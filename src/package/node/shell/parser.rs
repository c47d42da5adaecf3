//! Words and operators put together to commands.

use super::lexer::Token;
use super::{Assignment, Command, Item, Part, Script, Weight, Word};

/// Puts tokens together to commands.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about what was read last")]
pub(super) struct Parser {
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
    /// `function`
    Announced,
    #[default]
    None,
    /// `name(`
    Opened,
    /// `name()`
    Named,
}

impl Parser {
    pub(super) fn token(&mut self, token: Token) {
        match token {
            Token::And | Token::Or | Token::Open | Token::Close if self.is_in_test() => {}
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
            Token::Open if self.function == Function::Named && self.words.is_empty() => {
                self.function = Function::Opened;
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
            if self.function == Function::Announced {
                self.functions.push(text);
                self.function = Function::Named;
                return;
            }
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
            "function" => self.function = Function::Announced,
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
            Function::Announced | Function::None | Function::Opened => GroupKind::Braces,
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

    /// Whether `[[` is open, in which operators are the test's own.
    fn is_in_test(&self) -> bool {
        let is = |word: Option<&Word>, text: &str| word.and_then(Word::text).as_deref() == Some(text);
        is(self.words.first(), "[[") && !is(self.words.last(), "]]")
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

    pub(super) fn finish(mut self) -> Script {
        self.end_command();
        // Groups that are left open end here; what stands in them is as good as outside.
        while let Some(group) = self.groups.pop() {
            self.list = group.list;
        }
        // After `set -e` any failure ends the script.
        let stops = self.items.iter().position(|item| matches!(item, Item::Command(command) if is_set_e(command)));
        let end = stops.unwrap_or(self.list).min(self.list);
        lower(self.items.get_mut(..end).unwrap_or_default(), Weight::Passing);
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

/// Whether a command lets the shell end at the first failure.
fn is_set_e(command: &Command) -> bool {
    let mut words = command.words.iter().map(|word| word.text().unwrap_or_default());
    let is_set = words.next().as_deref() == Some("set") && command.weight == Weight::Deciding;
    is_set
        && words.any(|word| word.strip_prefix('-').is_some_and(|flags| !flags.starts_with('-') && flags.contains('e')))
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

/// Depth of groups that are told apart; what is deeper counts as on the same level.
const MOST_GROUPS: usize = 64;
