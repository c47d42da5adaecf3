//! What a check would find in a changed text: the proof of a fix before it is told.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::fault::{Kind, said};
use super::found::Found;
use super::walk::walk;
use crate::diagnostic::{Language, Value};
use crate::nginx::config::Config;
use crate::nginx::files::Files;
use crate::nginx::target::Target;
use crate::nginx::tree::Tree;

/// Checks of changed texts, of which there are only so many.
pub(super) struct Trial<'a> {
    target: &'a Target,
    /// Bytes that may still be read.
    budget: &'a Cell<usize>,
}

/// What one fault says, however often it is found.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Key(String);

/// What is found, and how often.
pub(super) type Keys = BTreeMap<Key, usize>;

impl<'a> Trial<'a> {
    pub(super) const fn new(target: &'a Target, budget: &'a Cell<usize>) -> Self {
        Self { target, budget }
    }

    pub(super) const fn target(&self) -> &'a Target {
        self.target
    }

    /// What is found when `text` takes the place of the configuration in `files`; `None` when no more may be read.
    pub(super) fn keys(&self, files: &Files<'_>, text: Vec<u8>) -> Option<Keys> {
        self.budget.set(self.budget.get().checked_sub(text.len() + OVERHEAD)?);
        let config = Config::parse(text);
        let files = files.with_main(&config);
        Some(keys(&walk(&Tree::of(&files), self.target)))
    }
}

/// Everything that is found.
pub(super) fn keys(found: &Found) -> Keys {
    let mut keys = Keys::new();
    let faults = found.faults.iter().map(|(_, fault)| Key::of(fault.kind, &fault.words));
    let warnings = found.warnings.iter().map(|(_, fault)| Key::of(fault.kind, &fault.words));
    let errors = found.syntax_errors.iter().map(|(_, error)| Key::of_syntax(&error.phrase().text(Language::English)));
    let events = found.misses_events.then(|| Key("events".to_owned()));
    let unread = found.unread_includes.iter().map(|(_, pattern)| Key(String::from_utf8_lossy(pattern).into_owned()));
    for key in faults.chain(warnings).chain(errors).chain(events).chain(unread) {
        *keys.entry(key).or_default() += 1;
    }
    keys
}

impl Key {
    pub(super) fn of(kind: Kind, words: &Value) -> Self {
        Self(format!("{kind:?} {}", english(words)))
    }

    pub(super) fn of_syntax(words: &str) -> Self {
        Self(format!("syntax {words}"))
    }

    pub(super) fn events() -> Self {
        Self("events".to_owned())
    }
}

/// Whether what `key` stands for is found less often than before.
pub(super) fn is_fixed(key: &Key, before: &Keys, after: &Keys) -> bool {
    after.get(key).copied().unwrap_or_default() < before.get(key).copied().unwrap_or_default()
}

/// Whether nothing is found that was not found before.
pub(super) fn adds_nothing(before: &Keys, after: &Keys) -> bool {
    after.iter().all(|(key, count)| before.get(key).is_some_and(|known| count <= known))
}

/// Whether a name or the shape of the text is found wrong that was not before: the text was not meant so.
pub(super) fn adds_nonsense(before: &Keys, after: &Keys) -> bool {
    let nonsense = ["UnknownDirective ", "Misplaced ", "syntax "];
    after.iter().any(|(key, count)| {
        nonsense.iter().any(|kind| key.0.starts_with(kind)) && before.get(key).is_none_or(|known| count > known)
    })
}

/// The words in English.
pub(super) fn english(words: &Value) -> String {
    said!("{words}" / "{words}"; words = words.clone()).text(Language::English)
}

/// Bytes that all changed texts of one check may have together: a hundred of a file of a usual size, and a few of a
/// large one.
pub(super) fn budget(length: usize) -> usize {
    length.saturating_add(OVERHEAD).saturating_mul(3).max(1 << 20)
}

/// What a text costs whatever its length.
const OVERHEAD: usize = 4 << 10;
