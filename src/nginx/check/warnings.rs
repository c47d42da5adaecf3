//! What nginx warns of while it reads: `NGX_LOG_WARN` in the handlers of directives.

use std::collections::BTreeMap;

use super::address;
use super::fault::{Fault, Kind, fault, said, text};
use super::statement::Statement;
use crate::nginx::config::Word;
use crate::nginx::context::Context;
use crate::nginx::directives::{Level, Reader};
use crate::nginx::files::{Files, Place};
use crate::nginx::target::Target;

type Found = Vec<(Place, Fault)>;

/// What was read so far that a later directive may repeat.
#[derive(Debug, Default)]
pub(super) struct Warnings<'a> {
    /// Words of a list, in lower case, by the object and the directive that has it.
    lists: BTreeMap<(usize, &'static str), Vec<Vec<u8>>>,
    /// Content types by object and extension.
    extensions: BTreeMap<(usize, Vec<u8>), &'a [u8]>,
    /// Upstreams with a method of balancing.
    balanced: Vec<usize>,
    /// `worker_processes`, and `worker_cpu_affinity` with its number of masks.
    processes: Option<&'a [u8]>,
    masks: Option<(Place, usize)>,
}

impl<'a> Warnings<'a> {
    /// What nginx warns of when it reads `statement`, which it takes.
    pub(super) fn read(&mut self, statement: &Statement<'a, '_>, files: &'a Files<'a>, target: &Target) -> Found {
        let mut found = Found::new();
        let mut warn = |fault: Option<Fault>| found.extend(fault.map(|fault| (statement.place, fault)));
        match statement.definition.reader {
            Reader::MimeTypes => return self.mime_types(statement),
            Reader::Bitmask => return self.bitmask(statement),
            Reader::Types => return self.types(statement, files),
            Reader::Geo => return geo(statement, files),
            Reader::NetworkRule | Reader::RealIpFrom | Reader::DebugConnection | Reader::GeoipProxy => {
                warn(low_bits(statement.value(1)));
            }
            Reader::Index => {
                let last = statement.values.len() - 1;
                let absolute = (1..last).find(|word| statement.value(*word).starts_with(b"/"));
                warn(absolute.map(|word| {
                    fault!(Doubtful at word, "only the last index in \"index\" directive should be absolute"
                        / "“index”指令中只有最后一个文件可以是绝对路径")
                }));
            }
            Reader::ServerName => {
                let word = (1..statement.values.len()).find(|word| statement.value(*word).contains(&b'/'));
                warn(word.map(|word| {
                    fault!(Doubtful at word, "server name \"{name}\" has suspicious symbols"
                        / "server 名“{name}”含有可疑字符"; name = text(statement.value(word)))
                }));
            }
            Reader::Balancer | Reader::UpstreamHash | Reader::Keepalive | Reader::Sticky => {
                warn(self.balancer(statement, target));
            }
            Reader::Processes => self.processes = Some(statement.value(1)),
            Reader::CpuAffinity if statement.value(1) != b"auto" => {
                self.masks = Some((statement.place, statement.values.len() - 1));
            }
            Reader::Listen if statement.frame.context == Context::Server && target.is_at_least(1, 25, 1) => {
                let word = statement.values.iter().position(|word| *word == b"http2");
                warn(word.map(|word| {
                    fault!(Deprecated at word,
                        "the \"listen ... http2\" directive is deprecated, use the \"http2\" directive instead"
                        / "“listen ... http2”已废弃，请改用“http2”指令")
                }));
            }
            _ => warn(deprecated(statement, target)),
        }
        found
    }

    /// `ngx_core_module_init_conf`, at the end of the file.
    pub(super) fn at_end(&self) -> Option<(Place, Fault)> {
        let (place, masks) = self.masks?;
        let processes = self.processes.unwrap_or(b"1");
        let differ = masks > 1 && processes != b"auto" && processes != masks.to_string().as_bytes();
        differ.then(|| {
            let fault = fault!(Doubtful,
                "the number of \"worker_processes\" is not equal to the number of \"worker_cpu_affinity\" masks, using last mask for remaining worker processes"
                / "“worker_processes”的数量与“worker_cpu_affinity”的掩码个数不等，其余进程使用最后一个掩码");
            (place, fault)
        })
    }

