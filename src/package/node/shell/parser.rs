//! Words and operators put together to commands.

use std::sync::Arc;

use super::level::{Level, Link, Outside};
use super::lexer::Token;
use super::making::CommandInMaking;
use super::word::Lexed;
use super::{Function, Item, Script};

/// Puts tokens together to commands.
#[derive(Default)]
pub(super) struct Parser {
    /// The text itself, or the innermost function that is open.
    level: Level,
    command: CommandInMaking,
    groups: Vec<Group>,
    definition: Definition,
    /// The function that is being defined.
    name: String,
    functions: Vec<String>,
}

/// A group that is open.
struct Group {
    kind: GroupKind,
    outside: Outside,
}

enum GroupKind {
    Braces,
    /// A function with its name, the level outside, and whether it is in parentheses.
    Function {
        name: String,
        outer: Box<Level>,
        in_parentheses: bool,
    },
    /// Whether its edges are shown.
    Subshell {
        shown: bool,
    },
}

/// How far the definition of a function is read.
#[derive(Clone, Copy, Default, Eq, PartialEq)]
enum Definition {
    /// `function`
    Announced,
    #[default]
    None,
    /// `function name`
    Named,
    /// `name(`
    Opened,
    /// `name()`
    Ready,
}

impl Parser {
    pub(super) fn token(&mut self, token: Token) {
        match token {
            Token::Word(lexed) => {
                self.level.settle();
                self.word(lexed);
            }
            // `(a|b)` is a pattern of `case`.
            Token::And | Token::Or | Token::Pipe | Token::Open if self.level.in_pattern => {}
            Token::And => {
                self.end_command();
                self.level.and();
            }
            Token::Arithmetic => {
                if !self.command.is_head {
                    self.end_command();
                    self.level.settle();
                    self.level.asked = true;
                }
            }
            Token::Background => {
                self.end_command();
                self.level.background();
            }
            Token::Branch => {
                self.end_command();
                self.level.end_list();
                self.level.in_pattern = self.level.context.cases > 0;
            }
            Token::Close => self.close_parenthesis(),
            // A line may end after `&&`, `||` and `|` (POSIX, XCU 2.10.2: linebreak).
            Token::Line if self.level.link.is_some() && self.command.is_empty() => {}
            Token::End | Token::Line => {
                self.end_command();
                self.level.end_list();
            }
            Token::Open => self.open_parenthesis(),
            Token::Or => {
                self.end_command();
                self.level.or();
            }
            Token::Pipe => {
                self.end_command();
                self.level.pipe();
            }
        }
    }

    /// Whether `[[` is open, in which operators are the test's own.
    pub(super) const fn is_in_test(&self) -> bool {
        self.command.is_open_test
    }

    fn word(&mut self, Lexed { word, assigned, is_bare }: Lexed) {
        if self.level.in_pattern {
            if is_bare && self.command.words.is_empty() && word.as_literal() == Some("esac") {
                self.end_case();
            } else {
                self.command.push(word);
            }
            return;
        }
        // Reserved words count unquoted, as the first word of a command or after another of them (XCU 2.4).
        let reserved = word.as_literal().filter(|_| is_bare);
        if self.command.words.is_empty() {
            if self.definition == Definition::Announced {
                self.name = word.text().unwrap_or_default();
                self.functions.push(self.name.clone());
                self.definition = Definition::Named;
                return;
            }
            if self.command.assignments.is_empty() && reserved.is_some_and(|text| self.reserved(text)) {
                return;
            }
            self.definition = Definition::None;
            if let Some(assigned) = assigned {
                self.command.assign(word, assigned);
                return;
            }
            self.command.is_open_test = reserved == Some("[[");
        } else if self.command.is_open_test {
            self.command.is_open_test = reserved != Some("]]");
        } else if self.command.is_head && reserved == Some("do") {
            self.end_command();
            return;
        } else if self.command.leads_group() && reserved == Some("{") {
            self.lead_group();
            self.open_braces();
            return;
        }
        self.command.push(word);
    }

    /// Whether a word at the place of a command's name is one of the shell's own.
    fn reserved(&mut self, text: &str) -> bool {
        let context = &mut self.level.context;
        match text {
            "case" => {
                context.cases += 1;
                context.conditions += 1;
                self.level.in_pattern = true;
            }
            "esac" => self.end_case(),
            "if" | "while" | "until" => context.conditions += 1,
            "for" | "select" => {
                context.conditions += 1;
                self.command.is_head = true;
            }
            "fi" | "done" => {
                context.conditions = context.conditions.saturating_sub(1);
                self.level.asked = false;
            }
            "function" => self.definition = Definition::Announced,
            "coproc" => self.command.is_coprocess = true,
            "!" => self.level.negate(),
            // They part lists, which the depth of conditions already covers.
            "then" | "elif" | "else" | "do" => {}
            "{" => self.open_braces(),
            "}" => {
                self.close(|kind| {
                    matches!(kind, GroupKind::Braces | GroupKind::Function { in_parentheses: false, .. })
                });
            }
            _ => return false,
        }
        true
    }

