//! Blocks as nginx keeps them: configuration objects, in whose slots directives store values, and servers.

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
    /// A bit for each slot: whether a directive that may be given once has set it.
    taken: [u64; TAKEN_WORDS],
    /// The object whose values this one inherits.
    parent: Option<usize>,
    /// Slots that are set, with the place of the directive.
    settings: Vec<(u16, Place)>,
    /// By the name of the directive.
    lists: Vec<(&'static str, ListState)>,
}

/// What was given so far to a directive that takes either `off` or values, and may be repeated for more values.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ListState {
    pub(super) off: bool,
    pub(super) values: bool,
}

/// A `server` or `upstream`, or a block that holds such blocks.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) place: Place,
    pub(super) context: Context,
    /// Its object at server level.
    pub(super) object: usize,
    /// Its object at location level.
    pub(super) location: usize,
}

impl Blocks {
    /// The whole file.
    pub(super) fn open_file(&mut self, place: Place) -> Frame {
        let object = self.add_object(None);
        let scope = self.add_server(place, Context::Main, [object; 2]);
        Frame { context: Context::Main, place, main: object, server: object, location: object, scope }
    }

    /// A block such as `http`, which inherits nothing: `ngx_http_block` makes a context of its own for it.
    pub(super) fn open_section(&mut self, place: Place, context: Context) -> Frame {
        let main = self.add_object(None);
        let server = self.add_object(None);
        let location = self.add_object(None);
        let scope = self.add_server(place, context, [server, location]);
        Frame { context, place, main, server, location, scope }
    }

    /// A `server` or `upstream` in the block `outer`.
    pub(super) fn open_server(&mut self, place: Place, context: Context, outer: Frame) -> Frame {
        let server = self.add_object(Some(outer.server));
        let location = self.add_object(Some(outer.location));
        let scope = self.add_server(place, context, [server, location]);
        Frame { context, place, server, location, scope, ..outer }
    }

    /// A `location` in the block `outer`, or a block that gets a location's object as well: `ngx_http_rewrite_if` and
    /// `ngx_http_core_limit_except` make one as `ngx_http_core_location` does.
    pub(super) fn open_location(&mut self, place: Place, context: Context, outer: Frame) -> Frame {
        let location = self.add_object(Some(outer.location));
        Frame { context, place, location, ..outer }
    }

    /// Records that the directive at `place` sets `slot` in the object at `level`.
    pub(super) fn set(&mut self, frame: Frame, level: Level, slot: u16, place: Place) {
        if let Some(object) = self.objects.get_mut(frame.at(level)) {
            object.settings.push((slot, place));
        }
    }

    /// Takes `slot` in the object at `level`, and returns whether it was free.
    pub(super) fn take(&mut self, frame: Frame, level: Level, slot: usize) -> bool {
        let object = self.objects.get_mut(frame.at(level));
        let Some(word) = object.and_then(|object| object.taken.get_mut(slot / 64)) else { return true };
        let free = *word & (1 << (slot % 64)) == 0;
        *word |= 1 << (slot % 64);
        free
    }

    /// Whether `slot` in the object at `level` is taken.
    pub(super) fn is_taken(&self, frame: Frame, level: Level, slot: usize) -> bool {
        let word = self.objects.get(frame.at(level)).and_then(|object| object.taken.get(slot / 64));
        word.is_some_and(|word| word & (1 << (slot % 64)) != 0)
    }

    /// What was given so far to the directive of `statement` in the enclosing location.
    pub(super) fn list_state(&self, statement: &Statement<'_, '_>) -> ListState {
        let lists = self.objects.get(statement.frame.location).map(|object| object.lists.as_slice());
        let name = statement.definition.name;
        lists.unwrap_or_default().iter().find(|(list, _)| *list == name).map(|(_, state)| *state).unwrap_or_default()
    }

    pub(super) fn set_list_state(&mut self, statement: &Statement<'_, '_>, off: bool) {
        let Some(object) = self.objects.get_mut(statement.frame.location) else { return };
        object.lists.retain(|(list, _)| *list != statement.definition.name);
        object.lists.push((statement.definition.name, ListState { off, values: !off }));
    }

    /// Servers that are blocks of kind `context`, with their numbers.
    pub(super) fn servers(&self, context: Context) -> impl Iterator<Item = (usize, &Server)> {
        self.servers.iter().enumerate().filter(move |(_, server)| server.context == context)
    }

    pub(super) fn server(&self, number: usize) -> Option<&Server> {
        self.servers.get(number)
    }

    /// Objects in which a directive sets a value.
    pub(super) fn objects_with_settings(&self) -> impl Iterator<Item = usize> {
        self.objects.iter().enumerate().filter(|(_, object)| !object.settings.is_empty()).map(|(number, _)| number)
    }

    pub(super) fn inherits(&self, object: usize) -> bool {
        self.objects.get(object).is_some_and(|object| object.parent.is_some())
    }

    /// The directive that sets one of `slots` in the object itself.
    pub(super) fn own(&self, object: usize, slots: &[u16]) -> Option<Place> {
        let settings = &self.objects.get(object)?.settings;
        settings.iter().find(|(slot, _)| slots.contains(slot)).map(|(_, place)| *place)
    }

    /// The directive whose value the object has: its own, or that of the nearest object that it inherits from.
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

    /// The same for a directive that may be repeated: `ngx_conf_merge_ptr_value` inherits all of them or none.
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
        self.objects.push(Object { taken: [0; TAKEN_WORDS], parent, settings: Vec::new(), lists: Vec::new() });
        self.objects.len() - 1
    }

    fn add_server(&mut self, place: Place, context: Context, [object, location]: [usize; 2]) -> usize {
        self.servers.push(Server { place, context, object, location });
        self.servers.len() - 1
    }
}

/// The slots that the directive `name` sets, one for each module that has a directive of this name.
pub(super) fn slots(name: &str) -> Vec<u16> {
    named(name.as_bytes()).iter().filter_map(|row| row.slot.map(|(_, slot)| slot)).collect()
}

/// Slots of `root` and `alias`, which share one in nginx.
pub(super) const ROOT: usize = SLOTS;
pub(super) const ALIAS: usize = SLOTS + 1;

/// How many `u64` hold a bit for each slot.
const TAKEN_WORDS: usize = (SLOTS + 2).div_ceil(64);
