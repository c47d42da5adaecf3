//! Shared memory zones: declared with a size in one place, used by name in others.

use std::collections::{BTreeMap, BTreeSet};

use super::fault::{Fault, Kind, Outcome, duplicate, fault, parameter, said, text};
use super::number;
use super::script::Variables;
use super::statement::{Frame, Statement};
use crate::diagnostic::{Phrase, Sentence};
use crate::nginx::files::{Files, Place};
use crate::nginx::target::Target;

/// Zones by name, and the blocks they limit.
#[derive(Debug, Default)]
pub(super) struct Zones<'a> {
    zones: BTreeMap<&'a [u8], Zone>,
    /// Zones that limit a block: its object, the directive, the zone.
    limits: BTreeSet<(usize, &'static str, &'a [u8])>,
}

/// What is known of a zone.
#[derive(Debug)]
struct Zone {
    /// 0 until a directive gives it one.
    size: i64,
    /// What may share it.
    owner: &'static str,
    /// Whether a directive has filled it.
    bound: bool,
    place: Place,
    word: usize,
}

impl<'a> Zones<'a> {
    /// `ngx_shared_memory_add`
    fn add(
        &mut self,
        statement: &Statement<'a, '_>,
        (name, size): (&'a [u8], i64),
        owner: &'static str,
        word: usize,
    ) -> Result<&mut Zone, Fault> {
        let new = Zone { size, owner, bound: false, place: statement.place, word };
        let zone = self.zones.entry(name).or_insert(new);
        if zone.owner != owner {
            let words = said!("the shared memory zone \"{name}\" is already declared for a different use"
                / "共享内存区“{name}”已另作他用"; name = text(name));
            return Err(Fault::new(Kind::DuplicateName, words).at(word));
        }
        // Whoever uses a zone before it is declared adds it with size 0.
        if zone.size == 0 {
            zone.size = size;
        }
        if size != 0 && size != zone.size {
            let words = said!("the size {size} of shared memory zone \"{name}\" conflicts with already declared size {declared}"
                / "共享内存区“{name}”的大小 {size} 与已声明的 {declared} 冲突"; name = text(name), size, declared = zone.size);
            return Err(Fault::new(Kind::Conflict, words).at(word));
        }
        Ok(zone)
    }

    /// Zones that are used and never given a size: `ngx_init_cycle` looks once the whole file is read.
    pub(super) fn without_size(&self) -> Vec<(Place, Fault)> {
        let mut faults: Vec<(Place, Fault)> = self
            .zones
            .iter()
            .filter(|(_, zone)| zone.size == 0)
            .map(|(name, zone)| {
                let words = said!("zero size shared memory zone \"{name}\""
                    / "共享内存区“{name}”的大小为 0"; name = text(name));
                (zone.place, Fault::new(Kind::UnknownZone, words).at(zone.word))
            })
            .collect();
        faults.sort_by_key(|(place, _)| *place);
        faults
    }

    /// `limit_req_zone` and `limit_conn_zone`: `ngx_http_limit_req_zone`
    pub(super) fn limit_zone(
        &mut self,
        statement: &Statement<'a, '_>,
        variables: &mut Variables<'a>,
        files: &Files<'_>,
    ) -> Outcome {
        variables.complex(statement, 1)?;
        let rates = statement.name() == b"limit_req_zone";
        let mut found = None;
        for (word, given) in statement.values.iter().copied().enumerate().skip(2) {
            if let Some(zone) = given.strip_prefix(b"zone=") {
                found = Some((
                    sized_zone(
                        given,
                        zone,
                        8,
                        [Sentence::plain("zone size", "zone 大小"), Sentence::plain("zone", "zone")],
                        word,
                    )?,
                    word,
                ));
            } else if let Some(rate) = given.strip_prefix(b"rate=").filter(|_| rates) {
                let number_text = rate.strip_suffix(b"r/s").or(rate.strip_suffix(b"r/m")).unwrap_or(rate);
                if number::number(number_text).is_none_or(|rate| rate <= 0) {
                    return Err(fault!(Value at word, "invalid rate \"{given}\""
                        / "速率“{given}”无效"; given = text(given)));
                }
            } else {
                return Err(parameter(given, word));
            }
        }
        let Some((zone, word)) = found.filter(|((name, _), _)| !name.is_empty()) else {
            let words = said!("\"{directive}\" must have \"zone\" parameter"
                / "“{directive}”必须有“zone”参数"; directive = text(statement.name()));
            return Err(Fault::new(Kind::Value, words));
        };
        let owner = owner(statement);
        let entry = self.add(statement, zone, owner, word)?;
        // The key is kept in the zone: a second directive may not bring another.
        if entry.bound {
            let first = self.zones.get(zone.0).map(|zone| zone.place);
            let key = first.map(|place| text(files.argument(place, 0)).into_owned()).unwrap_or_default();
            let (name, zone) = (text(statement.name()), text(zone.0));
            let words = said!("{name} \"{zone}\" is already bound to key \"{key}\""
                / "{name} “{zone}”已绑定到键“{key}”"; name, zone, key);
            return Err(Fault::new(Kind::DuplicateName, words).at(word));
        }
        entry.bound = true;
        entry.place = statement.place;
        Ok(())
    }

    /// `ngx_http_limit_req`
    pub(super) fn limit_req(&mut self, statement: &Statement<'a, '_>, target: &Target) -> Outcome {
        let mut zone = None;
        for (word, given) in statement.values.iter().copied().enumerate().skip(1) {
            let positive = |count: &[u8], what: &str| {
                if number::number(count).is_some_and(|count| count > 0) {
                    return Ok(());
                }
                Err(fault!(Value at word, "invalid {what} value \"{given}\""
                    / "{what} 的值“{given}”无效"; given = text(given), what))
            };
            if let Some(name) = given.strip_prefix(b"zone=") {
                self.add(statement, (name, 0), owner(statement), word)?;
                zone = Some(name);
            } else if let Some(count) = given.strip_prefix(b"burst=") {
                positive(count, "burst")?;
            } else if let Some(count) = given.strip_prefix(b"delay=").filter(|_| target.is_at_least(1, 15, 7)) {
                positive(count, "delay")?;
            } else if given != b"nodelay" {
                return Err(parameter(given, word));
            }
        }
        let Some(zone) = zone else {
            return Err(fault!(Value, "\"limit_req\" must have \"zone\" parameter" / "“limit_req”必须有“zone”参数"));
        };
        self.limit_once(statement, zone)
    }

    /// `ngx_http_limit_conn`
    pub(super) fn limit_conn(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        let zone = statement.value(1);
        self.add(statement, (zone, 0), owner(statement), 1)?;
        // The duplicate is found before the number is read.
        self.limit_once(statement, zone)?;
        match number::number(statement.value(2)) {
            Some(1..=65535) => Ok(()),
            // ngx_http_limit_conn_node_t counts in an `u_short`.
            Some(65536..) => Err(fault!(Value at 2, "connection limit must be less 65536"
                / "连接数上限必须小于 65536")),
            _ => {
                let words = said!("invalid number of connections \"{given}\""
                    / "连接数“{given}”无效"; given = text(statement.value(2)));
                Err(Fault::new(Kind::Value, words).at(2))
            }
        }
    }

    /// One zone may limit a block once.
    fn limit_once(&mut self, statement: &Statement<'a, '_>, zone: &'a [u8]) -> Outcome {
        let Frame { server, location, .. } = statement.frame;
        let object = if statement.is_in_stream() { server } else { location };
        let key = (object, statement.definition.name, zone);
        if self.limits.insert(key) { Ok(()) } else { Err(duplicate(statement.name())) }
    }

    /// `proxy_cache_path` and the like: `ngx_http_file_cache_set_slot`.
    pub(super) fn cache_path(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        let mut found = None;
        for (word, given) in statement.values.iter().copied().enumerate().skip(2) {
            let Some(equals) = given.iter().position(|byte| *byte == b'=') else { return Err(parameter(given, word)) };
            let (name, argument) = given.split_at_checked(equals + 1).unwrap_or_default();
            let valid = match name {
                b"levels=" => levels(argument),
                b"use_temp_path=" => {
                    if !matches!(argument, b"on" | b"off") {
                        let given = text(given);
                        let words = said!("invalid use_temp_path value \"{given}\", it must be \"on\" or \"off\""
                            / "use_temp_path 的值“{given}”无效，必须为“on”或“off”"; given);
                        return Err(Fault::new(Kind::Value, words).at(word));
                    }
                    continue;
                }
                b"keys_zone=" => {
                    found = Some((
                        sized_zone(
                            given,
                            argument,
                            2,
                            [
                                Sentence::plain("keys zone size", "keys_zone 大小"),
                                Sentence::plain("keys zone", "keys_zone"),
                            ],
                            word,
                        )?,
                        word,
                    ));
                    continue;
                }
                b"inactive=" => number::seconds(argument).is_some(),
                b"max_size=" | b"min_free=" => number::offset(argument).is_some(),
                b"loader_files=" | b"manager_files=" => number::number(argument).is_some(),
                b"loader_sleep=" | b"loader_threshold=" | b"manager_sleep=" | b"manager_threshold=" => {
                    number::milliseconds(argument).is_some()
                }
                _ => return Err(parameter(given, word)),
            };
            if !valid && name == b"levels=" {
                return Err(fault!(Value at word, "invalid \"levels\" \"{given}\""
                    / "“levels”的值“{given}”无效"; given = text(given)));
            } else if !valid {
                return Err(fault!(Value at word, "invalid {name} value \"{given}\""
                    / "{name} 的值“{given}”无效"; name = text(name.strip_suffix(b"=").unwrap_or(name)), given = text(given)));
            }
        }
        let Some((zone, word)) = found.filter(|((name, size), _)| !name.is_empty() && *size > 0) else {
            let words = said!("\"{directive}\" must have \"keys_zone\" parameter"
                / "“{directive}”必须有“keys_zone”参数"; directive = text(statement.name()));
            return Err(Fault::new(Kind::Value, words));
        };
        let entry = self.add(statement, zone, owner(statement), word)?;
        if entry.bound {
            return Err(fault!(DuplicateName at word, "duplicate zone \"{zone}\""
                / "zone “{zone}”重复"; zone = text(zone.0)));
        }
        entry.bound = true;
        Ok(())
    }

    /// `proxy_cache` and the like: `ngx_http_proxy_cache`.
    pub(super) fn cache_zone(&mut self, statement: &Statement<'a, '_>, variables: &mut Variables<'a>) -> Outcome {
        if statement.value(1) == b"off" || variables.complex(statement, 1)? {
            return Ok(());
        }
        self.add(statement, (statement.value(1), 0), owner(statement), 1).map(|_| ())
    }

    /// `ngx_http_proxy_merge_loc_conf`: whether a cache of that name was declared by `proxy_cache_path` or the like.
    pub(super) fn is_cache(&self, name: &[u8]) -> bool {
        self.zones.get(name).is_some_and(|zone| zone.bound)
    }

    /// The `zone` of an `upstream`: `ngx_http_upstream_zone`.
    pub(super) fn upstream_zone(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        let name = statement.value(1);
        if name.is_empty() {
            return Err(fault!(Value at 1, "invalid zone name \"\"" / "zone 名“”无效"));
        }
        let size = match statement.values.get(2) {
            None => 0,
            Some(given) => {
                let size = number::size(given).ok_or_else(|| {
                    fault!(Value at 2, "invalid zone size \"{given}\""
                        / "zone 大小“{given}”无效"; given = text(given))
                })?;
                if size < 8 * PAGE {
                    return Err(fault!(Value at 2, "zone \"{name}\" is too small"
                        / "zone “{name}”太小"; name = text(name)));
                }
                size
            }
        };
        let owner = if statement.is_in_stream() { "stream_upstream" } else { "http_upstream" };
        self.add(statement, (name, size), owner, 1).map(|_| ())
    }

    /// `ngx_http_ssl_session_cache`
    pub(super) fn session_cache(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        for (word, given) in statement.values.iter().copied().enumerate().skip(1) {
            let invalid = || {
                Err(fault!(Value at word, "invalid session cache \"{given}\""
                    / "会话缓存“{given}”无效"; given = text(given)))
            };
            match given {
                b"off" | b"none" | b"builtin" => {}
                _ if given.starts_with(b"builtin:") => {
                    if number::number(given.get(8..).unwrap_or_default()).is_none() {
                        return invalid();
                    }
                }
                _ => {
                    let Some(zone) = shared(given) else { return invalid() };
                    if zone.1 < 8 * PAGE {
                        let words = said!("session cache \"{given}\" is too small"
                            / "会话缓存“{given}”太小"; given = text(given));
                        return Err(Fault::new(Kind::Value, words).at(word));
                    }
                    self.add(statement, zone, owner(statement), word)?;
                }
            }
        }
        Ok(())
    }

    /// `ngx_http_ssl_ocsp_cache`
    pub(super) fn ocsp_cache(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        let given = statement.value(1);
        if given == b"off" {
            return Ok(());
        }
        let Some(zone) = shared(given) else {
            return Err(fault!(Value at 1, "invalid OCSP cache \"{given}\""
                / "OCSP 缓存“{given}”无效"; given = text(given)));
        };
        if zone.1 < 8 * PAGE {
            return Err(fault!(Value at 1, "OCSP cache \"{given}\" is too small"
                / "OCSP 缓存“{given}”太小"; given = text(given)));
        }
        let owner = if statement.is_in_stream() { "stream_ocsp" } else { "http_ocsp" };
        self.add(statement, zone, owner, 1).map(|_| ())
    }
}

fn owner(statement: &Statement<'_, '_>) -> &'static str {
    statement.definition.module()
}

