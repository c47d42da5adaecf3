//! Reading a pattern into steps.

use super::{Anchor, Part, Pattern, Set, Step};

/// The steps of `pattern`; `None` when it is too large, or holds what is not read here: conditions, recursion, verbs,
/// Unicode properties, and layout with `(?x)`.
pub(super) fn parse(pattern: &[u8], ignore_case: bool) -> Option<Pattern> {
    let flags = Flags { ignore_case, dot_all: false, lines: false };
    let whole = Group { kind: Kind::Plain, alternatives: Vec::new(), sequence: Vec::new(), outer: flags };
    let mut reader = Reader { rest: pattern, flags, open: vec![whole], groups: 0, names: Vec::new() };
    while let Some(byte) = reader.next() {
        reader.read(byte)?;
    }
    let [whole] = <[Group; 1]>::try_from(reader.open).ok()?;
    let mut writer = Writer { steps: Vec::new(), groups: reader.groups, loops: 0 };
    writer.write(&Node::Group(Kind::Capture(0), whole.alternatives()))?;
    writer.push(Step::Done)?;
    Some(Pattern { steps: writer.steps, groups: reader.groups, loops: writer.loops, names: reader.names })
}

enum Node {
    Byte(Set),
    At(Anchor),
    Again { group: usize, ignore_case: bool },
    Group(Kind, Vec<Vec<Node>>),
    Repeat { node: Box<Node>, least: usize, most: Option<usize>, greed: Greed },
}

