//! What an inspection learns.

use std::fmt;

use serde::Serialize;

use super::archive::Summary;
use super::folders::Folder;
use super::node::NodeFacts;
use super::php::PhpFacts;
use super::spring_boot::SpringBootFacts;
use crate::app::{Digest, EnvironmentKind, Framework};
use crate::diagnostic::{Accepted, Rejected};

/// A package that may be released, or one that may not, each with all that was found.
pub type Inspected = Result<Accepted<Inspection>, Box<Rejected<Inspection>>>;

/// Facts of a package.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Inspection {
    /// Framework that the package is for; `None` when its format does not say.
    pub framework: Option<Framework>,
    /// What the archive holds; `None` when it could not be read.
    pub archive: Option<Summary>,
    /// Digest of the package's files; `None` when not every file was read in full, or when there may be more of them. The
    /// same files give the same digest, whatever the order, times, owners, permissions, compression and format of the
    /// archive that holds them.
    ///
    /// It is the SHA-256 of one line a file, sorted by path as bytes: the SHA-256 of the content in hexadecimal, two
    /// blanks, the path and a line feed. A hard link is a file with the content of its target. A symbolic link is a line
    /// with `symlink`, its target in quotes as JSON, two blanks and the path. Directories do not count. So without symbolic
    /// links `find . -type f -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum` prints the same.
    pub digest: Option<Digest>,
    /// Folders of the first two levels that make the package big, the biggest first, at most five.
    pub folders: Vec<Folder>,
    /// What the framework's files say; `None` when they could not be read.
    #[serde(flatten)]
    pub facts: Option<Facts>,
    /// Files that replace nginx's configuration.
    pub nginx: Vec<NginxFile>,
}

impl AsRef<Self> for Inspection {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl Inspection {
    /// The facts of a package, whether it may be released or not.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::{Framework, Policy};
    /// use cloudapp::package::{Inspection, Inspector};
    ///
    /// let policy = Policy::default();
    /// let inspected = Inspector::new(&policy).framework(Framework::Php).inspect_bytes(b"MZ");
    /// let facts = Inspection::of(&inspected);
    /// assert_eq!((facts.framework, facts.is_readable()), (Some(Framework::Php), false));
    /// ```
    #[must_use]
    pub fn of<T: AsRef<Self>>(inspected: &Result<Accepted<T>, Box<Rejected<Self>>>) -> &Self {
        match inspected {
            Ok(accepted) => accepted.value().as_ref(),
            Err(rejected) => rejected.value(),
        }
    }

    /// Whether the archive could be read to its end.
    #[must_use]
    pub const fn is_readable(&self) -> bool {
        self.archive.is_some()
    }
}

/// Facts of a package of one framework.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Facts {
    /// Of a Node.js package.
    Node(NodeFacts),
    /// Of a PHP package.
    Php(PhpFacts),
    /// Of a Spring Boot package.
    SpringBoot(SpringBootFacts),
}

/// A file of the package that replaces nginx's configuration in one environment.
#[derive(Clone, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct NginxFile {
    /// Environment whose configuration it replaces.
    pub environment: EnvironmentKind,
    /// Its entry.
    pub entry: String,
    /// Its content.
    #[serde(skip)]
    pub content: Vec<u8>,
}

/// Without the content, which may hold secrets.
impl fmt::Debug for NginxFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { environment, entry, content } = self;
        let mut printed = f.debug_struct("NginxFile");
        printed.field("environment", environment).field("entry", entry).field("length", &content.len()).finish()
    }
}

/// An inspection's result in one word.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// No error was found.
    Accepted,
    /// An error was found.
    Rejected,
    /// The archive itself is at fault.
    Unreadable,
}

impl Verdict {
    /// The verdict on an inspected package.
    #[must_use]
    pub fn of<T>(inspected: &Result<Accepted<T>, Box<Rejected<Inspection>>>) -> Self {
        match inspected {
            Ok(_) => Self::Accepted,
            Err(rejected) if rejected.value().is_readable() => Self::Rejected,
            Err(_) => Self::Unreadable,
        }
    }

    /// `accepted`, `rejected` or `unreadable`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Unreadable => "unreadable",
        }
    }
}
