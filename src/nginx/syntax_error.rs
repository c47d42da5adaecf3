//! Why reading could not go on.

use std::fmt;
use std::ops::Range;

use crate::diagnostic::{Language, Phrase};
use crate::phrase;

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

    /// What nginx says of it, in both languages.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        match &self.kind {
            SyntaxErrorKind::EndInBlock { .. } => {
                phrase!("unexpected end of file, expecting \"}}\"" / "文件意外结束，缺少“}}”")
            }
            SyntaxErrorKind::EndInStatement | SyntaxErrorKind::OpenQuote { .. } => {
                phrase!("unexpected end of file, expecting \";\" or \"}}\"" / "文件意外结束，缺少“;”或“}}”")
            }
            SyntaxErrorKind::MissingQuote { quote } => phrase!(
                "too long parameter, probably missing terminating \"{quote}\" character"
                    / "参数太长，可能缺少结尾的 {quote}",
                quote = *quote
            ),
            SyntaxErrorKind::TooDeep { most } => {
                phrase!("blocks are nested more than {most} deep" / "块的嵌套超过 {most} 层", most = *most)
            }
            SyntaxErrorKind::TooLarge { most } => {
                phrase!("the text is larger than {most} bytes" / "文本超过 {most} 字节", most = *most)
            }
            SyntaxErrorKind::TooLong { begin } => {
                phrase!("too long parameter \"{begin}...\" started" / "以“{begin}...”开头的参数太长", begin)
            }
            SyntaxErrorKind::Unexpected { byte } => {
                let shown = if byte.is_ascii() { char::from(*byte).to_string() } else { format!("\\x{byte:02x}") };
                phrase!("unexpected \"{shown}\"" / "不应有“{shown}”", shown)
            }
        }
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.phrase().text(Language::English))
    }
}

impl std::error::Error for SyntaxError {}

/// What stopped the reader.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum SyntaxErrorKind {
    /// The text ended before the `}` of the block whose `{` is at `opened`.
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
    /// A byte that is not allowed here.
    Unexpected {
        /// The byte.
        byte: u8,
    },
}
