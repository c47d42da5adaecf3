//! Names that servers answer to.

use std::collections::BTreeMap;

use super::fault::{Fault, Kind, Outcome, fault, said, text};
use super::script::Variables;
use super::statement::Statement;
use crate::nginx::files::Place;

/// Names of servers that are no regular expressions, in the order in which they are given.
#[derive(Debug, Default)]
pub(super) struct ServerNames<'a> {
    names: Vec<ServerName<'a>>,
    /// Servers that have a name which is a regular expression.
    pub(super) with_regex: Vec<usize>,
}

/// A name, its server and its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct ServerName<'a> {
    pub(super) server: usize,
    pub(super) name: &'a [u8],
    pub(super) place: Place,
    pub(super) word: usize,
}

impl<'a> ServerNames<'a> {
    /// `server_name`: `ngx_http_core_server_name`
    pub(super) fn read(&mut self, statement: &Statement<'a, '_>, variables: &mut Variables<'a>) -> Outcome {
        for (word, name) in statement.values.iter().copied().enumerate().skip(1) {
            let invalid = || {
                Err(fault!(Value at word, "server name \"{name}\" is invalid"
                    / "server 名“{name}”无效"; name = text(name)))
            };
            match name {
                [b'*', rest @ ..] if name.len() < 3 || rest.first() != Some(&b'.') => return invalid(),
                b"." => return invalid(),
                b"~" => {
                    let words = said!("empty regex in server name \"{name}\""
                        / "server 名“{name}”中的正则表达式为空"; name = text(name));
                    return Err(Fault::new(Kind::Regex, words).at(word));
                }
                // A regular expression is in no table: servers may share it.
                [b'~', pattern @ ..] => {
                    variables.regex(statement, pattern, word)?;
                    self.with_regex.push(statement.frame.scope);
                }
                _ => {
                    let server = statement.frame.scope;
                    self.names.push(ServerName { server, name, place: statement.place, word });
                }
            }
        }
        Ok(())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &ServerName<'a>> {
        self.names.iter()
    }

    /// The names of each server.
    pub(super) fn by_server(&self) -> BTreeMap<usize, Vec<ServerName<'a>>> {
        let mut names: BTreeMap<usize, Vec<ServerName<'a>>> = BTreeMap::new();
        for name in &self.names {
            names.entry(name.server).or_default().push(*name);
        }
        names
    }
}
