//! A command that is being read.

use std::ops::Range;

use super::word::Assigned;
use super::{Assignment, Part, Word};

/// A command that is being read.
#[derive(Default)]
pub(super) struct CommandInMaking {
    pub(super) assignments: Vec<Assignment>,
    pub(super) words: Vec<Word>,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether it is the head of a `for`, whose words are no command.
    pub(super) is_head: bool,
    /// Whether `coproc` comes before it.
    pub(super) is_coprocess: bool,
    /// Whether it is a `[[` that is open.
    pub(super) is_open_test: bool,
}

impl CommandInMaking {
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty() && self.assignments.is_empty()
    }

    pub(super) fn push(&mut self, word: Word) {
        self.cover(word.span.clone());
        self.words.push(word);
    }

    pub(super) fn assign(&mut self, mut word: Word, assigned: Assigned) {
        self.cover(word.span.clone());
        word.span.start += assigned.value;
        let Some(Part::Literal(first)) = word.parts.first_mut() else { return };
        let name = first.get(..assigned.name).unwrap_or_default().to_owned();
        *first = first.get(assigned.value..).unwrap_or_default().to_owned();
        // `NAME+=value` is what the variable held, followed by the value.
        if assigned.adds {
            word.parts.insert(0, Part::Variable(name.clone()));
        }
        self.assignments.push(Assignment { name, value: word });
    }

    pub(super) fn cover(&mut self, span: Range<usize>) {
        if self.is_empty() {
            self.start = span.start;
        }
        self.end = span.end;
    }

    /// Whether a group may follow its only word.
    pub(super) fn leads_group(&self) -> bool {
        let first = self.words.first().and_then(Word::as_literal);
        // bash: `time` is a reserved word, which a pipeline, and so a group, may follow.
        let is_time = first == Some("time") && self.assignments.is_empty();
        self.words.len() == 1 && (self.is_coprocess || is_time)
    }
}
