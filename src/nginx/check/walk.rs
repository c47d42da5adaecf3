//! The way through a configuration, in nginx's order.

use std::collections::BTreeMap;

use super::fault::{Fault, Kind, Outcome, duplicate, text};
use super::slots;
use crate::nginx::config::{Config, Directive};
use crate::nginx::context::Context;
use crate::nginx::directives::{Definition, Level, Reader, SLOTS, named};
use crate::nginx::includes::{Included, Includes};
use crate::nginx::syntax_error::SyntaxError;
use crate::nginx::target::Target;

/// A configuration and the files it includes.
pub(super) struct Files<'a> {
    main: &'a Config,
    included: Vec<(String, Config)>,
    includes: BTreeMap<Place, Resolved>,
}

enum Resolved {
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

    pub(super) fn directive(&self, place: Place) -> Option<Directive<'_>> {
        self.config(place.file)?.directive(place.node)
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

    fn config(&self, file: usize) -> Option<&Config> {
        match file.checked_sub(1) {
            None => Some(self.main),
            Some(index) => self.included.get(index).map(|(_, config)| config),
        }
    }
}

/// What a walk came upon, in nginx's order.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) faults: Vec<(Place, Fault)>,
    pub(super) syntax_errors: Vec<(usize, SyntaxError)>,
    pub(super) misses_events: bool,
    pub(super) unread_includes: Vec<(Place, Vec<u8>)>,
}

impl Found {
    pub(super) fn is_clean(&self) -> bool {
        self.faults.is_empty() && self.syntax_errors.is_empty()
    }
}

/// Reads every directive as `target` would.
pub(super) fn walk<'a>(files: &'a Files<'a>, target: &'a Target) -> Found {
    let mut walker = Walker::new(files, target);
    walker.run();
    walker.found
}

/// What is being read, and what was read so far.
pub(super) struct Walker<'a> {
    pub(super) files: &'a Files<'a>,
    pub(super) target: &'a Target,
    pub(super) found: Found,
    cursors: Vec<Cursor>,
    holders: Vec<Holder>,
}

/// A row of directives that is being read.
#[derive(Clone, Copy)]
struct Cursor {
    file: usize,
    next: usize,
    end: usize,
    /// Whether the end of the row is the end of the frame's block, and not that of an included file.
    closes: bool,
    frame: Frame,
}

/// The block around a directive.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) context: Context,
    /// The directive that opens the block; meaningless outside any block.
    pub(super) place: Place,
    main: usize,
    server: usize,
    location: usize,
}

/// A configuration object of nginx: what one block stores into.
struct Holder {
    taken: [u64; TAKEN],
}

/// A directive in the block it stands in.
#[derive(Clone, Copy)]
pub(super) struct Statement<'a, 's> {
    pub(super) place: Place,
    pub(super) directive: Directive<'a>,
    pub(super) definition: &'static Definition,
    /// The words, the name first.
    pub(super) values: &'s [&'a [u8]],
    pub(super) frame: Frame,
}

impl<'a> Statement<'a, '_> {
    pub(super) fn name(&self) -> &'a [u8] {
        self.value(0)
    }

    /// The word `index`, the name being 0; empty past the last.
    pub(super) fn value(&self, index: usize) -> &'a [u8] {
        self.values.get(index).copied().unwrap_or_default()
    }

    pub(super) fn is_in_stream(&self) -> bool {
        self.frame.context.is_stream()
    }
}

impl<'a> Walker<'a> {
    fn new(files: &'a Files<'a>, target: &'a Target) -> Self {
        Self { files, target, found: Found::default(), cursors: Vec::new(), holders: Vec::new() }
    }

    fn run(&mut self) {
        let holder = self.holder();
        let place = Place { file: 0, node: 0 };
        self.enter_file(0, Frame { context: Context::Main, place, main: holder, server: holder, location: holder });
        let mut values = Vec::new();
        while let Some(cursor) = self.cursors.last_mut() {
            if cursor.next >= cursor.end || self.found.faults.len() >= MOST_FAULTS {
                let cursor = *cursor;
                self.cursors.pop();
                if cursor.closes {
                    self.close(cursor.frame);
                }
                continue;
            }
            let place = Place { file: cursor.file, node: cursor.next };
            let frame = cursor.frame;
            let Some(directive) = self.files.directive(place) else { break };
            cursor.next = directive.end_index();
            values.clear();
            values.extend(directive.words().map(super::super::config::Word::value));
            if let Err(fault) = self.statement(place, directive, &values, frame) {
                self.found.faults.push((place, fault));
            }
        }
    }

