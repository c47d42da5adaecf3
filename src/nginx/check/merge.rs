//! Conditions between the values of one block, after it has inherited those of the blocks around it.

use super::blocks::slots;
use super::fault::{Fault, Kind, said, text};
use super::inherited::Inherited;
use super::number;
use super::tls::Tls;
use super::zones::Zones;
use crate::diagnostic::{Phrase, Sentence};
use crate::nginx::context::Context;
use crate::nginx::files::Place;

type Faults = Vec<(Place, Fault)>;

/// Places of the values that are compared here, looked up once.
pub(super) struct Merge<'w> {
    inherited: Inherited<'w>,
    buffers: Vec<Buffers>,
    caches: Vec<(&'static str, Vec<u16>)>,
    charset: Vec<u16>,
    source_charset: Vec<u16>,
    header_buffers: Vec<u16>,
    connection_pool: Vec<u16>,
    link_secret: Vec<u16>,
    link: Vec<u16>,
}

/// A location that answers in another charset than its files have.
pub(super) struct Recoding<'w> {
    /// Its `charset`.
    pub(super) place: Place,
    pub(super) from: &'w [u8],
    pub(super) to: &'w [u8],
}

/// Buffers of a module that talks to upstreams.
struct Buffers {
    module: &'static str,
    /// `buffers`, `buffer_size`, `busy_buffers_size`, `temp_file_write_size`, `max_temp_file_size`.
    slots: [Vec<u16>; 5],
}

impl<'w> Merge<'w> {
    pub(super) fn new(inherited: Inherited<'w>) -> Self {
        let modules = ["fastcgi", "proxy", "scgi", "uwsgi"];
        let buffers = modules
            .map(|module| {
                let parts =
                    ["buffers", "buffer_size", "busy_buffers_size", "temp_file_write_size", "max_temp_file_size"];
                Buffers { module, slots: parts.map(|part| slots(&format!("{module}_{part}"))) }
            })
            .into();
        let caches = [
            ("fastcgi_cache", slots("fastcgi_cache")),
            ("proxy_cache", slots("proxy_cache")),
            ("scgi_cache", slots("scgi_cache")),
            ("uwsgi_cache", slots("uwsgi_cache")),
        ]
        .into();
        let mut link = slots("secure_link");
        link.extend(slots("secure_link_md5"));
        Self {
            inherited,
            buffers,
            caches,
            charset: slots("charset"),
            source_charset: slots("source_charset"),
            header_buffers: slots("large_client_header_buffers"),
            connection_pool: slots("connection_pool_size"),
            link_secret: slots("secure_link_secret"),
            link,
        }
    }

    /// What must hold in each server and location of `http` (`ngx_http_merge_servers`).
    pub(super) fn check_http(&self, tls: &Tls<'_>, zones: &Zones<'_>) -> Faults {
        let inherited = self.inherited;
        let mut faults = Faults::new();
        for (_, server) in inherited.blocks.servers(Context::Server) {
            tls.check_server(server.object, &mut faults);
            let pair = inherited.value(server.object, &self.header_buffers);
            let pool = inherited.value(server.object, &self.connection_pool);
            // `ngx_http_core_merge_srv_conf`: 4 × 8k, and 64 pointers.
            let buffer = inherited.size(pair, 1).unwrap_or(8192);
            let pool_size = inherited.size(pool, 0).unwrap_or(512);
            if let Some(place) = pair.or(pool).filter(|_| buffer < pool_size) {
                let words = Sentence::plain(
                    "the \"large_client_header_buffers\" size must be equal to or greater than \"connection_pool_size\"",
                    "“large_client_header_buffers”的大小必须不小于“connection_pool_size”",
                );
                faults.push((place, Fault::new(Kind::Conflict, words).at(1)));
            }
        }
        let servers = inherited.blocks.servers(Context::Server).next().is_some();
        for object in inherited.blocks.objects_with_settings() {
            // An object that sets nothing itself has the values of its parent, which is checked. The values of `http` are
            // checked once a server inherits them.
            if servers || inherited.blocks.inherits(object) {
                self.check_object(object, zones, &mut faults);
            }
        }
        faults
    }

    /// Caches whose answers have no key: `ngx_http_fastcgi_merge_loc_conf` and its like.
    pub(super) fn without_cache_key(&self) -> Faults {
        let inherited = self.inherited;
        let mut faults = Faults::new();
        let keyed = self.caches.iter().filter(|(name, _)| *name != "proxy_cache");
        for (name, cache) in keyed {
            let keys = slots(&format!("{name}_key"));
            for object in inherited.blocks.objects_with_settings() {
                let Some(place) = inherited.own(object, cache) else { continue };
                if inherited.argument(place, 0) != b"off" && inherited.value(object, &keys).is_none() {
                    let words = said!("no \"{name}_key\" for \"{name}\"" / "“{name}”没有“{name}_key”"; name = *name);
                    faults.push((place, Fault::new(Kind::Doubtful, words)));
                }
            }
        }
        faults
    }

