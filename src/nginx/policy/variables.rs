//! Values of variables that are known from the text.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use super::address::{is_socket, starts_a_path};
use crate::nginx::context::Context;
use crate::nginx::directives::{Effect, name};
use crate::nginx::files::Resolved;
use crate::nginx::route::Model;
use crate::nginx::target::Target;
use crate::nginx::tree::{Statement, Tree};
use crate::nginx::variables::{Family, built_in, has_known_prefix};

/// What `set` and the tables of `http` may give variables.
///
/// Names are in lower case, as nginx takes them. A variable that more than one directive gives a value, in the server or
/// in a table, may have each of them.
pub(super) struct Variables {
    /// By the server that sets them; tables are outside servers.
    values: BTreeMap<(Option<usize>, String), Values>,
    /// Variables that something else than the text decides too: captures of regular expressions, answers of the app. By
    /// the server in which they are, or of the whole file.
    open: BTreeSet<(Option<usize>, String)>,
    /// What the captures in a table are taken from, by the variable of the table and by name.
    sources: BTreeMap<String, Vec<String>>,
    /// `$uri` always starts with `/`.
    rooted: bool,
    target: Target,
    /// Bytes that may yet be written to fill in variables, over all questions.
    left: Cell<usize>,
    /// Answers about targets, by directive.
    targets: RefCell<BTreeMap<usize, Option<Vec<String>>>>,
}

#[derive(Default)]
struct Values {
    texts: BTreeSet<String>,
    /// Blocks in which it is set whatever else happens.
    certain: BTreeSet<usize>,
}

impl Variables {
    pub(super) fn of(tree: &Tree<'_>, model: &Model<'_, '_>, target: Target) -> Self {
        let mut variables = Self {
            values: BTreeMap::new(),
            open: BTreeSet::new(),
            sources: BTreeMap::new(),
            rooted: true,
            target,
            left: Cell::new(MOST_BYTES),
            targets: RefCell::default(),
        };
        let mut broken: BTreeSet<usize> = BTreeSet::new();
        for statement in tree.statements() {
            let name = statement.name();
            match statement.name() {
                "set" => {
                    let server = tree.around(statement.scope, Context::Server);
                    let values = variables.values.entry((server, lower(&statement.argument(0)))).or_default();
                    values.texts.insert(statement.argument(1).into_owned());
                    if !broken.contains(&statement.scope) {
                        values.certain.insert(statement.scope);
                    }
                }
                "geo" | "map" | "split_clients" => variables.table(tree, &statement),
                "keyval" => variables.opens(None, &statement.argument(1)),
                "break" | "rewrite" => {
                    // What follows in the block, and around it when this is an `if`, may be left out.
                    broken.insert(statement.scope);
                    if matches!(tree.context(statement.scope), Context::ServerIf | Context::LocationIf) {
                        broken.extend(tree.parent(statement.scope));
                    }
                    if name == "rewrite" {
                        variables.rooted &= keeps_root(&statement.argument(0), &statement.argument(1));
                    }
                }
                _ if matches!(statement.effect(), Some(Effect::Code | Effect::Defines)) => {
                    variables.opens(None, &statement.argument(0));
                }
                _ => {}
            }
            let server = tree.around(statement.opens.unwrap_or(statement.scope), Context::Server);
            for argument in statement.arguments() {
                variables.captures(server, &argument);
            }
        }
        for server in model.servers() {
            let mut give = |name: &str, texts: Vec<String>| {
                let certain = BTreeSet::from([server.scope]);
                let values = Values { texts: texts.into_iter().collect(), certain };
                variables.values.insert((Some(server.scope), name.to_owned()), values);
            };
            let ports = server.listens.iter().filter_map(|listen| listen.port).map(|port| port.to_string());
            give("server_port", ports.collect());
            // Whichever address of this host the client spoke to.
            give("server_addr", vec!["127.0.0.1".to_owned()]);
            give("scheme", vec!["http".to_owned(), "https".to_owned()]);
            give("is_args", vec![String::new(), "?".to_owned()]);
            let name = server.names.first().cloned().unwrap_or_default();
            if !name.starts_with('~') {
                give("server_name", vec![name]);
            }
        }
        variables
    }

    /// Every text that `text`, an argument of `statement`, may stand for; `None` when a request or a name server has a
    /// say in it.
    pub(super) fn resolve(&self, tree: &Tree<'_>, statement: &Statement<'_>, text: &str) -> Option<Vec<String>> {
        self.expand(tree, statement, text, |_, _| false)
    }

