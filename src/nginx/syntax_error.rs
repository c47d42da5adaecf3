//! Why reading could not go on.

use std::fmt;
use std::ops::Range;

/// The place past which a text could not be read, and why.
///
/// Prints as nginx words it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct SyntaxError {
    /// What was wrong.
    pub kind: SyntaxErrorKind,
    /// The bytes at fault; empty at the end of the text.
    pub span: Range<usize>,
}

impl SyntaxError {
    pub(super) const fn new(kind: SyntaxErrorKind, span: Range<usize>) -> Self {
        Self { kind, span }
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            SyntaxErrorKind::EndInBlock { .. } => f.write_str("unexpected end of file, expecting \"}\""),
            SyntaxErrorKind::EndInStatement | SyntaxErrorKind::OpenQuote { .. } => {
                f.write_str("unexpected end of file, expecting \";\" or \"}\"")
            }
            SyntaxErrorKind::MissingQuote { quote } => {
                write!(f, "too long parameter, probably missing terminating \"{quote}\" character")
            }
            SyntaxErrorKind::TooDeep { most } => write!(f, "blocks are nested more than {most} deep"),
            SyntaxErrorKind::TooLarge { most } => write!(f, "the text is larger than {most} bytes"),
            SyntaxErrorKind::TooLong { begin } => write!(f, "too long parameter \"{begin}...\" started"),
            SyntaxErrorKind::Unexpected { byte } if byte.is_ascii() => {
                write!(f, "unexpected \"{}\"", char::from(*byte))
            }
            SyntaxErrorKind::Unexpected { byte } => write!(f, "unexpected \"\\x{byte:02x}\""),
        }
    }
}

impl std::error::Error for SyntaxError {}

/// What stopped the reader.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum SyntaxErrorKind {
    /// The text ended before the `}` of the block whose `{` stands at `opened`.
    EndInBlock {
        /// Byte of the `{`.
        opened: usize,
    },
    /// The text ended before `;` or `{`.
    EndInStatement,
    /// A quote was open for 4096 bytes.
    MissingQuote {
        /// `"` or `'`
        quote: char,
    },
    /// The text ended inside a quoted word.
    OpenQuote {
        /// `"` or `'`
        quote: char,
        /// Byte of the opening quote.
        opened: usize,
    },
    /// More nested blocks than are read; a bound of this crate, not of nginx.
    TooDeep {
        /// The bound.
        most: usize,
    },
    /// A larger text than is read; a bound of this crate, not of nginx.
    TooLarge {
        /// The bound.
        most: usize,
    },
    /// A word or comment of 4096 bytes or more.
    TooLong {
        /// Its first bytes.
        begin: String,
    },
    /// A byte that may not stand here.
    Unexpected {
        /// The byte.
        byte: u8,
    },
}
