//! Text of which some pieces are known at run time only.

use std::fmt;

use serde::{Serialize, Serializer};

/// Bytes, and between them variables whose values are not known.
///
/// It prints as a configuration would write it: `https://www.example.com/$upstream_status`. Bytes that are not UTF-8 are
/// replaced.
///
/// # Examples
///
/// ```
/// use cloudapp::nginx::route::{Piece, Text};
///
/// let text = Text::from("/a");
/// assert_eq!((text.known(), text.to_string().as_str()), (Some(&b"/a"[..]), "/a"));
/// assert!(matches!(text.pieces(), [Piece::Known(_)]));
/// ```
#[derive(Clone, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub struct Text(Vec<Piece>);

/// A piece of a [`Text`].
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Piece {
    /// Bytes; not empty.
    Known(Vec<u8>),
    /// Name of a variable, without `$`.
    Variable(String),
}

impl Text {
    /// Its pieces; no two known ones follow each other.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.0
    }

    /// The bytes, when all are known.
    #[must_use]
    pub fn known(&self) -> Option<&[u8]> {
        match &*self.0 {
            [] => Some(&[]),
            [Piece::Known(bytes)] => Some(bytes),
            _ => None,
        }
    }

    /// Whether it is known to be empty.
    pub(in crate::nginx) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The bytes before the first variable.
    pub(in crate::nginx) fn head(&self) -> &[u8] {
        match self.0.first() {
            Some(Piece::Known(bytes)) => bytes,
            _ => &[],
        }
    }

    pub(super) fn variable(name: &str) -> Self {
        Self(vec![Piece::Variable(name.to_owned())])
    }

    /// The first variable in it.
    pub(super) fn first_variable(&self) -> Option<&str> {
        self.0.iter().find_map(|piece| match piece {
            Piece::Variable(name) => Some(name.as_str()),
            Piece::Known(_) => None,
        })
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        match self.0.last_mut() {
            _ if bytes.is_empty() => {}
            Some(Piece::Known(last)) => last.extend_from_slice(bytes),
            _ => self.0.push(Piece::Known(bytes.to_vec())),
        }
    }

    pub(super) fn append(&mut self, other: &Self) {
        for piece in &other.0 {
            match piece {
                Piece::Known(bytes) => self.push(bytes),
                Piece::Variable(_) => self.0.push(piece.clone()),
            }
        }
    }

    /// The same text with its known bytes changed.
    pub(super) fn map(&self, change: impl Fn(&[u8]) -> Vec<u8>) -> Self {
        let mut text = Self::default();
        for piece in &self.0 {
            match piece {
                Piece::Known(bytes) => text.push(&change(bytes)),
                Piece::Variable(_) => text.0.push(piece.clone()),
            }
        }
        text
    }

    /// Bytes it takes, variables counted by their names.
    pub(super) fn length(&self) -> usize {
        let length = |piece: &Piece| match piece {
            Piece::Known(bytes) => bytes.len(),
            Piece::Variable(name) => name.len() + 1,
        };
        self.0.iter().map(length).sum()
    }
}

impl From<&[u8]> for Text {
    fn from(bytes: &[u8]) -> Self {
        let mut text = Self::default();
        text.push(bytes);
        text
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        text.as_bytes().into()
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|piece| match piece {
            Piece::Known(bytes) => f.write_str(&String::from_utf8_lossy(bytes)),
            Piece::Variable(name) => write!(f, "${name}"),
        })
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