    fn end_case(&mut self) {
        let level = &mut self.level;
        level.in_pattern = false;
        level.asked = false;
        level.context.cases = level.context.cases.saturating_sub(1);
        level.context.conditions = level.context.conditions.saturating_sub(1);
        if level.context.cases == 0 {
            level.show_choice();
        }
    }

    fn open_parenthesis(&mut self) {
        if self.command.is_empty() {
            match self.definition {
                Definition::Named => {
                    self.definition = Definition::Opened;
                    return;
                }
                Definition::Ready => return self.open_function(true),
                Definition::Announced | Definition::None | Definition::Opened => {}
            }
        }
        if self.command.leads_group() {
            self.lead_group();
        } else if let ([name], true) = (self.command.words.as_slice(), self.command.assignments.is_empty()) {
            // `name ( ) compound-command` (XCU 2.9.5).
            self.name = name.text().unwrap_or_default();
            self.functions.push(self.name.clone());
            self.definition = Definition::Opened;
            self.command = CommandInMaking::default();
            return;
        }
        self.end_command();
        self.level.settle();
        let shown = self.level.is_shown() && self.groups.len() < MOST_GROUPS;
        self.open(GroupKind::Subshell { shown });
    }

    fn close_parenthesis(&mut self) {
        if self.definition == Definition::Opened {
            self.definition = Definition::Ready;
            return;
        }
        if self.level.in_pattern {
            self.level.in_pattern = false;
            self.command = CommandInMaking::default();
            return;
        }
        self.end_command();
        self.level.settle();
        self.close(|kind| {
            matches!(kind, GroupKind::Subshell { .. } | GroupKind::Function { in_parentheses: true, .. })
        });
    }

    fn open_braces(&mut self) {
        match self.definition {
            Definition::Named | Definition::Ready => self.open_function(false),
            Definition::Announced | Definition::None | Definition::Opened => self.open(GroupKind::Braces),
        }
    }

    fn open_function(&mut self, in_parentheses: bool) {
        self.definition = Definition::None;
        let name = std::mem::take(&mut self.name);
        if self.groups.len() < MOST_GROUPS {
            let outer = Box::new(std::mem::take(&mut self.level));
            self.open(GroupKind::Function { name, outer, in_parentheses });
        }
    }

    /// The word before a group is no command: `time`, or the name of a coprocess.
    fn lead_group(&mut self) {
        if self.command.is_coprocess {
            // A coprocess runs beside the shell, as a member of a pipeline does.
            self.level.link = Some(Link::Pipe);
        }
        self.command = CommandInMaking::default();
    }

    fn open(&mut self, kind: GroupKind) {
        if self.groups.len() < MOST_GROUPS {
            let outside = self.level.open(matches!(kind, GroupKind::Subshell { shown: true }));
            self.groups.push(Group { kind, outside });
        }
    }

    fn close(&mut self, is_kind: impl Fn(&GroupKind) -> bool) {
        let level = &mut self.level;
        let cases = level.context.cases;
        // A `}` or `)` of another depth of `case` closes nothing: the text is no shell's.
        let closes = |group: &Group| is_kind(&group.kind) && group.outside.context.cases == cases;
        let Some(Group { kind, outside }) = self.groups.pop_if(|group| closes(group)) else { return };
        match kind {
            GroupKind::Braces => level.close(outside, false, false),
            GroupKind::Function { name, outer, .. } => {
                let body = std::mem::replace(level, *outer).finish();
                level.link = None;
                if level.is_shown() {
                    level.begin();
                    level.items.push(Item::Function(Function { name, body: Arc::new(body) }));
                }
            }
            GroupKind::Subshell { shown } => level.close(outside, true, shown),
        }
    }

    fn end_command(&mut self) {
        let command = std::mem::take(&mut self.command);
        if command.is_head || command.is_empty() || self.level.in_pattern {
            return;
        }
        self.level.add(command);
    }

    pub(super) fn finish(self) -> Script {
        let (level, functions) = self.finished();
        Script { functions, ..level.finish() }
    }

    /// The same for a text that goes on.
    pub(super) fn finish_start(self) -> Script {
        let (level, functions) = self.finished();
        Script { functions, ..level.finish_start() }
    }

    fn finished(mut self) -> (Level, Vec<String>) {
        self.end_command();
        self.level.settle();
        // Groups that are left open end here.
        while let Some(group) = self.groups.last() {
            self.level.context.cases = group.outside.context.cases;
            self.close(|_| true);
        }
        self.level.show_choice();
        (self.level, self.functions)
    }
}

/// Greatest depth of groups; deeper ones count as on this level.
const MOST_GROUPS: usize = 64;
