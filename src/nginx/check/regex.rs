//! Whether PCRE would compile a pattern, and the names it captures.
//!
//! This reads the grammar and not the meaning: groups, classes, quantifiers, escapes and references. Errors are worded
//! and placed as PCRE2 10.42 does.

use crate::diagnostic::Sentence;
mod class;
mod escape;
mod group;

/// What a pattern captures.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Captures<'a> {
    /// Capturing groups, named ones included.
    pub(super) count: usize,
    pub(super) names: Vec<&'a [u8]>,
}

/// Why a pattern does not compile, and before which byte PCRE gave up.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct RegexError {
    pub(super) words: Sentence,
    pub(super) at: usize,
}

/// What PCRE says of a byte of the pattern: `error!(at 3, "english" / "中文")`.
macro_rules! error {
    (at $at:expr, $english:literal / $chinese:literal) => {
        $crate::nginx::check::regex::RegexError {
            words: $crate::diagnostic::Sentence::plain($english, $chinese),
            at: $at,
        }
    };
}
use error;

/// Reads `pattern` to its end.
pub(super) fn captures(pattern: &[u8]) -> Result<Captures<'_>, RegexError> {
    let mut reader = Reader {
        pattern,
        at: 0,
        groups: Vec::new(),
        captures: Captures::default(),
        references: Vec::new(),
        extended: false,
        duplicate_names: false,
    };
    reader.verbs();
    reader.run()?;
    reader.check_references()?;
    Ok(reader.captures)
}

struct Reader<'a> {
    pattern: &'a [u8],
    at: usize,
    groups: Vec<Group>,
    captures: Captures<'a>,
    references: Vec<Reference<'a>>,
    extended: bool,
    duplicate_names: bool,
}

/// An open parenthesis.
struct Group {
    start: usize,
    kind: GroupKind,
    /// `extended` outside, to go back to.
    extended: bool,
    branches: usize,
    /// Of a branch-reset group: the captures before it, and the most of its branches.
    reset: (usize, usize),
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum GroupKind {
    Plain,
    BranchReset,
    Conditional,
    Lookbehind,
}

enum Reference<'a> {
    Number { number: usize, at: usize },
    Name { name: &'a [u8], at: usize },
}

/// What the last item was, for a quantifier that follows.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Last {
    Nothing,
    Item,
}

type Step<T = ()> = Result<T, RegexError>;

impl<'a> Reader<'a> {
    /// `(*UTF8)` and the like at the very start.
    fn verbs(&mut self) {
        while self.rest().starts_with(b"(*") {
            let Some(end) = self.rest().iter().position(|byte| *byte == b')') else { break };
            let name = self.rest().get(2..end).unwrap_or_default();
            let name = name.split(|byte| *byte == b'=').next().unwrap_or_default();
            if !START_VERBS.iter().any(|known| known.as_bytes() == name) {
                break;
            }
            self.at += end + 1;
        }
    }

    fn run(&mut self) -> Step {
        let mut last = Last::Nothing;
        while let Some(byte) = self.next() {
            let start = self.at - 1;
            last = match byte {
                b'(' => {
                    let item = self.open(start)?;
                    if item { Last::Item } else { Last::Nothing }
                }
                b')' => {
                    self.close(start)?;
                    Last::Item
                }
                b'|' => {
                    self.branch();
                    Last::Nothing
                }
                b'[' => {
                    self.class(start)?;
                    Last::Item
                }
                b'\\' => self.escape(start, last)?,
                b'*' | b'+' | b'?' => {
                    self.quantifier(start, last)?;
                    Last::Nothing
                }
                b'{' => {
                    if self.counts()? {
                        // PCRE has read up to the brace when it finds nothing to repeat.
                        self.quantifier(self.at - 1, last)?;
                        Last::Nothing
                    } else {
                        Last::Item
                    }
                }
                b'^' | b'$' => Last::Nothing,
                b'#' if self.extended => {
                    while self.next().is_some_and(|byte| byte != b'\n') {}
                    last
                }
                b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c if self.extended => last,
                _ => Last::Item,
            };
        }
        if !self.groups.is_empty() {
            return Err(error!(at self.pattern.len(), "missing closing parenthesis" / "缺少右括号"));
        }
        Ok(())
    }

    fn quantifier(&mut self, at: usize, last: Last) -> Step {
        if last == Last::Nothing {
            return Err(error!(at at, "quantifier does not follow a repeatable item" / "量词前没有可重复的内容"));
        }
        if matches!(self.peek(), Some(b'+' | b'?')) {
            self.at += 1;
        }
        Ok(())
    }

