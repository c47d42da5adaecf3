//! Regular expressions as PCRE matches them: leftmost, first alternative first, with captures and assertions.
//!
//! The engines that promise linear time know neither `(?!…)` nor references, and what nginx protects often hangs on one. A
//! match may take so many steps and no more; what it would have been is then not known.

mod parse;
mod run;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Compiled patterns, as many as a hostile file may cost.
#[derive(Default)]
pub(in crate::nginx) struct Patterns {
    /// Those that mind case, and those that ignore it.
    compiled: RefCell<[Known; 2]>,
}

type Known = BTreeMap<Vec<u8>, Option<Rc<Pattern>>>;

impl Patterns {
    /// The pattern; `None` when it is too large or holds what this matcher does not know.
    pub(in crate::nginx) fn compile(&self, pattern: &[u8], ignore_case: bool) -> Option<Rc<Pattern>> {
        let mut compiled = self.compiled.borrow_mut();
        let [minding, ignoring] = &mut *compiled;
        let known = if ignore_case { ignoring } else { minding };
        if let Some(found) = known.get(pattern) {
            return found.clone();
        }
        if known.len() >= MOST_PATTERNS {
            return None;
        }
        let found = parse::parse(pattern, ignore_case).map(Rc::new);
        known.insert(pattern.to_vec(), found.clone());
        found
    }
}

/// A compiled pattern.
pub(in crate::nginx) struct Pattern {
    steps: Vec<Step>,
    /// Groups that capture, the whole match not counted.
    groups: usize,
    /// Places of loops, kept behind those of the groups.
    loops: usize,
    /// Groups with names.
    names: Vec<(String, usize)>,
}

/// What the groups of a pattern took, the whole match first.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(in crate::nginx) struct Groups(Vec<Option<(usize, usize)>>);

impl Pattern {
    /// The first match in `text`, if there is one; `None` when it takes too long to tell.
    #[expect(clippy::option_option, reason = "the outer one is empty when the answer is not known")]
    pub(in crate::nginx) fn find(&self, text: &[u8]) -> Option<Option<Groups>> {
        run::find(self, text)
    }

    /// Whether `text` has a match; `None` when it takes too long to tell.
    pub(in crate::nginx) fn matches(&self, text: &[u8]) -> Option<bool> {
        self.find(text).map(|found| found.is_some())
    }

    pub(in crate::nginx) fn names(&self) -> impl Iterator<Item = (&str, usize)> {
        self.names.iter().map(|(name, group)| (name.as_str(), *group))
    }

    /// Whether it has groups that capture.
    pub(in crate::nginx) const fn captures(&self) -> bool {
        self.groups > 0
    }
}

impl Groups {
    /// What the group took of `text`; nothing of a group that took no part.
    pub(in crate::nginx) fn of<'t>(&self, text: &'t [u8], group: usize) -> &'t [u8] {
        let found = self.0.get(group).copied().flatten();
        found.and_then(|(start, end)| text.get(start..end)).unwrap_or_default()
    }
}

/// A step of a compiled pattern.
#[derive(Clone, Copy)]
enum Step {
    /// One byte out of a set.
    Byte(Set),
    /// Goes on here first, and there when that fails.
    Either(usize, usize),
    Jump(usize),
    /// Keeps the place.
    Keep(usize),
    /// Leaves the loop when it took nothing since the place that was kept.
    Progress {
        kept: usize,
        exit: usize,
    },
    At(Anchor),
    /// A part up to `end`, matched by itself.
    Part {
        kind: Part,
        end: usize,
    },
    /// What a group took, once more.
    Again {
        group: usize,
        ignore_case: bool,
    },
    Done,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Part {
    Ahead,
    NotAhead,
    Behind,
    NotBehind,
    /// Taken without coming back to it.
    Atomic,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Anchor {
    Start,
    LineStart,
    End,
    /// The end, or before a line break that ends the text.
    EndOrBreak,
    LineEnd,
    Boundary,
    NoBoundary,
}

/// A set of bytes.
#[derive(Clone, Copy, Default)]
struct Set([u64; 4]);

impl Set {
    fn of(range: std::ops::RangeInclusive<u8>) -> Self {
        let mut set = Self::default();
        range.for_each(|byte| set.add(byte));
        set
    }

    fn one(byte: u8) -> Self {
        Self::of(byte..=byte)
    }

    fn add(&mut self, byte: u8) {
        if let Some(bits) = self.0.get_mut(usize::from(byte >> 6)) {
            *bits |= 1 << (byte & 63);
        }
    }

    fn has(&self, byte: u8) -> bool {
        self.0.get(usize::from(byte >> 6)).is_some_and(|bits| bits & 1 << (byte & 63) != 0)
    }

    fn with(mut self, other: Self) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(bits, more)| *bits |= more);
        self
    }

    fn inverted(self) -> Self {
        Self(self.0.map(|bits| !bits))
    }

    /// The same set with both cases of each letter.
    fn folded(self) -> Self {
        let letters = (b'a'..=b'z').filter(|byte| self.has(*byte) || self.has(byte.to_ascii_uppercase()));
        letters.fold(self, |set, byte| set.with(Self::one(byte)).with(Self::one(byte.to_ascii_uppercase())))
    }
}

const MOST_PATTERNS: usize = 20_000;
