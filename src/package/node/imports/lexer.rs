//! JavaScript as tokens: strings, templates, comments and regular expressions told apart.
//!
//! No tree is built. As in cjs-module-lexer, what opened a bracket is remembered on a stack, and with it the token
//! before a `/` says whether that divides.

use super::super::super::words::holds;
use super::scan;

/// A token with its place.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether a statement may start with it.
    pub(super) starts_statement: bool,
}

/// What a token is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    Close(Bracket),
    /// A name or keyword. After a dot it is a property's.
    Name {
        is_property: bool,
    },
    Number,
    Open(Bracket),
    Regex,
    Sign,
    /// A string, with its quotes.
    Text,
    /// A template without holes, with its quotes.
    Template,
    /// A piece of a template with holes.
    TemplatePart,
}

/// What a bracket holds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Bracket {
    /// Statements that run where they stand.
    Block,
    /// Statements after `catch`, `finally`, `else`, `do` or a head: they may not run, or several times.
    ConditionalBlock,
    /// Members of a class.
    Class {
        is_expression: bool,
    },
    /// A function's statements.
    Function {
        is_expression: bool,
    },
    /// What follows `if`, `while` and the like, in brackets.
    Head {
        is_for: bool,
    },
    /// `${…}`
    Hole,
    Object,
    /// Parameters of a `function`.
    Parameters {
        is_expression: bool,
    },
    Paren,
    Square,
    /// Statements after `try`.
    Try,
}

/// Why a text is not read: it is no JavaScript, or more nested than code that people write.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Unreadable;

/// The tokens of a file.
///
/// # Errors
///
/// Brackets or quotes that do not close, JSX, and brackets nested deeper than [`MOST_NESTED`].
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, Unreadable> {
    let mut lexer = Lexer {
        text,
        bytes: text.as_bytes(),
        at: 0,
        tokens: Vec::new(),
        open: vec![Open { bracket: Bracket::Block, ternaries: 0, expects: Expects::Nothing }],
        after_operand: false,
        starts_statement: true,
        on_new_line: true,
        expects: Expects::Nothing,
    };
    lexer.run()?;
    Ok(lexer.tokens)
}

/// What a keyword makes of the bracket that comes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Expects {
    Class { is_expression: bool },
    Function { is_expression: bool },
    Nothing,
}

/// An open bracket.
struct Open {
    bracket: Bracket,
    /// `?` in it whose `:` has not come.
    ternaries: usize,
    /// What was expected after it: `class A extends mixin(B) {`.
    expects: Expects,
}

struct Lexer<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    tokens: Vec<Token>,
    /// The file, and the brackets inside each other that are open.
    open: Vec<Open>,
    /// Whether a value stands before, so that `/` divides it.
    after_operand: bool,
    starts_statement: bool,
    on_new_line: bool,
    expects: Expects,
}

