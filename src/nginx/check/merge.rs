//! Values that blocks inherit, and what must hold between them.

use super::fault::{Fault, Kind, text};
use super::files::Place;
use super::number;
use super::walk::Walker;
use crate::nginx::context::Context;
use crate::nginx::directives::named;

type Faults = Vec<(Place, Fault)>;

/// Places of the values that are compared here, looked up once.
pub(super) struct Inherited {
    buffers: Vec<Buffers>,
    caches: Vec<(&'static str, Vec<u16>)>,
    certificates: Vec<u16>,
    keys: Vec<u16>,
    reject: Vec<u16>,
    verify: Vec<u16>,
    client_certificate: Vec<u16>,
    trusted_certificate: Vec<u16>,
    ciphers: Vec<u16>,
    enabled: Vec<u16>,
    charset: Vec<u16>,
    source_charset: Vec<u16>,
    header_buffers: Vec<u16>,
    connection_pool: Vec<u16>,
    link_secret: Vec<u16>,
    link: Vec<u16>,
}

/// Buffers of a module that talks to upstreams.
struct Buffers {
    module: &'static str,
    /// `buffers`, `buffer_size`, `busy_buffers_size`, `temp_file_write_size`, `max_temp_file_size`.
    slots: [Vec<u16>; 5],
}

fn slots(name: &str) -> Vec<u16> {
    named(name.as_bytes()).iter().filter_map(|row| row.slot.map(|(_, slot)| slot)).collect()
}

impl Inherited {
    pub(super) fn new() -> Self {
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
            buffers,
            caches,
            certificates: slots("ssl_certificate"),
            keys: slots("ssl_certificate_key"),
            reject: slots("ssl_reject_handshake"),
            verify: slots("ssl_verify_client"),
            client_certificate: slots("ssl_client_certificate"),
            trusted_certificate: slots("ssl_trusted_certificate"),
            ciphers: slots("ssl_ciphers"),
            enabled: slots("ssl"),
            charset: slots("charset"),
            source_charset: slots("source_charset"),
            header_buffers: slots("large_client_header_buffers"),
            connection_pool: slots("connection_pool_size"),
            link_secret: slots("secure_link_secret"),
            link,
        }
    }

    /// Whether a directive of one of these names stands in the object itself.
    pub(super) fn has(walker: &Walker<'_>, holder: usize, names: &[&str]) -> bool {
        names.iter().any(|name| own(walker, holder, &slots(name)).is_some())
    }

    pub(super) fn has_certificate(&self, walker: &Walker<'_>, server: usize) -> bool {
        let holder = walker.servers.get(server).map(|server| server.holder);
        holder.is_some_and(|holder| value(walker, holder, &self.certificates).is_some())
    }

    pub(super) fn rejects_handshake(&self, walker: &Walker<'_>, server: usize) -> bool {
        let holder = walker.servers.get(server).map(|server| server.holder);
        holder.is_some_and(|holder| is_on(walker, holder, &self.reject))
    }

    /// What must hold in each server and location of `http`.
    pub(super) fn check_http(&self, walker: &Walker<'_>) -> Faults {
        let mut faults = Faults::new();
        for server in walker.servers.iter().filter(|server| server.context == Context::Server) {
            self.check_tls(walker, server.holder, &mut faults);
            let pair = value(walker, server.holder, &self.header_buffers);
            let pool = value(walker, server.holder, &self.connection_pool);
            let buffer = pair.and_then(|place| number::size(walker.argument(place, 1))).unwrap_or(8192);
            let pool_size = pool.and_then(|place| number::size(walker.argument(place, 0))).unwrap_or(512);
            if let Some(place) = pair.or(pool).filter(|_| buffer < pool_size) {
                let words = "the \"large_client_header_buffers\" size must be equal to or greater than \
                             \"connection_pool_size\"";
                faults.push((place, Fault::new(Kind::Conflict, words).at(1)));
            }
        }
        let servers = walker.servers.iter().any(|server| server.context == Context::Server);
        for (holder, object) in walker.holders.iter().enumerate() {
            // An object that sets nothing of its own has what its parent was checked for, and what stands in `http` itself
            // is looked at once a server inherits it.
            if !object.settings.is_empty() && (object.parent.is_some() || servers) {
                self.check_object(walker, holder, &mut faults);
            }
        }
        faults
    }

