//! A configuration, ready to be asked what requests get.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::location::Locations;
use super::pattern::Patterns;
use super::server::{Named, Names, Server, Shadowed};
use crate::app::NginxVersion;
use crate::nginx::context::Context;
use crate::nginx::directives::Effect;
use crate::nginx::tree::{Statement, Tree};

/// The servers of a configuration and what leads to them.
pub(in crate::nginx) struct Model<'v, 'a> {
    pub(super) tree: &'v Tree<'a>,
    pub(super) version: NginxVersion,
    pub(super) patterns: Patterns,
    /// In the order of the text, and so of their blocks.
    servers: Vec<Server>,
    pub(super) names: Names,
    shadowed: Vec<Shadowed>,
    /// Locations by the block that they stand in.
    locations: RefCell<BTreeMap<usize, Rc<Locations>>>,
    pub(super) upstreams: BTreeMap<String, usize>,
    tables: OnceCell<BTreeMap<String, usize>>,
}

impl<'v, 'a> Model<'v, 'a> {
    pub(in crate::nginx) fn of(tree: &'v Tree<'a>, version: NginxVersion) -> Self {
        let mut servers: Vec<Server> = tree.scopes(Context::Server).map(|scope| Server::of(tree, scope)).collect();
        // TLS is a property of the socket, which servers share.
        let listens = servers.iter().flat_map(|server| &server.listens).filter(|listen| listen.tls);
        let secured: BTreeSet<u16> = listens.filter_map(|listen| listen.port).collect();
        for listen in servers.iter_mut().flat_map(|server| &mut server.listens) {
            listen.tls |= listen.port.is_some_and(|port| secured.contains(&port));
        }
        let (names, shadowed) = Names::of(&servers);
        Self {
            tree,
            version,
            patterns: Patterns::default(),
            servers,
            names,
            shadowed,
            locations: RefCell::default(),
            upstreams: tree.upstreams(),
            tables: OnceCell::new(),
        }
    }

    pub(in crate::nginx) fn servers(&self) -> &[Server] {
        &self.servers
    }

    /// The server whose block `scope` is.
    pub(in crate::nginx) fn server(&self, scope: usize) -> Option<&Server> {
        let place = self.servers.binary_search_by_key(&scope, |server| server.scope).ok()?;
        self.servers.get(place)
    }

    pub(super) fn server_at(&self, place: usize) -> Option<&Server> {
        self.servers.get(place)
    }

    /// The server that answers on `port` when no name matches.
    pub(in crate::nginx) fn default_server(&self, port: u16) -> Option<&Server> {
        self.servers.get(self.names.default_place(port)?)
    }

    /// The block of the server that answers on `port` to `host`; patterns are tried as far as they are known.
    pub(in crate::nginx) fn server_for(&self, port: u16, host: &str) -> Option<usize> {
        let place = match self.names.find(port, host)? {
            Named::Server(place) => place,
            Named::Patterns(patterns, default) => {
                let fits = |pattern: &str| self.patterns.compile(pattern.as_bytes(), false)?.matches(host.as_bytes());
                let found = patterns.iter().find(|(pattern, _)| fits(pattern).unwrap_or(false));
                found.map_or(default, |(_, place)| *place)
            }
        };
        Some(self.servers.get(place)?.scope)
    }

    /// Whether nginx never comes to the server on `port`: each of its names belongs to an earlier one.
    pub(in crate::nginx) fn is_shadowed(&self, server: &Server, port: u16) -> bool {
        let place = self.servers.binary_search_by_key(&server.scope, |known| known.scope).ok();
        let lost = self.shadowed.iter().filter(|lost| Some(lost.server) == place && lost.port == port).count();
        lost > 0 && lost >= server.names.len() && self.names.default_place(port) != place
    }

    pub(super) fn locations(&self, scope: usize) -> Rc<Locations> {
        if let Some(known) = self.locations.borrow().get(&scope) {
            return Rc::clone(known);
        }
        let locations = Rc::new(Locations::of(self.tree, scope));
        self.locations.borrow_mut().insert(scope, Rc::clone(&locations));
        locations
    }

    /// The location with a pattern that stands in `server` itself and takes `uri`, were it asked.
    pub(in crate::nginx) fn pattern_for(&self, server: usize, uri: &[u8]) -> Option<usize> {
        let matches = |pattern: &[u8], ignore_case| {
            self.patterns.compile(pattern, ignore_case).and_then(|pattern| pattern.matches(uri)).unwrap_or(false)
        };
        self.locations(server).pattern(|pattern, ignore_case| Some(matches(pattern, ignore_case))).flatten()
    }

    /// The `map`, `geo`, code of a module and the like that gives the variable `name`, in lower case, its value.
    pub(super) fn table(&self, name: &str) -> Option<Statement<'a>> {
        let tables = self.tables.get_or_init(|| {
            let inside = self.tree.scopes(Context::Http).flat_map(|scope| self.tree.inside(scope));
            let is_table = |statement: &Statement<'_>| ["geo", "map", "split_clients"].contains(&statement.name());
            let is_code =
                |statement: &Statement<'_>| matches!(statement.effect(), Some(Effect::Code | Effect::Defines));
            let tables = inside.filter(|statement| is_table(statement) || is_code(statement));
            let name = |table: &Statement<'_>| {
                let mut words = table.arguments();
                let name = if is_table(table) { words.next_back() } else { words.next() };
                name.unwrap_or_default().into_owned()
            };
            tables.map(|table| (name(&table).trim_start_matches('$').to_ascii_lowercase(), table.index)).collect()
        });
        self.tree.statement(*tables.get(name)?)
    }
}