#[derive(Clone, Copy)]
enum Kind {
    Plain,
    Capture(usize),
    Part(Part),
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Greed {
    Greedy,
    Lazy,
    Possessive,
}

#[derive(Clone, Copy)]
struct Flags {
    ignore_case: bool,
    dot_all: bool,
    lines: bool,
}

struct Group {
    kind: Kind,
    alternatives: Vec<Vec<Node>>,
    sequence: Vec<Node>,
    outer: Flags,
}

impl Group {
    fn alternatives(mut self) -> Vec<Vec<Node>> {
        self.alternatives.push(self.sequence);
        self.alternatives
    }
}

struct Reader<'p> {
    rest: &'p [u8],
    flags: Flags,
    open: Vec<Group>,
    groups: usize,
    names: Vec<(String, usize)>,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn take(&mut self, prefix: &[u8]) -> bool {
        let after = self.rest.strip_prefix(prefix);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    fn push(&mut self, node: Node) -> Option<()> {
        self.open.last_mut()?.sequence.push(node);
        Some(())
    }

    fn push_set(&mut self, set: Set) -> Option<()> {
        self.push(Node::Byte(if self.flags.ignore_case { set.folded() } else { set }))
    }

    fn read(&mut self, byte: u8) -> Option<()> {
        match byte {
            b'.' if self.flags.dot_all => self.push(Node::Byte(Set::default().inverted())),
            b'.' => self.push(Node::Byte(Set::one(b'\n').inverted())),
            b'^' => self.push(Node::At(if self.flags.lines { Anchor::LineStart } else { Anchor::Start })),
            b'$' => self.push(Node::At(if self.flags.lines { Anchor::LineEnd } else { Anchor::EndOrBreak })),
            b'[' => {
                let set = self.class()?;
                self.push(Node::Byte(set))
            }
            b'(' => self.group(),
            b')' => {
                let group = self.open.pop().filter(|_| !self.open.is_empty())?;
                self.flags = group.outer;
                let kind = group.kind;
                self.push(Node::Group(kind, group.alternatives()))
            }
            b'|' => {
                let group = self.open.last_mut()?;
                group.alternatives.push(std::mem::take(&mut group.sequence));
                Some(())
            }
            b'*' => self.repeat(0, None),
            b'+' => self.repeat(1, None),
            b'?' => self.repeat(0, Some(1)),
            b'{' => match counts(self.rest) {
                Some((least, most, rest)) => {
                    self.rest = rest;
                    self.repeat(least, most)
                }
                None => self.push_set(Set::one(b'{')),
            },
            b'\\' => self.escape(),
            byte => self.push_set(Set::one(byte)),
        }
    }

    fn repeat(&mut self, least: usize, most: Option<usize>) -> Option<()> {
        let greed = if self.take(b"?") {
            Greed::Lazy
        } else if self.take(b"+") {
            Greed::Possessive
        } else {
            Greed::Greedy
        };
        let node = Box::new(self.open.last_mut()?.sequence.pop()?);
        self.push(Node::Repeat { node, least, most, greed })
    }

    fn group(&mut self) -> Option<()> {
        let outer = self.flags;
        let kind = if self.take(b"?:") {
            Kind::Plain
        } else if self.take(b"?>") {
            Kind::Part(Part::Atomic)
        } else if self.take(b"?=") {
            Kind::Part(Part::Ahead)
        } else if self.take(b"?!") {
            Kind::Part(Part::NotAhead)
        } else if self.take(b"?<=") {
            Kind::Part(Part::Behind)
        } else if self.take(b"?<!") {
            Kind::Part(Part::NotBehind)
        } else if self.take(b"?P<") || self.take(b"?<") {
            self.named(b'>')?
        } else if self.take(b"?'") {
            self.named(b'\'')?
        } else if self.take(b"?") {
            // `(?i)` holds to the end of the group around it, `(?i:…)` inside.
            self.options()?;
            if self.take(b")") {
                return Some(());
            }
            if !self.take(b":") {
                return None;
            }
            Kind::Plain
        } else if self.rest.starts_with(b"*") {
            return None;
        } else {
            self.groups += 1;
            Kind::Capture(self.groups)
        };
        if self.open.len() >= MOST_DEPTH || self.groups > MOST_GROUPS {
            return None;
        }
        self.open.push(Group { kind, alternatives: Vec::new(), sequence: Vec::new(), outer });
        Some(())
    }

    fn named(&mut self, end: u8) -> Option<Kind> {
        let length = self.rest.iter().position(|byte| *byte == end)?;
        let name = String::from_utf8(self.rest.get(..length)?.to_vec()).ok()?;
        self.rest = self.rest.get(length + 1..)?;
        self.groups += 1;
        self.names.push((name, self.groups));
        Some(Kind::Capture(self.groups))
    }

    fn options(&mut self) -> Option<()> {
        let mut on = true;
        while let Some(byte) = self.rest.first() {
            match byte {
                b'i' => self.flags.ignore_case = on,
                b's' => self.flags.dot_all = on,
                b'm' => self.flags.lines = on,
                b'-' => on = false,
                b')' | b':' => return Some(()),
                _ => return None,
            }
            self.next();
        }
        None
    }

    fn escape(&mut self) -> Option<()> {
        let byte = self.next()?;
        if let Some(set) = shorthand(byte) {
            return self.push(Node::Byte(set));
        }
        match byte {
            b'b' => self.push(Node::At(Anchor::Boundary)),
            b'B' => self.push(Node::At(Anchor::NoBoundary)),
            b'A' => self.push(Node::At(Anchor::Start)),
            b'z' => self.push(Node::At(Anchor::End)),
            b'Z' => self.push(Node::At(Anchor::EndOrBreak)),
            b'1'..=b'9' if !self.rest.first().is_some_and(u8::is_ascii_digit) => {
                let group = usize::from(byte - b'0');
                self.push(Node::Again { group, ignore_case: self.flags.ignore_case })
            }
            b'Q' => {
                let length = self.rest.windows(2).position(|pair| pair == b"\\E").unwrap_or(self.rest.len());
                let (text, rest) = self.rest.split_at_checked(length)?;
                self.rest = rest.strip_prefix(b"\\E").unwrap_or(rest);
                text.iter().try_for_each(|byte| self.push_set(Set::one(*byte)))
            }
            b'E' => Some(()),
            byte => {
                let byte = self.character(byte)?;
                self.push_set(Set::one(byte))
            }
        }
    }

    /// The byte that an escape stands for.
    fn character(&mut self, byte: u8) -> Option<u8> {
        Some(match byte {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'f' => 0x0c,
            b'e' => 0x1b,
            b'a' => 0x07,
            b'0' => 0,
            b'x' => {
                let braced = self.take(b"{");
                let digits = self.rest.iter().take(2).take_while(|byte| byte.is_ascii_hexdigit()).count();
                let (number, rest) = self.rest.split_at_checked(digits)?;
                self.rest = rest;
                if braced && !self.take(b"}") {
                    return None;
                }
                u8::from_str_radix(std::str::from_utf8(number).ok()?, 16).unwrap_or_default()
            }
            byte if byte.is_ascii_alphanumeric() => return None,
            byte => byte,
        })
    }

    fn class(&mut self) -> Option<Set> {
        let inverted = self.take(b"^");
        let mut set = Set::default();
        let mut first = true;
        loop {
            let byte = self.next()?;
            if byte == b']' && !first {
                break;
            }
            first = false;
            if byte == b'[' && self.rest.starts_with(b":") {
                set = set.with(self.named_class()?);
                continue;
            }
            if byte == b'\\' {
                let next = self.next()?;
                if let Some(more) = shorthand(next) {
                    set = set.with(more);
                    continue;
                }
                let start = if next == b'b' { 0x08 } else { self.character(next)? };
                set = set.with(self.range(start)?);
                continue;
            }
            set = set.with(self.range(byte)?);
        }
        let set = if self.flags.ignore_case { set.folded() } else { set };
        Some(if inverted { set.inverted() } else { set })
    }

    /// The rest of `a-z` after its first byte; that byte alone when there is none.
    fn range(&mut self, start: u8) -> Option<Set> {
        match self.rest {
            [b'-', end, ..] if *end != b']' => {
                let before = self.rest;
                self.rest = self.rest.get(2..)?;
                let end = match *end {
                    b'\\' => {
                        let next = self.next()?;
                        if shorthand(next).is_some() {
                            self.rest = before;
                            return Some(Set::one(start));
                        }
                        self.character(next)?
                    }
                    end => end,
                };
                Some(Set::of(start..=end))
            }
            _ => Some(Set::one(start)),
        }
    }

    /// `[:alpha:]` and the like.
    fn named_class(&mut self) -> Option<Set> {
        let end = self.rest.windows(2).position(|pair| pair == b":]")?;
        let name = self.rest.get(1..end)?;
        self.rest = self.rest.get(end + 2..)?;
        let (inverted, name) = name.strip_prefix(b"^").map_or((false, name), |name| (true, name));
        let is: fn(&u8) -> bool = match name {
            b"alnum" => u8::is_ascii_alphanumeric,
            b"alpha" => u8::is_ascii_alphabetic,
            b"digit" => u8::is_ascii_digit,
            b"lower" => u8::is_ascii_lowercase,
            b"punct" => u8::is_ascii_punctuation,
            b"upper" => u8::is_ascii_uppercase,
            b"xdigit" => u8::is_ascii_hexdigit,
            b"space" => |byte| matches!(byte, 9..=13 | b' '),
            b"word" => |byte| byte.is_ascii_alphanumeric() || *byte == b'_',
            _ => return None,
        };
        let set = (0..=u8::MAX).filter(is).fold(Set::default(), |set, byte| set.with(Set::one(byte)));
        Some(if inverted { set.inverted() } else { set })
    }
}

/// The set that `\d` and the like stand for.
fn shorthand(byte: u8) -> Option<Set> {
    let word = || Set::of(b'0'..=b'9').with(Set::of(b'a'..=b'z')).with(Set::of(b'A'..=b'Z')).with(Set::one(b'_'));
    let space = || Set::of(9..=13).with(Set::one(b' '));
    Some(match byte {
        b'd' => Set::of(b'0'..=b'9'),
        b'D' => Set::of(b'0'..=b'9').inverted(),
        b'w' => word(),
        b'W' => word().inverted(),
        b's' => space(),
        b'S' => space().inverted(),
        b'h' => Set::one(b'\t').with(Set::one(b' ')).with(Set::one(0xa0)),
        b'N' => Set::one(b'\n').inverted(),
        _ => return None,
    })
}

/// `n}`, `n,}` and `n,m}`, and what follows.
fn counts(text: &[u8]) -> Option<(usize, Option<usize>, &[u8])> {
    let end = text.iter().position(|byte| *byte == b'}')?;
    let (inside, rest) = (std::str::from_utf8(text.get(..end)?).ok()?, text.get(end + 1..)?);
    let number = |digits: &str| digits.parse::<usize>().ok().filter(|_| !digits.starts_with('+'));
    match inside.split_once(',') {
        None => number(inside).map(|count| (count, Some(count), rest)),
        Some((least, "")) => number(least).map(|least| (least, None, rest)),
        Some((least, most)) => Some((number(least)?, Some(number(most)?), rest)),
    }
}

struct Writer {
    steps: Vec<Step>,
    groups: usize,
    loops: usize,
}

impl Writer {
    fn push(&mut self, step: Step) -> Option<usize> {
        let at = self.steps.len();
        self.steps.push(step);
        (at < MOST_STEPS).then_some(at)
    }

