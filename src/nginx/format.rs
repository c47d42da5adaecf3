//! A configuration in its canonical layout.

use super::config::{Config, Directive};
use super::syntax_error::SyntaxError;

/// `config` with the same words and comments in a new layout.
///
/// - A level of blocks is four spaces; each directive starts a line, an empty block stays on one line.
/// - Words are one space apart and keep their quotes. Words that were written on lines of their own stay so, one level
///   further in.
/// - Comments keep their place: on a line of their own, or after what they followed.
/// - Blank lines stay, one where there were more, none at the start or end of a block.
///
/// Formatting what was formatted changes nothing.
///
/// # Errors
///
/// A text that could not be read to its end has no layout.
///
/// # Examples
///
/// ```
/// use cloudapp::nginx::{Config, format};
///
/// let config = Config::parse("events{} # none\n\n\n\nhttp{server{listen   80;}}");
/// assert_eq!(
///     format(&config)?,
///     b"events {} # none\n\nhttp {\n    server {\n        listen 80;\n    }\n}\n"
/// );
/// # Ok::<(), cloudapp::nginx::SyntaxError>(())
/// ```
pub fn format(config: &Config) -> Result<Vec<u8>, SyntaxError> {
    if let Some(error) = config.syntax_error() {
        return Err(error.clone());
    }
    let mut layout =
        Layout { text: config.as_bytes(), out: Vec::with_capacity(config.as_bytes().len()), line: Line::Start };
    for piece in pieces(config) {
        layout.put(&piece);
    }
    layout.end_line();
    Ok(layout.out)
}

/// What is laid out, in the order of the text.
enum Piece<'a> {
    Comment {
        start: usize,
        end: usize,
        depth: usize,
    },
    Word {
        start: usize,
        raw: &'a [u8],
        first: bool,
        depth: usize,
    },
    /// `;`
    End,
    /// `{`, and whether the block is empty.
    Open {
        empty: bool,
    },
    /// `}`, and the depth of the block around.
    Close {
        empty: bool,
        depth: usize,
    },
}

/// Every word, terminator and comment.
fn pieces(config: &Config) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut comments = config.comments().peekable();
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut directives = config.all_directives().peekable();
    loop {
        let next = directives.peek().and_then(|directive| directive.words().next()).map(|word| word.span().start);
        let close = open.last().map(|(close, _)| *close);
        // What comes first: the close of a block, or the next directive.
        match (next, close) {
            (next, Some(close)) if next.is_none_or(|next| close < next) => {
                let depth = open.len();
                while let Some(comment) = comments.next_if(|comment| comment.start < close) {
                    pieces.push(Piece::Comment { start: comment.start, end: comment.end, depth });
                }
                let empty = open.pop().is_some_and(|(_, empty)| empty);
                pieces.push(Piece::Close { empty, depth: depth - 1 });
            }
            (Some(_), _) => {
                let Some(directive) = directives.next() else { break };
                put_directive(directive, open.len(), &mut comments, &mut pieces);
                if let Some(close) = directive.close() {
                    let holds_comment = comments.peek().is_some_and(|comment| comment.start < close);
                    let empty = directive.children().next().is_none() && !holds_comment;
                    pieces.push(Piece::Open { empty });
                    open.push((close, empty));
                } else {
                    pieces.push(Piece::End);
                }
            }
            (None, _) => break,
        }
    }
    pieces.extend(comments.map(|comment| Piece::Comment { start: comment.start, end: comment.end, depth: 0 }));
    pieces
}

fn put_directive<'a>(
    directive: Directive<'a>,
    depth: usize,
    comments: &mut std::iter::Peekable<impl Iterator<Item = std::ops::Range<usize>>>,
    pieces: &mut Vec<Piece<'a>>,
) {
    let mut inside = false;
    let ends = directive.words().map(|word| (word.span().start, Some(word)));
    for (at, word) in ends.chain(std::iter::once((directive.terminator(), None))) {
        while let Some(comment) = comments.next_if(|comment| comment.start < at) {
            let depth = depth + usize::from(inside);
            pieces.push(Piece::Comment { start: comment.start, end: comment.end, depth });
        }
        if let Some(word) = word {
            pieces.push(Piece::Word { start: at, raw: word.raw(), first: !inside, depth });
            inside = true;
        }
    }
}

/// Where the next piece would go.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Line {
    /// At the start of the text or of a block.
    Start,
    /// After a directive, a block or a comment on a line of its own.
    Done,
    /// After a comment: nothing may follow on the line.
    Comment,
    /// Behind a word.
    Word,
}

struct Layout<'a> {
    text: &'a [u8],
    out: Vec<u8>,
    line: Line,
}

impl Layout<'_> {
    fn put(&mut self, piece: &Piece<'_>) {
        match *piece {
            Piece::Comment { start, end, depth } => {
                let comment = self.text.get(start..end).unwrap_or_default().trim_ascii_end();
                let behind = !self.out.is_empty() && !self.starts_line(start) && self.line != Line::Comment;
                if behind {
                    self.out.push(b' ');
                } else {
                    self.new_line(start, depth);
                }
                self.out.extend_from_slice(comment);
                self.line = Line::Comment;
            }
            Piece::Word { start, raw, first, depth } => {
                if first {
                    self.new_line(start, depth);
                } else if self.line == Line::Comment || self.starts_line(start) {
                    self.end_line();
                    self.indent(depth + 1);
                } else {
                    self.out.push(b' ');
                }
                self.out.extend_from_slice(raw);
                self.line = Line::Word;
            }
            Piece::End => {
                self.leave_comment();
                self.out.push(b';');
                self.line = Line::Done;
            }
            Piece::Open { empty } => {
                self.leave_comment();
                if self.out.last().is_some_and(|byte| *byte != b'\n') {
                    self.out.push(b' ');
                }
                self.out.push(b'{');
                self.line = if empty { Line::Word } else { Line::Start };
            }
            Piece::Close { empty, depth } => {
                if !empty {
                    self.end_line();
                    self.indent(depth);
                }
                self.out.push(b'}');
                self.line = Line::Done;
            }
        }
    }

    /// A terminator may not follow a comment on its line.
    fn leave_comment(&mut self) {
        if self.line == Line::Comment {
            self.end_line();
        }
    }

    /// Starts a line for what stood at byte `at`, after a blank line when there was one.
    fn new_line(&mut self, at: usize, depth: usize) {
        let first = self.line == Line::Start;
        self.end_line();
        if !first && self.follows_blank_line(at) {
            self.out.push(b'\n');
        }
        self.indent(depth);
    }

    fn end_line(&mut self) {
        if self.out.last().is_some_and(|byte| *byte != b'\n') {
            self.out.push(b'\n');
        }
    }

    fn indent(&mut self, depth: usize) {
        for _ in 0..depth {
            self.out.extend_from_slice(b"    ");
        }
    }

    /// Whether there is only white space between byte `at` and the line end before it.
    fn starts_line(&self, at: usize) -> bool {
        let before = self.text.get(..at).unwrap_or_default();
        before.iter().rev().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r')).is_none_or(|byte| *byte == b'\n')
    }

    fn follows_blank_line(&self, at: usize) -> bool {
        let before = self.text.get(..at).unwrap_or_default();
        let space = before.iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
        space.filter(|byte| **byte == b'\n').nth(1).is_some()
    }
}