/// `name:10m` of at least `least` pages: limits want 8 × `ngx_pagesize`, caches 2.
fn sized_zone<'a>(
    given: &[u8],
    zone: &'a [u8],
    least: i64,
    [what, noun]: [Sentence; 2],
    word: usize,
) -> Result<(&'a [u8], i64), Fault> {
    let fault = |words: Phrase| Err(Fault::new(Kind::Value, words).at(word));
    let colon = zone.iter().position(|byte| *byte == b':');
    let size = colon.and_then(|colon| number::size(zone.get(colon + 1..).unwrap_or_default()));
    match (colon, size) {
        (Some(colon), Some(size)) if size >= least * PAGE => Ok((zone.get(..colon).unwrap_or_default(), size)),
        (Some(_), Some(_)) => {
            fault(said!("{noun} \"{given}\" is too small" / "{noun} “{given}”太小"; given = text(given), noun))
        }
        _ => fault(said!("invalid {what} \"{given}\"" / "{what} “{given}”无效"; given = text(given), what)),
    }
}

/// `shared:name:10m`
fn shared(given: &[u8]) -> Option<(&[u8], i64)> {
    let zone = given.strip_prefix(b"shared:")?;
    let colon = zone.iter().position(|byte| *byte == b':')?;
    let name = zone.get(..colon).filter(|name| !name.is_empty())?;
    Some((name, number::size(zone.get(colon + 1..)?)?))
}

/// One to three digits 1 or 2, with colons between.
fn levels(text: &[u8]) -> bool {
    text.len() <= 5
        && text.len() % 2 == 1
        && text.iter().enumerate().all(
            |(at, byte)| {
                if at % 2 == 0 { matches!(byte, b'1' | b'2') } else { *byte == b':' }
            },
        )
}

/// A page of memory, in bytes.
const PAGE: i64 = 4096;
