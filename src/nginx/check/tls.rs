//! Certificates, keys and ciphers of servers that do TLS.

use std::collections::BTreeMap;

use super::blocks::slots;
use super::ciphers;
use super::fault::{Fault, Kind, said, text};
use super::inherited::Inherited;
use super::listen::{Asked, Listener, Listeners};
use crate::diagnostic::Phrase;
use crate::nginx::context::Context;
use crate::nginx::files::Place;
use crate::nginx::target::Target;

type Faults = Vec<(Place, Fault)>;

/// Places of the values of TLS, looked up once.
pub(super) struct Tls<'w> {
    inherited: Inherited<'w>,
    target: &'w Target,
    certificates: Vec<u16>,
    keys: Vec<u16>,
    reject: Vec<u16>,
    verify: Vec<u16>,
    client_certificate: Vec<u16>,
    trusted_certificate: Vec<u16>,
    ciphers: Vec<u16>,
    enabled: Vec<u16>,
}

impl<'w> Tls<'w> {
    pub(super) fn new(inherited: Inherited<'w>, target: &'w Target) -> Self {
        Self {
            inherited,
            target,
            certificates: slots("ssl_certificate"),
            keys: slots("ssl_certificate_key"),
            reject: slots("ssl_reject_handshake"),
            verify: slots("ssl_verify_client"),
            client_certificate: slots("ssl_client_certificate"),
            trusted_certificate: slots("ssl_trusted_certificate"),
            ciphers: slots("ssl_ciphers"),
            enabled: slots("ssl"),
        }
    }

    /// `ngx_http_ssl_merge_srv_conf`: what must hold in a server of `http`.
    pub(super) fn check_server(&self, object: usize, faults: &mut Faults) {
        let inherited = self.inherited;
        let certificates = inherited.all(object, &self.certificates);
        let keys = inherited.all(object, &self.keys);
        let rejects = inherited.is_on(object, &self.reject);
        let enabled = inherited.value(object, &self.enabled).filter(|_| inherited.is_on(object, &self.enabled));
        let missing = |words: Phrase| Fault::new(Kind::MissingCertificate, words);
        if let Some(place) = enabled {
            if certificates.is_empty() && !rejects {
                let words = said!(
                    "no \"ssl_certificate\" is defined for the \"ssl\" directive"
                        / "“ssl”指令没有对应的“ssl_certificate”"
                );
                faults.push((place, missing(words)));
                return;
            }
            if !certificates.is_empty() && keys.is_empty() {
                let words = said!(
                    "no \"ssl_certificate_key\" is defined for the \"ssl\" directive"
                        / "“ssl”指令没有对应的“ssl_certificate_key”"
                );
                faults.push((place, missing(words)));
                return;
            }
        }
        // Keys are paired with certificates by their order, whichever block they come from.
        if let Some(last) = certificates.last().filter(|_| keys.len() < certificates.len()) {
            let certificate = text(inherited.argument(*last, 0));
            let words = match enabled {
                Some(_) => {
                    said!("no \"ssl_certificate_key\" is defined for certificate \"{certificate}\" and the \"ssl\" directive"
                    / "“ssl”指令的证书“{certificate}”没有对应的“ssl_certificate_key”"; certificate)
                }
                None => said!("no \"ssl_certificate_key\" is defined for certificate \"{certificate}\""
                    / "证书“{certificate}”没有对应的“ssl_certificate_key”"; certificate),
            };
            faults.push((*last, missing(words)));
            return;
        }
        if certificates.is_empty() && !rejects && enabled.is_none() {
            return;
        }
        self.check_context(object, faults);
    }

