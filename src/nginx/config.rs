//! A configuration as a lossless tree.

use std::fmt;
use std::ops::Range;

use super::lex::{Lexer, Stop, Token, Value, offset, unexpected};
use super::syntax_error::{SyntaxError, SyntaxErrorKind};

/// A text read as nginx reads it: statements, blocks and comments, each with its bytes.
///
/// The text is kept as it is, so that a configuration prints back byte for byte. Where reading cannot go on the tree
/// holds what came before, and [`syntax_error`](Self::syntax_error) says why. Bytes need not be UTF-8: nginx does not
/// ask for it.
///
/// # Examples
///
/// ```
/// use cloudapp::nginx::Config;
///
/// let config = Config::parse("events {}\nhttp { server { listen \"80\"; } } # shop");
/// let server = config.directives().last().unwrap().children().next().unwrap();
/// let listen = server.children().next().unwrap();
/// assert_eq!((listen.name(), listen.argument(0)), (&b"listen"[..], Some(&b"80"[..])));
/// assert_eq!(config.all_directives().count(), 4);
/// assert_eq!(config.comments().map(|bytes| &config.as_bytes()[bytes]).collect::<Vec<_>>(), [b"# shop"]);
/// assert_eq!(config.to_string(), "events {}\nhttp { server { listen \"80\"; } } # shop");
/// ```
#[derive(Clone)]
pub struct Config {
    text: Vec<u8>,
    unescaped: Vec<u8>,
    tokens: Vec<Token>,
    /// In the order of the text; the children of a node are the nodes between it and its `end`.
    nodes: Vec<Node>,
    comments: Vec<(u32, u32)>,
    syntax_error: Option<SyntaxError>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Node {
    first_token: u32,
    end_token: u32,
    terminator: u32,
    /// Byte of `}`; `u32::MAX` for a statement without a block and for a block that is never closed.
    close: u32,
    /// Index past the last node inside.
    end: u32,
    block: bool,
}

impl Config {
    /// Reads `text`.
    #[must_use]
    pub fn parse(text: impl Into<Vec<u8>>) -> Self {
        let text = text.into();
        let mut nodes = Vec::new();
        let mut lexer = Lexer::new(&text);
        let syntax_error = if text.len() > MAX_LENGTH {
            Some(SyntaxError::new(SyntaxErrorKind::TooLarge { most: MAX_LENGTH }, 0..0))
        } else {
            read(&mut lexer, &mut nodes).err()
        };
        let Lexer { tokens, unescaped, comments, .. } = lexer;
        Self { text, unescaped, tokens, nodes, comments, syntax_error }
    }

    /// The text as it was read.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.text
    }

    /// Why reading stopped before the end of the text.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::nginx::Config;
    ///
    /// let config = Config::parse("events {}\nhttp {");
    /// assert_eq!(config.syntax_error().map(|error| error.span.start), Some(16));
    /// assert_eq!(config.directives().count(), 2);
    /// ```
    #[must_use]
    pub const fn syntax_error(&self) -> Option<&SyntaxError> {
        self.syntax_error.as_ref()
    }

    /// The directives outside any block, in the order of the text.
    #[must_use]
    pub fn directives(&self) -> Directives<'_> {
        Directives { config: self, next: 0, end: self.nodes.len() }
    }

    /// Every directive, blocks before what they hold.
    pub fn all_directives(&self) -> impl Iterator<Item = Directive<'_>> {
        (0..self.nodes.len()).filter_map(|index| self.directive(index))
    }

    /// Whether `other` has the same directives, whatever its layout and comments, and whatever `free` is set to.
    #[allow(dead_code, reason = "only the gate asks, which a build without packages does not have")]
    pub(crate) fn says_the_same_as(&self, other: &Self, free: &[u8]) -> bool {
        let said = |config: &Self, index: usize| {
            let directive = config.directive(index)?;
            let most = if directive.name() == free { 1 } else { usize::MAX };
            let words: Vec<_> = directive.words().take(most).map(|word| word.value().to_vec()).collect();
            Some((words, directive.end_index()))
        };
        self.nodes.len() == other.nodes.len()
            && (0..self.nodes.len()).all(|index| said(self, index) == said(other, index))
    }

    /// The bytes of each comment, from `#` up to the line end, in the order of the text.
    pub fn comments(&self) -> impl Iterator<Item = Range<usize>> {
        self.comments.iter().map(|(start, end)| usize_of(*start)..usize_of(*end))
    }

    pub(super) fn directive(&self, index: usize) -> Option<Directive<'_>> {
        self.nodes.get(index).map(|node| Directive { config: self, index, node })
    }

    /// The last word that was read, of a statement that did not end too.
    pub(super) fn last_word(&self) -> Option<Range<usize>> {
        self.tokens.last().map(|token| usize_of(token.start)..usize_of(token.end))
    }

    /// Where the last statement before byte `at` ends, or the last block is closed.
    pub(super) fn statement_before(&self, at: usize) -> usize {
        let ends = self.nodes.iter().flat_map(|node| [node.terminator, node.close]);
        let ends = ends.filter(|end| *end != u32::MAX).map(|end| usize_of(end) + 1);
        ends.filter(|end| *end <= at).max().unwrap_or_default()
    }

    fn value(&self, token: &Token) -> &[u8] {
        let (start, end) = (usize_of(token.start), usize_of(token.end));
        match token.value {
            Value::Bare => self.text.get(start..end),
            Value::Quoted => self.text.get(start + 1..end - 1),
            Value::Unescaped { start, end, .. } => self.unescaped.get(usize_of(start)..usize_of(end)),
        }
        .unwrap_or_default()
    }
}

