//! Escapes: what a backslash and the characters behind it stand for.

use super::{Last, Reader, Reference, Step, error};

impl Reader<'_> {
    /// After a backslash outside a class.
    pub(super) fn escape(&mut self, start: usize, last: Last) -> Step<Last> {
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
    pub(super) fn character(&mut self, byte: u8, start: usize) -> Step {
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

    pub(super) fn octal(&mut self, most: usize) -> Step {
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
    pub(super) fn property(&mut self) -> Step {
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
}