    /// `ngx_http_types_slot`: the list begins with the type that is always in it, and ends with `*`.
    fn mime_types(&mut self, statement: &Statement<'a, '_>) -> Found {
        let built_in: &[u8] = if statement.name() == b"xslt_types" { b"text/xml" } else { b"text/html" };
        let key = (statement.frame.location, statement.definition.name);
        let known = self.lists.entry(key).or_insert_with(|| vec![built_in.to_vec()]);
        let mut found = Found::new();
        for (word, given) in statement.values.iter().enumerate().skip(1) {
            if known.last().is_some_and(|last| last == b"*") {
                break;
            }
            let lower = given.to_ascii_lowercase();
            if known.contains(&lower) {
                // nginx has put it in lower case by then.
                let fault = fault!(DuplicateValue at word, "duplicate MIME type \"{given}\""
                    / "MIME 类型“{given}”重复"; given = text(&lower));
                found.push((statement.place, fault));
            } else {
                known.push(lower);
            }
        }
        found
    }

    /// `ngx_conf_set_bitmask_slot`: words of all directives of one name in a block are one set.
    fn bitmask(&mut self, statement: &Statement<'a, '_>) -> Found {
        let object = statement.frame.at(statement.definition.slot.map_or(Level::Location, |(level, _)| level));
        let known = self.lists.entry((object, statement.definition.name)).or_default();
        let mut found = Found::new();
        for (word, given) in statement.values.iter().enumerate().skip(1) {
            let lower = given.to_ascii_lowercase();
            if known.contains(&lower) {
                let fault = fault!(DuplicateValue at word, "duplicate value \"{given}\""
                    / "值“{given}”重复"; given = text(given));
                found.push((statement.place, fault));
            } else {
                known.push(lower);
            }
        }
        found
    }

    /// `ngx_http_core_type`
    fn types(&mut self, statement: &Statement<'a, '_>, files: &'a Files<'a>) -> Found {
        let mut found = Found::new();
        for line in files.lines(statement.place.file, statement.directive).filter(|line| line.include.is_none()) {
            let mut words = line.directive.words().map(Word::value);
            let Some(new) = words.next() else { continue };
            for (word, extension) in words.enumerate() {
                let lower = extension.to_ascii_lowercase();
                if let Some(old) = self.extensions.insert((statement.frame.location, lower.clone()), new) {
                    let [extension, new, old] = [&lower, new, old].map(text);
                    let fault = fault!(DuplicateValue at word + 1,
                        "duplicate extension \"{extension}\", content type: \"{new}\", previous content type: \"{old}\""
                        / "扩展名“{extension}”重复，类型：“{new}”，之前的类型：“{old}”"; extension, new, old);
                    found.push((line.place, fault));
                }
            }
        }
        found
    }

    /// A method sets `init_upstream`, and warns when it is set. So did `keepalive` up to 1.29.6, without a warning.
    fn balancer(&mut self, statement: &Statement<'a, '_>, target: &Target) -> Option<Fault> {
        let scope = statement.frame.scope;
        let keepalive = statement.definition.reader == Reader::Keepalive;
        if keepalive && target.is_at_least(1, 29, 7) {
            return None;
        }
        let silent = keepalive || statement.definition.reader == Reader::Sticky;
        let redefined = self.balanced.contains(&scope) && !silent;
        self.balanced.push(scope);
        redefined.then(|| fault!(Redefined, "load balancing method redefined" / "负载均衡方法被重新定义"))
    }
}

