//! Which handler reads the arguments of which directive.

use super::Walker;
use crate::nginx::check::fault::{Fault, Outcome};
use crate::nginx::check::slots;
use crate::nginx::check::statement::Statement;
use crate::nginx::context::Context;
use crate::nginx::directives::Reader;

impl<'a> Walker<'a> {
    #[expect(clippy::too_many_lines, reason = "one line a reader")]
    pub(super) fn read(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        let none = |outcome: Result<bool, Fault>| outcome.map(|_| ());
        match statement.definition.reader {
            Reader::AccessLog => self.access_log(statement),
            Reader::Aio => self.aio(statement),
            Reader::Alpn => Self::alpn(statement),
            Reader::AuthRequestSet => self.auth_request_set(statement),
            Reader::Balancer | Reader::UpstreamHash => self.balancer(statement),
            Reader::Bind => self.bind(statement),
            Reader::Browser => Self::browser(statement),
            Reader::CacheKey | Reader::Complex => none(self.variables.complex(statement, 1)),
            Reader::CachePath => self.cache_path(statement),
            Reader::CacheValid => Self::cache_valid(statement),
            Reader::CacheZone => self.cache_zone(statement),
            Reader::CertificateCache => Self::certificate_cache(statement),
            Reader::Charset => {
                self.charset(statement);
                Ok(())
            }
            Reader::CharsetMap => self.charset_map(statement),
            Reader::ComplexList => self.http2_push(statement),
            Reader::ComplexSize => self.complex_size(statement),
            Reader::Connections => self.worker_connections(statement),
            Reader::CpuAffinity => Self::cpu_affinity(statement),
            Reader::DebugConnection => Self::debug_connection(statement),
            Reader::Directio => Self::directio(statement),
            Reader::DisableSymlinks => self.disable_symlinks(statement),
            Reader::ErrorLog => Self::error_log(statement),
            Reader::ErrorPage => self.error_page(statement),
            Reader::EventMethod => Self::event_method(statement),
            Reader::Expires => self.expires(statement),
            Reader::Geo => self.geo(statement),
            Reader::GzipDisable => Self::gzip_disable(statement),
            Reader::Header => self.header(statement),
            Reader::If => self.condition(statement),
            Reader::ImageFilter => self.image_filter(statement),
            Reader::ImageQuality => self.image_quality(statement),
            Reader::Include => self.include(statement),
            Reader::Index => self.index(statement),
            Reader::Keepalive => self.keepalive(statement),
            Reader::KeepaliveTimeout => Self::keepalive_timeout(statement),
            Reader::KeyValue | Reader::UpstreamParam => self.late_value(statement, 2),
            Reader::LimitConn => self.limit_conn(statement),
            Reader::LimitConnZone | Reader::LimitReqZone => self.limit_zone(statement),
            Reader::LimitExcept => Self::limit_except(statement),
            Reader::LimitReq => self.limit_req(statement),
            Reader::Listen => self.listen(statement),
            Reader::LoadModule => self.load_module(statement),
            Reader::Location => self.location_words(statement),
            Reader::LogFormat => self.log_format(statement),
            Reader::MailAuthHttp => Self::mail_auth_http(statement),
            Reader::MailProtocol => Self::mail_protocol(statement),
            Reader::Map => self.map(statement),
            Reader::Mirror => self.mirror(statement),
            Reader::NetworkRule => Self::network_rule(statement),
            Reader::OcspCache => self.ocsp_cache(statement),
            Reader::OpenFileCache => Self::open_file_cache(statement),
            Reader::OpenLogFileCache => Self::open_log_file_cache(statement),
            Reader::Pass => self.pass(statement),
            Reader::Perl if statement.name() == b"perl_set" => self.variables.define(statement, 1),
            Reader::Predicates => self.predicates(statement),
            Reader::TryFiles => self.try_files(statement),
            Reader::Priority => Self::worker_priority(statement),
            Reader::Processes => Self::worker_processes(statement),
            Reader::ProxyCookieDomain | Reader::ProxyCookieFlags | Reader::ProxyCookiePath => {
                self.proxy_cookie(statement)
            }
            Reader::ProxyRedirect => self.proxy_redirect(statement),
            Reader::RealIpFrom => self.real_ip_from(statement),
            Reader::Resolver => self.resolver(statement),
            Reader::Return => self.return_code(statement),
            Reader::Rewrite => self.rewrite(statement),
            Reader::Root => self.root(statement),
            Reader::Section => {
                self.modules_used |= statement.frame.context == Context::Main;
                Ok(())
            }
            Reader::ServerName => self.server_name(statement),
            Reader::SessionCache => self.session_cache(statement),
            Reader::Set => self.set(statement),
            Reader::SplitClients => self.split_clients(statement),
            Reader::SplitPathInfo => Self::split_path_info(statement),
            Reader::Store => self.store_path(statement),
            Reader::StreamPass => self.stream_pass(statement),
            Reader::SubFilter => self.sub_filter(statement),
            Reader::ThreadPool => self.thread_pool(statement),
            Reader::Types => {
                self.types(statement);
                Ok(())
            }
            Reader::Upstream => self.upstream(statement),
            Reader::UpstreamServer => self.upstream_server(statement),
            Reader::UseridExpires => Self::userid_expires(statement),
            Reader::UseridMark => Self::userid_mark(statement),
            Reader::ValidReferers => self.valid_referers(statement),
            Reader::XsltParam => none(self.variables.complex(statement, 2)),
            Reader::Zone => self.upstream_zone(statement),
            _ => {
                slots::read(statement, self.target)?;
                if LATE_VALUES.contains(&statement.definition.name) { self.late_value(statement, 1) } else { Ok(()) }
            }
        }
    }

    /// A value whose variables nginx looks at only at the end of the `http` block.
    fn late_value(&mut self, statement: &Statement<'a, '_>, word: usize) -> Outcome {
        if statement.definition.reader == Reader::UpstreamParam {
            Self::upstream_param(statement)?;
        }
        if !statement.definition.name.ends_with("conf_command") {
            self.variables.late(statement, word);
        }
        Ok(())
    }
}

/// Plain texts whose variables nginx looks at after all.
const LATE_VALUES: &[&str] = &["proxy_set_body", "ssl_certificate", "ssl_certificate_key"];
