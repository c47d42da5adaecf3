//! Which handler reads the arguments of which directive.

use super::Walker;
use crate::nginx::check::fault::{Fault, Outcome};
use crate::nginx::check::statement::Statement;
use crate::nginx::check::tables::Lines;
use crate::nginx::check::{charsets, core, http, location, logs, proxy, rewrite, slots, tables, upstream};
use crate::nginx::directives::Reader;

impl<'a> Walker<'a> {
    #[expect(clippy::too_many_lines, reason = "one line a reader")]
    pub(super) fn read(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        let none = |outcome: Result<bool, Fault>| outcome.map(|_| ());
        let mut lines = Lines { files: self.files, found: &mut self.found };
        match statement.definition.reader {
            Reader::AccessLog => self.logs.access_log(statement, &mut self.variables),
            Reader::Aio => http::aio(statement, &mut self.variables, &mut self.core.pools, self.target),
            Reader::Alpn => core::alpn(statement),
            Reader::AuthRequestSet => http::auth_request_set(statement, &mut self.variables),
            Reader::Balancer | Reader::UpstreamHash => {
                self.upstreams.balancer(statement, &mut self.variables, self.target)
            }
            Reader::Bind => proxy::bind(statement, &mut self.variables),
            Reader::Browser => http::browser(statement),
            Reader::CacheKey | Reader::Complex => none(self.variables.complex(statement, 1)),
            Reader::CachePath => self.zones.cache_path(statement),
            Reader::CacheValid => proxy::cache_valid(statement),
            Reader::CacheZone => self.zones.cache_zone(statement, &mut self.variables),
            Reader::CertificateCache => proxy::certificate_cache(statement),
            Reader::Charset => {
                charsets::charset(statement, &mut self.variables);
                Ok(())
            }
            Reader::CharsetMap => self.charset_maps.map(statement, &mut lines),
            Reader::ComplexList => proxy::http2_push(statement, &mut self.variables, &mut self.blocks),
            Reader::ComplexSize => http::complex_size(statement, &mut self.variables),
            Reader::Connections => self.core.worker_connections(statement),
            Reader::CpuAffinity => core::cpu_affinity(statement),
            Reader::DebugConnection => core::debug_connection(statement),
            Reader::Directio => http::directio(statement),
            Reader::DisableSymlinks => http::disable_symlinks(statement, &mut self.variables),
            Reader::ErrorLog => logs::error_log(statement),
            Reader::ErrorPage => http::error_page(statement, &mut self.variables),
            Reader::EventMethod => core::event_method(statement),
            Reader::Expires => http::expires(statement, &mut self.variables),
            Reader::Geo => tables::geo(statement, &mut lines, &mut self.variables, self.target),
            Reader::GzipDisable => http::gzip_disable(statement),
            Reader::Header => http::header(statement, &mut self.variables),
            Reader::If => rewrite::condition(statement, &mut self.variables),
            Reader::ImageFilter => http::image_filter(statement, &mut self.variables),
            Reader::ImageQuality => http::image_quality(statement, &mut self.variables),
            Reader::Include => self.include(statement),
            Reader::Index => http::index(statement, &mut self.variables),
            Reader::Keepalive => upstream::keepalive(statement, self.target),
            Reader::KeepaliveTimeout => http::keepalive_timeout(statement),
            Reader::KeyValue => {
                self.variables.late(statement, 2);
                Ok(())
            }
            Reader::LateString | Reader::LateStringList => {
                self.variables.late(statement, 1);
                Ok(())
            }
            Reader::LimitConn => self.zones.limit_conn(statement),
            Reader::LimitConnZone | Reader::LimitReqZone => {
                self.zones.limit_zone(statement, &mut self.variables, self.files)
            }
            Reader::LimitExcept => location::limit_except(statement),
            Reader::LimitReq => self.zones.limit_req(statement, self.target),
            Reader::Listen => self.listeners.listen(statement, self.target),
            Reader::LoadModule => self.core.load_module(statement),
            Reader::Location => self.locations.read(statement, &mut self.variables),
            Reader::LogFormat => self.logs.log_format(statement, &mut self.variables),
            Reader::MailAuthHttp => core::mail_auth_http(statement),
            Reader::MailProtocol => core::mail_protocol(statement),
            Reader::Map => tables::map(statement, &mut lines, &mut self.variables, &self.blocks),
            Reader::Mirror => proxy::mirror(statement, &mut self.blocks),
            Reader::NetworkRule => http::network_rule(statement),
            Reader::OcspCache => self.zones.ocsp_cache(statement),
            Reader::OpenFileCache => http::open_file_cache(statement),
            Reader::OpenLogFileCache => logs::open_log_file_cache(statement),
            Reader::Pass => self.upstreams.pass(statement, &mut self.variables, &self.locations),
            Reader::Perl if statement.name() == b"perl_set" => self.variables.define(statement, 1),
            Reader::Predicates => http::predicates(statement, &mut self.variables),
            Reader::Priority => core::worker_priority(statement),
            Reader::Processes => core::worker_processes(statement),
            Reader::ProxyCookieDomain | Reader::ProxyCookieFlags | Reader::ProxyCookiePath => {
                proxy::proxy_cookie(statement, &mut self.variables, &mut self.blocks)
            }
            Reader::ProxyRedirect => {
                proxy::proxy_redirect(statement, &mut self.variables, &mut self.blocks, self.files)
            }
            Reader::RealIpFrom => http::real_ip_from(statement, self.target),
            Reader::Resolver => core::resolver(statement, self.target),
            Reader::Return => rewrite::return_code(statement, &mut self.variables),
            Reader::Rewrite => rewrite::rewrite(statement, &mut self.variables),
            Reader::Root => location::root(statement, &self.locations, &mut self.blocks, &mut self.variables),
            Reader::Section => {
                self.core.open_section(statement);
                Ok(())
            }
            Reader::ServerName => self.listeners.names.read(statement, &mut self.variables),
            Reader::SessionCache => self.zones.session_cache(statement),
            Reader::Set => rewrite::set(statement, &mut self.variables),
            Reader::SplitClients => tables::split_clients(statement, &mut lines, &mut self.variables),
            Reader::SplitPathInfo => proxy::split_path_info(statement),
            Reader::Store => proxy::store_path(statement, &mut self.variables),
            Reader::StreamPass => self.upstreams.stream_pass(statement, &mut self.variables),
            Reader::SubFilter => http::sub_filter(statement, &mut self.variables),
            Reader::ThreadPool => self.core.pools.declare(statement),
            Reader::TryFiles => location::try_files(statement, &mut self.variables),
            Reader::Types => {
                tables::types(statement, &mut lines);
                Ok(())
            }
            Reader::Upstream => self.upstreams.define(statement),
            Reader::UpstreamServer => self.upstreams.server(statement, self.target),
            Reader::UseridExpires => http::userid_expires(statement),
            Reader::UseridMark => http::userid_mark(statement),
            Reader::ValidReferers => self.referers.read(statement),
            Reader::XsltParam => none(self.variables.complex(statement, 2)),
            Reader::Zone => {
                self.upstreams.in_shared_memory(statement.frame);
                self.zones.upstream_zone(statement)
            }
            Reader::UpstreamParam => {
                proxy::upstream_param(statement)?;
                self.variables.late(statement, 2);
                Ok(())
            }
            _ => slots::read(statement, self.target),
        }
    }
}