    fn check_object(&self, walker: &Walker<'_>, holder: usize, faults: &mut Faults) {
        for buffers in &self.buffers {
            if buffers.slots.iter().any(|slots| own(walker, holder, slots).is_some()) {
                faults.extend(check_buffers(walker, holder, buffers));
            }
        }
        for (name, slots) in &self.caches {
            let Some(place) = own(walker, holder, slots) else { continue };
            let zone = walker.argument(place, 0);
            if zone != b"off" && !zone.contains(&b'$') && !walker.is_cache(zone) {
                let words = format!("\"{name}\" zone \"{}\" is unknown", text(zone));
                faults.push((place, Fault::new(Kind::UnknownZone, words).at(1)));
            }
        }
        let secret = own(walker, holder, &self.link_secret);
        if let Some(place) = secret.filter(|_| own(walker, holder, &self.link).is_some()) {
            let words = "\"secure_link_secret\" cannot be mixed with \"secure_link\" and \"secure_link_md5\"";
            faults.push((place, Fault::new(Kind::Conflict, words)));
        }
    }

    fn check_tls(&self, walker: &Walker<'_>, holder: usize, faults: &mut Faults) {
        let certificates = all(walker, holder, &self.certificates);
        let keys = all(walker, holder, &self.keys);
        let rejects = is_on(walker, holder, &self.reject);
        let enabled = value(walker, holder, &self.enabled).filter(|_| is_on(walker, holder, &self.enabled));
        let missing = |words: String| Fault::new(Kind::MissingCertificate, words);
        if let Some(place) = enabled {
            if certificates.is_empty() && !rejects {
                let words = "no \"ssl_certificate\" is defined for the \"ssl\" directive";
                faults.push((place, missing(words.to_owned())));
                return;
            }
            if !certificates.is_empty() && keys.is_empty() {
                let words = "no \"ssl_certificate_key\" is defined for the \"ssl\" directive";
                faults.push((place, missing(words.to_owned())));
                return;
            }
        }
        if let Some(last) = certificates.last().filter(|_| keys.len() < certificates.len()) {
            let certificate = text(walker.argument(*last, 0));
            let suffix = if enabled.is_some() { " and the \"ssl\" directive" } else { "" };
            let words = format!("no \"ssl_certificate_key\" is defined for certificate \"{certificate}\"{suffix}");
            faults.push((*last, missing(words)));
            return;
        }
        if certificates.is_empty() && !rejects && enabled.is_none() {
            return;
        }
        self.check_tls_context(walker, holder, faults);
    }

    /// What is looked at once a server does TLS.
    fn check_tls_context(&self, walker: &Walker<'_>, holder: usize, faults: &mut Faults) {
        if let Some(place) = value(walker, holder, &self.ciphers) {
            let list = walker.argument(place, 0);
            if !super::ciphers::any_known(list) {
                let words = format!("SSL_CTX_set_cipher_list(\"{}\") failed", text(list));
                faults.push((place, Fault::new(Kind::Value, words).at(1)));
            }
        }
        if let Some(place) = value(walker, holder, &self.verify) {
            let mode = walker.argument(place, 0).to_ascii_lowercase();
            let wanted = matches!(mode.as_slice(), b"on" | b"optional");
            let modern = walker.target.is_at_least(1, 27, 1);
            let trusted = modern && value(walker, holder, &self.trusted_certificate).is_some();
            if wanted && value(walker, holder, &self.client_certificate).is_none() && !trusted {
                let words = if modern {
                    "no ssl_client_certificate or ssl_trusted_certificate for ssl_verify_client"
                } else {
                    "no ssl_client_certificate for ssl_verify_client"
                };
                faults.push((place, Fault::new(Kind::MissingCertificate, words).at(1)));
            }
        }
    }

    /// TLS of the servers of `stream` or `mail`.
    pub(super) fn check_stream_or_mail(&self, walker: &Walker<'_>, context: Context) -> Faults {
        let mut faults = Faults::new();
        for server in walker.servers.iter().filter(|server| server.context == context) {
            let Some(listen) = server.tls_listen else { continue };
            let certificates = all(walker, server.holder, &self.certificates);
            let keys = all(walker, server.holder, &self.keys);
            let missing = |words: &str| Fault::new(Kind::MissingCertificate, words.to_owned());
            let rejects = is_on(walker, server.holder, &self.reject);
            if certificates.is_empty() && !rejects {
                let words = "no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive";
                faults.push((listen, missing(words)));
            } else if keys.len() < certificates.len() {
                let words = "no \"ssl_certificate_key\" is defined for the \"listen ... ssl\" directive";
                faults.push((listen, missing(words)));
            } else {
                self.check_tls_context(walker, server.holder, &mut faults);
            }
        }
        faults
    }

