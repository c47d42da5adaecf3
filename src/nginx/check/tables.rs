//! Blocks whose lines are data: `map`, `geo`, `split_clients`, `types`.

use super::address;
use super::blocks::Blocks;
use super::fault::{Fault, Kind, Outcome, fault, said, text};
use super::found::Found;
use super::hash_keys::{HashKeys, Refusal, bucket, empty_table};
use super::number;
use super::script::{self, Variables};
use super::statement::Statement;
use crate::diagnostic::{Sentence, Value};
use crate::nginx::config::Word;
use crate::nginx::files::{self, Files, Place, Resolved};
use crate::nginx::target::Target;

/// Reads the lines of a table, those of included files too.
pub(super) struct Lines<'w, 'a> {
    pub(super) files: &'a Files<'a>,
    pub(super) found: &'w mut Found,
}

/// One line of a table.
pub(super) struct Line<'a> {
    place: Place,
    pub(super) values: Vec<&'a [u8]>,
}

impl<'a> Lines<'_, 'a> {
    /// Gives each line of the block of `statement` to `read`, and keeps the faults.
    pub(super) fn read(&mut self, statement: &Statement<'a, '_>, mut read: impl FnMut(&Line<'a>) -> Outcome) {
        for files::Line { place, directive: child, include } in
            self.files.lines(statement.place.file, statement.directive)
        {
            match include {
                Some(Resolved::Files(_)) => continue,
                Some(Resolved::Unread) => {
                    let pattern = child.argument(0).unwrap_or_default();
                    self.found.unread_includes.push((place, pattern.to_vec()));
                    continue;
                }
                Some(Resolved::Missing) | None => {}
            }
            let line = Line { place, values: child.words().map(Word::value).collect() };
            // ngx_conf_parse gives lines to a handler of the block, which knows no block inside.
            let outcome = if child.is_block() {
                Err(fault!(UnexpectedToken at usize::MAX - 1, "unexpected \"{{\"" / "不应有“{{”"))
            } else {
                read(&line)
            };
            if let Err(fault) = outcome {
                if self.found.is_full() {
                    return;
                }
                self.found.faults.push((place, fault));
            }
        }
    }
}

/// `ngx_http_map_block`
pub(super) fn map<'a>(
    statement: &Statement<'a, '_>,
    lines: &mut Lines<'_, 'a>,
    variables: &mut Variables<'a>,
    blocks: &Blocks,
) -> Outcome {
    variables.complex(statement, 1)?;
    variables.define(statement, 2)?;
    let mut keys = HashKeys::default();
    let mut hostnames = false;
    let mut default = false;
    lines.read(statement, |line| {
        match line.values.as_slice() {
            [b"hostnames"] => hostnames = true,
            [b"volatile"] | [b"include", _] => {}
            [key, _] => {
                complex_line(statement, line, 1, variables)?;
                match *key {
                    b"default" if default => {
                        return Err(entry(Sentence::plain(
                            "duplicate default map parameter",
                            "map 的 default 参数重复",
                        )));
                    }
                    b"default" => default = true,
                    [b'~', b'*', pattern @ ..] | [b'~', pattern @ ..] => {
                        variables.regex(statement, pattern, 0)?;
                    }
                    _ => {
                        let key = key.strip_prefix(b"\\").unwrap_or(key);
                        let added = if hostnames { keys.add_host(key) } else { keys.add(key) };
                        added.map_err(|refusal| refused(refusal, key))?;
                    }
                }
            }
            _ => return Err(entry(Sentence::plain("invalid number of the map parameters", "map 的参数个数无效"))),
        }
        Ok(())
    });
    if let Some(fault) = empty_table(&["map_hash_max_size"], statement.frame.main, blocks, lines.files) {
        return Err(fault);
    }
    let bucket = bucket("map_hash_bucket_size", statement.frame, blocks, lines.files);
    if keys.overflow(bucket) {
        let words = said!("could not build map_hash, you should increase map_hash_bucket_size: {bucket}"
            / "无法建立 map_hash，请增大 map_hash_bucket_size：{bucket}"; bucket);
        return Err(Fault::new(Kind::Conflict, words));
    }
    Ok(())
}