    /// What is checked once a server does TLS.
    fn check_context(&self, object: usize, faults: &mut Faults) {
        let inherited = self.inherited;
        if let Some(place) = inherited.value(object, &self.ciphers) {
            let list = inherited.argument(place, 0);
            // OpenSSL passes over names that it does not know, and fails when no suite is left.
            if !ciphers::selects_any(list) || ciphers::has_invalid_command(list) {
                let words = said!("SSL_CTX_set_cipher_list(\"{list}\") failed"
                    / "SSL_CTX_set_cipher_list(\"{list}\") 失败"; list = text(list));
                faults.push((place, Fault::new(Kind::Value, words).at(1)));
            }
        }
        if let Some(place) = inherited.value(object, &self.verify) {
            let mode = inherited.argument(place, 0).to_ascii_lowercase();
            let wanted = matches!(mode.as_slice(), b"on" | b"optional");
            let modern = self.target.is_at_least(1, 27, 1);
            let trusted = modern && inherited.value(object, &self.trusted_certificate).is_some();
            if wanted && inherited.value(object, &self.client_certificate).is_none() && !trusted {
                let words = if modern {
                    said!(
                        "no ssl_client_certificate or ssl_trusted_certificate for ssl_verify_client"
                            / "ssl_verify_client 没有对应的 ssl_client_certificate 或 ssl_trusted_certificate"
                    )
                } else {
                    said!(
                        "no ssl_client_certificate for ssl_verify_client"
                            / "ssl_verify_client 没有对应的 ssl_client_certificate"
                    )
                };
                faults.push((place, Fault::new(Kind::MissingCertificate, words).at(1)));
            }
        }
    }

    /// TLS of the servers of `stream` or `mail`.
    pub(super) fn check_stream_or_mail(&self, context: Context, listeners: &Listeners<'_>) -> Faults {
        let inherited = self.inherited;
        let mut faults = Faults::new();
        for (number, server) in inherited.blocks.servers(context) {
            // ngx_stream_ssl_merge_conf asks for nothing where no `listen` asks for TLS.
            let Some(listen) = listeners.tls(number) else { continue };
            let certificates = inherited.all(server.object, &self.certificates);
            let keys = inherited.all(server.object, &self.keys);
            let missing = |words: Phrase| Fault::new(Kind::MissingCertificate, words);
            let rejects = inherited.is_on(server.object, &self.reject);
            // From 1.25.5 servers of `stream` share an address, and its default server answers for all of them.
            let shared = context == Context::StreamServer && self.target.is_at_least(1, 25, 5);
            if certificates.is_empty() && shared {
                continue;
            }
            if certificates.is_empty() && !rejects {
                let words = said!(
                    "no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive"
                        / "“listen ... ssl”指令没有对应的“ssl_certificate”"
                );
                faults.push((listen, missing(words)));
            } else if keys.len() < certificates.len() {
                let words = said!(
                    "no \"ssl_certificate_key\" is defined for the \"listen ... ssl\" directive"
                        / "“listen ... ssl”指令没有对应的“ssl_certificate_key”"
                );
                faults.push((listen, missing(words)));
            } else {
                self.check_context(server.object, &mut faults);
            }
        }
        faults
    }

    /// `ngx_http_ssl_init`: the default server of an address answers for the others, unless it rejects handshakes.
    pub(super) fn listeners_without_certificate(&self, listeners: &BTreeMap<Listener<'_>, Asked>) -> Faults {
        let mut faults = Faults::new();
        let mut missing = |server: usize, what: &str| {
            let Some(server) = self.inherited.blocks.server(server) else { return };
            let words = said!("no \"ssl_certificate\" is defined for the \"listen ... {what}\" directive"
                / "“listen ... {what}”指令没有对应的“ssl_certificate”"; what);
            let fault = (server.place, Fault::new(Kind::MissingCertificate, words));
            if !faults.contains(&fault) {
                faults.push(fault);
            }
        };
        for asked in listeners.values().filter(|asked| asked.ssl || asked.quic) {
            let what = if asked.quic { "quic" } else { "ssl" };
            let Some(default) = asked.default_server() else { continue };
            if self.has_certificate(default) {
                continue;
            }
            if !self.rejects_handshake(default) {
                missing(default, what);
                continue;
            }
            for server in &asked.servers {
                if !self.has_certificate(*server) && !self.rejects_handshake(*server) {
                    missing(*server, what);
                }
            }
        }
        faults
    }

    fn has_certificate(&self, server: usize) -> bool {
        let server = self.inherited.blocks.server(server);
        server.is_some_and(|server| self.inherited.value(server.object, &self.certificates).is_some())
    }

    fn rejects_handshake(&self, server: usize) -> bool {
        let server = self.inherited.blocks.server(server);
        server.is_some_and(|server| self.inherited.is_on(server.object, &self.reject))
    }
}
