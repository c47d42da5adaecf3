//! Values of variables that are known from the text.

use std::collections::BTreeMap;

use super::view::{Statement, View};
use crate::nginx::context::Context;

/// What `set` and the tables of `http` may give variables, by the server that sets them; tables stand outside servers.
pub(super) struct Variables {
    values: BTreeMap<(Option<usize>, String), Vec<String>>,
}

impl Variables {
    pub(super) fn of(view: &View<'_>) -> Self {
        let mut values: BTreeMap<(Option<usize>, String), Vec<String>> = BTreeMap::new();
        for statement in view.statements() {
            if statement.is("set") {
                let server = view.around(statement.scope, Context::Server);
                let name = statement.argument(0).trim_start_matches('$').to_owned();
                values.entry((server, name)).or_default().push(statement.argument(1));
            } else if ["geo", "map", "split_clients"].iter().any(|table| statement.is(table)) {
                let name = statement.arguments().pop().unwrap_or_default().trim_start_matches('$').to_owned();
                let rows = statement.rows().into_iter().filter(|(key, _)| !is_option(key));
                let mapped = rows.filter_map(|(_, values)| values.into_iter().next());
                values.entry((None, name)).or_default().extend(mapped);
            }
        }
        Self { values }
    }

    /// Every text that `text`, an argument of `statement`, may stand for; `None` when a request or a name server has a
    /// say in it.
    pub(super) fn resolve(&self, view: &View<'_>, statement: &Statement<'_>, text: &str) -> Option<Vec<String>> {
        let server = view.around(statement.scope, Context::Server);
        let mut known = Vec::new();
        let mut open = vec![text.to_owned()];
        let mut left = MOST_VALUES;
        while let Some(text) = open.pop() {
            left = left.checked_sub(1)?;
            let Some((at, name, end)) = first_variable(&text) else {
                known.push(text);
                continue;
            };
            let values =
                self.values.get(&(server, name.to_owned())).or_else(|| self.values.get(&(None, name.to_owned())))?;
            let (head, tail) = (text.get(..at).unwrap_or_default(), text.get(end..).unwrap_or_default());
            for value in values {
                if text.len() + value.len() > LONGEST_VALUE {
                    return None;
                }
                open.push(format!("{head}{value}{tail}"));
            }
        }
        Some(known)
    }
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

/// Lines of a `map` that are no values.
fn is_option(key: &str) -> bool {
    matches!(key, "delete" | "hostnames" | "include" | "proxy" | "proxy_recursive" | "ranges" | "volatile")
}

const MOST_VALUES: usize = 64;
const LONGEST_VALUE: usize = 4096;
