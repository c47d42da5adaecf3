//! Regular expressions of a configuration, matched well enough to follow a request.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use regex::bytes::{Captures, Regex, RegexBuilder};

/// Compiled patterns, as many as a hostile file may cost.
#[derive(Default)]
pub(super) struct Patterns {
    /// Those that mind case, and those that ignore it.
    compiled: RefCell<[BTreeMap<String, Compiled>; 2]>,
}

/// `None`: it is no pattern to this matcher, or too large.
type Compiled = Option<Rc<Pattern>>;

impl Patterns {
    /// The pattern, or `None` when it is not known what it matches.
    ///
    /// Assertions that look around are dropped: without them a pattern matches at least what it would, which is the
    /// safe side for a location that denies, and rare in one that does not.
    pub(super) fn compile(&self, pattern: &str, ignore_case: bool) -> Option<Rc<Pattern>> {
        let mut compiled = self.compiled.borrow_mut();
        let [minding, ignoring] = &mut *compiled;
        let compiled = if ignore_case { ignoring } else { minding };
        if let Some(known) = compiled.get(pattern) {
            return known.clone();
        }
        if compiled.len() >= MOST_PATTERNS {
            return None;
        }
        let build = || {
            let mut builder = RegexBuilder::new(&without_assertions(pattern));
            let regex = builder.unicode(false).case_insensitive(ignore_case).size_limit(MOST_BYTES).build();
            regex.ok().map(|regex| Rc::new(Pattern(regex)))
        };
        compiled.entry(pattern.to_owned()).or_insert_with(build).clone()
    }
}

/// A compiled pattern.
pub(super) struct Pattern(Regex);

impl Pattern {
    pub(super) fn matches(&self, text: &str) -> bool {
        self.0.is_match(text.as_bytes())
    }

    /// `replacement` with `$1` to `$9` filled from a match of `text`; `None` without a match.
    pub(super) fn replace(&self, text: &str, replacement: &str) -> Option<String> {
        let captures: Captures<'_> = self.0.captures(text.as_bytes())?;
        let mut result = String::new();
        let mut rest = replacement.chars().peekable();
        while let Some(character) = rest.next() {
            match (character, rest.peek().and_then(|next| next.to_digit(10))) {
                ('$', Some(number)) => {
                    rest.next();
                    let group = usize::try_from(number).ok().and_then(|number| captures.get(number));
                    result.push_str(
                        &group.map_or_else(String::new, |group| String::from_utf8_lossy(group.as_bytes()).into_owned()),
                    );
                }
                _ => result.push(character),
            }
        }
        Some(result)
    }
}

/// The pattern without `(?=…)`, `(?!…)`, `(?<=…)` and `(?<!…)`.
fn without_assertions(pattern: &str) -> String {
    let mut result = String::new();
    let mut rest = pattern;
    while let Some(next) = rest.chars().next() {
        if ["(?=", "(?!", "(?<=", "(?<!"].iter().any(|start| rest.starts_with(start)) {
            let end = group_end(rest);
            rest = rest.get(end..).unwrap_or_default();
        } else {
            let taken = if next == '\\' { 1 + rest.chars().nth(1).map_or(0, char::len_utf8) } else { next.len_utf8() };
            let (head, tail) = rest.split_at_checked(taken).unwrap_or((rest, ""));
            result.push_str(head);
            rest = tail;
        }
    }
    result
}

/// Bytes of the group that `text` starts with.
fn group_end(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' => depth += 1,
            ')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    text.len()
}

const MOST_PATTERNS: usize = 2000;
const MOST_BYTES: usize = 64 * 1024;