/// Two configurations are equal when their texts are.
impl PartialEq for Config {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Config {}

impl AsRef<[u8]> for Config {
    fn as_ref(&self) -> &[u8] {
        &self.text
    }
}

/// The text, with bytes that are not UTF-8 replaced; [`Config::as_bytes`] has them.
impl fmt::Display for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.text))
    }
}

/// Without the text, which may hold secrets.
impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (length, directives) = (self.text.len(), self.nodes.len());
        let mut printed = f.debug_struct("Config");
        printed.field("length", &length).field("directives", &directives).finish_non_exhaustive()
    }
}

/// Directives of one block, in the order of the text.
#[derive(Clone, Debug)]
pub struct Directives<'a> {
    config: &'a Config,
    next: usize,
    end: usize,
}

impl<'a> Iterator for Directives<'a> {
    type Item = Directive<'a>;

    fn next(&mut self) -> Option<Directive<'a>> {
        if self.next >= self.end {
            return None;
        }
        let directive = self.config.directive(self.next)?;
        self.next = directive.end_index();
        Some(directive)
    }
}

/// One statement: words that end with `;` or with a block.
///
/// # Examples
///
/// ```
/// use cloudapp::nginx::Config;
///
/// let config = Config::parse("location = /a { return 204; }");
/// let location = config.directives().next().unwrap();
/// assert_eq!(location.arguments().map(|word| word.value()).collect::<Vec<_>>(), [&b"="[..], b"/a"]);
/// assert!(location.is_block());
/// assert_eq!((location.terminator(), location.close(), location.span()), (14, Some(28), 0..29));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Directive<'a> {
    config: &'a Config,
    index: usize,
    node: &'a Node,
}

impl<'a> Directive<'a> {
    /// The first word, without quotes and escapes.
    #[must_use]
    pub fn name(self) -> &'a [u8] {
        self.words().next().map(Word::value).unwrap_or_default()
    }

    /// All words, the name included.
    #[must_use]
    pub fn words(self) -> impl DoubleEndedIterator<Item = Word<'a>> + ExactSizeIterator {
        let config = self.config;
        self.tokens().iter().map(move |token| Word { config, token })
    }

    /// The words after the name.
    #[must_use]
    pub fn arguments(self) -> impl DoubleEndedIterator<Item = Word<'a>> {
        self.words().skip(1)
    }

    /// The value of the argument `index`, from 0.
    #[must_use]
    pub fn argument(self, index: usize) -> Option<&'a [u8]> {
        self.arguments().nth(index).map(Word::value)
    }

    /// Whether it ends with `{`.
    #[must_use]
    pub const fn is_block(self) -> bool {
        self.node.block
    }

    /// The directives of its block; none when it has no block.
    #[must_use]
    pub fn children(self) -> Directives<'a> {
        Directives { config: self.config, next: self.index + 1, end: self.end_index() }
    }

    /// The bytes from its name to the `;`, `{` or `}` that ends it.
    #[must_use]
    pub fn span(self) -> Range<usize> {
        let close = if self.node.close == u32::MAX { self.node.terminator } else { self.node.close };
        self.words().next().map_or(0, |word| word.span().start)..usize_of(close) + 1
    }

    /// The byte of its `;` or `{`.
    #[must_use]
    pub fn terminator(self) -> usize {
        usize_of(self.node.terminator)
    }

    /// The byte of the `}` that closes its block.
    #[must_use]
    pub fn close(self) -> Option<usize> {
        (self.node.close != u32::MAX).then(|| usize_of(self.node.close))
    }

    /// Whether a line ends between two bytes.
    pub(super) fn spans_lines(self, start: usize, end: usize) -> bool {
        self.config.text.get(start..end).is_some_and(|bytes| bytes.contains(&b'\n'))
    }

    pub(super) const fn index(self) -> usize {
        self.index
    }

    pub(super) fn end_index(self) -> usize {
        usize_of(self.node.end).max(self.index + 1)
    }

    fn tokens(self) -> &'a [Token] {
        let tokens = usize_of(self.node.first_token)..usize_of(self.node.end_token);
        self.config.tokens.get(tokens).unwrap_or_default()
    }
}