/// `ngx_http_geo_block`
pub(super) fn geo<'a>(
    statement: &Statement<'a, '_>,
    lines: &mut Lines<'_, 'a>,
    variables: &mut Variables<'a>,
    target: &Target,
) -> Outcome {
    let source = statement.values.len() == 3;
    if source {
        let name = script::variable_name(statement.value(1), 1)?;
        variables.take(statement, name, 1);
    }
    variables.define(statement, if source { 2 } else { 1 })?;
    let mut ranges = false;
    let mut networks = false;
    lines.read(statement, |line| {
        // ngx_http_geo_cidr_value knows this one by itself, since for ngx_inet_addr it is no address.
        let network = |text: &[u8]| text == b"255.255.255.255" || address::is_network(text);
        match line.values.as_slice() {
            [b"ranges"] if networks => {
                return Err(entry(Sentence::plain(
                    "the \"ranges\" directive must be the first directive inside \"geo\" block",
                    "“ranges”必须是“geo”块中的第一条指令",
                )));
            }
            [b"ranges"] => ranges = true,
            [b"volatile"] if target.is_at_least(1, 29, 3) => {}
            [b"include" | b"default", _] => networks |= !ranges,
            [b"proxy", network_text] if !network(network_text) => {
                return Err(entry(said!("invalid network \"{network_text}\""
                    / "网段“{network_text}”无效"; network_text = text(network_text))));
            }
            [b"proxy_recursive"] | [b"proxy", _] => {}
            [b"delete", given] | [given, _] if ranges => {
                if !is_range(given) {
                    return Err(entry(said!("invalid range \"{given}\""
                        / "地址范围“{given}”无效"; given = text(given))));
                }
            }
            [b"delete", given] | [given, _] => {
                networks = true;
                if !network(given) {
                    return Err(entry(said!("invalid network \"{given}\""
                        / "网段“{given}”无效"; given = text(given))));
                }
            }
            _ => return Err(entry(Sentence::plain("invalid number of the geo parameters", "geo 的参数个数无效"))),
        }
        Ok(())
    });
    Ok(())
}

/// `ngx_conf_split_clients_block`
pub(super) fn split_clients<'a>(
    statement: &Statement<'a, '_>,
    lines: &mut Lines<'_, 'a>,
    variables: &mut Variables<'a>,
) -> Outcome {
    variables.complex(statement, 1)?;
    variables.define(statement, 2)?;
    let mut total = 0_i64;
    lines.read(statement, |line| {
        let share = line.values.first().copied().unwrap_or_default();
        total = match (share, percent(share)) {
            (b"*", _) => 10_000,
            (_, Some(share)) if share > 0 => total.saturating_add(share),
            _ => {
                return Err(entry(said!("invalid percent value \"{share}\""
                    / "百分比“{share}”无效"; share = text(share))));
            }
        };
        Ok(())
    });
    if total > 10_000 {
        Err(fault!(Entry, "percent total is greater than 100%" / "百分比合计超过 100%"))
    } else {
        Ok(())
    }
}

/// `ngx_http_core_types`
pub(super) fn types<'a>(statement: &Statement<'a, '_>, lines: &mut Lines<'_, 'a>) {
    lines.read(statement, |line| match line.values.as_slice() {
        [b"include", rest @ ..] if rest.len() != 1 => Err(entry(Sentence::plain(
            "invalid number of arguments in \"include\" directive",
            "“include”指令的参数个数无效",
        ))),
        _ => Ok(()),
    });
}

fn complex_line<'a>(
    statement: &Statement<'a, '_>,
    line: &Line<'a>,
    word: usize,
    variables: &mut Variables<'a>,
) -> Outcome {
    let value = line.values.get(word).copied().unwrap_or_default();
    let statement = Statement { place: line.place, ..*statement };
    variables.complex_part(&statement, value, word).map(|_| ())
}

pub(super) fn entry(words: impl Into<Value>) -> Fault {
    Fault::new(Kind::Entry, words)
}

fn refused(refusal: Refusal, key: &[u8]) -> Fault {
    match refusal {
        Refusal::Malformed => {
            entry(said!("invalid hostname or wildcard \"{key}\"" / "主机名或通配符“{key}”无效"; key = text(key)))
        }
        Refusal::Conflict => entry(said!("conflicting parameter \"{key}\"" / "参数“{key}”冲突"; key = text(key))),
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
