//! What is read again of a JAR, once its entries are known.

use super::libraries::{self, Libraries};
use super::main_class;
use super::manifest::Manifest;
use super::reach::{Reach, Search};
use crate::app::Policy;
use crate::package::archive::{Entry, Options, Visitor, Want};
use crate::package::files::Files;

/// Further readings of a JAR.
#[derive(Debug)]
pub(in crate::package) enum Scan {
    Libraries(libraries::Scan),
    Search(Search),
}

/// What further readings of a JAR saw.
#[derive(Debug)]
pub(in crate::package) struct Seen {
    pub(super) libraries: Option<Libraries>,
    pub(super) reach: Option<Reach>,
}

impl Scan {
    /// The readings that these files need.
    pub(in crate::package) fn needed(files: &Files, policy: &Policy) -> Option<Self> {
        if let Some(scan) = libraries::Scan::needed(files, policy) {
            return Some(Self::Libraries(scan));
        }
        let manifest = Manifest::parse(files.content(Manifest::ENTRY)?).ok()?;
        main_class::searched(files, &manifest).map(|entry| Self::Search(Search::from(entry)))
    }

    /// Options for reading the archive again: only what is needed of it.
    pub(in crate::package) fn options(options: Options) -> Options {
        libraries::Scan::options(options)
    }

    /// Whether the archive has to be read once more.
    pub(in crate::package) fn goes_on(&mut self) -> bool {
        match self {
            Self::Libraries(_) => false,
            Self::Search(search) => search.goes_on(),
        }
    }

    pub(in crate::package) fn finish(self) -> Seen {
        match self {
            Self::Libraries(scan) => Seen { libraries: Some(scan.finish()), reach: None },
            Self::Search(search) => Seen { libraries: None, reach: Some(search.reach()) },
        }
    }

    fn visitor(&mut self) -> &mut dyn Visitor {
        match self {
            Self::Libraries(scan) => scan,
            Self::Search(search) => search,
        }
    }
}

impl Visitor for Scan {
    fn entry(&mut self, entry: &Entry) -> Want {
        self.visitor().entry(entry)
    }

    fn content(&mut self, entry: &Entry, bytes: &[u8]) {
        self.visitor().content(entry, bytes);
    }

    fn end(&mut self, entry: &Entry) {
        self.visitor().end(entry);
    }
}
