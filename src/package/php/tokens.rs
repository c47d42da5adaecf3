//! PHP as tokens: strings and comments told apart from code.

/// A token with its place.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What a token is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    /// A name, a keyword, a variable with its `$`, or a number.
    Name,
    Sign,
    /// A string with its quotes.
    Text,
}

impl Token {
    pub(super) fn text<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// The tokens of the code between `<?php` and `?>`; none of a text with strings over several lines of their own kind
/// (`<<<`), whose ends are not looked for.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let bytes = text.as_bytes();
    let rest = |at: usize| text.get(at..).unwrap_or_default();
    let mut at = 0;
    let mut in_code = false;
    while at < bytes.len() {
        if !in_code {
            let Some(open) = rest(at).find("<?") else { break };
            at += open;
            let length = if rest(at).starts_with("<?php") { 5 } else { 2 };
            tokens.push(Token { kind: Kind::Sign, start: at, end: at + length });
            at += length;
            in_code = true;
            continue;
        }
        let start = at;
        let Some(byte) = bytes.get(at).copied() else { break };
        match byte {
            _ if byte.is_ascii_whitespace() => at += 1,
            b'#' if bytes.get(at + 1) != Some(&b'[') => at = line_comment(text, at),
            b'/' if bytes.get(at + 1) == Some(&b'/') => at = line_comment(text, at),
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                at = rest(at + 2).find("*/").map_or(bytes.len(), |end| at + 2 + end + 2);
            }
            b'?' if bytes.get(at + 1) == Some(&b'>') => {
                at += 2;
                tokens.push(Token { kind: Kind::Sign, start, end: at });
                in_code = false;
            }
            b'<' if rest(at).starts_with("<<<") => return Vec::new(),
            b'\'' | b'"' | b'`' => {
                at = string_end(bytes, at);
                tokens.push(Token { kind: Kind::Text, start, end: at });
            }
            _ if is_name(byte) => {
                at += bytes.get(at..).unwrap_or_default().iter().take_while(|byte| is_name(**byte)).count();
                tokens.push(Token { kind: Kind::Name, start, end: at });
            }
            _ => {
                at += 1;
                tokens.push(Token { kind: Kind::Sign, start, end: at });
            }
        }
    }
    tokens
}

/// The end of a comment: of its line, or the `?>` in it.
fn line_comment(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
    at + rest.get(..line).and_then(|line| line.find("?>")).unwrap_or(line)
}

fn string_end(bytes: &[u8], start: usize) -> usize {
    let quote = bytes.get(start).copied();
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at).copied() {
        at += match byte {
            b'\\' => 2,
            _ if Some(byte) == quote => return at + 1,
            _ => 1,
        };
    }
    bytes.len()
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || !byte.is_ascii()
}