    fn set(&mut self, at: usize, step: Step) {
        if let Some(place) = self.steps.get_mut(at) {
            *place = step;
        }
    }

    /// Nodes are as deep as groups may be open.
    fn write(&mut self, node: &Node) -> Option<()> {
        match node {
            Node::Byte(set) => self.push(Step::Byte(*set)).map(drop),
            Node::At(anchor) => self.push(Step::At(*anchor)).map(drop),
            Node::Again { group, ignore_case } => {
                self.push(Step::Again { group: *group, ignore_case: *ignore_case }).map(drop)
            }
            Node::Group(Kind::Plain, alternatives) => self.alternatives(alternatives),
            Node::Group(Kind::Capture(group), alternatives) => {
                self.push(Step::Keep(2 * group))?;
                self.alternatives(alternatives)?;
                self.push(Step::Keep(2 * group + 1)).map(drop)
            }
            Node::Group(Kind::Part(kind), alternatives) => self.part(*kind, |writer| writer.alternatives(alternatives)),
            Node::Repeat { node, least, most, greed: Greed::Possessive } => {
                self.part(Part::Atomic, |writer| writer.repeat(node, *least, *most, Greed::Greedy))
            }
            Node::Repeat { node, least, most, greed } => self.repeat(node, *least, *most, *greed),
        }
    }

