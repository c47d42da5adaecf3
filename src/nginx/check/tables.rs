//! Blocks whose lines are data: `map`, `geo`, `split_clients`, `types`, `charset_map`.

use super::address;
use super::fault::{Fault, Kind, Outcome, text, value};
use super::files::Place;
use super::hash_keys::{HashKeys, Refusal};
use super::number;
use super::script;
use super::statement::Statement;
use super::walk::Walker;
use crate::nginx::config::Directive;

/// One line of a table.
struct Line<'a> {
    place: Place,
    values: Vec<&'a [u8]>,
}

impl<'a> Walker<'a> {
    pub(super) fn map(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        self.variables.complex(statement, 1)?;
        self.variables.define(statement, 2)?;
        let mut keys = HashKeys::default();
        let mut hostnames = false;
        let mut default = false;
        self.lines(statement, |walker, line| {
            match line.values.as_slice() {
                [b"hostnames"] => hostnames = true,
                [b"volatile"] | [b"include", _] => {}
                [key, _] => {
                    walker.complex_line(statement, line, 1)?;
                    match *key {
                        b"default" if default => return Err(entry("duplicate default map parameter")),
                        b"default" => default = true,
                        [b'~', b'*', pattern @ ..] | [b'~', pattern @ ..] => {
                            walker.variables.regex(statement, pattern, 0)?;
                        }
                        _ => {
                            let key = key.strip_prefix(b"\\").unwrap_or(key);
                            let added = if hostnames { keys.add_host(key) } else { keys.add(key) };
                            added.map_err(|refusal| refused(refusal, key))?;
                        }
                    }
                }
                _ => return Err(entry("invalid number of the map parameters")),
            }
            Ok(())
        });
        let bucket = self.map_bucket(statement.frame);
        if keys.overflow(bucket) {
            let words = format!("could not build map_hash, you should increase map_hash_bucket_size: {bucket}");
            return Err(Fault::new(Kind::Conflict, words));
        }
        Ok(())
    }

    pub(super) fn geo(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        let source = statement.values.len() == 3;
        if source {
            let name = script::variable_name(statement.value(1), 1)?;
            self.variables.take(statement, name, 1);
        }
        self.variables.define(statement, if source { 2 } else { 1 })?;
        let mut ranges = false;
        let mut networks = false;
        self.lines(statement, |_, line| {
            let network = |text: &[u8]| text == b"255.255.255.255" || address::is_network(text);
            match line.values.as_slice() {
                [b"ranges"] if networks => {
                    return Err(entry("the \"ranges\" directive must be the first directive inside \"geo\" block"));
                }
                [b"ranges"] => ranges = true,
                [b"include" | b"default", _] => networks |= !ranges,
                [b"proxy", network_text] if !network(network_text) => {
                    return Err(entry(format!("invalid network \"{}\"", text(network_text))));
                }
                [b"proxy_recursive"] | [b"proxy", _] => {}
                [b"delete", given] | [given, _] if ranges => {
                    if !is_range(given) {
                        return Err(entry(format!("invalid range \"{}\"", text(given))));
                    }
                }
                [b"delete", given] | [given, _] => {
                    networks = true;
                    if !network(given) {
                        return Err(entry(format!("invalid network \"{}\"", text(given))));
                    }
                }
                _ => return Err(entry("invalid number of the geo parameters")),
            }
            Ok(())
        });
        Ok(())
    }

    pub(super) fn split_clients(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        self.variables.complex(statement, 1)?;
        self.variables.define(statement, 2)?;
        let mut total = 0_i64;
        self.lines(statement, |_, line| {
            let share = line.values.first().copied().unwrap_or_default();
            total = match (share, percent(share)) {
                (b"*", _) => 10_000,
                (_, Some(share)) if share > 0 => total.saturating_add(share),
                _ => return Err(entry(format!("invalid percent value \"{}\"", text(share)))),
            };
            Ok(())
        });
        if total > 10_000 { Err(Fault::new(Kind::Entry, "percent total is greater than 100%")) } else { Ok(()) }
    }

    pub(super) fn types(&mut self, statement: &Statement<'a, '_>) {
        self.lines(statement, |_, line| match line.values.as_slice() {
            [b"include", rest @ ..] if rest.len() != 1 => {
                Err(entry("invalid number of arguments in \"include\" directive"))
            }
            _ => Ok(()),
        });
    }

