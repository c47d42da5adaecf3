//! Sites that `valid_referers` lets link here.

use std::collections::{BTreeMap, BTreeSet};

use super::fault::{Fault, Kind, Outcome, fault, said, text};
use super::hash_keys::{HashKeys, Refusal};
use super::script;
use super::server_names::ServerNames;
use super::statement::Statement;
use crate::nginx::files::Place;

/// Tables of hosts, by the object of the block that has them.
#[derive(Debug, Default)]
pub(super) struct Referers {
    tables: BTreeMap<usize, Table>,
}

#[derive(Debug)]
struct Table {
    keys: HashKeys,
    /// The server around.
    server: usize,
    /// The first directive.
    place: Place,
    /// Whether the names of that server join the table.
    takes_names: bool,
}

impl Referers {
    /// `valid_referers`: `ngx_http_valid_referers`
    pub(super) fn read(&mut self, statement: &Statement<'_, '_>) -> Outcome {
        // All lines of a location add to one table.
        let table = self.tables.entry(statement.frame.location).or_insert_with(|| Table {
            keys: HashKeys::default(),
            server: statement.frame.scope,
            place: statement.place,
            takes_names: false,
        });
        for (word, given) in statement.values.iter().copied().enumerate().skip(1) {
            match given {
                b"" => {
                    return Err(fault!(Parameter at word, "invalid referer \"\"" / "referer “”无效"));
                }
                b"none" | b"blocked" => {}
                b"server_names" => table.takes_names = true,
                b"~" => {
                    return Err(fault!(Regex at word, "empty regex in \"~\"" / "“~”中的正则表达式为空"));
                }
                [b'~', pattern @ ..] => {
                    script::plain_regex(pattern, word)?;
                }
                _ => {
                    // What follows a slash is compared once the host is found, and is no part of the key.
                    let host = given.split(|byte| *byte == b'/').next().unwrap_or_default();
                    table.keys.add_host(host).map_err(|refusal| refused(refusal, host).at(word))?;
                }
            }
        }
        Ok(())
    }

    /// `ngx_http_referer_merge_conf`: `server_names` adds the names of the server to the table.
    pub(super) fn with_server_names(&self, names: &ServerNames<'_>) -> Vec<(Place, Fault)> {
        let takers: Vec<&Table> = self.tables.values().filter(|table| table.takes_names).collect();
        let servers: BTreeSet<usize> = takers.iter().map(|table| table.server).collect();
        let mut faults = Vec::new();
        let mut keys: BTreeMap<usize, HashKeys> = BTreeMap::new();
        for name in names.iter().filter(|name| servers.contains(&name.server)) {
            if let Err(refusal) = keys.entry(name.server).or_default().add_host(name.name) {
                faults.push((name.place, refused(refusal, name.name).at(name.word)));
            }
        }
        for table in takers {
            let shared = keys.get(&table.server).and_then(|keys| table.keys.shared(keys));
            faults.extend(shared.map(|name| (table.place, refused(Refusal::Conflict, name))));
        }
        faults
    }
}

fn refused(refusal: Refusal, host: &[u8]) -> Fault {
    let words = match refusal {
        Refusal::Malformed => {
            said!("invalid hostname or wildcard \"{host}\"" / "主机名或通配符“{host}”无效"; host = text(host))
        }
        Refusal::Conflict => said!("conflicting parameter \"{host}\"" / "参数“{host}”冲突"; host = text(host)),
    };
    Fault::new(Kind::Parameter, words)
}
