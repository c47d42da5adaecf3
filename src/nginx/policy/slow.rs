//! Patterns that take a matcher which backtracks, as nginx's does, time out of all proportion.

use std::iter::Peekable;
use std::str::Chars;

/// Whether a pattern repeats a group that already repeats, with nothing in it that would tell the rounds apart:
/// `(a+)+`, `(.*)*`, `(\w+\s?)*`. A matcher that backtracks tries every way to share a text among the rounds.
pub(super) fn is_slow(pattern: &str) -> bool {
    let mut groups = vec![Group::default()];
    let mut characters = pattern.chars().peekable();
    while let Some(character) = characters.next() {
        let atom = match character {
            '(' => {
                if !skip_prefix(&mut characters) {
                    groups.push(Group::default());
                }
                continue;
            }
            '|' => {
                if let Some(group) = groups.last_mut() {
                    group.end_branch();
                }
                continue;
            }
            '^' | '$' => continue,
            ')' => {
                let mut group = groups.pop().unwrap_or_default();
                group.end_branch();
                Atom::Group { loose: group.loose }
            }
            '\\' => {
                characters.next();
                Atom::Single
            }
            '[' => {
                skip_class(&mut characters);
                Atom::Single
            }
            _ => Atom::Single,
        };
        if groups.is_empty() {
            groups.push(Group::default());
        }
        let Some(group) = groups.last_mut() else { continue };
        match (quantifier(&mut characters), atom) {
            (Quantifier::Unbounded, Atom::Group { loose: true }) => return true,
            (Quantifier::Unbounded, _) | (Quantifier::Once, Atom::Group { loose: true }) => group.loops = true,
            (Quantifier::Once, _) => group.firm = true,
            (Quantifier::Optional, _) => {}
        }
    }
    false
}

/// A group being read.
#[derive(Default)]
struct Group {
    /// The present branch has an atom that repeats without end.
    loops: bool,
    /// The present branch has an atom that stands exactly once.
    firm: bool,
    /// Some branch repeats and has nothing firm.
    loose: bool,
}

impl Group {
    const fn end_branch(&mut self) {
        self.loose |= self.loops && !self.firm;
        self.loops = false;
        self.firm = false;
    }
}

#[derive(Clone, Copy)]
enum Atom {
    Group { loose: bool },
    Single,
}

#[derive(Clone, Copy)]
enum Quantifier {
    Once,
    Optional,
    Unbounded,
}

fn quantifier(characters: &mut Peekable<Chars<'_>>) -> Quantifier {
    let quantifier = match characters.peek() {
        Some('*' | '+') => {
            characters.next();
            Quantifier::Unbounded
        }
        Some('?') => {
            characters.next();
            Quantifier::Optional
        }
        Some('{') => braces(characters),
        _ => return Quantifier::Once,
    };
    // Lazy or possessive.
    if matches!(characters.peek(), Some('?' | '+')) {
        characters.next();
    }
    quantifier
}

/// `{n}`, `{n,}`, `{n,m}`.
fn braces(characters: &mut Peekable<Chars<'_>>) -> Quantifier {
    let inside: String = characters.by_ref().take_while(|character| *character != '}').collect();
    let inside = inside.trim_start_matches('{');
    match inside.split_once(',') {
        Some((_, "")) => Quantifier::Unbounded,
        Some(("0", _)) => Quantifier::Optional,
        _ => Quantifier::Once,
    }
}

/// Skips `?:`, `?<name>` and the like; true when that was the whole group, as in `(?i)`.
fn skip_prefix(characters: &mut Peekable<Chars<'_>>) -> bool {
    if characters.peek() != Some(&'?') {
        return false;
    }
    for character in characters.by_ref() {
        match character {
            ':' | '=' | '!' | '>' => return false,
            ')' => return true,
            _ => {}
        }
    }
    false
}

fn skip_class(characters: &mut Peekable<Chars<'_>>) {
    let mut first = true;
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                characters.next();
            }
            '^' if first => continue,
            ']' if !first => return,
            _ => {}
        }
        first = false;
    }
}