    /// Every target that the argument of a `*_pass` may stand for, as far as its host and port; `None` when they are
    /// not known. A target without a host leads nowhere: nginx answers with an error.
    pub(super) fn targets(&self, tree: &Tree<'_>, pass: &Statement<'_>) -> Option<Vec<String>> {
        let mut targets = self.targets.borrow_mut();
        targets.entry(pass.index).or_insert_with(|| self.find_targets(tree, pass)).clone()
    }

    fn find_targets(&self, tree: &Tree<'_>, pass: &Statement<'_>) -> Option<Vec<String>> {
        let targets = self.expand(tree, pass, &pass.argument(0), |head, rest| {
            let Some((_, authority)) = head.split_once("://") else { return false };
            authority.contains(['/', '?', '#']) || !authority.is_empty() && starts_a_path(rest, self.rooted)
        })?;
        let leads = |target: &String| {
            let authority = target.split_once("://").map_or(target.as_str(), |(_, authority)| authority);
            is_socket(target) || !authority.is_empty() && !authority.starts_with([':', '/', '?'])
        };
        Some(targets.into_iter().filter(leads).collect())
    }

    /// Fills in variables from the left until `done` with the text before the next one and the rest from there.
    fn expand(
        &self,
        tree: &Tree<'_>,
        statement: &Statement<'_>,
        text: &str,
        done: impl Fn(&str, &str) -> bool,
    ) -> Option<Vec<String>> {
        let server = tree.around(statement.scope, Context::Server);
        let mut known = BTreeSet::new();
        let mut seen = BTreeSet::from([text.to_owned()]);
        let mut open = vec![text.to_owned()];
        while let Some(text) = open.pop() {
            let Some((at, name, end)) = first_variable(&text) else {
                known.insert(text);
                continue;
            };
            let (head, tail) = (text.get(..at).unwrap_or_default(), text.get(end..).unwrap_or_default());
            if done(head, text.get(at..).unwrap_or_default()) {
                known.insert(text);
                continue;
            }
            for value in self.values_of(tree, statement, server, &name.to_ascii_lowercase())? {
                let length = text.len() + value.len();
                self.left.set(self.left.get().checked_sub(length + STEP)?);
                if length > LONGEST_VALUE || seen.len() > MOST_VALUES {
                    return None;
                }
                let filled = format!("{head}{value}{tail}");
                if seen.insert(filled.clone()) {
                    open.push(filled);
                }
            }
        }
        Some(known.into_iter().collect())
    }

    fn values_of(
        &self,
        tree: &Tree<'_>,
        statement: &Statement<'_>,
        server: Option<usize>,
        name: &str,
    ) -> Option<impl Iterator<Item = &str>> {
        let own = self.values.get(&(server, name.to_owned()));
        let table = self.values.get(&(None, name.to_owned()));
        let is_open = |server| self.open.contains(&(server, name.to_owned()));
        if is_open(server) || is_open(None) || own.is_none() && table.is_none() {
            return None;
        }
        if !GIVEN.contains(&name)
            && (built_in(Family::Http, name.as_bytes(), &self.target).is_some()
                || has_known_prefix(Family::Http, name.as_bytes(), &self.target))
        {
            return None;
        }
        // What no directive on the way set is empty.
        let place = tree.around(statement.scope, Context::Location);
        let is_certain = |values: &Values| server.into_iter().chain(place).any(|scope| values.certain.contains(&scope));
        let empty = (table.is_none() && !own.is_some_and(is_certain)).then_some("");
        let texts = own.into_iter().chain(table).flat_map(|values| &values.texts);
        Some(texts.map(String::as_str).chain(empty))
    }

    /// The variable of the request in `text` that a client sets freely, looked for through `set` and tables.
    pub(super) fn client_variable(&self, tree: &Tree<'_>, statement: &Statement<'_>, text: &str) -> Option<String> {
        let server = tree.around(statement.scope, Context::Server);
        let mut open: Vec<String> = variables(text).into_iter().map(str::to_ascii_lowercase).collect();
        let mut seen: BTreeSet<String> = BTreeSet::new();
        while let Some(name) = open.pop() {
            if is_free(&name) {
                return Some(name);
            }
            if !seen.insert(name.clone()) || seen.len() > MOST_VALUES {
                continue;
            }
            let own = self.values.get(&(server, name.clone()));
            let table = self.values.get(&(None, name.clone()));
            let texts = own.into_iter().chain(table).flat_map(|values| &values.texts);
            let texts = texts.chain(self.sources.get(&name).into_iter().flatten());
            open.extend(texts.take(MOST_VALUES).flat_map(|text| variables(text)).map(str::to_ascii_lowercase));
        }
        None
    }

