//! Where a literal of JavaScript ends.

/// The offset of the line end at or after `from`.
pub(super) fn line_end(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    rest.find(['\n', '\r', '\u{2028}', '\u{2029}']).map_or(text.len(), |at| from + at)
}

/// The end of the string whose quote is at `start`; `None` when its line ends first.
pub(super) fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let quote = *bytes.get(start)?;
    let mut at = start + 1;
    loop {
        match *bytes.get(at)? {
            // A line may go on after `\`, CR LF too.
            b'\\' if bytes.get(at + 1) == Some(&b'\r') && bytes.get(at + 2) == Some(&b'\n') => at += 3,
            b'\\' => at += 2,
            b'\n' | b'\r' => return None,
            byte => {
                at += 1;
                if byte == quote {
                    return Some(at);
                }
            }
        }
    }
}

/// The end of a piece of a template that starts at `from`, and whether a hole follows.
pub(super) fn template_end(bytes: &[u8], from: usize) -> Option<(usize, bool)> {
    let mut at = from;
    loop {
        match *bytes.get(at)? {
            b'\\' => at += 2,
            b'`' => return Some((at + 1, false)),
            b'$' if bytes.get(at + 1) == Some(&b'{') => return Some((at + 2, true)),
            _ => at += 1,
        }
    }
}

/// The end of the regular expression that starts at `start`, its flags included; `None` when its line ends first.
pub(super) fn regex_end(text: &str, start: usize) -> Option<usize> {
    let end = regex_body_end(text, start, false)?;
    let flags = name_end(text, end);
    // With the flag `v` a class may hold another, in which `/` is text.
    if text.get(end..flags)?.contains('v') {
        let end = regex_body_end(text, start, true)?;
        return Some(name_end(text, end));
    }
    Some(flags)
}

fn regex_body_end(text: &str, start: usize, nests: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = start + 1;
    let mut classes = 0_usize;
    loop {
        match *bytes.get(at)? {
            b'\\' if !matches!(bytes.get(at + 1), Some(b'\n' | b'\r')) => at += 1,
            b'\n' | b'\r' | b'\\' => return None,
            b'[' if classes == 0 || nests => classes += 1,
            b']' => classes = classes.saturating_sub(1),
            b'/' if classes == 0 => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
}

/// The end of the number that starts at `start`.
pub(super) fn number_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    let is_decimal = !matches!(bytes.get(start + 1), Some(b'x' | b'X' | b'b' | b'B' | b'o' | b'O'));
    while let Some(byte) = bytes.get(at) {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        match byte {
            b'+' | b'-' if is_decimal && at > start && matches!(before, Some(b'e' | b'E')) => {}
            // `1...` would be no number.
            b'.' if is_decimal && bytes.get(at + 1) != Some(&b'.') => {}
            _ if byte.is_ascii_alphanumeric() || *byte == b'_' => {}
            _ => break,
        }
        at += 1;
    }
    // `1..toString()`
    if at == start { at + 1 } else { at }
}

/// The end of the name that starts at `start`, which is `start` where none does.
pub(super) fn name_end(text: &str, start: usize) -> usize {
    let mut at = start;
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        match byte {
            // `\u0072equire` is a name, and never the `require` that is looked for.
            b'\\' if bytes.get(at + 1) == Some(&b'u') => {
                let braces = bytes.get(at + 2..).filter(|rest| rest.first() == Some(&b'{'));
                let end = braces.and_then(|rest| rest.iter().take(MOST_DIGITS).position(|byte| *byte == b'}'));
                at += 2 + end.map_or(0, |end| end + 1);
            }
            _ if byte.is_ascii() && is_name_byte(*byte) && *byte != b'\\' => at += 1,
            _ if !byte.is_ascii() => {
                let character = text.get(at..).and_then(|rest| rest.chars().next());
                let Some(character) = character.filter(|character| character.is_alphanumeric()) else { break };
                at += character.len_utf8();
            }
            _ => break,
        }
    }
    at
}

/// Whether a name may start with this byte, or the character that it starts.
pub(super) const fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'\\') || !byte.is_ascii()
}

/// The length of the operator that a text starts with.
pub(super) fn sign_length(text: &str) -> usize {
    // `a?.5:b` is a condition.
    if text.starts_with("?.") && text.as_bytes().get(2).is_some_and(u8::is_ascii_digit) {
        return 1;
    }
    let known = SIGNS.iter().find(|sign| text.starts_with(**sign));
    known.map_or_else(|| text.chars().next().map_or(1, char::len_utf8), |sign| sign.len())
}

/// Characters of `{10ffff}` with room for zeros.
const MOST_DIGITS: usize = 16;

/// Operators of more than one character, the longest first.
const SIGNS: &[&str] = &[
    ">>>=", "...", "===", "!==", "**=", "<<=", ">>=", ">>>", "&&=", "||=", "??=", "=>", "==", "!=", "<=", ">=", "&&",
    "||", "??", "?.", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<", ">>", "**",
];
