//! What a caller expects of an archive.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::limits::Limits;
use super::readers::Readers;
use crate::app::Container;

/// What an archive should be, and how closely it is read.
///
/// # Examples
///
/// ```
/// use cloudapp::app::Container;
/// use cloudapp::package::archive::{Integrity, Limits, Options};
///
/// let options = Options::new(Container::Tgz)
///     .with_limits(Limits::strict())
///     .with_integrity(Integrity::Directory)
///     .deciding(["package.json", "conf/nginx.prod.conf"]);
/// assert!(options.is_deciding("package.json"));
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Options {
    container: Container,
    limits: Limits,
    integrity: Integrity,
    deciding: BTreeSet<String>,
}

impl Options {
    /// A package of this format, read with the default limits in full, without deciding files.
    #[must_use]
    pub fn new(container: Container) -> Self {
        Self { container, limits: Limits::default(), integrity: Integrity::Full, deciding: BTreeSet::new() }
    }

    /// The same with other limits.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// The same with another integrity level.
    #[must_use]
    pub fn with_integrity(self, integrity: Integrity) -> Self {
        Self { integrity, ..self }
    }

    /// The same with these paths added to the deciding files: those whose content decides how the package runs. They
    /// must be plain files, and no other entry may be called the same in other letter case.
    #[must_use]
    pub fn deciding<P: Into<String>>(mut self, paths: impl IntoIterator<Item = P>) -> Self {
        self.deciding.extend(paths.into_iter().map(Into::into));
        self
    }

    /// The expected format.
    #[must_use]
    pub const fn container(&self) -> Container {
        self.container
    }

    /// What the readers of the format agree on.
    pub(super) const fn readers(&self) -> &'static Readers {
        Readers::of(self.container)
    }

    /// The limits.
    #[must_use]
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The integrity level.
    #[must_use]
    pub const fn integrity(&self) -> Integrity {
        self.integrity
    }

    /// Whether `path` is a deciding file.
    #[must_use]
    pub fn is_deciding(&self, path: &str) -> bool {
        self.deciding.contains(path)
    }
}

/// How much of a ZIP's content is checked. A tgz is one stream and always checked in full.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Integrity {
    /// The structure, and the content that the visitor wants in full.
    Directory,
    /// Every byte is inflated and checked: for what will be released.
    #[default]
    Full,
}
