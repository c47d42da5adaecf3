//! As much of JavaScript as tells a port: tokens without comments, and the values of simple expressions.

use std::iter::Peekable;
use std::ops::Range;
use std::str::CharIndices;

/// A token with its place.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind<'a>,
    pub(super) span: Range<usize>,
}

/// What a token is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Kind<'a> {
    Name(&'a str),
    Number(u64),
    Other(char),
    Text(&'a str),
}

/// The tokens of a file.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut characters = text.char_indices().peekable();
    while let Some((start, character)) = characters.next() {
        let kind = match character {
            _ if character.is_whitespace() => continue,
            '/' if skip_comment(&mut characters) => continue,
            '\'' | '"' | '`' => Kind::Text(quoted(text, start, character, &mut characters)),
            '0'..='9' => match number(taken(text, start, &mut characters)) {
                Some(number) => Kind::Number(number),
                None => continue,
            },
            _ if is_part_of_name(character) => Kind::Name(taken(text, start, &mut characters)),
            _ => Kind::Other(character),
        };
        let end = characters.peek().map_or(text.len(), |(at, _)| *at);
        tokens.push(Token { kind, span: start..end });
    }
    tokens
}

/// A number that an expression gives, and whether the variable `PORT` of the environment goes before it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Value {
    pub(super) number: u64,
    pub(super) environment_first: bool,
    pub(super) span: Range<usize>,
}

/// The port that an expression at the start of `tokens` gives: a number, a name that was given one, or
/// `process.env.PORT || number`, in any function's brackets.
pub(super) fn value(tokens: &[Token<'_>], all: &[Token<'_>]) -> Option<Value> {
    let expression = expression(tokens);
    // `const port = 3000; app.listen(port)`
    if let [Token { kind: Kind::Name(name), .. }] = expression {
        let given = all.windows(3).position(|window| match window {
            [keyword, found, equals] => {
                matches!(keyword.kind, Kind::Name("const" | "let" | "var"))
                    && found.kind == Kind::Name(name)
                    && equals.kind == Kind::Other('=')
            }
            _ => false,
        })?;
        return direct(self::expression(all.get(given + 3..)?));
    }
    direct(expression)
}

/// The port of an expression without names of its own.
fn direct(expression: &[Token<'_>]) -> Option<Value> {
    let environment_first = expression.iter().any(|token| token.kind == Kind::Name("env"));
    // The base in `parseInt(text, 10)` is no port.
    let is_base = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| expression.get(before));
        before.is_some_and(|token| token.kind == Kind::Other(','))
    };
    let mut numbers = expression.iter().enumerate().filter_map(|(at, token)| match token.kind {
        Kind::Number(10) if is_base(at) => None,
        Kind::Number(number) => Some((number, token.span.clone())),
        Kind::Text(text) => Some((text.parse().ok()?, token.span.clone())),
        Kind::Name(_) | Kind::Other(_) => None,
    });
    let (number, span) = numbers.next()?;
    // Another number makes it an expression that would have to be calculated.
    let alone = numbers.next().is_none();
    let calculates = |token: &Token<'_>| matches!(token.kind, Kind::Other('+' | '-' | '*' | '/' | '%'));
    let simple = (environment_first || expression.len() <= 4) && !expression.iter().any(calculates);
    (alone && simple && number > 0).then_some(Value { number, environment_first, span })
}

/// The tokens up to the `,`, `;` or bracket that ends the expression, or the next statement.
fn expression<'a, 'b>(tokens: &'b [Token<'a>]) -> &'b [Token<'a>] {
    let mut depth = 0_usize;
    let mut after_operand = false;
    for (index, token) in tokens.iter().enumerate().take(MOST_TOKENS) {
        match token.kind {
            Kind::Other('(' | '[') => depth += 1,
            Kind::Other(')' | ']') if depth > 0 => depth -= 1,
            Kind::Other(')' | ']' | '}' | '{' | ';') => return tokens.get(..index).unwrap_or_default(),
            Kind::Other(',') if depth == 0 => return tokens.get(..index).unwrap_or_default(),
            // Two operands side by side: a line end is between them.
            Kind::Name(_) | Kind::Number(_) | Kind::Text(_) if depth == 0 && after_operand => {
                return tokens.get(..index).unwrap_or_default();
            }
            _ => {}
        }
        after_operand = !matches!(token.kind, Kind::Other(character) if !matches!(character, ')' | ']'));
    }
    tokens.get(..tokens.len().min(MOST_TOKENS)).unwrap_or_default()
}

fn skip_comment(characters: &mut Peekable<CharIndices<'_>>) -> bool {
    match characters.peek() {
        Some((_, '/')) => {
            while characters.next_if(|(_, character)| *character != '\n').is_some() {}
            true
        }
        Some((_, '*')) => {
            let mut star = false;
            characters.next();
            for (_, character) in characters.by_ref() {
                if star && character == '/' {
                    break;
                }
                star = character == '*';
            }
            true
        }
        _ => false,
    }
}

fn quoted<'a>(text: &'a str, start: usize, quote: char, characters: &mut Peekable<CharIndices<'a>>) -> &'a str {
    let from = start + quote.len_utf8();
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' => drop(characters.next()),
            // A quote that a line leaves open is none: it is in a regular expression.
            '\n' if quote != '`' => return "",
            _ if character == quote => return text.get(from..at).unwrap_or_default(),
            _ => {}
        }
    }
    ""
}

fn taken<'a>(text: &'a str, start: usize, characters: &mut Peekable<CharIndices<'a>>) -> &'a str {
    while characters.next_if(|(_, character)| is_part_of_name(*character)).is_some() {}
    let end = characters.peek().map_or(text.len(), |(at, _)| *at);
    text.get(start..end).unwrap_or_default()
}

fn number(text: &str) -> Option<u64> {
    let text = text.replace('_', "");
    match text.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    }
}

fn is_part_of_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || character == '$'
}

/// Tokens of one expression that are looked at.
const MOST_TOKENS: usize = 64;
