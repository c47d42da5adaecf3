//! A configuration with the files that it includes.

use std::collections::BTreeMap;

use super::fault::text;
use crate::nginx::config::{Config, Directive};
use crate::nginx::includes::{Included, Includes};

/// A configuration and the files it includes.
pub(super) struct Files<'a> {
    pub(super) main: &'a Config,
    included: Vec<(String, Config)>,
    includes: BTreeMap<Place, Resolved>,
}

/// What an `include` stands for, as numbers of files.
pub(super) enum Resolved {
    Files(Vec<usize>),
    Missing,
    Unread,
}

/// A directive of a file.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Place {
    pub(super) file: usize,
    pub(super) node: usize,
}

impl<'a> Files<'a> {
    /// Asks for every included file, those of included files too.
    pub(super) fn load(main: &'a Config, source: &impl Includes) -> Self {
        let mut files = Self { main, included: Vec::new(), includes: BTreeMap::new() };
        let mut file = 0;
        while let Some(config) = files.config(file) {
            let asked: Vec<(usize, String)> = config
                .all_directives()
                .filter(|directive| directive.name() == b"include" && !directive.is_block())
                .filter_map(|directive| Some((directive.index(), text(directive.argument(0)?).into_owned())))
                .collect();
            for (node, pattern) in asked {
                let resolved = if files.included.len() >= MOST_FILES {
                    Resolved::Unread
                } else {
                    match source.open(&pattern) {
                        Included::Files(found) => {
                            let first = files.included.len() + 1;
                            let configs = found.into_iter().map(|(name, text)| (name, Config::parse(text)));
                            files.included.extend(configs);
                            Resolved::Files((first..=files.included.len()).collect())
                        }
                        Included::Missing if pattern.contains(['*', '?', '[']) => Resolved::Files(Vec::new()),
                        Included::Missing => Resolved::Missing,
                        Included::Unread => Resolved::Unread,
                    }
                };
                files.includes.insert(Place { file, node }, resolved);
            }
            file += 1;
        }
        files
    }

    /// What the `include` at `place` stands for.
    pub(super) fn included(&self, place: Place) -> Option<&Resolved> {
        self.includes.get(&place)
    }

    pub(super) fn directive(&self, place: Place) -> Option<Directive<'_>> {
        self.config(place.file)?.directive(place.node)
    }

    /// The argument `index` of the directive at `place`; empty past the last.
    pub(super) fn argument(&self, place: Place, index: usize) -> &[u8] {
        self.directive(place).and_then(|directive| directive.argument(index)).unwrap_or_default()
    }

    /// How many files there are, the configuration itself included.
    pub(super) fn count(&self) -> usize {
        self.included.len() + 1
    }

    /// The name of an included file.
    pub(super) fn name(&self, file: usize) -> Option<&str> {
        self.included.get(file.checked_sub(1)?).map(|(name, _)| name.as_str())
    }

    pub(super) fn text(&self, file: usize) -> &[u8] {
        self.config(file).map(Config::as_bytes).unwrap_or_default()
    }

    pub(super) fn config(&self, file: usize) -> Option<&Config> {
        match file.checked_sub(1) {
            None => Some(self.main),
            Some(index) => self.included.get(index).map(|(_, config)| config),
        }
    }
}

/// Included files of one configuration.
const MOST_FILES: usize = 1000;