/// One word of a directive.
///
/// # Examples
///
/// ```
/// use cloudapp::nginx::Config;
///
/// let config = Config::parse(r#"root "/a\"b";"#);
/// let word = config.directives().next().unwrap().arguments().next().unwrap();
/// assert_eq!((word.value(), word.raw()), (&b"/a\"b"[..], &br#""/a\"b""#[..]));
/// assert!(word.is_quoted());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Word<'a> {
    config: &'a Config,
    token: &'a Token,
}

impl<'a> Word<'a> {
    /// The word without quotes and escapes.
    #[must_use]
    pub fn value(self) -> &'a [u8] {
        self.config.value(self.token)
    }

    /// The word as written.
    #[must_use]
    pub fn raw(self) -> &'a [u8] {
        self.config.text.get(self.span()).unwrap_or_default()
    }

    /// The bytes of the word as written.
    #[must_use]
    pub fn span(self) -> Range<usize> {
        usize_of(self.token.start)..usize_of(self.token.end)
    }

    /// Whether it was written in quotes.
    #[must_use]
    pub const fn is_quoted(self) -> bool {
        matches!(self.token.value, Value::Quoted | Value::Unescaped { quoted: true, .. })
    }
}

fn read(lexer: &mut Lexer<'_>, nodes: &mut Vec<Node>) -> Result<(), SyntaxError> {
    let mut open: Vec<usize> = Vec::new();
    let result = statements(lexer, nodes, &mut open);
    // What is still open holds everything that follows it.
    let end = offset(nodes.len());
    for index in open {
        if let Some(node) = nodes.get_mut(index) {
            node.end = end;
        }
    }
    result
}

fn statements(lexer: &mut Lexer<'_>, nodes: &mut Vec<Node>, open: &mut Vec<usize>) -> Result<(), SyntaxError> {
    loop {
        let first_token = offset(lexer.tokens.len());
        let stop = lexer.statement()?;
        let index = nodes.len();
        let (terminator, block) = match stop {
            Stop::Semicolon(at) => (at, false),
            Stop::Open(at) => (at, true),
            Stop::Close(at) => {
                let node = open.pop().and_then(|index| nodes.get_mut(index)).ok_or(unexpected(at, b'}'))?;
                node.close = offset(at);
                node.end = offset(index);
                continue;
            }
            Stop::End => {
                return match open.last().and_then(|index| nodes.get(*index)) {
                    Some(node) => {
                        let opened = usize_of(node.terminator);
                        Err(SyntaxError::new(SyntaxErrorKind::EndInBlock { opened }, lexer.end()))
                    }
                    None => Ok(()),
                };
            }
        };
        let end_token = offset(lexer.tokens.len());
        let node = Node {
            first_token,
            end_token,
            terminator: offset(terminator),
            close: u32::MAX,
            end: offset(index + 1),
            block,
        };
        if block {
            if open.len() >= MAX_DEPTH {
                let kind = SyntaxErrorKind::TooDeep { most: MAX_DEPTH };
                return Err(SyntaxError::new(kind, terminator..terminator + 1));
            }
            open.push(index);
        }
        nodes.push(node);
    }
}

fn usize_of(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

/// Nested blocks; real configurations stay below ten.
const MAX_DEPTH: usize = 256;
/// Offsets are kept in 32 bits.
const MAX_LENGTH: usize = 1 << 30;
