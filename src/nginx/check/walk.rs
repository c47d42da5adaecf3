//! The way through a configuration, in nginx's order.

mod dispatch;
mod enter;

use std::collections::{BTreeMap, BTreeSet};

use super::fault::{CLOSE, Fault, Kind, Outcome, duplicate, text};
use super::files::{Files, Place};
use super::found::Found;
use super::hash_keys::HashKeys;
use super::listen::Listeners;
use super::location::{Location, LocationKind};
use super::script::Variables;
use super::slots;
use super::statement::{Frame, Statement};
use super::upstream::Upstreams;
use super::zones::Zones;
use crate::nginx::config::Directive;
use crate::nginx::context::Context;
use crate::nginx::directives::{Definition, Level, Reader, SLOTS, named};
use crate::nginx::target::Target;

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
    pub(super) holders: Vec<Holder<'a>>,
    pub(super) servers: Vec<Server>,
    pub(super) variables: Variables<'a>,
    pub(super) repeated: Vec<(Place, Fault)>,
    pub(super) http_upstreams: Upstreams<'a>,
    pub(super) stream_upstreams: Upstreams<'a>,
    pub(super) http_listeners: Listeners<'a>,
    pub(super) stream_listeners: Listeners<'a>,
    pub(super) mail_listeners: Listeners<'a>,
    /// Names of servers, the server they are of, and where they stand.
    pub(super) server_names: Vec<(usize, &'a [u8], Place, usize)>,
    /// Hosts that `valid_referers` lets link here, by the object that has them.
    pub(super) referers: BTreeMap<usize, Referers>,
    pub(super) http_log_formats: BTreeSet<&'a [u8]>,
    pub(super) stream_log_formats: BTreeSet<&'a [u8]>,
    /// Size, flush time and compression of buffered logs.
    pub(super) log_buffers: BTreeMap<&'a [u8], (i64, i64, i64)>,
    pub(super) zones: Zones<'a>,
    /// Zones that limit a block: its object, the directive, the zone.
    pub(super) limits: BTreeSet<(usize, &'static str, &'a [u8])>,
    pub(super) charset_maps: BTreeSet<(Vec<u8>, Vec<u8>)>,
    pub(super) thread_pools: BTreeSet<&'a [u8]>,
    pub(super) used_thread_pools: Vec<(&'a [u8], Place)>,
    /// Locations by the object around them, kind and name.
    pub(super) location_names: BTreeSet<(usize, LocationKind, &'a [u8])>,
    /// The location whose block is entered next.
    pub(super) next_location: Location<'a>,
    /// Whether a block was read that fixes the list of modules.
    pub(super) modules_used: bool,
    pub(super) connections: Option<(i64, Place)>,
    events: bool,
}

/// The table of `valid_referers`.
#[derive(Debug)]
pub(super) struct Referers {
    pub(super) keys: HashKeys,
    /// The server around.
    pub(super) server: usize,
    /// The first directive.
    pub(super) place: Place,
    /// Whether the names of that server join the table.
    pub(super) takes_names: bool,
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

/// A configuration object of nginx: what one block stores into.
pub(super) struct Holder<'a> {
    taken: [u64; TAKEN],
    /// The object whose values this one inherits.
    pub(super) parent: Option<usize>,
    location: Location<'a>,
    /// Places that are taken, and by which directive.
    pub(super) settings: Vec<(u16, Place)>,
    lists: Vec<(&'static str, ListState)>,
}

/// What was given to a directive that takes `off` or any number of values.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ListState {
    pub(super) off: bool,
    pub(super) any: bool,
}

/// What is known of a `server` or `upstream` block.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) place: Place,
    pub(super) context: Context,
    /// The object of its server level.
    pub(super) holder: usize,
    pub(super) listens: bool,
    pub(super) tls_listen: Option<Place>,
    pub(super) quic_listen: Option<Place>,
    /// Servers of an upstream, and those that are no backup.
    pub(super) members: usize,
    pub(super) primaries: usize,
    /// Whether the balancing method of an upstream knows no backup servers.
    pub(super) without_backup: bool,
}

impl<'a> Walker<'a> {
    fn new(files: &'a Files<'a>, target: &'a Target) -> Self {
        Self {
            files,
            target,
            found: Found::default(),
            cursors: Vec::new(),
            holders: Vec::new(),
            servers: Vec::new(),
            variables: Variables::new(target),
            repeated: Vec::new(),
            http_upstreams: Upstreams::default(),
            stream_upstreams: Upstreams::default(),
            http_listeners: Listeners::new(),
            stream_listeners: Listeners::new(),
            mail_listeners: Listeners::new(),
            server_names: Vec::new(),
            referers: BTreeMap::new(),
            http_log_formats: BTreeSet::new(),
            stream_log_formats: BTreeSet::new(),
            log_buffers: BTreeMap::new(),
            zones: Zones::new(),
            limits: BTreeSet::new(),
            charset_maps: BTreeSet::new(),
            thread_pools: BTreeSet::new(),
            used_thread_pools: Vec::new(),
            location_names: BTreeSet::new(),
            next_location: Location::default(),
            modules_used: false,
            connections: None,
            events: false,
        }
    }

    fn run(&mut self) {
        let place = Place { file: 0, node: 0 };
        let holder = self.holder(None);
        let scope = self.scope(place, Context::Main, holder);
        let frame = Frame { context: Context::Main, place, main: holder, server: holder, location: holder, scope };
        self.enter_file(0, frame);
        let mut values = Vec::new();
        while let Some(cursor) = self.cursors.last_mut() {
            if cursor.next >= cursor.end || self.found.is_full() {
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
        let refused_section = definition.reader == Reader::Section && read.is_err();
        if definition.block && !refused_section {
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
        let holder = statement.frame.at(level);
        if let Some(holder) = self.holders.get_mut(holder) {
            holder.settings.push((slot, statement.place));
        }
        if !slots::holds_one(statement.definition.reader) {
            return Ok(());
        }
        if self.take(statement.frame, level, usize::from(slot)) {
            return Ok(());
        }
        // nginx reads it as superuser only: it is refused on the host, and not where a file is tried.
        if statement.definition.reader == Reader::User {
            self.found.warnings.push((statement.place, duplicate(statement.name())));
            return Ok(());
        }
        Err(duplicate(statement.name()))
    }

    /// Whether place `slot` of the object at `level` was still free; it no longer is.
    pub(super) fn take(&mut self, frame: Frame, level: Level, slot: usize) -> bool {
        let holder = frame.at(level);
        let Some(word) = self.holders.get_mut(holder).and_then(|holder| holder.taken.get_mut(slot / 64)) else {
            return true;
        };
        let free = *word & (1 << (slot % 64)) == 0;
        *word |= 1 << (slot % 64);
        free
    }

    /// Whether place `slot` of the object at `level` holds a value.
    pub(super) fn is_taken(&self, frame: Frame, level: Level, slot: usize) -> bool {
        let word = self.holders.get(frame.at(level)).and_then(|holder| holder.taken.get(slot / 64));
        word.is_some_and(|word| word & (1 << (slot % 64)) != 0)
    }

    /// Where the directive `name` stands in the location around, if it does.
    pub(super) fn setting(&self, frame: Frame, name: &[u8]) -> Option<Place> {
        let slots: Vec<u16> = named(name).iter().filter_map(|row| row.slot.map(|(_, slot)| slot)).collect();
        let holder = self.holders.get(frame.location)?;
        holder.settings.iter().find(|(slot, _)| slots.contains(slot)).map(|(_, place)| *place)
    }

    /// The same for the main object of the block around.
    pub(super) fn setting_at_main(&self, frame: Frame, name: &[u8]) -> Option<Place> {
        let slots: Vec<u16> = named(name).iter().filter_map(|row| row.slot.map(|(_, slot)| slot)).collect();
        let holder = self.holders.get(frame.main)?;
        holder.settings.iter().find(|(slot, _)| slots.contains(slot)).map(|(_, place)| *place)
    }

    /// The argument `index` of a directive.
    pub(super) fn argument(&self, place: Place, index: usize) -> &'a [u8] {
        self.files.directive(place).and_then(|directive| directive.argument(index)).unwrap_or_default()
    }

    pub(super) fn list_state(&self, statement: &Statement<'a, '_>) -> ListState {
        let lists = self.holders.get(statement.frame.location).map(|holder| holder.lists.as_slice());
        let name = statement.definition.name;
        lists.unwrap_or_default().iter().find(|(list, _)| *list == name).map(|(_, state)| *state).unwrap_or_default()
    }

    pub(super) fn set_list_state(&mut self, statement: &Statement<'a, '_>, off: bool) {
        let Some(holder) = self.holders.get_mut(statement.frame.location) else { return };
        holder.lists.retain(|(list, _)| *list != statement.definition.name);
        holder.lists.push((statement.definition.name, ListState { off, any: !off }));
    }

    /// The location around; a default one outside any.
    pub(super) fn location_of(&self, frame: Frame) -> Location<'a> {
        self.holders.get(frame.location).map(|holder| holder.location).unwrap_or_default()
    }

    /// What is known of the server or upstream around.
    pub(super) fn server_mut(&mut self, frame: Frame) -> &mut Server {
        if frame.scope >= self.servers.len() {
            self.scope(frame.place, frame.context, frame.server);
        }
        let index = frame.scope.min(self.servers.len() - 1);
        #[expect(clippy::indexing_slicing, reason = "a scope is pushed above when there is none")]
        &mut self.servers[index]
    }

    /// The end of a block, or of the file.
    fn close(&mut self, frame: Frame) {
        let faults = match frame.context {
            Context::Main => self.end_file(),
            Context::Http => self.end_http(frame),
            Context::Stream => self.end_stream(),
            Context::Mail => self.end_mail(),
            Context::Server => {
                if !self.server_mut(frame).listens {
                    self.listen_by_default(frame.scope());
                }
                return;
            }
            Context::Upstream | Context::StreamUpstream => {
                if self.server_mut(frame).members == 0 {
                    let fault = Fault::new(Kind::EmptyUpstream, "no servers are inside upstream").at(CLOSE);
                    self.found.faults.push((frame.place, fault));
                }
                return;
            }
            _ => return,
        };
        // What nginx finds out at the end is worth hearing once nothing before is wrong.
        if self.found.is_clean() {
            self.found.faults = faults;
        }
    }

    pub(super) fn has_events(&self) -> bool {
        self.files.main.directives().any(|directive| directive.name() == b"events") || self.events
    }
}

/// The place of a `root` and of an `alias`, which share one place in nginx.
pub(super) const ROOT: usize = SLOTS;
pub(super) const ALIAS: usize = SLOTS + 1;

/// Words of bits for the places of one object.
const TAKEN: usize = (SLOTS + 2).div_ceil(64);
