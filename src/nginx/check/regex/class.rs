//! Classes: `[…]` with ranges, POSIX names and escapes.

use super::{Reader, Step, error};

impl Reader<'_> {
    /// After `[`.
    pub(super) fn class(&mut self, start: usize) -> Step {
        if let Some(kind @ (b':' | b'.' | b'=')) = self.peek() {
            let rest = self.rest().get(1..).unwrap_or_default();
            let closes = rest.windows(2).position(|pair| pair == [kind, b']']);
            let word = closes.and_then(|length| rest.get(..length));
            if word.is_some_and(|word| word.iter().all(u8::is_ascii_lowercase)) {
                return Err(error!(at start, "POSIX named classes are supported only within a class"
                    / "POSIX 命名字符类只能用在字符类中"));
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
                return Err(error!(at self.pattern.len(), "missing terminating ] for character class"
                    / "字符类缺少结尾的 ]"));
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
                        return Err(error!(at at, "invalid range in character class" / "字符类中的范围无效"));
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
                        return Err(error!(at at, "range out of order in character class"
                            / "字符类中的范围顺序颠倒"));
                    }
                    (_, Item::Set) => {
                        return Err(error!(at self.at, "invalid range in character class" / "字符类中的范围无效"));
                    }
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
            return Err(error!(at at, "POSIX collating elements are not supported" / "不支持 POSIX 排序元素"));
        }
        if !bare.iter().all(u8::is_ascii_lowercase) {
            return Ok(false);
        }
        if !POSIX.iter().any(|known| known.as_bytes() == bare) {
            return Err(error!(at at + 2, "unknown POSIX class name" / "未知的 POSIX 字符类名"));
        }
        self.at += length + 3;
        Ok(true)
    }

    fn class_escape(&mut self, start: usize) -> Step<Item> {
        let Some(byte) = self.next() else {
            return Err(error!(at self.pattern.len(), "\\ at end of pattern" / "模式以 \\ 结尾"));
        };
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
            b'B' | b'R' | b'X' => Err(error!(at self.at, "escape sequence is invalid in character class"
                / "转义序列不能用在字符类中")),
            b'N' => Err(error!(at self.at, "\\N is not supported in a class" / "字符类中不支持 \\N")),
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

const POSIX: &[&str] = &[
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "word",
    "xdigit",
];
