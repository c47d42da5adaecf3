//! What begins with a parenthesis: groups, verbs, options, conditions and references to groups.

use super::{GroupKind, Reader, Reference, RegexError, Step, error};
use crate::diagnostic::Sentence;

impl<'a> Reader<'a> {
    /// After `(`. Whether it was read as a whole, as an item of its own, such as `(?1)`.
    pub(super) fn open(&mut self, start: usize) -> Step<bool> {
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
        // PCRE2 tells `(*pla:` from `(*ACCEPT)` by the case of the first letter alone.
        if name.first().is_some_and(u8::is_ascii_lowercase) {
            if !ALPHA_ASSERTIONS.iter().any(|known| known.as_bytes() == name) {
                return Err(error!(at self.at, "(*alpha_assertion) not recognized" / "无法识别 (*alpha_assertion)"));
            }
            if self.peek() == Some(b':') {
                self.at += 1;
            }
            self.push(from, GroupKind::Plain);
            return Ok(false);
        }
        let known = name.is_empty() || VERBS.iter().any(|known| known.as_bytes() == name);
        if !known || !matches!(self.peek(), Some(b')' | b':')) {
            return Err(error!(at self.at, "(*VERB) not recognized or malformed" / "无法识别 (*VERB) 或其格式错误"));
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
                return Err(error!(at self.pattern.len(), "missing ) after (?# comment" / "(?# 注释后缺少 )"));
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
                _ => {
                    return Err(error!(at self.at, "unrecognized character after (?P" / "(?P 后的字符无法识别"));
                }
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
                Some(_) => {
                    return Err(error!(at self.at - 1, "unrecognized character after (? or (?-"
                        / "(? 或 (?- 后的字符无法识别"));
                }
                None => {
                    return Err(error!(at self.pattern.len(), "missing closing parenthesis" / "缺少右括号"));
                }
            }
        }
    }

    fn named(&mut self, start: usize, end: u8) -> Step {
        let name = self.name(end)?;
        if self.captures.names.contains(&name) && !self.duplicate_names && !self.in_branch_reset() {
            let words = Sentence::plain(
                "two named subpatterns have the same name (PCRE2_DUPNAMES not set)",
                "两个命名子模式同名（未设置 PCRE2_DUPNAMES）",
            );
            return Err(RegexError { words, at: self.at });
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
            return Err(error!(at from, "subpattern name must start with a non-digit" / "子模式名不能以数字开头"));
        }
        if name.is_empty() {
            return Err(error!(at from, "subpattern name expected" / "此处应有子模式名"));
        }
        if name.len() > 32 {
            return Err(error!(at self.at, "subpattern name is too long (maximum 32 code units)"
                / "子模式名太长（最多 32 个编码单元）"));
        }
        if self.next() != Some(end) {
            let at = self.at.min(self.pattern.len());
            return Err(error!(at at, "syntax error in subpattern name (missing terminator?)"
                / "子模式名语法错误（缺少结束符？）"));
        }
        Ok(name)
    }

    pub(super) fn name_reference(&mut self, end: u8) -> Step {
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
                None => {
                    return Err(error!(at at, "reference to non-existent subpattern" / "引用了不存在的子模式"));
                }
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
}

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