impl Lexer<'_> {
    fn run(&mut self) -> Result<(), Unreadable> {
        // Node.js drops the line (`stripShebang`), but not after a byte order mark.
        if self.text.starts_with("#!") {
            self.at = scan::line_end(self.text, 0);
        } else if self.text.starts_with('\u{feff}') {
            self.at = '\u{feff}'.len_utf8();
        }
        while let Some(byte) = self.bytes.get(self.at).copied() {
            let start = self.at;
            match byte {
                b'\n' | b'\r' => {
                    self.on_new_line = true;
                    self.at += 1;
                }
                b' ' | b'\t' | 0x0b | 0x0c => self.at += 1,
                b'/' if self.rest().starts_with("//") => self.at = scan::line_end(self.text, start),
                b'/' if self.rest().starts_with("/*") => {
                    let end = self.rest().get(2..).and_then(|rest| rest.find("*/")).ok_or(Unreadable)? + 4;
                    self.on_new_line |= self.rest().get(..end).is_some_and(|comment| comment.contains(['\n', '\r']));
                    self.at += end;
                }
                // Comments of HTML, which scripts may hold (ECMA-262, B.1.1).
                b'<' if self.rest().starts_with("<!--") => self.at = scan::line_end(self.text, start),
                b'-' if self.on_new_line && self.rest().starts_with("-->") => {
                    self.at = scan::line_end(self.text, start);
                }
                b'\'' | b'"' => {
                    self.at = scan::string_end(self.bytes, start).ok_or(Unreadable)?;
                    self.value(Kind::Text, start);
                }
                b'`' => self.template(start)?,
                b'0'..=b'9' => self.number(start),
                b'.' if self.bytes.get(start + 1).is_some_and(u8::is_ascii_digit) => self.number(start),
                b'/' if !self.after_operand => {
                    self.at = scan::regex_end(self.text, start).ok_or(Unreadable)?;
                    self.value(Kind::Regex, start);
                }
                b'(' | b'[' | b'{' => self.opening(byte)?,
                b'}' if self.open.last().is_some_and(|open| open.bracket == Bracket::Hole) => {
                    self.closing(byte)?;
                    self.template(start)?;
                }
                b')' | b']' | b'}' => self.closing(byte)?,
                b'@' => return Err(Unreadable),
                // An element of JSX, or the type of TypeScript's cast: neither is JavaScript.
                b'<' if !self.after_operand => return Err(Unreadable),
                _ if scan::is_name_byte(byte) || byte == b'#' => self.word(start)?,
                _ => self.sign(start),
            }
        }
        if self.open.len() == 1 { Ok(()) } else { Err(Unreadable) }
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn add(&mut self, kind: Kind, start: usize, starts_statement: bool) {
        self.tokens.push(Token { kind, start, end: self.at, starts_statement });
        self.on_new_line = false;
    }

    fn value(&mut self, kind: Kind, start: usize) {
        let starts_statement = std::mem::take(&mut self.starts_statement);
        self.add(kind, start, starts_statement);
        self.after_operand = true;
        self.expects = Expects::Nothing;
    }

    fn number(&mut self, start: usize) {
        self.at = scan::number_end(self.bytes, start);
        self.value(Kind::Number, start);
    }

    /// From a quote, or the bracket that ends a hole, to a quote or the next hole.
    fn template(&mut self, start: usize) -> Result<(), Unreadable> {
        let is_first = self.bytes.get(start) == Some(&b'`');
        let (end, has_hole) = scan::template_end(self.bytes, start + 1).ok_or(Unreadable)?;
        self.at = end;
        self.value(if is_first && !has_hole { Kind::Template } else { Kind::TemplatePart }, start);
        if has_hole {
            self.push(Bracket::Hole, Expects::Nothing)?;
            self.after_operand = false;
        }
        Ok(())
    }

    fn word(&mut self, start: usize) -> Result<(), Unreadable> {
        self.at = scan::name_end(self.text, start + usize::from(self.bytes.get(start) == Some(&b'#')));
        if self.at == start {
            // A blank of Unicode, or a character that no name has.
            let character = self.rest().chars().next().ok_or(Unreadable)?;
            self.at += character.len_utf8();
            self.on_new_line |= matches!(character, '\u{2028}' | '\u{2029}');
            return if character.is_whitespace() || character == '\u{feff}' { Ok(()) } else { Err(Unreadable) };
        }
        let name = self.text.get(start..self.at).unwrap_or_default();
        let before = self.tokens.last().copied();
        let is_property = before.is_some_and(|token| matches!(self.text_of(token), "." | "?."));
        // A name after a value on another line starts a statement, since nothing else could (ECMA-262, 12.10.1).
        let is_operator = !is_property && matches!(name, "in" | "instanceof" | "of" | "as" | "from");
        if self.on_new_line && self.in_statements() && !is_operator && !is_property {
            let is_cut = before.is_some_and(|token| matches!(self.text_of(token), "return" | "break" | "continue"));
            self.starts_statement |= self.after_operand || is_cut;
        }
        let starts_statement = std::mem::take(&mut self.starts_statement);
        self.add(Kind::Name { is_property }, start, starts_statement);
        let is_keyword = !is_property && holds(BEFORE_A_VALUE, name) && !self.is_member_name(before);
        self.after_operand = !is_keyword;
        if is_property {
            return Ok(());
        }
        match name {
            "function" => self.expects = Expects::Function { is_expression: !starts_statement },
            "class" => self.expects = Expects::Class { is_expression: !starts_statement },
            // What they stand before starts where they do.
            "async" | "export" => self.starts_statement = starts_statement,
            "default" if before.is_some_and(|token| self.text_of(token) == "export") => self.starts_statement = true,
            "do" | "else" | "finally" | "try" if is_keyword => self.starts_statement = true,
            _ => {}
        }
        Ok(())
    }

    /// Whether a name that comes after `before` is that of an object's or a class's member.
    fn is_member_name(&self, before: Option<Token>) -> bool {
        let in_members =
            self.open.last().is_some_and(|open| matches!(open.bracket, Bracket::Object | Bracket::Class { .. }));
        in_members && before.is_some_and(|token| matches!(self.text_of(token), "{" | "," | "}" | ";"))
    }

    fn sign(&mut self, start: usize) {
        self.at += scan::sign_length(self.rest());
        let sign = self.text.get(start..self.at).unwrap_or_default();
        let starts_statement = std::mem::take(&mut self.starts_statement);
        self.add(Kind::Sign, start, starts_statement);
        let in_statements = self.in_statements();
        match sign {
            // After a value they belong to it, before one to that.
            "++" | "--" => {}
            ";" => {
                self.after_operand = false;
                self.starts_statement = in_statements;
            }
            ":" => {
                self.after_operand = false;
                match self.open.last_mut().filter(|open| open.ternaries > 0) {
                    Some(open) => open.ternaries -= 1,
                    // Of a label, or of a `case`.
                    None => self.starts_statement = in_statements,
                }
            }
            "?" => {
                self.after_operand = false;
                if let Some(open) = self.open.last_mut() {
                    open.ternaries += 1;
                }
            }
            _ => self.after_operand = false,
        }
        // `function*` only; what else follows `function` or `class` made it a key.
        if !(sign == "*" && matches!(self.expects, Expects::Function { .. })) && sign != "." {
            self.expects = Expects::Nothing;
        }
    }

    fn opening(&mut self, byte: u8) -> Result<(), Unreadable> {
        let start = self.at;
        self.at += 1;
        let bracket = match byte {
            b'(' => self.paren(),
            b'[' => Bracket::Square,
            _ => self.brace(),
        };
        let starts_statement = self.starts_statement;
        let is_heritage = byte != b'{' && matches!(self.expects, Expects::Class { .. });
        let expects = std::mem::replace(&mut self.expects, Expects::Nothing);
        self.add(Kind::Open(bracket), start, starts_statement);
        self.push(bracket, if is_heritage { expects } else { Expects::Nothing })?;
        self.after_operand = false;
        self.starts_statement = self.in_statements();
        Ok(())
    }

    /// What a `(` starts, from the token before it.
    fn paren(&self) -> Bracket {
        if let Expects::Function { is_expression } = self.expects {
            return Bracket::Parameters { is_expression };
        }
        let (word, before) = (self.back(0), self.back(1));
        let in_members =
            self.open.last().is_some_and(|open| matches!(open.bracket, Bracket::Object | Bracket::Class { .. }));
        let is_word = |name: &str| {
            word.is_some_and(|token| token.kind == Kind::Name { is_property: false } && self.text_of(token) == name)
        };
        if in_members {
            return Bracket::Paren;
        }
        let is_for = is_word("for") || is_word("await") && before.is_some_and(|token| self.text_of(token) == "for");
        if is_for || ["catch", "if", "switch", "while", "with"].into_iter().any(is_word) {
            Bracket::Head { is_for }
        } else {
            Bracket::Paren
        }
    }

    /// What a `{` starts, from the token before it.
    #[expect(clippy::match_same_arms, reason = "each arm is a form of its own, and their order counts")]
    fn brace(&self) -> Bracket {
        if let Expects::Class { is_expression } = self.expects {
            return Bracket::Class { is_expression };
        }
        let Some(before) = self.back(0) else { return Bracket::Block };
        let in_members =
            self.open.last().is_some_and(|open| matches!(open.bracket, Bracket::Object | Bracket::Class { .. }));
        match (before.kind, self.text_of(before)) {
            (Kind::Close(Bracket::Parameters { is_expression }), _) => Bracket::Function { is_expression },
            (Kind::Close(Bracket::Head { .. }), _) => Bracket::ConditionalBlock,
            // A method.
            (Kind::Close(Bracket::Paren), _) if in_members => Bracket::Function { is_expression: false },
            // An arrow's body divides nothing.
            (Kind::Sign, "=>") => Bracket::Function { is_expression: false },
            (Kind::Name { is_property: false }, "try") if self.starts_statement => Bracket::Try,
            (Kind::Name { is_property: false }, "else" | "do" | "finally") if self.starts_statement => {
                Bracket::ConditionalBlock
            }
            (Kind::Name { is_property: false }, "catch") => Bracket::ConditionalBlock,
            // `export default {…}`
            (Kind::Name { is_property: false }, "default") => Bracket::Object,
            (Kind::Name { .. }, "static") if in_members => Bracket::Function { is_expression: false },
            _ if self.starts_statement || (self.after_operand && self.in_statements()) => Bracket::Block,
            _ => Bracket::Object,
        }
    }

    fn closing(&mut self, byte: u8) -> Result<(), Unreadable> {
        let start = self.at;
        let is_open = self.open.len() > 1;
        let Open { bracket, expects, .. } = self.open.pop().filter(|_| is_open).ok_or(Unreadable)?;
        let closes = match bracket {
            Bracket::Head { .. } | Bracket::Paren | Bracket::Parameters { .. } => b')',
            Bracket::Square => b']',
            _ => b'}',
        };
        if closes != byte {
            return Err(Unreadable);
        }
        self.expects = expects;
        self.at += 1;
        self.starts_statement = false;
        if bracket == Bracket::Hole {
            // The template goes on, with this bracket as its first character.
            self.at = start;
            return Ok(());
        }
        self.add(Kind::Close(bracket), start, false);
        let is_value = match bracket {
            Bracket::Block | Bracket::ConditionalBlock | Bracket::Try | Bracket::Head { .. } => false,
            Bracket::Class { is_expression } | Bracket::Function { is_expression } => is_expression,
            Bracket::Hole | Bracket::Object | Bracket::Parameters { .. } | Bracket::Paren | Bracket::Square => true,
        };
        self.after_operand = is_value;
        self.starts_statement = !is_value && self.in_statements();
        Ok(())
    }

    fn push(&mut self, bracket: Bracket, expects: Expects) -> Result<(), Unreadable> {
        self.open.push(Open { bracket, ternaries: 0, expects });
        if self.open.len() > MOST_NESTED { Err(Unreadable) } else { Ok(()) }
    }

    /// Whether statements stand here, and not values.
    fn in_statements(&self) -> bool {
        self.open.last().is_none_or(|open| {
            matches!(open.bracket, Bracket::Block | Bracket::ConditionalBlock | Bracket::Function { .. } | Bracket::Try)
        })
    }

    /// The token `count` before the last.
    fn back(&self, count: usize) -> Option<Token> {
        self.tokens.get(self.tokens.len().checked_sub(count + 1)?).copied()
    }

    fn text_of(&self, token: Token) -> &str {
        self.text.get(token.start..token.end).unwrap_or_default()
    }
}

/// Brackets inside each other that are followed; V8 itself gives up at a few thousand.
const MOST_NESTED: usize = 2048;

/// Keywords that a value follows.
const BEFORE_A_VALUE: &str = "
    await case default delete do else extends finally in instanceof new of return throw try typeof void yield
";
