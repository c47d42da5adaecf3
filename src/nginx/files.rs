//! A configuration with the files that it includes.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;

use super::config::{Config, Directive, Directives};
use super::includes::{Included, Includes};
use crate::diagnostic::{Location, Source};

/// A configuration and the files it includes.
pub(super) struct Files<'a> {
    main: &'a Config,
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
                .filter_map(|directive| {
                    Some((directive.index(), String::from_utf8_lossy(directive.argument(0)?).into_owned()))
                })
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

    /// The same files around another text of the configuration itself. What it includes and this one does not counts as
    /// unread.
    pub(super) fn with_main<'b>(&self, main: &'b Config) -> Files<'b> {
        let known: BTreeMap<&[u8], &Resolved> =
            self.includes.iter().map(|(place, resolved)| (self.argument(*place, 0), resolved)).collect();
        Files::load(main, &|pattern: &str| match known.get(pattern.as_bytes()) {
            Some(Resolved::Files(files)) => {
                let found = files.iter().filter_map(|file| self.included.get(file.checked_sub(1)?));
                Included::Files(found.map(|(name, config)| (name.clone(), config.as_bytes().to_vec())).collect())
            }
            Some(Resolved::Missing) => Included::Missing,
            Some(Resolved::Unread) | None => Included::Unread,
        })
    }

    /// Whether every file could be read to its end.
    pub(super) fn are_whole(&self) -> bool {
        (0..=self.included.len()).filter_map(|file| self.config(file)).all(|config| config.syntax_error().is_none())
    }

    /// The lines of the table that `directive` of file `file` opens, those of included files too.
    pub(super) fn lines<'f>(&'f self, file: usize, directive: Directive<'f>) -> Lines<'f> {
        Lines { files: self, open: vec![(file, directive.children())] }
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

    pub(super) fn config(&self, file: usize) -> Option<&Config> {
        match file.checked_sub(1) {
            None => Some(self.main),
            Some(index) => self.included.get(index).map(|(_, config)| config),
        }
    }
}

/// The lines of a table, in nginx's order.
pub(super) struct Lines<'a> {
    files: &'a Files<'a>,
    open: Vec<(usize, Directives<'a>)>,
}

/// One line of a table.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) place: Place,
    pub(super) directive: Directive<'a>,
    /// For an `include`, what it stands for; the lines of its files come next.
    pub(super) include: Option<&'a Resolved>,
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        while let Some((file, rest)) = self.open.last_mut() {
            let Some(directive) = rest.next() else {
                self.open.pop();
                continue;
            };
            let place = Place { file: *file, node: directive.index() };
            let include = if directive.arguments().count() == 1 { self.files.included(place) } else { None };
            if let Some(Resolved::Files(files)) = include {
                let room = MOST_OPEN.saturating_sub(self.open.len());
                // The first file has to come up first.
                let rows = files.iter().rev().take(room);
                let rows = rows.filter_map(|file| Some((*file, self.files.config(*file)?.directives())));
                self.open.extend(rows);
            }
            return Some(Line { place, directive, include });
        }
        None
    }
}

/// The line index of each file, built on first use.
pub(super) struct Sources<'a> {
    files: &'a Files<'a>,
    entry: &'a Location,
    indexed: Vec<OnceCell<Source<'a>>>,
}

impl<'a> Sources<'a> {
    /// Places in `files`, of which the configuration itself is the entry `entry`.
    pub(super) fn new(files: &'a Files<'a>, entry: &'a Location) -> Self {
        Self { files, entry, indexed: (0..=files.included.len()).map(|_| OnceCell::new()).collect() }
    }

    /// The place of `span` in file `file`; without one, the file as a whole.
    pub(super) fn at(&self, file: usize, span: Option<Range<usize>>) -> Location {
        let name = file.checked_sub(1).and_then(|index| self.files.included.get(index));
        let entry = || name.map_or_else(|| self.entry.clone(), |(name, _)| Location::entry(name));
        match (span, self.indexed.get(file)) {
            (Some(span), Some(source)) => source.get_or_init(|| Source::new(entry(), self.text(file))).at(span),
            _ => entry(),
        }
    }

    /// What the configuration itself is an entry of.
    pub(super) const fn entry(&self) -> &'a Location {
        self.entry
    }

    pub(super) fn last_line(&self, file: usize) -> Option<u32> {
        let end = self.text(file).len();
        self.at(file, Some(end..end)).line()
    }

    fn text(&self, file: usize) -> &'a [u8] {
        self.files.config(file).map(Config::as_bytes).unwrap_or_default()
    }
}

/// Included files of one configuration.
const MOST_FILES: usize = 1000;
/// Included files of a table that are open at once.
const MOST_OPEN: usize = 100;
