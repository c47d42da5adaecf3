//! What nginx finds out at the end of `http`, `stream`, `mail` and of the file.

use super::Walker;
use crate::diagnostic::Sentence;
use crate::nginx::check::blocks::slots;
use crate::nginx::check::fault::{CLOSE, Fault, Kind, fault};
use crate::nginx::check::hash_keys::empty_table;
use crate::nginx::check::inherited::Inherited;
use crate::nginx::check::merge::Merge;
use crate::nginx::check::statement::Frame;
use crate::nginx::check::tls::Tls;
use crate::nginx::context::Context;
use crate::nginx::files::Place;
use crate::nginx::variables::Family;

type Faults = Vec<(Place, Fault)>;

impl Walker<'_> {
    /// The end of a block, or of the file.
    pub(super) fn close(&mut self, frame: Frame) {
        let faults = match frame.context {
            Context::Main => self.end_file(),
            Context::Http => {
                self.variables.settle(Family::Http, self.blocks.servers(Context::Server).next().is_some());
                let conflicts = self.listeners.warnings(&self.blocks);
                self.found
                    .warnings
                    .extend(conflicts.into_iter().chain(Merge::new(self.inherited()).without_cache_key()));
                self.end_http(frame)
            }
            Context::Stream => {
                self.variables.settle(Family::Stream, self.blocks.servers(Context::StreamServer).next().is_some());
                self.end_stream()
            }
            Context::Mail => self.end_mail(),
            Context::Server => return self.listeners.listen_by_default(frame.scope),
            Context::Upstream | Context::StreamUpstream => {
                if self.upstreams.is_empty(frame) {
                    let fault = fault!(EmptyUpstream at CLOSE, "no servers are inside upstream"
                        / "upstream 中没有 server");
                    self.found.faults.push((frame.place, fault));
                }
                return;
            }
            _ => return,
        };
        // What nginx finds out at the end is worth hearing once nothing before is wrong.
        if self.found.is_clean() {
            self.found.faults = faults;
        }
    }

    /// `ngx_http_block`: the faults of the first step that finds any. In nginx's order: merged values, locations, TLS,
    /// variables, names of servers.
    fn end_http(&self, frame: Frame) -> Faults {
        let inherited = self.inherited();
        let (merge, tls) = (Merge::new(inherited), Tls::new(inherited, self.target));
        let mut faults = self.variables.late_faults(Family::Http);
        faults.extend(merge.check_http(&tls, &self.zones));
        faults.extend(self.referers.with_server_names(&self.listeners.names));
        faults.extend(self.upstreams.unusable(Family::Http));
        faults.extend(self.upstreams.without_primaries(Context::Upstream, self.files));
        faults.extend(self.upstreams.unresolved(Context::Upstream, inherited));
        let steps: [&dyn Fn() -> Faults; 6] = [
            &|| self.locations.repeated.clone(),
            &|| self.charset_maps.unmapped(&merge.recodings()),
            &|| tls.listeners_without_certificate(&self.listeners.http),
            &|| self.variables.unknown(Family::Http),
            &|| self.listeners.name_tables(frame, &self.blocks, self.files),
            &|| self.empty_tables(frame),
        ];
        for step in steps {
            if faults.is_empty() {
                faults = step();
            }
        }
        faults
    }

    /// Tables that cannot be built: that of variables, and those that each location has.
    fn empty_tables(&self, frame: Frame) -> Faults {
        let sizes = ["variables_hash_max_size", "variables_hash_bucket_size"];
        let variables = empty_table(&sizes, frame.main, &self.blocks, self.files);
        let mut faults: Faults = variables.map(|fault| (frame.place, fault)).into_iter().collect();
        if self.blocks.servers(Context::Server).next().is_some() {
            for object in self.blocks.objects_with_settings() {
                let sizes = [
                    "types_hash_max_size",
                    "types_hash_bucket_size",
                    "proxy_headers_hash_max_size",
                    "proxy_headers_hash_bucket_size",
                ];
                let fault = empty_table(&sizes, object, &self.blocks, self.files);
                faults.extend(fault.map(|fault| (frame.place, fault)));
            }
        }
        faults
    }

    /// `ngx_stream_block`
    fn end_stream(&self) -> Faults {
        let inherited = self.inherited();
        let handlers = ["proxy_pass", "return", "pass"].map(slots).concat();
        let mut faults = self.variables.late_faults(Family::Stream);
        faults.extend(self.upstreams.unusable(Family::Stream));
        faults.extend(self.upstreams.without_primaries(Context::StreamUpstream, self.files));
        faults.extend(self.upstreams.unresolved(Context::StreamUpstream, inherited));
        for (number, server) in self.blocks.servers(Context::StreamServer) {
            let word = |words: Sentence| Fault::new(Kind::Value, words);
            if !self.listeners.has(number) {
                faults.push((
                    server.place,
                    word(Sentence::plain("no \"listen\" is defined for server", "server 没有“listen”")),
                ));
            } else if self.blocks.own(server.object, &handlers).is_none() {
                faults.push((server.place, word(Sentence::plain("no handler for server", "server 没有处理方式"))));
            }
        }
        let tls = Tls::new(inherited, self.target);
        faults.extend(tls.check_stream_or_mail(Context::StreamServer, &self.listeners));
        if faults.is_empty() && self.target.is_at_least(1, 25, 5) {
            faults = tls.listeners_without_certificate(&self.listeners.stream);
        }
        if faults.is_empty() { self.variables.unknown(Family::Stream) } else { faults }
    }

    /// `ngx_mail_block`
    fn end_mail(&self) -> Faults {
        let inherited = self.inherited();
        let mut faults = Faults::new();
        for (number, server) in self.blocks.servers(Context::MailServer) {
            if !self.listeners.has(number) {
                let words = Sentence::plain("no \"listen\" is defined for server", "server 没有“listen”");
                faults.push((server.place, Fault::new(Kind::Value, words)));
            }
        }
        faults.extend(Tls::new(inherited, self.target).check_stream_or_mail(Context::MailServer, &self.listeners));
        faults
    }

    /// `ngx_init_cycle`, after the last line: pools, sockets, shared memory.
    fn end_file(&mut self) -> Faults {
        self.found.warnings.extend(self.warnings.at_end());
        let mut faults = self.core.pools.unknown();
        if !self.core.has_events(self.files) {
            self.found.misses_events = self.found.is_clean() && faults.is_empty();
            return faults;
        }
        faults.extend(self.core.too_few_connections(self.listeners.sockets()));
        faults.extend(self.zones.without_size());
        faults
    }

    fn inherited(&self) -> Inherited<'_> {
        Inherited { files: self.files, blocks: &self.blocks }
    }
}