    pub(super) fn charset_map(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        let (source, target) = (statement.value(1).to_ascii_lowercase(), statement.value(2).to_ascii_lowercase());
        let (from, to) = (text(statement.value(1)), text(statement.value(2)));
        if source == target {
            let words = format!("\"charset_map\" between the same charsets \"{from}\" and \"{to}\"");
            return Err(Fault::new(Kind::Conflict, words).at(2));
        }
        let pair = if source < target { (source, target.clone()) } else { (target.clone(), source) };
        if !self.charset_maps.insert(pair) {
            let words = format!("duplicate \"charset_map\" between \"{from}\" and \"{to}\"");
            return Err(Fault::new(Kind::DuplicateName, words).at(2));
        }
        let utf8 = target == b"utf-8";
        self.lines(statement, |_, line| {
            let [left, right] = *line.values.as_slice() else { return Err(entry("invalid parameters number")) };
            if !byte(left) {
                return Err(value(left, 0));
            }
            let valid = if utf8 { right.chunks(2).all(|pair| pair.len() == 2 && byte(pair)) } else { byte(right) };
            if valid { Ok(()) } else { Err(value(right, 1)) }
        });
        Ok(())
    }

    /// Reads each line of a block, those of included files too.
    fn lines(&mut self, statement: &Statement<'a, '_>, mut read: impl FnMut(&mut Self, &Line<'a>) -> Outcome) {
        let mut rows = vec![(statement.place.file, statement.directive.children())];
        while let Some((file, row)) = rows.last_mut() {
            let Some(child) = row.next() else {
                rows.pop();
                continue;
            };
            let place = Place { file: *file, node: child.index() };
            if let Some(files) = self.included_lines(place, child) {
                let room = MOST_INCLUDES.saturating_sub(rows.len());
                rows.extend(files.into_iter().rev().take(room));
                continue;
            }
            let line = Line { place, values: child.words().map(super::super::config::Word::value).collect() };
            let outcome = if child.is_block() {
                Err(Fault::new(Kind::UnexpectedToken, "unexpected \"{\"").at(usize::MAX - 1))
            } else {
                read(self, &line)
            };
            if let Err(fault) = outcome {
                if self.found.is_full() {
                    return;
                }
                self.found.faults.push((place, fault));
            }
        }
    }

    fn included_lines(
        &mut self,
        place: Place,
        child: Directive<'a>,
    ) -> Option<Vec<(usize, crate::nginx::config::Directives<'a>)>> {
        if child.name() != b"include" || child.is_block() || child.arguments().count() != 1 {
            return None;
        }
        self.included_files(place, child.argument(0).unwrap_or_default())
    }

    fn complex_line(&mut self, statement: &Statement<'a, '_>, line: &Line<'a>, word: usize) -> Outcome {
        let value = line.values.get(word).copied().unwrap_or_default();
        let statement = Statement { place: line.place, ..*statement };
        self.variables.complex_part(&statement, value, word).map(|_| ())
    }
}

fn entry(words: impl Into<String>) -> Fault {
    Fault::new(Kind::Entry, words)
}

fn refused(refusal: Refusal, key: &[u8]) -> Fault {
    match refusal {
        Refusal::Malformed => entry(format!("invalid hostname or wildcard \"{}\"", text(key))),
        Refusal::Conflict => entry(format!("conflicting parameter \"{}\"", text(key))),
    }
}

/// `127.0.0.1-127.0.0.9`
fn is_range(text: &[u8]) -> bool {
    let Some(dash) = text.iter().position(|byte| *byte == b'-') else { return false };
    let first = text.get(..dash).and_then(address::ipv4);
    let last = text.get(dash + 1..).and_then(address::ipv4);
    first.zip(last).is_some_and(|(first, last)| first <= last)
}

/// Hundredths of a percent in `12.34%`.
fn percent(share: &[u8]) -> Option<i64> {
    let digits = share.strip_suffix(b"%")?;
    let (whole, fraction) = match digits.iter().position(|byte| *byte == b'.') {
        Some(dot) => (digits.get(..dot)?, digits.get(dot + 1..)?),
        None => (digits, &[][..]),
    };
    if digits.is_empty() || fraction.len() > 2 {
        return None;
    }
    let part = |digits: &[u8]| if digits.is_empty() { Some(0) } else { number::number(digits) };
    let scale = if fraction.len() == 1 { 10 } else { 1 };
    part(whole)?.checked_mul(100)?.checked_add(part(fraction)?.checked_mul(scale)?)
}

/// Whether text is a number of 0 to ff.
fn byte(text: &[u8]) -> bool {
    let digits = text.iter().all(u8::is_ascii_hexdigit);
    let significant = text.iter().skip_while(|byte| **byte == b'0').count();
    digits && !text.is_empty() && significant <= 2
}

/// Included files that are open at once.
const MOST_INCLUDES: usize = 100;
