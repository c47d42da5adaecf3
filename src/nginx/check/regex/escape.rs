//! Escapes: what a backslash and the characters after it stand for.

use super::{Last, Reader, Reference, RegexError, Step, error};
use crate::diagnostic::Sentence;

impl Reader<'_> {
    /// After a backslash outside a class.
    pub(super) fn escape(&mut self, start: usize, last: Last) -> Step<Last> {
        let Some(byte) = self.next() else {
            return Err(error!(at self.pattern.len(), "\\ at end of pattern" / "模式以 \\ 结尾"));
        };
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
                        let words = Sentence::plain(
                            "\\k is not followed by a braced, angle-bracketed, or quoted name",
                            "\\k 后没有用花括号、尖括号或引号括起的名称",
                        );
                        return Err(RegexError { words, at: self.at.min(self.pattern.len()) });
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
                            number.ok_or(error!(at open, "reference to non-existent subpattern"
                                / "引用了不存在的子模式"))?
                        }
                        Some(_) => self.captures.count.saturating_add(number),
                        None => number,
                    };
                    if self.next() != Some(b'}') {
                        return Err(
                            error!(at at, "\\g is not followed by a braced, angle-bracketed, or quoted name/number or by a plain number"
                            / "\\g 后没有用花括号、尖括号或引号括起的名称或数字，也没有数字"),
                        );
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
                    let words = Sentence::plain("a numbered reference must not be zero", "数字引用不能为 0");
                    return Err(RegexError { words, at: self.at });
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
                None => Err(error!(at self.pattern.len(), "\\c at end of pattern" / "模式以 \\c 结尾")),
            },
            b'0' => self.octal(2),
            b'o' if self.peek() == Some(b'{') => {
                self.at += 1;
                self.braced(
                    |byte| matches!(byte, b'0'..=b'7'),
                    Sentence::plain(
                        "non-octal character in \\o{{}} (closing brace missing?)",
                        "\\o{{}} 中有非八进制字符（缺少右花括号？）",
                    ),
                    8,
                )
            }
            b'x' if self.peek() == Some(b'{') => {
                self.at += 1;
                let words = Sentence::plain(
                    "non-hex character in \\x{{}} (closing brace missing?)",
                    "\\x{{}} 中有非十六进制字符（缺少右花括号？）",
                );
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
                Err(error!(at self.at, "PCRE2 does not support \\F, \\L, \\l, \\N{{name}}, \\U, or \\u"
                / "PCRE2 不支持 \\F、\\L、\\l、\\N{{name}}、\\U 和 \\u"))
            }
            byte if byte.is_ascii_alphabetic() => {
                Err(error!(at start + 1, "unrecognized character follows \\" / "\\ 后的字符无法识别"))
            }
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
            return Err(error!(at self.at, "octal value is greater than \\377 in 8-bit non-UTF-8 mode"
                / "8 位非 UTF-8 模式下八进制值大于 \\377"));
        }
        Ok(())
    }

    fn braced(&mut self, digit: fn(u8) -> bool, words: Sentence, base: u32) -> Step {
        let mut value = 0_u32;
        loop {
            match self.next() {
                Some(b'}') => return Ok(()),
                Some(byte) if digit(byte) => {
                    let digit = char::from(byte).to_digit(16).unwrap_or_default();
                    value = value.saturating_mul(base).saturating_add(digit);
                    if value > 0xff {
                        let words = Sentence::plain(
                            "character code point value in \\x{{}} or \\o{{}} is too large",
                            "\\x{{}} 或 \\o{{}} 中的码位太大",
                        );
                        let rest = self.rest().iter().position(|byte| *byte == b'}').unwrap_or_default();
                        return Err(RegexError { words, at: self.at + rest });
                    }
                }
                Some(_) => return Err(RegexError { words, at: self.at - 1 }),
                None => return Err(RegexError { words, at: self.pattern.len() }),
            }
        }
    }

    /// `\pL`, `\p{Lu}`, `\p{^Greek}`. Scripts are many and not distinguished here.
    pub(super) fn property(&mut self) -> Step {
        match self.next() {
            Some(b'{') => {
                let from = self.at;
                while self.next().is_some_and(|byte| byte != b'}') {}
                let name = self.pattern.get(from..self.at - 1).unwrap_or_default();
                let name = name.strip_prefix(b"^").unwrap_or(name);
                let plausible = name.first().is_some_and(u8::is_ascii_alphabetic)
                    && name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_&- =:".contains(byte));
                if plausible {
                    Ok(())
                } else {
                    Err(error!(at self.at, "malformed \\P or \\p sequence" / "\\P 或 \\p 序列格式错误"))
                }
            }
            Some(b'C' | b'L' | b'M' | b'N' | b'P' | b'S' | b'Z') => Ok(()),
            Some(_) => Err(error!(at self.at, "unknown property after \\P or \\p" / "\\P 或 \\p 后的属性未知")),
            None => Err(error!(at self.pattern.len(), "malformed \\P or \\p sequence" / "\\P 或 \\p 序列格式错误")),
        }
    }
}
