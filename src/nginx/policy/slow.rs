//! Patterns that take a matcher which backtracks, as nginx's does, time out of all proportion.

use std::iter::Peekable;
use std::str::Chars;

/// Whether a pattern repeats a group that already repeats, with nothing in it that would tell the rounds apart:
/// `(a+)+`, `(.*)*`, `(\w+\s?)*`; or a group of which two branches take the same character: `(\w|\d)+`. A matcher that backtracks tries every way to share a text among the rounds.
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
                Atom::Group { loose: group.loose, doubled: group.doubled }
            }
            '\\' => Atom::Single(characters.next().map_or(0, escape)),
            '[' => Atom::Single(class(&mut characters)),
            '.' => Atom::Single(!bit('\n')),
            _ => Atom::Single(bit(character)),
        };
        if groups.is_empty() {
            groups.push(Group::default());
        }
        let Some(group) = groups.last_mut() else { continue };
        let quantifier = quantifier(&mut characters);
        group.branch.atoms += 1;
        group.branch.alone = match atom {
            Atom::Single(characters) if matches!(quantifier, Quantifier::Once) => characters,
            _ => 0,
        };
        match (quantifier, atom) {
            (Quantifier::Unbounded, Atom::Group { loose, doubled }) if loose || doubled => return true,
            (Quantifier::Unbounded, _) | (Quantifier::Once, Atom::Group { loose: true, .. }) => {
                group.branch.loops = true;
            }
            (Quantifier::Once, _) => group.branch.firm = true,
            (Quantifier::Optional, _) => {}
        }
    }
    false
}

/// A group being read.
#[derive(Default)]
struct Group {
    branch: Branch,
    /// Some branch repeats and has nothing firm.
    loose: bool,
    /// Characters that branches of one atom take.
    taken: u128,
    /// Two branches take the same character.
    doubled: bool,
}

/// What stands between two `|`.
#[derive(Default)]
struct Branch {
    /// It has an atom that repeats without end.
    loops: bool,
    /// It has an atom that stands exactly once.
    firm: bool,
    atoms: usize,
    /// Characters that its last atom takes, when that stands once.
    alone: u128,
}

impl Group {
    fn end_branch(&mut self) {
        let branch = std::mem::take(&mut self.branch);
        self.loose |= branch.loops && !branch.firm;
        let alone = if branch.atoms == 1 { branch.alone } else { 0 };
        self.doubled |= self.taken & alone != 0;
        self.taken |= alone;
    }
}

#[derive(Clone, Copy)]
enum Atom {
    Group {
        loose: bool,
        doubled: bool,
    },
    /// A character out of these, as bits of ASCII.
    Single(u128),
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

/// The bit of a character of ASCII.
fn bit(character: char) -> u128 {
    if character.is_ascii() { 1 << u32::from(character) } else { 0 }
}

fn bits(fits: impl Fn(char) -> bool) -> u128 {
    ('\0'..='\x7f').filter(|character| fits(*character)).fold(0, |bits, character| bits | bit(character))
}

/// What a backslash and a letter match; 0 for an assertion.
fn escape(letter: char) -> u128 {
    let word = |character: char| character.is_ascii_alphanumeric() || character == '_';
    match letter {
        'd' => bits(|character| character.is_ascii_digit()),
        'D' => bits(|character| !character.is_ascii_digit()),
        'w' => bits(word),
        'W' => bits(|character| !word(character)),
        's' => bits(|character| character.is_ascii_whitespace()),
        'S' => bits(|character| !character.is_ascii_whitespace()),
        'n' => bit('\n'),
        'r' => bit('\r'),
        't' => bit('\t'),
        letter if letter.is_ascii_alphanumeric() => 0,
        other => bit(other),
    }
}

/// What a class matches, its `[` read.
fn class(characters: &mut Peekable<Chars<'_>>) -> u128 {
    let negated = characters.next_if_eq(&'^').is_some();
    let mut taken = 0;
    let mut previous: Option<char> = None;
    let mut first = true;
    while let Some(character) = characters.next() {
        match character {
            ']' if !first => break,
            '\\' => taken |= characters.next().map_or(0, escape),
            '-' if previous.is_some() && characters.peek().is_some_and(|next| *next != ']') => {
                let (from, to) = (previous.unwrap_or('-'), characters.next().unwrap_or('-'));
                taken |= bits(|character| (from..=to).contains(&character));
            }
            _ => {
                taken |= bit(character);
                previous = Some(character);
            }
        }
        first = false;
    }
    if negated { !taken } else { taken }
}
