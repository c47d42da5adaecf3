//! Patterns that take a matcher which backtracks, as nginx's does, time out of all proportion.

use std::iter::Peekable;
use std::str::Chars;

/// Whether a pattern repeats a group whose rounds can share a text in many ways: what repeats in the group is not ended by
/// something that it could not take itself, as in `(a+)+`, `(.*,)*` and `(\w+\s?)*`, or two branches take the same, as in
/// `(\w|\d)+` and `(a|aa)*`. A matcher that backtracks tries every way.
pub(super) fn is_slow(pattern: &str) -> bool {
    let mut groups = vec![Group::default()];
    let mut characters = pattern.chars().peekable();
    while let Some(character) = characters.next() {
        let atom = match character {
            '(' => {
                groups.extend(group_start(&mut characters));
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
                if group.assertion {
                    continue;
                }
                Atom { taken: group.taken, loose: group.loose || group.doubled(), single: false }
            }
            '\\' => match characters.next().and_then(escape) {
                Some(taken) => Atom::single(taken),
                None => continue,
            },
            '[' => Atom::single(class(&mut characters)),
            '.' => Atom::single(!bit('\n')),
            _ => Atom::single(bit(character)),
        };
        let rounds = Rounds::read(&mut characters);
        if atom.loose && rounds.most >= MANY {
            return true;
        }
        if groups.is_empty() {
            groups.push(Group::default());
        }
        if let Some(group) = groups.last_mut() {
            group.branch.add(&atom, rounds);
        }
    }
    false
}

/// A character, a class or a group.
struct Atom {
    /// Characters that it may take, as bits of ASCII.
    taken: u128,
    /// Several rounds of it could share a text in many ways.
    loose: bool,
    single: bool,
}

impl Atom {
    const fn single(taken: u128) -> Self {
        Self { taken, loose: false, single: true }
    }
}

/// A group being read.
#[derive(Default)]
struct Group {
    branch: Branch,
    /// Branches that are nothing but characters.
    plain: Vec<Vec<u128>>,
    taken: u128,
    loose: bool,
    /// It looks and takes nothing.
    assertion: bool,
}

/// What is between two `|`.
#[derive(Default)]
struct Branch {
    /// Characters that its repeated atoms take, when it has any.
    repeated: Option<u128>,
    /// Characters of each atom that is repeated a fixed number of times.
    fixed: Vec<u128>,
    /// Something in it is no single character.
    composed: bool,
    taken: u128,
}

impl Branch {
    fn add(&mut self, atom: &Atom, rounds: Rounds) {
        self.taken |= atom.taken;
        self.composed |= !atom.single || rounds != Rounds::ONCE;
        if atom.loose || rounds.least != rounds.most && rounds.most > 1 {
            self.repeated = Some(self.repeated.unwrap_or(0) | atom.taken);
        } else if rounds.least == rounds.most {
            self.fixed.push(atom.taken);
        }
    }
}

impl Group {
    fn end_branch(&mut self) {
        let branch = std::mem::take(&mut self.branch);
        self.taken |= branch.taken;
        let ended = |repeated: u128| branch.fixed.iter().any(|fixed| fixed & repeated == 0);
        self.loose |= branch.repeated.is_some_and(|repeated| !ended(repeated));
        if !branch.composed && !branch.fixed.is_empty() {
            self.plain.push(branch.fixed);
        }
    }

    /// Whether two branches take the same, or one takes what rounds of others take too.
    fn doubled(&self) -> bool {
        let mut singles = 0;
        for branch in &self.plain {
            if let [single] = branch.as_slice() {
                if singles & single != 0 {
                    return true;
                }
                singles |= single;
            }
        }
        self.plain.iter().any(|branch| branch.len() > 1 && branch.iter().all(|taken| taken & singles != 0))
    }
}

/// How often an atom is repeated.
#[derive(Clone, Copy, Eq, PartialEq)]
struct Rounds {
    least: u32,
    most: u32,
}

impl Rounds {
    const ONCE: Self = Self { least: 1, most: 1 };

    fn read(characters: &mut Peekable<Chars<'_>>) -> Self {
        let rounds = match characters.peek() {
            Some('*') => Self { least: 0, most: u32::MAX },
            Some('+') => Self { least: 1, most: u32::MAX },
            Some('?') => Self { least: 0, most: 1 },
            Some('{') => {
                let inside: String = characters.by_ref().take_while(|character| *character != '}').collect();
                let inside = inside.trim_start_matches('{');
                let (least, most) = inside.split_once(',').unwrap_or((inside, inside));
                let least = least.parse().unwrap_or(1);
                let rounds = Self { least, most: most.parse().unwrap_or(u32::MAX) };
                characters.next_if(|next| matches!(next, '?' | '+'));
                return rounds;
            }
            _ => return Self::ONCE,
        };
        characters.next();
        // Lazy or possessive.
        characters.next_if(|next| matches!(next, '?' | '+'));
        rounds
    }
}

/// Skips `?:`, `?<name>` and the like; `None` when that was the whole group, as in `(?i)`.
fn group_start(characters: &mut Peekable<Chars<'_>>) -> Option<Group> {
    if characters.next_if_eq(&'?').is_none() {
        return Some(Group::default());
    }
    let mut behind = false;
    for (place, character) in characters.by_ref().enumerate() {
        match character {
            ':' | '>' => break,
            '<' => behind = place == 0,
            '=' | '!' if place == 0 || behind && place == 1 => {
                return Some(Group { assertion: true, ..Group::default() });
            }
            ')' => return None,
            _ => {}
        }
    }
    Some(Group::default())
}

/// The bit of a character of ASCII.
fn bit(character: char) -> u128 {
    if character.is_ascii() { 1 << u32::from(character) } else { 0 }
}

fn bits(fits: impl Fn(char) -> bool) -> u128 {
    ('\0'..='\x7f').filter(|character| fits(*character)).fold(0, |bits, character| bits | bit(character))
}

/// What a backslash and a letter match; `None` for a place between characters.
fn escape(letter: char) -> Option<u128> {
    let word = |character: char| character.is_ascii_alphanumeric() || character == '_';
    Some(match letter {
        'b' | 'B' | 'A' | 'z' | 'Z' | 'G' | 'K' => return None,
        'd' => bits(|character| character.is_ascii_digit()),
        'D' => bits(|character| !character.is_ascii_digit()),
        'w' => bits(word),
        'W' => bits(|character| !word(character)),
        's' => bits(|character| character.is_ascii_whitespace()),
        'S' => bits(|character| !character.is_ascii_whitespace()),
        'n' => bit('\n'),
        'r' => bit('\r'),
        't' => bit('\t'),
        // A reference or a property: anything.
        letter if letter.is_ascii_alphanumeric() => u128::MAX,
        other => bit(other),
    })
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
            '\\' => taken |= characters.next().and_then(escape).unwrap_or(0),
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

/// Rounds of a group that make its ways many.
const MANY: u32 = 10;