    /// Pairs of charsets that some location recodes between.
    pub(super) fn recodings<'w>(&self, walker: &'w Walker<'_>) -> Vec<(Place, &'w [u8], &'w [u8])> {
        let mut pairs = Vec::new();
        for (holder, object) in walker.holders.iter().enumerate() {
            let own_value = own(walker, holder, &self.charset).or(own(walker, holder, &self.source_charset));
            if own_value.is_none() || object.parent.is_none() {
                continue;
            }
            let to = value(walker, holder, &self.charset);
            let from = value(walker, holder, &self.source_charset);
            if let (Some(to), Some(from)) = (to, from) {
                let names = (walker.argument(from, 0), walker.argument(to, 0));
                if names.1 != b"off" && !names.0.starts_with(b"$") && !names.1.starts_with(b"$") {
                    pairs.push((to, names.0, names.1));
                }
            }
        }
        pairs
    }
}

fn check_buffers(walker: &Walker<'_>, holder: usize, buffers: &Buffers) -> Option<(Place, Fault)> {
    let [pairs, single, busy, written, most] =
        [0, 1, 2, 3, 4].map(|index| buffers.slots.get(index).and_then(|slots| value(walker, holder, slots)));
    let size = |place: Option<Place>, index| place.and_then(|place| number::size(walker.argument(place, index)));
    let count = pairs.and_then(|place| number::number(walker.argument(place, 0))).unwrap_or(8);
    let one = size(pairs, 1).unwrap_or(PAGE);
    let largest = size(single, 0).unwrap_or(PAGE).max(one);
    let module = buffers.module;
    let fault =
        |place: Option<Place>, words: String| place.map(|place| (place, Fault::new(Kind::Conflict, words).at(1)));
    let limit = format!("the maximum of the value of \"{module}_buffer_size\" and one of the \"{module}_buffers\"");
    if count < 2 {
        return fault(pairs, format!("there must be at least 2 \"{module}_buffers\""));
    }
    let busy_size = size(busy, 0).unwrap_or_else(|| largest.saturating_mul(2));
    if busy_size < largest {
        return fault(busy, format!("\"{module}_busy_buffers_size\" must be equal to or greater than {limit}"));
    }
    if busy_size > (count - 1).saturating_mul(one) {
        let words = format!(
            "\"{module}_busy_buffers_size\" must be less than the size of all \"{module}_buffers\" minus one buffer"
        );
        return fault(busy.or(pairs).or(single), words);
    }
    if size(written, 0).is_some_and(|size| size < largest) {
        return fault(written, format!("\"{module}_temp_file_write_size\" must be equal to or greater than {limit}"));
    }
    if size(most, 0).is_some_and(|size| size != 0 && size < largest) {
        let words = format!(
            "\"{module}_max_temp_file_size\" must be equal to zero to disable temporary files usage or must be equal to \
             or greater than {limit}"
        );
        return fault(most, words);
    }
    None
}

/// Where an object's own value of one of these places stands.
fn own(walker: &Walker<'_>, holder: usize, slots: &[u16]) -> Option<Place> {
    let settings = &walker.holders.get(holder)?.settings;
    settings.iter().find(|(slot, _)| slots.contains(slot)).map(|(_, place)| *place)
}

/// Where the value that holds in an object stands: its own, or the nearest around.
fn value(walker: &Walker<'_>, holder: usize, slots: &[u16]) -> Option<Place> {
    let mut next = Some(holder);
    while let Some(holder) = next {
        if let Some(place) = own(walker, holder, slots) {
            return Some(place);
        }
        next = walker.holders.get(holder)?.parent;
    }
    None
}

/// The same for a directive that may stand more than once.
fn all(walker: &Walker<'_>, holder: usize, slots: &[u16]) -> Vec<Place> {
    let mut next = Some(holder);
    while let Some(object) = next.and_then(|holder| walker.holders.get(holder)) {
        let places: Vec<Place> =
            object.settings.iter().filter(|(slot, _)| slots.contains(slot)).map(|(_, place)| *place).collect();
        if !places.is_empty() {
            return places;
        }
        next = object.parent;
    }
    Vec::new()
}

fn is_on(walker: &Walker<'_>, holder: usize, slots: &[u16]) -> bool {
    value(walker, holder, slots).is_some_and(|place| walker.argument(place, 0).eq_ignore_ascii_case(b"on"))
}

/// A page of memory, in bytes.
const PAGE: i64 = 4096;
