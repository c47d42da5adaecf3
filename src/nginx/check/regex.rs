//! Whether PCRE would compile a pattern, and the names it captures.
//!
//! This reads the grammar and not the meaning: groups, classes, quantifiers, escapes and references. Errors are worded
//! and placed as PCRE2 10.42 does.

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
    pub(super) words: &'static str,
    pub(super) at: usize,
}

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
            return Err(error("missing closing parenthesis", self.pattern.len()));
        }
        Ok(())
    }

    fn quantifier(&mut self, at: usize, last: Last) -> Step {
        if last == Last::Nothing {
            return Err(error("quantifier does not follow a repeatable item", at));
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
            if number > 65535 { Err(error("number too big in {} quantifier", end)) } else { Ok(number) }
        };
        let least = number(least)?;
        if let Some(most) = most.filter(|most| !most.is_empty())
            && number(most)? < least
        {
            return Err(error("numbers out of order in {} quantifier", end));
        }
        self.at = end + 1;
        Ok(true)
    }

    /// After `(`. Whether it was read as a whole, as an item of its own, such as `(?1)`.
    fn open(&mut self, start: usize) -> Step<bool> {
        match (self.peek(), self.peek_at(1)) {
            (Some(b'*'), Some(next)) if next.is_ascii_alphabetic() || next == b':' => self.verb(),
            (Some(b'?'), _) => {
                self.at += 1;
                self.special(start)
            }
            _ => {
                self.captures.count += 1;
                self.push(start, GroupKind::Plain);
                Ok(false)
            }
        }
    }

    fn verb(&mut self) -> Step<bool> {
        self.at += 1;
        let from = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            self.at += 1;
        }
        let name = self.pattern.get(from..self.at).unwrap_or_default();
        if name.first().is_some_and(u8::is_ascii_lowercase) {
            if !ALPHA_ASSERTIONS.iter().any(|known| known.as_bytes() == name) {
                return Err(error("(*alpha_assertion) not recognized", self.at));
            }
            if self.peek() == Some(b':') {
                self.at += 1;
            }
            self.push(from, GroupKind::Plain);
            return Ok(false);
        }
        let known = name.is_empty() || VERBS.iter().any(|known| known.as_bytes() == name);
        if !known || !matches!(self.peek(), Some(b')' | b':')) {
            return Err(error("(*VERB) not recognized or malformed", self.at));
        }
        while self.next().is_some_and(|byte| byte != b')') {}
        Ok(true)
    }

    /// After `(?`.
    fn special(&mut self, start: usize) -> Step<bool> {
        let here = self.at;
        match self.next() {
            Some(b':' | b'>' | b'=' | b'!') => self.push(start, GroupKind::Plain),
            Some(b'|') => self.push(start, GroupKind::BranchReset),
            Some(b'#') => {
                while let Some(byte) = self.next() {
                    if byte == b')' {
                        return Ok(false);
                    }
                }
                return Err(error("missing ) after (?# comment", self.pattern.len()));
            }
            Some(b'<') if matches!(self.peek(), Some(b'=' | b'!')) => {
                self.at += 1;
                self.push(start, GroupKind::Lookbehind);
            }
            Some(b'<') => self.named(start, b'>')?,
            Some(b'\'') => self.named(start, b'\'')?,
            Some(b'P') => match self.next() {
                Some(b'<') => self.named(start, b'>')?,
                Some(b'=' | b'>') => return self.name_reference(b')').map(|()| true),
                _ => return Err(error("unrecognized character after (?P", self.at)),
            },
            Some(b'&') => return self.name_reference(b')').map(|()| true),
            Some(b'(') => self.condition(start)?,
            Some(b'R') => {
                self.expect_close()?;
                return Ok(true);
            }
            Some(b'0'..=b'9' | b'+') => {
                self.at = here;
                return self.number_reference().map(|()| true);
            }
            Some(b'-') if self.peek().is_some_and(|byte| byte.is_ascii_digit()) => {
                self.at = here;
                return self.number_reference().map(|()| true);
            }
            Some(b'C') => {
                while self.peek().is_some_and(|byte| byte != b')') {
                    self.at += 1;
                }
                self.expect_close()?;
                return Ok(false);
            }
            _ => {
                self.at = here;
                return self.options(start);
            }
        }
        Ok(false)
    }

    /// Options such as `i`, `s-i:` or `^x)`.
    fn options(&mut self, start: usize) -> Step<bool> {
        let mut on = true;
        let mut extended = self.extended;
        loop {
            match self.next() {
                Some(b'i' | b'm' | b's' | b'n' | b'U') => {}
                Some(b'x') => extended = on,
                Some(b'J') => self.duplicate_names |= on,
                Some(b'^') => extended = false,
                Some(b'-') if on => on = false,
                Some(b')') => {
                    self.extended = extended;
                    return Ok(false);
                }
                Some(b':') => {
                    self.push(start, GroupKind::Plain);
                    self.extended = extended;
                    return Ok(false);
                }
                Some(_) => return Err(error("unrecognized character after (? or (?-", self.at - 1)),
                None => return Err(error("missing closing parenthesis", self.pattern.len())),
            }
        }
    }

    fn named(&mut self, start: usize, end: u8) -> Step {
        let name = self.name(end)?;
        if self.captures.names.contains(&name) && !self.duplicate_names && !self.in_branch_reset() {
            let words = "two named subpatterns have the same name (PCRE2_DUPNAMES not set)";
            return Err(error(words, self.at));
        }
        self.captures.count += 1;
        self.captures.names.push(name);
        self.push(start, GroupKind::Plain);
        Ok(())
    }

    /// A name up to `end`, which is read too.
    fn name(&mut self, end: u8) -> Step<&'a [u8]> {
        let from = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            self.at += 1;
        }
        let name = self.pattern.get(from..self.at).unwrap_or_default();
        if name.first().is_some_and(u8::is_ascii_digit) {
            return Err(error("subpattern name must start with a non-digit", from));
        }
        if name.is_empty() {
            return Err(error("subpattern name expected", from));
        }
        if name.len() > 32 {
            return Err(error("subpattern name is too long (maximum 32 code units)", self.at));
        }
        if self.next() != Some(end) {
            let at = self.at.min(self.pattern.len());
            return Err(error("syntax error in subpattern name (missing terminator?)", at));
        }
        Ok(name)
    }

    fn name_reference(&mut self, end: u8) -> Step {
        let at = self.at;
        let name = self.name(end)?;
        self.references.push(Reference::Name { name, at });
        Ok(())
    }

    /// A number up to `)`: `(?1)`, `(?+1)`, `(?-1)`.
    fn number_reference(&mut self) -> Step {
        let sign = self.next_if(|byte| matches!(byte, b'+' | b'-'));
        let number = self.digits();
        let at = self.at;
        let number = match sign {
            Some(b'+') => self.captures.count.saturating_add(number),
            Some(_) => match (self.captures.count + 1).checked_sub(number).filter(|number| *number > 0) {
                Some(number) => number,
                None => return Err(error("reference to non-existent subpattern", at)),
            },
            None => number,
        };
        self.expect_close()?;
        self.references.push(Reference::Number { number, at });
        Ok(())
    }

    /// After `(?(`.
    fn condition(&mut self, start: usize) -> Step {
        let at = self.at - 1;
        self.push(start, GroupKind::Conditional);
        match self.peek() {
            Some(b'0'..=b'9' | b'+' | b'-') => {
                let sign = self.next_if(|byte| matches!(byte, b'+' | b'-'));
                let number = self.digits();
                if sign.is_none() {
                    self.references.push(Reference::Number { number, at });
                }
                self.expect_close()
            }
            Some(b'?' | b'*') => {
                // An assertion is read as a group of its own.
                self.open(at).map(|_| ())
            }
            Some(b'<') => {
                self.at += 1;
                self.name_reference(b'>')?;
                self.expect_close()
            }
            Some(b'\'') => {
                self.at += 1;
                self.name_reference(b'\'')?;
                self.expect_close()
            }
            _ => {
                let name = self.name(b')')?;
                let special = name == b"DEFINE" || name.starts_with(b"R") || name == b"VERSION";
                if !special {
                    self.references.push(Reference::Name { name, at: at + 1 });
                }
                Ok(())
            }
        }
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
        let Some(group) = self.groups.pop() else { return Err(error("unmatched closing parenthesis", at)) };
        self.extended = group.extended;
        match group.kind {
            GroupKind::BranchReset => self.captures.count = self.captures.count.max(group.reset.1),
            GroupKind::Conditional if group.branches > 2 => {
                return Err(error("conditional subpattern contains more than two branches", group.start));
            }
            GroupKind::Lookbehind if self.repeats_without_end(group.start, at) => {
                return Err(error("lookbehind assertion is not fixed length", group.start));
            }
            _ => {}
        }
        Ok(())
    }

    /// Whether a plain `*` or `+` stands between two bytes: enough to tell the usual variable lookbehind.
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

    /// After a backslash outside a class.
    fn escape(&mut self, start: usize, last: Last) -> Step<Last> {
        let Some(byte) = self.next() else { return Err(error("\\ at end of pattern", self.pattern.len())) };
        match byte {
            b'A' | b'b' | b'B' | b'G' | b'K' | b'z' | b'Z' => return Ok(Last::Nothing),
            b'E' => return Ok(last),
            b'Q' => {
                let rest = self.rest();
                let length = rest.windows(2).position(|pair| pair == b"\\E");
                let empty = length == Some(0) || rest.is_empty();
                self.at += length.map_or(rest.len(), |length| length + 2);
                return Ok(if empty { last } else { Last::Item });
            }
            b'1'..=b'9' => {
                self.at -= 1;
                let from = self.at;
                let number = self.digits();
                // Two digits and more that name no group are octal.
                if number < 10 || number <= self.captures.count {
                    self.references.push(Reference::Number { number, at: self.at - 1 });
                } else {
                    self.at = from;
                    self.octal(3)?;
                }
            }
            b'g' => self.backreference()?,
            b'k' => {
                let end = match self.next() {
                    Some(b'<') => b'>',
                    Some(b'\'') => b'\'',
                    Some(b'{') => b'}',
                    _ => {
                        let words = "\\k is not followed by a braced, angle-bracketed, or quoted name";
                        return Err(error(words, self.at.min(self.pattern.len())));
                    }
                };
                self.name_reference(end)?;
            }
            b'C' | b'D' | b'd' | b'H' | b'h' | b'N' | b'R' | b'S' | b's' | b'V' | b'v' | b'W' | b'w' | b'X' => {}
            _ => self.character(byte, start)?,
        }
        Ok(Last::Item)
    }

    /// `\g1`, `\g{-1}`, `\g<name>`, `\g{name}`
    fn backreference(&mut self) -> Step {
        match self.peek() {
            Some(b'{') => {
                let open = self.at;
                self.at += 1;
                if self.peek().is_some_and(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'+')) {
                    let sign = self.next_if(|byte| matches!(byte, b'+' | b'-'));
                    let number = self.digits();
                    let at = self.at;
                    let number = match sign {
                        Some(b'-') => {
                            let number = (self.captures.count + 1).checked_sub(number).filter(|number| *number > 0);
                            number.ok_or(error("reference to non-existent subpattern", open))?
                        }
                        Some(_) => self.captures.count.saturating_add(number),
                        None => number,
                    };
                    if self.next() != Some(b'}') {
                        return Err(error(
                            "\\g is not followed by a braced, angle-bracketed, or quoted name/number or by a plain number",
                            at,
                        ));
                    }
                    self.references.push(Reference::Number { number, at });
                    return Ok(());
                }
                self.name_reference(b'}')
            }
            Some(open @ (b'<' | b'\'')) => {
                self.at += 1;
                let close = if open == b'<' { b'>' } else { b'\'' };
                if self.peek().is_some_and(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'+')) {
                    self.next_if(|byte| matches!(byte, b'+' | b'-'));
                    self.digits();
                    self.next_if(|byte| byte == close);
                    return Ok(());
                }
                self.name_reference(close)
            }
            _ => {
                let sign = self.next_if(|byte| matches!(byte, b'+' | b'-'));
                if !self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
                    let words = "a numbered reference must not be zero";
                    return Err(error(words, self.at));
                }
                let number = self.digits();
                if sign.is_none() {
                    self.references.push(Reference::Number { number, at: self.at - 1 });
                }
                Ok(())
            }
        }
    }

    /// An escape that stands for one character, in a class or outside.
    fn character(&mut self, byte: u8, start: usize) -> Step {
        match byte {
            b'a' | b'e' | b'f' | b'n' | b'r' | b't' => Ok(()),
            b'c' => match self.next() {
                Some(_) => Ok(()),
                None => Err(error("\\c at end of pattern", self.pattern.len())),
            },
            b'0' => self.octal(2),
            b'o' if self.peek() == Some(b'{') => {
                self.at += 1;
                self.braced(
                    |byte| matches!(byte, b'0'..=b'7'),
                    "non-octal character in \\o{} (closing brace missing?)",
                    8,
                )
            }
            b'x' if self.peek() == Some(b'{') => {
                self.at += 1;
                let words = "non-hex character in \\x{} (closing brace missing?)";
                self.braced(|byte| byte.is_ascii_hexdigit(), words, 16)
            }
            b'x' => {
                for _ in 0..2 {
                    self.next_if(|byte| byte.is_ascii_hexdigit());
                }
                Ok(())
            }
            b'p' | b'P' => self.property(),
            b'F' | b'L' | b'l' | b'U' | b'u' => {
                Err(error("PCRE2 does not support \\F, \\L, \\l, \\N{name}, \\U, or \\u", self.at))
            }
            byte if byte.is_ascii_alphabetic() => Err(error("unrecognized character follows \\", start + 1)),
            _ => Ok(()),
        }
    }

    fn octal(&mut self, most: usize) -> Step {
        let mut value = 0_u32;
        for _ in 0..most {
            match self.next_if(|byte| matches!(byte, b'0'..=b'7')) {
                Some(digit) => value = value * 8 + u32::from(digit - b'0'),
                None => break,
            }
        }
        if value > 0o377 {
            return Err(error("octal value is greater than \\377 in 8-bit non-UTF-8 mode", self.at));
        }
        Ok(())
    }

    fn braced(&mut self, digit: fn(u8) -> bool, words: &'static str, base: u32) -> Step {
        let mut value = 0_u32;
        loop {
            match self.next() {
                Some(b'}') => return Ok(()),
                Some(byte) if digit(byte) => {
                    let digit = char::from(byte).to_digit(16).unwrap_or_default();
                    value = value.saturating_mul(base).saturating_add(digit);
                    if value > 0xff {
                        let words = "character code point value in \\x{} or \\o{} is too large";
                        let rest = self.rest().iter().position(|byte| *byte == b'}').unwrap_or_default();
                        return Err(error(words, self.at + rest));
                    }
                }
                Some(_) => return Err(error(words, self.at - 1)),
                None => return Err(error(words, self.pattern.len())),
            }
        }
    }

    /// `\pL`, `\p{Lu}`, `\p{^Greek}`. Scripts are many and not told apart here.
    fn property(&mut self) -> Step {
        match self.next() {
            Some(b'{') => {
                let from = self.at;
                while self.next().is_some_and(|byte| byte != b'}') {}
                let name = self.pattern.get(from..self.at - 1).unwrap_or_default();
                let name = name.strip_prefix(b"^").unwrap_or(name);
                let plausible = name.first().is_some_and(u8::is_ascii_alphabetic)
                    && name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_&- =:".contains(byte));
                if plausible { Ok(()) } else { Err(error("malformed \\P or \\p sequence", self.at)) }
            }
            Some(b'C' | b'L' | b'M' | b'N' | b'P' | b'S' | b'Z') => Ok(()),
            Some(_) => Err(error("unknown property after \\P or \\p", self.at)),
            None => Err(error("malformed \\P or \\p sequence", self.pattern.len())),
        }
    }

    /// After `[`.
    fn class(&mut self, start: usize) -> Step {
        if let Some(kind @ (b':' | b'.' | b'=')) = self.peek() {
            let rest = self.rest().get(1..).unwrap_or_default();
            let closes = rest.windows(2).position(|pair| pair == [kind, b']']);
            let word = closes.and_then(|length| rest.get(..length));
            if word.is_some_and(|word| word.iter().all(u8::is_ascii_lowercase)) {
                return Err(error("POSIX named classes are supported only within a class", start));
            }
        }
        self.next_if(|byte| byte == b'^');
        let mut first = true;
        // The value of the last single character, and whether a `-` after it waits for the end of a range.
        let mut before: Option<Item> = None;
        let mut ranging = false;
        loop {
            let at = self.at;
            let Some(byte) = self.next() else {
                return Err(error("missing terminating ] for character class", self.pattern.len()));
            };
            let item = match byte {
                b']' if !first => return Ok(()),
                b'[' if matches!(self.peek(), Some(b':' | b'.' | b'=')) => {
                    if self.posix(at)? {
                        Item::Set
                    } else {
                        Item::Character(byte)
                    }
                }
                b'-' if before.is_some() && !ranging && self.peek().is_some_and(|byte| byte != b']') => {
                    if before == Some(Item::Set) {
                        return Err(error("invalid range in character class", at));
                    }
                    ranging = true;
                    first = false;
                    continue;
                }
                b'\\' => self.class_escape(at)?,
                _ => Item::Character(byte),
            };
            first = false;
            if ranging {
                match (before, item) {
                    (Some(Item::Character(low)), Item::Character(high)) if low > high => {
                        return Err(error("range out of order in character class", at));
                    }
                    (_, Item::Set) => return Err(error("invalid range in character class", self.at)),
                    _ => {}
                }
                ranging = false;
                before = None;
            } else {
                before = Some(item);
            }
        }
    }

    /// After `[` inside a class: `[:alpha:]`. Whether it was one.
    fn posix(&mut self, at: usize) -> Step<bool> {
        let kind = self.peek().unwrap_or_default();
        let rest = self.rest().get(1..).unwrap_or_default();
        let Some(length) = rest.windows(2).position(|pair| pair == [kind, b']']) else { return Ok(false) };
        let name = rest.get(..length).unwrap_or_default();
        let bare = name.strip_prefix(b"^").unwrap_or(name);
        if kind != b':' {
            return Err(error("POSIX collating elements are not supported", at));
        }
        if !bare.iter().all(u8::is_ascii_lowercase) {
            return Ok(false);
        }
        if !POSIX.iter().any(|known| known.as_bytes() == bare) {
            return Err(error("unknown POSIX class name", at + 2));
        }
        self.at += length + 3;
        Ok(true)
    }

    fn class_escape(&mut self, start: usize) -> Step<Item> {
        let Some(byte) = self.next() else { return Err(error("\\ at end of pattern", self.pattern.len())) };
        match byte {
            b'D' | b'd' | b'H' | b'h' | b'S' | b's' | b'V' | b'v' | b'W' | b'w' => Ok(Item::Set),
            b'p' | b'P' => self.property().map(|()| Item::Set),
            b'E' => Ok(Item::Unknown),
            b'Q' => {
                let rest = self.rest();
                let length = rest.windows(2).position(|pair| pair == b"\\E").map(|length| length + 2);
                self.at += length.unwrap_or(rest.len());
                Ok(Item::Unknown)
            }
            b'B' | b'R' | b'X' => Err(error("escape sequence is invalid in character class", self.at)),
            b'N' => Err(error("\\N is not supported in a class", self.at)),
            b'b' => Ok(Item::Character(8)),
            b'0'..=b'7' => {
                self.at -= 1;
                self.octal(3)?;
                Ok(Item::Unknown)
            }
            byte if byte.is_ascii_alphanumeric() => {
                self.character(byte, start)?;
                Ok(Item::Unknown)
            }
            byte => Ok(Item::Character(byte)),
        }
    }

    fn check_references(&self) -> Step {
        for reference in &self.references {
            let (exists, at) = match reference {
                Reference::Number { number, at } => (*number <= self.captures.count, *at),
                Reference::Name { name, at } => (self.captures.names.contains(name), *at),
            };
            if !exists {
                return Err(error("reference to non-existent subpattern", at));
            }
        }
        Ok(())
    }

    fn expect_close(&mut self) -> Step {
        match self.next() {
            Some(b')') => Ok(()),
            Some(_) => {
                Err(error("(?R (recursive pattern call) must be followed by a closing parenthesis", self.at - 1))
            }
            None => Err(error("missing closing parenthesis", self.pattern.len())),
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

/// One member of a class.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Item {
    Character(u8),
    /// One character whose value is not followed up here.
    Unknown,
    /// Many characters, which no range can start or end with.
    Set,
}

fn error(words: &'static str, at: usize) -> RegexError {
    RegexError { words, at }
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
const VERBS: &[&str] = &["ACCEPT", "COMMIT", "F", "FAIL", "MARK", "PRUNE", "SKIP", "THEN"];
const ALPHA_ASSERTIONS: &[&str] = &[
    "asr",
    "atomic",
    "atomic_script_run",
    "napla",
    "naplb",
    "negative_lookahead",
    "negative_lookbehind",
    "nla",
    "nlb",
    "non_atomic_positive_lookahead",
    "non_atomic_positive_lookbehind",
    "pla",
    "plb",
    "positive_lookahead",
    "positive_lookbehind",
    "script_run",
    "sr",
];
const POSIX: &[&str] = &[
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "word",
    "xdigit",
];