    /// The lines of a table; without a default its variable may be empty.
    fn table(&mut self, tree: &Tree<'_>, table: &Statement<'_>) {
        let mut arguments = table.arguments();
        let name = lower(&arguments.next_back().unwrap_or_default());
        let source = arguments.next_back().unwrap_or_default();
        let default = if table.is(name!("split_clients")) { "*" } else { "default" };
        let mut whole = false;
        let mut texts = Vec::new();
        for line in tree.lines(table) {
            let word = |word: Option<&'_ [u8]>| String::from_utf8_lossy(word.unwrap_or_default()).into_owned();
            let (key, value) =
                (word(Some(line.directive.name())), line.directive.argument(0).map(|value| word(Some(value))));
            for capture in self.captures(None, &key) {
                self.sources.entry(capture).or_default().push(source.to_string());
            }
            let numbered = |text: &String| {
                variables(text).iter().any(|name| name.starts_with(|digit: char| digit.is_ascii_digit()))
            };
            if value.as_ref().is_some_and(numbered) {
                self.sources.entry(name.clone()).or_default().push(source.to_string());
            }
            whole |= key == default;
            match line.include {
                Some(Resolved::Files(_)) => {}
                _ if key == "include" => self.opens(None, &name),
                _ if is_option(&key) => {}
                _ => texts.extend(value),
            }
        }
        if !whole {
            texts.push(String::new());
        }
        self.values.entry((None, name)).or_default().texts.extend(texts);
    }

    /// Opens the captures of a regular expression that have names: `(?<name>`, `(?P<name>` and `(?'name'`.
    fn captures(&mut self, server: Option<usize>, text: &str) -> Vec<String> {
        let mut names = Vec::new();
        let mut rest = text;
        while let Some((_, after)) = rest.split_once("(?") {
            rest = after;
            let group = after.strip_prefix('P').unwrap_or(after);
            if let Some(name) = group.strip_prefix(['<', '\'']) {
                let end = name.find(['>', '\'']).unwrap_or(name.len());
                let name = lower(name.get(..end).unwrap_or_default());
                self.open.insert((server, name.clone()));
                names.push(name);
            }
        }
        names
    }

    fn opens(&mut self, server: Option<usize>, name: &str) {
        self.open.insert((server, lower(name)));
    }
}

fn lower(name: &str) -> String {
    name.trim_start_matches('$').to_ascii_lowercase()
}

/// Whether the value of a variable, in lower case, is whatever a client likes. nginx lets no slash into a host.
fn is_free(name: &str) -> bool {
    ["arg_", "cookie_", "http_"].iter().any(|family| name.starts_with(family)) && name != "http_host"
        || matches!(name, "args" | "query_string" | "request_body")
}

/// Whether a `rewrite` leaves a path that starts with `/`.
fn keeps_root(pattern: &str, replacement: &str) -> bool {
    let starts = ["/", "http://", "https://", "$scheme", "$uri", "$document_uri", "$request_uri", "${uri}"];
    starts.iter().any(|start| replacement.starts_with(start))
        || replacement.starts_with("$1") && captures_whole_path(pattern)
}

/// Whether the first capture of a pattern starts where the path does, with its `/`.
pub(super) fn captures_whole_path(pattern: &str) -> bool {
    pattern.strip_prefix("^(").is_some_and(|group| !group.starts_with('?'))
}

/// The first `$name` or `${name}` of a text: where it starts, the name, and where it ends.
pub(super) fn first_variable(text: &str) -> Option<(usize, &str, usize)> {
    let at = text.find('$')?;
    let rest = text.get(at + 1..)?;
    if let Some(braced) = rest.strip_prefix('{') {
        let length = braced.find('}')?;
        return Some((at, braced.get(..length)?, at + length + 3));
    }
    let length = rest.find(|next: char| !(next.is_ascii_alphanumeric() || next == '_')).unwrap_or(rest.len());
    if length == 0 { None } else { Some((at, rest.get(..length)?, at + 1 + length)) }
}

/// Every variable of a text.
pub(super) fn variables(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((at, name, end)) = first_variable(rest) {
        let _ = at;
        found.push(name);
        rest = rest.get(end..).unwrap_or_default();
    }
    found
}

/// Lines of a table that are no values.
fn is_option(key: &str) -> bool {
    matches!(key, "delete" | "hostnames" | "proxy" | "proxy_recursive" | "ranges" | "volatile")
}

/// Variables of nginx whose values are known here.
const GIVEN: &[&str] = &["is_args", "scheme", "server_addr", "server_name", "server_port"];
const MOST_VALUES: usize = 512;
const LONGEST_VALUE: usize = 4096;
const MOST_BYTES: usize = 64 << 20;
/// What filling in a value costs beside its bytes.
const STEP: usize = 64;
