//! Where a request goes: the server, the location and what answers.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::pattern::Patterns;
use super::server::{Server, wildcard};
use crate::nginx::context::Context;
use crate::nginx::directives::{Effect, name};
use crate::nginx::tree::{Statement, Tree};

/// The servers of a configuration.
pub(super) struct Router<'v, 'a> {
    tree: &'v Tree<'a>,
    patterns: Patterns,
    /// In the order of the text, and so of their blocks.
    servers: Vec<Server>,
    /// The place of the server that answers on a port when no name matches.
    defaults: BTreeMap<u16, usize>,
}

/// The way of a request through the configuration.
pub(super) struct Route<'a> {
    /// Directives that decided, in order.
    pub(super) steps: Vec<Statement<'a>>,
    pub(super) end: End<'a>,
    /// An `if` on the way may send it elsewhere.
    pub(super) conditional: bool,
}

/// What answers a request.
#[derive(Clone)]
pub(super) enum End<'a> {
    /// A `*_pass`.
    Pass(Statement<'a>),
    /// A redirect to a URL.
    Redirect(Statement<'a>, String),
    /// A fixed answer with this code.
    Return(Statement<'a>, String),
    /// Access is denied.
    Denied(Statement<'a>),
    /// A file.
    Static,
    /// A handler of another module.
    Handler(Statement<'a>),
    /// It goes round in circles.
    Endless,
}

impl<'v, 'a> Router<'v, 'a> {
    pub(super) fn of(tree: &'v Tree<'a>) -> Self {
        let mut servers: Vec<Server> = tree.scopes(Context::Server).map(|scope| Server::of(tree, scope)).collect();
        // TLS is a property of the socket, which servers share.
        let listens = servers.iter().flat_map(|server| &server.listens).filter(|listen| listen.tls);
        let secured: BTreeSet<u16> = listens.filter_map(|listen| listen.port).collect();
        for listen in servers.iter_mut().flat_map(|server| &mut server.listens) {
            listen.tls |= listen.port.is_some_and(|port| secured.contains(&port));
        }
        let defaults = defaults(&servers);
        Self { tree, patterns: Patterns::default(), servers, defaults }
    }

    pub(super) fn servers(&self) -> &[Server] {
        &self.servers
    }

    /// The server whose block `scope` is.
    pub(super) fn server(&self, scope: usize) -> Option<&Server> {
        let place = self.servers.binary_search_by_key(&scope, |server| server.scope).ok()?;
        self.servers.get(place)
    }

    /// The server that answers on `port` when no name matches.
    pub(super) fn default_server(&self, port: u16) -> Option<&Server> {
        self.servers.get(*self.defaults.get(&port)?)
    }

    /// The server that answers on `port` to `host`: by exact name, then wildcards, else the default.
    pub(super) fn server_for(&self, port: u16, host: &str) -> Option<&Server> {
        let named = |matches: &dyn Fn(&str) -> bool| {
            self.servers.iter().find(|server| server.listens_on(port) && server.names.iter().any(|name| matches(name)))
        };
        named(&|name| name.eq_ignore_ascii_case(host))
            .or_else(|| named(&|name| wildcard(name, host)))
            .or_else(|| self.default_server(port))
    }

    /// Follows a request for `uri` that `server` got.
    pub(super) fn route(&self, server: &Server, uri: &str) -> Route<'a> {
        let mut route = Route { steps: Vec::new(), end: End::Endless, conditional: false };
        let mut uri = uri.to_owned();
        route.steps.extend(self.tree.opener(server.scope));
        match self.rewrite_phase(server.scope, &mut uri, &mut route) {
            Flow::End(end) => {
                route.end = end;
                return route;
            }
            Flow::Again | Flow::On => {}
        }
        let mut named: Option<usize> = None;
        for _ in 0..MOST_HOPS {
            let scope = named.take().or_else(|| self.locate(server.scope, &uri)).unwrap_or(server.scope);
            if scope != server.scope {
                route.steps.extend(self.tree.opener(scope));
                match self.rewrite_phase(scope, &mut uri, &mut route) {
                    Flow::End(end) => {
                        route.end = end;
                        return route;
                    }
                    Flow::Again => continue,
                    Flow::On => {}
                }
            }
            match self.content(server.scope, scope, &uri, &mut route) {
                Next::End(end) => {
                    route.end = end;
                    return route;
                }
                Next::Uri(next) => uri = next,
                Next::Location(scope) => named = Some(scope),
            }
        }
        route
    }

    /// `return` and `rewrite`, in their order.
    fn rewrite_phase(&self, scope: usize, uri: &mut String, route: &mut Route<'a>) -> Flow<'a> {
        for statement in self.tree.inside(scope) {
            if statement.is(name!("if")) {
                route.conditional = true;
            } else if statement.is(name!("return")) {
                return Flow::End(returned(statement));
            } else if statement.is(name!("rewrite")) {
                let Some(pattern) = self.patterns.compile(&statement.argument(0), false) else { continue };
                let replacement = statement.argument(1);
                let Some(replaced) = pattern.replace(uri, &replacement) else { continue };
                route.steps.push(statement);
                let flag = statement.argument(2);
                if is_url(&replacement) || flag == "redirect" || flag == "permanent" {
                    return Flow::End(End::Redirect(statement, replacement.into_owned()));
                }
                replaced.split('?').next().unwrap_or_default().clone_into(uri);
                match &*flag {
                    "last" => return Flow::Again,
                    "break" => return Flow::On,
                    _ => {}
                }
            } else if statement.is(name!("break")) {
                return Flow::On;
            }
        }
        Flow::On
    }

    fn content(&self, server: usize, scope: usize, uri: &str, route: &mut Route<'a>) -> Next<'a> {
        if let Some(denial) = self.denial(scope) {
            return Next::End(End::Denied(denial));
        }
        let handler = self.tree.inside(scope).find(is_handler);
        let fallback = self.tree.own(scope, name!("try_files")).last();
        let last = fallback.and_then(|tried| tried.arguments().next_back()).unwrap_or_default();
        match (handler, fallback) {
            (Some(pass), Some(_)) if last.starts_with('=') => Next::End(ended(pass)),
            (Some(pass), None) => Next::End(ended(pass)),
            (_, Some(tried)) => {
                route.steps.push(tried);
                if let Some(code) = last.strip_prefix('=') {
                    return if code == "404" {
                        self.file(scope, uri)
                    } else {
                        Next::End(End::Return(tried, code.to_owned()))
                    };
                }
                if last.starts_with('@') {
                    return match self.named(server, &last) {
                        Some(scope) => Next::Location(scope),
                        None => Next::End(End::Static),
                    };
                }
                Next::Uri(last.split('?').next().unwrap_or_default().replace("$uri", uri))
            }
            (None, None) => self.file(scope, uri),
        }
    }

    /// A file, or for a directory its first index.
    fn file(&self, scope: usize, uri: &str) -> Next<'a> {
        if !uri.ends_with('/') {
            return Next::End(End::Static);
        }
        let index = self.tree.setting(scope, name!("index")).unwrap_or("index.html".into());
        if index.contains('$') {
            return Next::End(End::Static);
        }
        Next::Uri(if index.starts_with('/') { index.into_owned() } else { format!("{uri}{index}") })
    }

    fn denial(&self, scope: usize) -> Option<Statement<'a>> {
        let internal = self.tree.own(scope, name!("internal")).next();
        // The first rule that fits an address decides.
        let rules = self.tree.access_rules(scope);
        let mut others = rules.into_iter().filter(|rule| !rule.is(name!("allow")) || !is_local(&rule.argument(0)));
        let first = others.find(|rule| rule.is(name!("allow")) || rule.argument(0) == "all");
        internal.or(first.filter(|rule| rule.is(name!("deny"))))
    }

    fn named(&self, server: usize, name: &str) -> Option<usize> {
        self.tree
            .own(server, name!("location"))
            .find(|location| location.argument(0) == name)
            .and_then(|found| found.opens)
    }

    /// The location that nginx takes for `uri`: exact, else the longest prefix unless a regular expression matches.
    pub(super) fn locate(&self, server: usize, uri: &str) -> Option<usize> {
        let mut levels = vec![server];
        let mut best = None;
        // Down through prefixes, then up through regular expressions.
        while let Some(level) = levels.last() {
            match self.static_location(*level, uri) {
                Some((scope, true)) => return Some(scope),
                Some((scope, false)) => {
                    best = Some(scope);
                    levels.push(scope);
                }
                None => break,
            }
        }
        let mut below: Option<usize> = None;
        while let Some(level) = levels.pop() {
            let without_regexes = below
                .and_then(|scope| self.tree.opener(scope))
                .is_some_and(|opener| Modifier::of(&opener).0 == Modifier::NoRegex);
            if !without_regexes && let Some(scope) = self.regex_location(level, uri) {
                return Some(self.inside_regex(scope, uri));
            }
            below = Some(level);
        }
        best
    }

    /// Nested locations of one that a regular expression chose.
    fn inside_regex(&self, scope: usize, uri: &str) -> usize {
        let mut at = scope;
        while let Some(inner) =
            self.static_location(at, uri).map(|(scope, _)| scope).or_else(|| self.regex_location(at, uri))
        {
            at = inner;
        }
        at
    }

    /// The exact location, or the longest prefix; and whether it is exact.
    fn static_location(&self, scope: usize, uri: &str) -> Option<(usize, bool)> {
        let mut best: Option<(usize, usize)> = None;
        for location in self.tree.own(scope, name!("location")) {
            let Some(opens) = location.opens else { continue };
            match Modifier::of(&location) {
                (Modifier::Exact, path) if path == uri => return Some((opens, true)),
                (Modifier::Prefix | Modifier::NoRegex, path)
                    if uri.starts_with(&*path) && best.is_none_or(|(length, _)| path.len() > length) =>
                {
                    best = Some((path.len(), opens));
                }
                _ => {}
            }
        }
        best.map(|(_, scope)| (scope, false))
    }

    fn regex_location(&self, scope: usize, uri: &str) -> Option<usize> {
        self.tree.own(scope, name!("location")).find_map(|location| {
            let (modifier, pattern) = Modifier::of(&location);
            let ignore_case = modifier == Modifier::RegexIgnoringCase;
            if !ignore_case && modifier != Modifier::Regex {
                return None;
            }
            let matches = self.patterns.compile(&pattern, ignore_case)?.matches(uri);
            if matches { location.opens } else { None }
        })
    }
}

/// For each port the server that says `default_server`, else the first that listens.
fn defaults(servers: &[Server]) -> BTreeMap<u16, usize> {
    let mut defaults: BTreeMap<u16, (bool, usize)> = BTreeMap::new();
    for (place, server) in servers.iter().enumerate() {
        for listen in server.listens.iter().filter(|listen| listen.is_open()) {
            let Some(port) = listen.port else { continue };
            let taken = defaults.entry(port).or_insert((listen.default, place));
            if listen.default && !taken.0 {
                *taken = (true, place);
            }
        }
    }
    defaults.into_iter().map(|(port, (_, place))| (port, place)).collect()
}

/// How a location is matched.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Modifier {
    Exact,
    Named,
    NoRegex,
    Prefix,
    Regex,
    RegexIgnoringCase,
}

impl Modifier {
    /// The modifier of a `location` and its path or pattern. They may be written as one word.
    pub(super) fn of<'a>(location: &Statement<'a>) -> (Self, Cow<'a, str>) {
        let (first, second) = (location.argument(0), location.argument(1));
        let separate = !second.is_empty();
        for (word, modifier) in [
            ("^~", Self::NoRegex),
            ("~*", Self::RegexIgnoringCase),
            ("=", Self::Exact),
            ("~", Self::Regex),
            ("@", Self::Named),
        ] {
            if let Some(rest) = first.strip_prefix(word) {
                return (modifier, if separate { second } else { rest.to_owned().into() });
            }
        }
        (Self::Prefix, first)
    }
}

enum Flow<'a> {
    Again,
    End(End<'a>),
    On,
}

enum Next<'a> {
    End(End<'a>),
    Location(usize),
    Uri(String),
}

/// Whether it hands requests on.
pub(super) fn is_pass(statement: &Statement<'_>) -> bool {
    statement.effect() == Some(Effect::Passes)
}

/// Whether it answers requests of its location by itself.
fn is_handler(statement: &Statement<'_>) -> bool {
    let name = statement.name();
    is_pass(statement) || ["stub_status", "empty_gif", "flv", "mp4", "perl", "dav_methods"].contains(&name)
}

fn ended(handler: Statement<'_>) -> End<'_> {
    if is_pass(&handler) { End::Pass(handler) } else { End::Handler(handler) }
}

/// What a `return` answers.
fn returned(statement: Statement<'_>) -> End<'_> {
    let (first, second) = (statement.argument(0), statement.argument(1));
    if is_url(&first) {
        return End::Redirect(statement, first.into_owned());
    }
    if matches!(&*first, "301" | "302" | "303" | "307" | "308") && !second.is_empty() {
        return End::Redirect(statement, second.into_owned());
    }
    End::Return(statement, first.into_owned())
}

fn is_url(text: &str) -> bool {
    ["http://", "https://", "$scheme"].iter().any(|start| text.starts_with(start))
}

fn is_local(address: &str) -> bool {
    address.starts_with("127.") || address == "::1" || address == "unix:"
}

const MOST_HOPS: usize = 10;