    fn check_object(&self, object: usize, zones: &Zones<'_>, faults: &mut Faults) {
        let inherited = self.inherited;
        for buffers in &self.buffers {
            if buffers.slots.iter().any(|slots| inherited.own(object, slots).is_some()) {
                faults.extend(check_buffers(inherited, object, buffers));
            }
        }
        for (name, slots) in &self.caches {
            let Some(place) = inherited.own(object, slots) else { continue };
            let zone = inherited.argument(place, 0);
            if zone != b"off" && !zone.contains(&b'$') && !zones.is_cache(zone) {
                let words = said!("\"{name}\" zone \"{zone}\" is unknown"
                    / "“{name}”的 zone “{zone}”未定义"; zone = text(zone), name = *name);
                faults.push((place, Fault::new(Kind::UnknownZone, words).at(1)));
            }
        }
        // `ngx_http_secure_link_merge_conf`
        let secret = inherited.own(object, &self.link_secret);
        if let Some(place) = secret.filter(|_| inherited.own(object, &self.link).is_some()) {
            let words = Sentence::plain(
                "\"secure_link_secret\" cannot be mixed with \"secure_link\" and \"secure_link_md5\"",
                "“secure_link_secret”不能与“secure_link”和“secure_link_md5”同用",
            );
            faults.push((place, Fault::new(Kind::Conflict, words)));
        }
    }

    /// Pairs of charsets that some location recodes between.
    pub(super) fn recodings(&self) -> Vec<Recoding<'w>> {
        let inherited = self.inherited;
        let mut recodings = Vec::new();
        for object in inherited.blocks.objects_with_settings().filter(|object| inherited.blocks.inherits(*object)) {
            if inherited.own(object, &self.charset).or(inherited.own(object, &self.source_charset)).is_none() {
                continue;
            }
            let to = inherited.value(object, &self.charset);
            let from = inherited.value(object, &self.source_charset);
            if let (Some(place), Some(from)) = (to, from) {
                let (from, to) = (inherited.argument(from, 0), inherited.argument(place, 0));
                if to != b"off" && !from.starts_with(b"$") && !to.starts_with(b"$") {
                    recodings.push(Recoding { place, from, to });
                }
            }
        }
        recodings
    }
}

/// `ngx_http_proxy_merge_loc_conf` and the same of other modules.
fn check_buffers(inherited: Inherited<'_>, object: usize, buffers: &Buffers) -> Option<(Place, Fault)> {
    let [pairs, single, busy, written, most] =
        [0, 1, 2, 3, 4].map(|index| buffers.slots.get(index).and_then(|slots| inherited.value(object, slots)));
    let size = |place, index| inherited.size(place, index);
    let count = pairs.and_then(|place| number::number(inherited.argument(place, 0))).unwrap_or(8);
    let one = size(pairs, 1).unwrap_or(PAGE);
    let largest = size(single, 0).unwrap_or(PAGE).max(one);
    let module = buffers.module;
    let fault =
        |place: Option<Place>, words: Phrase| place.map(|place| (place, Fault::new(Kind::Conflict, words).at(1)));
    let limit = said!("the maximum of the value of \"{module}_buffer_size\" and one of the \"{module}_buffers\""
        / "“{module}_buffer_size”与单个“{module}_buffers”中的较大者"; module);
    if count < 2 {
        return fault(
            pairs,
            said!("there must be at least 2 \"{module}_buffers\"" / "“{module}_buffers”至少为 2 个"; module),
        );
    }
    let busy_size = size(busy, 0).unwrap_or_else(|| largest.saturating_mul(2));
    if busy_size < largest {
        return fault(
            busy,
            said!("\"{module}_busy_buffers_size\" must be equal to or greater than {limit}"
                / "“{module}_busy_buffers_size”必须不小于{limit}"; module, limit),
        );
    }
    if busy_size > (count - 1).saturating_mul(one) {
        let words = said!("\"{module}_busy_buffers_size\" must be less than the size of all \"{module}_buffers\" minus one buffer"
            / "“{module}_busy_buffers_size”必须小于全部“{module}_buffers”减去一个缓冲区的大小"; module);
        return fault(busy.or(pairs).or(single), words);
    }
    if size(written, 0).is_some_and(|size| size < largest) {
        return fault(
            written,
            said!("\"{module}_temp_file_write_size\" must be equal to or greater than {limit}"
                / "“{module}_temp_file_write_size”必须不小于{limit}"; module, limit),
        );
    }
    if size(most, 0).is_some_and(|size| size != 0 && size < largest) {
        let words = said!("\"{module}_max_temp_file_size\" must be equal to zero to disable temporary files usage or must be equal to or greater than {limit}"
            / "“{module}_max_temp_file_size”必须为 0（不用临时文件），或不小于{limit}"; module, limit);
        return fault(most, words);
    }
    None
}

/// A page of memory, in bytes.
const PAGE: i64 = 4096;