    fn part(&mut self, kind: Part, write: impl FnOnce(&mut Self) -> Option<()>) -> Option<()> {
        let start = self.push(Step::Done)?;
        write(self)?;
        self.push(Step::Done)?;
        let end = self.steps.len();
        self.set(start, Step::Part { kind, end });
        Some(())
    }

    fn alternatives(&mut self, alternatives: &[Vec<Node>]) -> Option<()> {
        let mut ends = Vec::new();
        for (number, sequence) in alternatives.iter().enumerate() {
            let is_last = number + 1 == alternatives.len();
            let fork = if is_last { None } else { Some(self.push(Step::Done)?) };
            sequence.iter().try_for_each(|node| self.write(node))?;
            if let Some(fork) = fork {
                ends.push(self.push(Step::Done)?);
                let next = self.steps.len();
                self.set(fork, Step::Either(fork + 1, next));
            }
        }
        let end = self.steps.len();
        for at in ends {
            self.set(at, Step::Jump(end));
        }
        Some(())
    }

    fn repeat(&mut self, node: &Node, least: usize, most: Option<usize>, greed: Greed) -> Option<()> {
        let fork = |first, second| {
            if greed == Greed::Lazy { Step::Either(second, first) } else { Step::Either(first, second) }
        };
        for _ in 0..least {
            self.write(node)?;
        }
        let Some(most) = most else {
            let kept = 2 * (self.groups + 1) + self.loops;
            self.loops += 1;
            let start = self.push(Step::Done)?;
            self.push(Step::Keep(kept))?;
            self.write(node)?;
            let check = self.push(Step::Done)?;
            self.push(Step::Jump(start))?;
            let exit = self.steps.len();
            self.set(start, fork(start + 1, exit));
            self.set(check, Step::Progress { kept, exit });
            return Some(());
        };
        let mut forks = Vec::new();
        for _ in least..most {
            forks.push(self.push(Step::Done)?);
            self.write(node)?;
        }
        let exit = self.steps.len();
        for at in forks {
            self.set(at, fork(at + 1, exit));
        }
        Some(())
    }
}

const MOST_DEPTH: usize = 30;
const MOST_GROUPS: usize = 100;
const MOST_STEPS: usize = 10_000;
