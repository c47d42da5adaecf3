//! Variables of `map`, `geo` and `split_clients`.

use std::net::IpAddr;

use super::Reason;
use super::access::{address, network};
use super::run::{Flow, Run, unknown};
use super::script::Quote;
use super::text::Text;
use crate::nginx::config::Word;
use crate::nginx::files::Resolved;
use crate::nginx::tree::Statement;

impl<'a> Run<'_, '_, 'a> {
    /// The value of a table's variable, kept from its first use unless the table is `volatile`.
    pub(super) fn looked_up(&mut self, name: &str) -> Flow<Text> {
        let Some(table) = self.model.table(name) else { return Ok(Text::default()) };
        // A table may ask another one, or itself.
        self.spend(TABLE)?;
        let mut volatile = false;
        let value = match table.name() {
            "map" => self.map(name, &table, &mut volatile)?,
            "geo" => self.geo(name, &table)?,
            _ => Text::variable(name),
        };
        if !volatile {
            self.values.insert(name.to_owned(), value.clone());
        }
        Ok(value)
    }

    /// `ngx_http_map_find`: a key as it is, then names with wildcards, then patterns, then `default`.
    fn map(&mut self, name: &str, table: &Statement<'a>, volatile: &mut bool) -> Flow<Text> {
        let source = table.directive.argument(0).unwrap_or_default();
        // While it is looked up it has no value: a table that asks itself ends there.
        self.values.insert(name.to_owned(), Text::variable(name));
        let source = self.expand(source, Quote::None)?;
        self.values.remove(name);
        let Some(source) = source.known() else { return Ok(Text::variable(name)) };
        let lower = source.to_ascii_lowercase();
        let (mut hostnames, mut default) = (false, None);
        let (mut exact, mut longest, mut patterns) = (None, None::<(usize, &[u8])>, Vec::new());
        for line in self.tree.lines(table) {
            let (key, value) = (line.directive.name(), line.directive.argument(0));
            let Some(value) = value else {
                hostnames |= key == b"hostnames";
                *volatile |= key == b"volatile";
                continue;
            };
            match key {
                b"include" if matches!(line.include, Some(Resolved::Files(_))) => {}
                b"include" => return Ok(Text::variable(name)),
                b"default" => default = Some(value),
                [b'~', b'*', pattern @ ..] => patterns.push((pattern, true, value)),
                [b'~', pattern @ ..] => patterns.push((pattern, false, value)),
                key => {
                    let key = key.strip_prefix(b"\\").unwrap_or(key).to_ascii_lowercase();
                    if key == lower {
                        exact = exact.or(Some(value));
                    } else if hostnames && let Some(length) = wildcard(&key, &lower) {
                        longest = longest.filter(|(known, _)| *known >= length).or(Some((length, value)));
                    }
                }
            }
        }
        let mut found = exact.or(longest.map(|(_, value)| value));
        if found.is_none() {
            for (pattern, ignore_case, value) in patterns {
                if self.matched(pattern, ignore_case, source, false)? {
                    found = Some(value);
                    break;
                }
            }
        }
        let value = found.or(default).unwrap_or_default();
        if value == b"$" { Ok(value.into()) } else { self.expand(value, Quote::None) }
    }

    /// The value of the smallest network that holds the address.
    fn geo(&mut self, name: &str, table: &Statement<'a>) -> Flow<Text> {
        let words: Vec<&[u8]> = table.directive.arguments().map(Word::value).collect();
        let client = match &*words {
            [source, _] => {
                let source = self.expand(source, Quote::None)?;
                source.known().and_then(|text| std::str::from_utf8(text).ok()?.parse::<IpAddr>().ok())
            }
            _ => Some(self.client),
        };
        let mut best: Option<(u8, &[u8])> = None;
        for line in self.tree.lines(table) {
            let (key, value) = (line.directive.name(), line.directive.argument(0).unwrap_or_default());
            let is_files = matches!(line.include, Some(Resolved::Files(_)));
            match key {
                b"include" if is_files => {}
                b"ranges" | b"proxy" | b"proxy_recursive" | b"delete" | b"include" => return Ok(Text::variable(name)),
                b"volatile" => {}
                b"default" => best = best.or(Some((0, value))),
                key => {
                    let Some((net, length)) = network(&String::from_utf8_lossy(key)) else { continue };
                    let holds = client.is_some_and(|client| address(client, net, length));
                    if holds && best.is_none_or(|(known, _)| length >= known) {
                        best = Some((length, value));
                    }
                }
            }
        }
        if client.is_none() && words.len() > 1 {
            // No address: 255.255.255.255 is looked up.
            return Ok(Text::variable(name));
        }
        Ok(best.map(|(_, value)| value).unwrap_or_default().into())
    }

    /// The default of nothing else: what is in the way of a prediction is named.
    pub(super) fn known(text: &Text) -> Flow<Vec<u8>> {
        match text.known() {
            Some(known) => Ok(known.to_vec()),
            None => Err(unknown(Reason::Variable(text.first_variable().unwrap_or_default().to_owned()))),
        }
    }
}

/// How much of `host` a name with a wildcard fits; names that begin with one win over those that end with one.
fn wildcard(key: &[u8], host: &[u8]) -> Option<usize> {
    let host = host.strip_suffix(b".").unwrap_or(host);
    if let Some(parent) = key.strip_prefix(b"*.") {
        let head = host.strip_suffix(parent)?;
        return (head.len() > 1 && head.ends_with(b".")).then_some(1000 + parent.len());
    }
    if let Some(parent) = key.strip_prefix(b".") {
        let head = host.strip_suffix(parent)?;
        return (head.is_empty() || head.ends_with(b".")).then_some(1000 + parent.len());
    }
    let head = key.strip_suffix(b".*")?;
    host.strip_prefix(head).filter(|rest| rest.starts_with(b".")).map(|_| head.len())
}

/// Work that a look into a table counts as.
const TABLE: usize = 64;