/// `ngx_conf_deprecated` and `ngx_http_v2_obsolete`
fn deprecated(statement: &Statement<'_, '_>, target: &Target) -> Option<Fault> {
    let instead = match statement.name() {
        b"ssl" if target.is_at_least(1, 15, 0) => "listen ... ssl",
        b"proxy_downstream_buffer" | b"proxy_upstream_buffer" => "proxy_buffer_size",
        b"http2_recv_timeout" => "client_header_timeout",
        b"http2_idle_timeout" => "keepalive_timeout",
        b"http2_max_requests" => "keepalive_requests",
        b"http2_max_field_size" | b"http2_max_header_size" => "large_client_header_buffers",
        b"http2_push" | b"http2_push_preload" | b"http2_max_concurrent_pushes" => "",
        _ => return None,
    };
    let name = text(statement.name());
    let obsolete = statement.definition.reader == Reader::Obsolete;
    if statement.name().starts_with(b"http2_") && !obsolete {
        return None;
    }
    Some(match (instead, obsolete) {
        ("", _) => {
            fault!(Deprecated, "the \"{name}\" directive is obsolete, ignored" / "“{name}”指令已过时，会被忽略"; name)
        }
        (_, true) => fault!(Deprecated, "the \"{name}\" directive is obsolete, use the \"{instead}\" directive instead"
            / "“{name}”指令已过时，请改用“{instead}”指令"; name, instead),
        _ => fault!(Deprecated, "the \"{name}\" directive is deprecated, use the \"{instead}\" directive instead"
            / "“{name}”指令已废弃，请改用“{instead}”指令"; name, instead),
    })
}

/// `ngx_ptocidr` returns `NGX_DONE`: the address has bits that the mask cuts off.
fn low_bits(given: &[u8]) -> Option<Fault> {
    address::network(given).filter(|network| network.low_bits).map(|_| {
        fault!(LowBits at 1, "low address bits of {given} are meaningless"
            / "{given} 的低位地址没有意义"; given = text(given))
    })
}

/// `ngx_http_geo`: networks and ranges that stand twice, or are deleted and not there.
fn geo<'a>(statement: &Statement<'a, '_>, files: &'a Files<'a>) -> Found {
    let mut found = Found::new();
    let mut ranges = false;
    let mut default: Option<&[u8]> = None;
    let mut values: BTreeMap<(bool, u128, u32), &[u8]> = BTreeMap::new();
    for line in files.lines(statement.place.file, statement.directive).filter(|line| line.include.is_none()) {
        let words: Vec<&[u8]> = line.directive.words().map(Word::value).collect();
        let mut warn = |fault: Fault| found.push((line.place, fault));
        match words.as_slice() {
            [b"ranges"] => ranges = true,
            [b"default", new] if ranges => {
                if let Some(old) = default.replace(new) {
                    let (new, old) = (text(new), text(old));
                    warn(fault!(DuplicateValue, "duplicate default geo range value: \"{new}\", old value: \"{old}\""
                        / "geo 的默认值重复：“{new}”，之前为“{old}”"; new, old));
                }
            }
            [b"proxy" | b"delete", given] if !ranges => {
                if let Some(network) = address::network(given) {
                    low_bits(given).into_iter().for_each(&mut warn);
                    if words.first() == Some(&&b"delete"[..]) && values.remove(&network.key()).is_none() {
                        warn(fault!(Doubtful at 1, "no network \"{given}\" to delete"
                            / "没有可删除的网段“{given}”"; given = text(given)));
                    }
                }
            }
            [given, new] if !ranges => {
                let networks: Vec<(bool, u128, u32)> = if *given == b"default" {
                    vec![(true, 0, 0), (false, 0, 0)]
                } else {
                    low_bits(given).map(|fault| fault.at(0)).into_iter().for_each(&mut warn);
                    address::network(given).map(|network| network.key()).into_iter().collect()
                };
                for network in networks {
                    if let Some(old) = values.insert(network, new) {
                        let [given, new, old] = [given, new, old].map(text);
                        warn(
                            fault!(DuplicateValue, "duplicate network \"{given}\", value: \"{new}\", old value: \"{old}\""
                            / "网段“{given}”重复，值为“{new}”，之前为“{old}”"; given, new, old),
                        );
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// A name that another server of the address has already: `ngx_http_server_names`.
pub(super) fn conflicting_name(name: &[u8], address: &str) -> Fault {
    let name = text(name).to_ascii_lowercase();
    Fault::new(
        Kind::ConflictingName,
        said!("conflicting server name \"{name}\" on {address}, ignored"
            / "{address} 上的 server 名“{name}”冲突，已忽略"; name, address),
    )
}