    /// After `{`: reads a count such as `2}`, `2,}`, `2,5}`; leaves anything else, which is literal.
    fn counts(&mut self) -> Step<bool> {
        let rest = self.rest();
        let Some(length) = rest.iter().position(|byte| *byte == b'}') else { return Ok(false) };
        let inside = rest.get(..length).unwrap_or_default();
        let mut parts = inside.splitn(2, |byte| *byte == b',');
        let (least, most) = (parts.next().unwrap_or_default(), parts.next());
        let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
        if least.is_empty() || !digits(least) || !most.is_none_or(digits) {
            return Ok(false);
        }
        let end = self.at + length;
        let number = |part: &[u8]| {
            let number = super::number::number(part).unwrap_or(i64::MAX);
            if number > 65535 {
                Err(error!(at end, "number too big in {{}} quantifier" / "{{}} 量词中的数字太大"))
            } else {
                Ok(number)
            }
        };
        let least = number(least)?;
        if let Some(most) = most.filter(|most| !most.is_empty())
            && number(most)? < least
        {
            return Err(error!(at end, "numbers out of order in {{}} quantifier" / "{{}} 量词中的数字顺序颠倒"));
        }
        self.at = end + 1;
        Ok(true)
    }

    fn push(&mut self, start: usize, kind: GroupKind) {
        let reset = (self.captures.count, self.captures.count);
        self.groups.push(Group { start, kind, extended: self.extended, branches: 1, reset });
    }

    fn branch(&mut self) {
        if let Some(group) = self.groups.last_mut() {
            group.branches += 1;
            if group.kind == GroupKind::BranchReset {
                group.reset.1 = group.reset.1.max(self.captures.count);
                self.captures.count = group.reset.0;
            }
        }
    }

    fn close(&mut self, at: usize) -> Step {
        let Some(group) = self.groups.pop() else {
            return Err(error!(at at, "unmatched closing parenthesis" / "多余的右括号"));
        };
        self.extended = group.extended;
        match group.kind {
            GroupKind::BranchReset => self.captures.count = self.captures.count.max(group.reset.1),
            GroupKind::Conditional if group.branches > 2 => {
                return Err(error!(at group.start, "conditional subpattern contains more than two branches"
                    / "条件子模式多于两个分支"));
            }
            GroupKind::Lookbehind if self.repeats_without_end(group.start, at) => {
                return Err(error!(at group.start, "lookbehind assertion is not fixed length"
                    / "后行断言的长度不固定"));
            }
            _ => {}
        }
        Ok(())
    }

    /// Whether a plain `*` or `+` is between two bytes: enough to tell the usual variable lookbehind.
    fn repeats_without_end(&self, start: usize, end: usize) -> bool {
        let inside = self.pattern.get(start + 4..end).unwrap_or_default();
        let mut escaped = false;
        let mut class = false;
        inside.iter().any(|byte| {
            let literal = escaped || class && *byte != b']';
            escaped = !escaped && *byte == b'\\';
            if literal {
                return false;
            }
            class = *byte == b'[';
            matches!(byte, b'*' | b'+')
        })
    }

    fn in_branch_reset(&self) -> bool {
        self.groups.iter().any(|group| group.kind == GroupKind::BranchReset)
    }

    fn check_references(&self) -> Step {
        for reference in &self.references {
            let (exists, at) = match reference {
                Reference::Number { number, at } => (*number <= self.captures.count, *at),
                Reference::Name { name, at } => (self.captures.names.contains(name), *at),
            };
            if !exists {
                return Err(error!(at at, "reference to non-existent subpattern" / "引用了不存在的子模式"));
            }
        }
        Ok(())
    }

    fn expect_close(&mut self) -> Step {
        match self.next() {
            Some(b')') => Ok(()),
            Some(_) => {
                Err(error!(at self.at - 1, "(?R (recursive pattern call) must be followed by a closing parenthesis"
                / "(?R（递归调用）后必须是右括号"))
            }
            None => Err(error!(at self.pattern.len(), "missing closing parenthesis" / "缺少右括号")),
        }
    }

    fn digits(&mut self) -> usize {
        let mut number = 0_usize;
        while let Some(digit) = self.next_if(|byte| byte.is_ascii_digit()) {
            number = number.saturating_mul(10).saturating_add(usize::from(digit - b'0'));
        }
        number
    }

    fn rest(&self) -> &'a [u8] {
        self.pattern.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.peek_at(0)
    }

    fn peek_at(&self, ahead: usize) -> Option<u8> {
        self.pattern.get(self.at + ahead).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn next_if(&mut self, test: impl Fn(u8) -> bool) -> Option<u8> {
        self.peek().filter(|byte| test(*byte)).inspect(|_| self.at += 1)
    }
}

const START_VERBS: &[&str] = &[
    "ANY",
    "ANYCRLF",
    "BSR_ANYCRLF",
    "BSR_UNICODE",
    "CR",
    "CRLF",
    "LF",
    "LIMIT_DEPTH",
    "LIMIT_HEAP",
    "LIMIT_MATCH",
    "LIMIT_RECURSION",
    "NOTEMPTY",
    "NOTEMPTY_ATSTART",
    "NO_AUTO_POSSESS",
    "NO_DOTSTAR_ANCHOR",
    "NO_JIT",
    "NO_START_OPT",
    "NUL",
    "UCP",
    "UTF",
    "UTF8",
];
