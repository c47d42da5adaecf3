//! Files that a configuration includes, which only the embedder can read.

use std::fmt;

/// Gives the text of included files.
///
/// # Examples
///
/// A closure is enough:
///
/// ```
/// use cloudapp::nginx::{Included, Includes};
///
/// let package = |pattern: &str| match pattern {
///     "upstreams.conf" => Included::Files(vec![("upstreams.conf".to_owned(), b"upstream app { server a; }".to_vec())]),
///     _ => Included::Unread,
/// };
/// assert_eq!(package.open("mime.types"), Included::Unread);
/// ```
pub trait Includes {
    /// The files that `pattern` names: a path, or a glob when it holds `*`, `?` or `[`.
    fn open(&self, pattern: &str) -> Included;
}

impl<F: Fn(&str) -> Included> Includes for F {
    fn open(&self, pattern: &str) -> Included {
        self(pattern)
    }
}

/// What an `include` stands for.
#[derive(Clone, Eq, PartialEq)]
#[non_exhaustive]
pub enum Included {
    /// Names and texts, in the order in which nginx would read them. None: a glob that matches nothing.
    Files(Vec<(String, Vec<u8>)>),
    /// There is no such file, which nginx refuses unless the pattern is a glob.
    Missing,
    /// It is not known here what the file holds; it counts as empty and is reported as information.
    Unread,
}

/// Without the texts, which may hold secrets.
impl fmt::Debug for Included {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Files(files) => f.debug_list().entries(files.iter().map(|(name, text)| (name, text.len()))).finish(),
            Self::Missing => f.write_str("Missing"),
            Self::Unread => f.write_str("Unread"),
        }
    }
}

/// Reads nothing: each `include` counts as [`Included::Unread`].
#[derive(Clone, Copy, Debug, Default)]
pub struct NoIncludes;

impl Includes for NoIncludes {
    fn open(&self, _: &str) -> Included {
        Included::Unread
    }
}
