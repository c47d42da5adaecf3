//! Blocks as nginx keeps them: the objects that directives store into, and servers.

use super::statement::{Frame, Statement};
use crate::nginx::context::Context;
use crate::nginx::directives::{Level, SLOTS, named};
use crate::nginx::files::Place;

/// All objects and servers, in the order in which they are opened.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    objects: Vec<Object>,
    servers: Vec<Server>,
}

/// A configuration object of nginx: what one block stores into.
#[derive(Debug)]
struct Object {
    taken: [u64; TAKEN],
    /// The object whose values this one inherits.
    parent: Option<usize>,
    /// Places that are taken, and by which directive.
    settings: Vec<(u16, Place)>,
    lists: Vec<(&'static str, ListState)>,
}

/// What was given to a directive that takes `off` or any number of values.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ListState {
    pub(super) off: bool,
    pub(super) any: bool,
}

/// A `server` or `upstream`, or the block that such blocks stand in.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) place: Place,
    pub(super) context: Context,
    /// The object of its server level.
    pub(super) object: usize,
}

impl Blocks {
    /// The whole file.
    pub(super) fn open_file(&mut self, place: Place) -> Frame {
        let object = self.add_object(None);
        let scope = self.add_server(place, Context::Main, object);
        Frame { context: Context::Main, place, main: object, server: object, location: object, scope }
    }

    /// A block such as `http`, which inherits nothing: `ngx_http_block` makes a context of its own for it.
    pub(super) fn open_section(&mut self, place: Place, context: Context) -> Frame {
        let main = self.add_object(None);
        let server = self.add_object(None);
        let location = self.add_object(None);
        let scope = self.add_server(place, context, server);
        Frame { context, place, main, server, location, scope }
    }

    /// A `server` or `upstream` in the block `outer`.
    pub(super) fn open_server(&mut self, place: Place, context: Context, outer: Frame) -> Frame {
        let server = self.add_object(Some(outer.server));
        let location = self.add_object(Some(outer.location));
        let scope = self.add_server(place, context, server);
        Frame { context, place, server, location, scope, ..outer }
    }

    /// A block with a location's object in the block `outer`: `ngx_http_rewrite_if` and `ngx_http_core_limit_except`
    /// make one as `ngx_http_core_location` does.
    pub(super) fn open_location(&mut self, place: Place, context: Context, outer: Frame) -> Frame {
        let location = self.add_object(Some(outer.location));
        Frame { context, place, location, ..outer }
    }

    /// Notes that the directive at `place` sets place `slot` of the object at `level`.
    pub(super) fn set(&mut self, frame: Frame, level: Level, slot: u16, place: Place) {
        if let Some(object) = self.objects.get_mut(frame.at(level)) {
            object.settings.push((slot, place));
        }
    }

    /// Whether place `slot` of the object at `level` was still free; it no longer is.
    pub(super) fn take(&mut self, frame: Frame, level: Level, slot: usize) -> bool {
        let object = self.objects.get_mut(frame.at(level));
        let Some(word) = object.and_then(|object| object.taken.get_mut(slot / 64)) else { return true };
        let free = *word & (1 << (slot % 64)) == 0;
        *word |= 1 << (slot % 64);
        free
    }

    /// Whether place `slot` of the object at `level` holds a value.
    pub(super) fn is_taken(&self, frame: Frame, level: Level, slot: usize) -> bool {
        let word = self.objects.get(frame.at(level)).and_then(|object| object.taken.get(slot / 64));
        word.is_some_and(|word| word & (1 << (slot % 64)) != 0)
    }

    /// What the directive of `statement` was given before in the location around.
    pub(super) fn list_state(&self, statement: &Statement<'_, '_>) -> ListState {
        let lists = self.objects.get(statement.frame.location).map(|object| object.lists.as_slice());
        let name = statement.definition.name;
        lists.unwrap_or_default().iter().find(|(list, _)| *list == name).map(|(_, state)| *state).unwrap_or_default()
    }

    pub(super) fn set_list_state(&mut self, statement: &Statement<'_, '_>, off: bool) {
        let Some(object) = self.objects.get_mut(statement.frame.location) else { return };
        object.lists.retain(|(list, _)| *list != statement.definition.name);
        object.lists.push((statement.definition.name, ListState { off, any: !off }));
    }

    /// Servers of one kind, and their numbers.
    pub(super) fn servers(&self, context: Context) -> impl Iterator<Item = (usize, &Server)> {
        self.servers.iter().enumerate().filter(move |(_, server)| server.context == context)
    }

    pub(super) fn server(&self, number: usize) -> Option<&Server> {
        self.servers.get(number)
    }

    /// Objects that set a value of their own.
    pub(super) fn objects_with_settings(&self) -> impl Iterator<Item = usize> {
        self.objects.iter().enumerate().filter(|(_, object)| !object.settings.is_empty()).map(|(number, _)| number)
    }

    pub(super) fn inherits(&self, object: usize) -> bool {
        self.objects.get(object).is_some_and(|object| object.parent.is_some())
    }

    /// Where an object's own value of one of these places stands.
    pub(super) fn own(&self, object: usize, slots: &[u16]) -> Option<Place> {
        let settings = &self.objects.get(object)?.settings;
        settings.iter().find(|(slot, _)| slots.contains(slot)).map(|(_, place)| *place)
    }

    /// Where the value that holds in an object stands: its own, or the nearest around.
    pub(super) fn value(&self, object: usize, slots: &[u16]) -> Option<Place> {
        let mut next = Some(object);
        while let Some(object) = next {
            if let Some(place) = self.own(object, slots) {
                return Some(place);
            }
            next = self.objects.get(object)?.parent;
        }
        None
    }

    /// The same for a directive that may stand more than once: `ngx_conf_merge_ptr_value` inherits all of them or none.
    pub(super) fn all(&self, object: usize, slots: &[u16]) -> Vec<Place> {
        let mut next = Some(object);
        while let Some(object) = next.and_then(|object| self.objects.get(object)) {
            let places: Vec<Place> =
                object.settings.iter().filter(|(slot, _)| slots.contains(slot)).map(|(_, place)| *place).collect();
            if !places.is_empty() {
                return places;
            }
            next = object.parent;
        }
        Vec::new()
    }

    fn add_object(&mut self, parent: Option<usize>) -> usize {
        self.objects.push(Object { taken: [0; TAKEN], parent, settings: Vec::new(), lists: Vec::new() });
        self.objects.len() - 1
    }

    fn add_server(&mut self, place: Place, context: Context, object: usize) -> usize {
        self.servers.push(Server { place, context, object });
        self.servers.len() - 1
    }
}

/// The places of a directive's value, in all modules that have one.
pub(super) fn slots(name: &str) -> Vec<u16> {
    named(name.as_bytes()).iter().filter_map(|row| row.slot.map(|(_, slot)| slot)).collect()
}

/// The places of a `root` and of an `alias`, which share one place in nginx.
pub(super) const ROOT: usize = SLOTS;
pub(super) const ALIAS: usize = SLOTS + 1;

/// Words of bits for the places of one object.
const TAKEN: usize = (SLOTS + 2).div_ceil(64);