    fn statement(&mut self, place: Place, directive: Directive<'a>, values: &[&'a [u8]], frame: Frame) -> Outcome {
        let definition = self.definition(directive, frame.context)?;
        let statement = Statement { place, directive, definition, values, frame };
        let counted = if definition.arguments.allow(values.len() - 1) {
            Ok(())
        } else {
            let words = format!("invalid number of arguments in \"{}\" directive", text(statement.name()));
            Err(Fault::new(Kind::ArgumentCount, words))
        };
        // A block whose own words are wrong is looked into all the same.
        let read = counted.and_then(|()| self.store(&statement)).and_then(|()| self.read(&statement));
        if definition.block {
            self.enter(&statement);
        }
        read
    }

    /// The row of the table that nginx would take, walking through its modules.
    fn definition(&self, directive: Directive<'a>, context: Context) -> Result<&'static Definition, Fault> {
        let name = directive.name();
        let mut known = false;
        for definition in named(name).iter().filter(|definition| self.target.has(definition)) {
            known = true;
            if !definition.contexts.contain(context) {
                continue;
            }
            return match (definition.block, directive.is_block()) {
                (false, true) => {
                    let words = format!("directive \"{}\" is not terminated by \";\"", text(name));
                    Err(Fault::new(Kind::UnexpectedBlock, words))
                }
                (true, false) => {
                    let words = format!("directive \"{}\" has no opening \"{{\"", text(name));
                    Err(Fault::new(Kind::MissingBlock, words))
                }
                _ => Ok(definition),
            };
        }
        Err(if known {
            Fault::new(Kind::Misplaced, format!("\"{}\" directive is not allowed here", text(name)))
        } else {
            Fault::new(Kind::UnknownDirective, format!("unknown directive \"{}\"", text(name)))
        })
    }

    /// Refuses a second value for one place of one block.
    fn store(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        let Some((level, slot)) = statement.definition.slot else { return Ok(()) };
        if !slots::holds_one(statement.definition.reader) {
            return Ok(());
        }
        if self.take(statement.frame, level, usize::from(slot)) { Ok(()) } else { Err(duplicate(statement.name())) }
    }

    /// Whether place `slot` of the object at `level` was still free; it no longer is.
    pub(super) fn take(&mut self, frame: Frame, level: Level, slot: usize) -> bool {
        let holder = match level {
            Level::Main => frame.main,
            Level::Server => frame.server,
            Level::Location => frame.location,
        };
        let Some(word) = self.holders.get_mut(holder).and_then(|holder| holder.taken.get_mut(slot / 64)) else {
            return true;
        };
        let free = *word & (1 << (slot % 64)) == 0;
        *word |= 1 << (slot % 64);
        free
    }

    fn read(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        match statement.definition.reader {
            Reader::Include => self.include(statement),
            _ => slots::read(statement, self.target),
        }
    }

    /// Goes on with what stands in the block of `statement`.
    fn enter(&mut self, statement: &Statement<'a, '_>) {
        let outer = statement.frame;
        let same = Frame { place: statement.place, ..outer };
        let frame = match (statement.definition.reader, statement.name(), outer.context) {
            (Reader::Section, b"events", _) => self.section(same, Context::Events),
            (Reader::Section, b"http", _) => self.section(same, Context::Http),
            (Reader::Section, b"stream", _) => self.section(same, Context::Stream),
            (Reader::Section, b"mail", _) => self.section(same, Context::Mail),
            (Reader::Section, _, Context::Stream) => self.server(same, Context::StreamServer),
            (Reader::Section, _, Context::Mail) => self.server(same, Context::MailServer),
            (Reader::Section, ..) => self.server(same, Context::Server),
            (Reader::Upstream, _, Context::Stream) => self.server(same, Context::StreamUpstream),
            (Reader::Upstream, ..) => self.server(same, Context::Upstream),
            (Reader::Location, ..) => self.location(same, Context::Location),
            (Reader::LimitExcept, ..) => self.location(same, Context::LimitExcept),
            (Reader::If, _, Context::Server) => self.location(same, Context::ServerIf),
            (Reader::If, ..) => self.location(same, Context::LocationIf),
            // What remains are tables: their lines are no directives.
            _ => return,
        };
        let Place { file, node } = statement.place;
        let closes = statement.directive.close().is_some();
        self.cursors.push(Cursor { file, next: node + 1, end: statement.directive.end_index(), closes, frame });
    }

    fn enter_file(&mut self, file: usize, frame: Frame) {
        if self.cursors.len() >= MOST_CURSORS {
            return;
        }
        let Some(config) = self.files.config(file) else { return };
        if let Some(error) = config.syntax_error() {
            self.found.syntax_errors.push((file, error.clone()));
        }
        let end = config.directives().map(Directive::end_index).last().unwrap_or_default();
        self.cursors.push(Cursor { file, next: 0, end, closes: file == 0, frame });
    }

    fn include(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        match self.files.includes.get(&statement.place) {
            Some(Resolved::Files(files)) => {
                // The first file has to come up first.
                for file in files.iter().rev() {
                    self.enter_file(*file, statement.frame);
                }
                Ok(())
            }
            Some(Resolved::Missing) => {
                let path = text(statement.value(1));
                let words = format!("open() \"{path}\" failed (2: No such file or directory)");
                Err(Fault::new(Kind::Value, words).at(1))
            }
            Some(Resolved::Unread) | None => {
                self.found.unread_includes.push((statement.place, statement.value(1).to_vec()));
                Ok(())
            }
        }
    }

    /// The end of a block, or of the file.
    fn close(&mut self, frame: Frame) {
        if frame.context == Context::Main && self.found.is_clean() {
            self.found.misses_events = !self.has_events();
        }
    }

    fn has_events(&self) -> bool {
        self.files.main.directives().any(|directive| directive.name() == b"events")
    }

    fn section(&mut self, frame: Frame, context: Context) -> Frame {
        let main = self.holder();
        Frame { context, main, server: self.holder(), location: self.holder(), ..frame }
    }

    fn server(&mut self, frame: Frame, context: Context) -> Frame {
        Frame { context, server: self.holder(), location: self.holder(), ..frame }
    }

    fn location(&mut self, frame: Frame, context: Context) -> Frame {
        Frame { context, location: self.holder(), ..frame }
    }

    fn holder(&mut self) -> usize {
        self.holders.push(Holder { taken: [0; TAKEN] });
        self.holders.len() - 1
    }
}

/// Words of bits for the places of one object.
const TAKEN: usize = SLOTS.div_ceil(64);
/// Included files of one configuration.
const MOST_FILES: usize = 1000;
/// Blocks and files that are open at once.
const MOST_CURSORS: usize = 10_000;
/// A walk ends after so many faults.
const MOST_FAULTS: usize = 1000;
