//! Requests as programs get them: `ngx_http_proxy_create_request`, `ngx_http_fastcgi_create_request` and their like.

use super::location::Modifier;
use super::run::{Flow, Run};
use super::script::{Quote, bytes};
use super::template::is_fixed;
use super::text::Text;
use super::{Outcome, Passed, Protocol, escape};
use crate::app::NginxVersion;
use crate::nginx::context::Context;
use crate::nginx::directives::name;
use crate::nginx::tree::Statement;

/// The target of a `proxy_pass`.
struct Target {
    protocol: Protocol,
    authority: Text,
    /// What follows the host; empty without.
    path: Text,
}

impl<'a> Run<'_, '_, 'a> {
    /// Ends with the program that is asked, or a status.
    pub(super) fn pass(&mut self, pass: Statement<'a>) -> Flow<u16> {
        let protocol = match pass.name() {
            "proxy_pass" => return self.proxy(pass),
            "fastcgi_pass" => Protocol::FastCgi,
            "grpc_pass" => Protocol::Grpc,
            "scgi_pass" => Protocol::Scgi,
            "uwsgi_pass" => Protocol::Uwsgi,
            _ => Protocol::Memcached,
        };
        let target = self.expand(bytes(&pass, 0), Quote::None)?;
        let fields = match protocol {
            Protocol::FastCgi => self.parameters("fastcgi_param")?,
            Protocol::Scgi => self.parameters("scgi_param")?,
            Protocol::Uwsgi => self.parameters("uwsgi_param")?,
            _ => Vec::new(),
        };
        let scheme = ["grpc://", "grpcs://", "uwsgi://", "suwsgi://"];
        let known = target.known().map(|known| String::from_utf8_lossy(known).into_owned());
        let bare =
            known.as_deref().map(|known| scheme.iter().find_map(|scheme| known.strip_prefix(scheme)).unwrap_or(known));
        let target = bare.map_or_else(|| target.clone(), Text::from);
        Err(self.passed(protocol, target, Text::default(), fields))
    }

    #[expect(clippy::unnecessary_box_returns, reason = "it is an error, which is boxed")]
    fn passed(&self, protocol: Protocol, target: Text, uri: Text, fields: Vec<(String, Text)>) -> Box<Outcome> {
        let name = target.to_string().to_ascii_lowercase();
        let upstream = self.model.upstreams.get(&name);
        let servers = upstream.map(|scope| {
            self.tree.own(*scope, name!("server")).map(|server| server.argument(0).into_owned()).collect()
        });
        let status = (self.status != 0).then_some(self.status);
        let (method, servers) = (self.method.clone(), servers.unwrap_or_default());
        Box::new(Outcome::Passed(Passed { protocol, target, servers, method, uri, fields, status }))
    }

    fn proxy(&mut self, pass: Statement<'a>) -> Flow<u16> {
        let written = bytes(&pass, 0);
        let value = self.expand(written, Quote::None)?;
        let Some(target) = split(&value) else { return Ok(500) };
        let fixed = is_fixed(written);
        let uri = self.uri(&pass, &target, fixed);
        let fields = self.headers(&target)?;
        let method = self.tree.setting(self.scope, name!("proxy_method"));
        if let Some(method) = method {
            self.method = self.expand(method.as_bytes(), Quote::None)?;
        }
        Err(self.passed(target.protocol, target.authority, uri, fields))
    }

    fn uri(&self, pass: &Statement<'a>, target: &Target, fixed: bool) -> Text {
        if !fixed && !target.path.is_empty() {
            // `ngx_http_proxy_eval` adds the slash; `?x` of a fixed target is sent as it is.
            let mut uri = Text::from(if target.path.head().starts_with(b"?") { "/" } else { "" });
            uri.append(&target.path);
            return uri;
        }
        if target.path.is_empty() && self.valid_raw {
            return self.raw.as_str().into();
        }
        // What the location's name stands for is replaced, unless a `break` took its place.
        let replaces = self.valid_location && !target.path.is_empty();
        let location = self.tree.around(pass.scope, Context::Location).and_then(|scope| self.tree.opener(scope));
        let name = location.map_or(0, |opener| Modifier::of(&opener).1.len());
        let rest = self.path.get(if replaces { name } else { 0 }..).unwrap_or_default();
        let mut uri = if self.valid_location { target.path.clone() } else { Text::default() };
        if self.quoted || self.internal {
            uri.push(&escape::path(rest));
        } else {
            uri.push(rest);
        }
        if !self.arguments.is_empty() {
            uri.push(b"?");
            uri.append(&self.arguments);
        }
        uri
    }

    /// Headers that are set in the order of the text, nginx's own, and the client's; empty ones are not sent.
    fn headers(&mut self, target: &Target) -> Flow<Vec<(String, Text)>> {
        let mut fields: Vec<(String, Text)> = Vec::new();
        for header in self.tree.effective(self.scope, name!("proxy_set_header")) {
            let value = self.expand(bytes(&header, 1), Quote::None)?;
            fields.push((header.argument(0).into_owned(), value));
        }
        let is_set =
            |fields: &[(String, Text)], name: &str| fields.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
        let modern = self.model.version >= KEEPS_ALIVE;
        for name in DEFAULTS {
            if is_set(&fields, name) {
                continue;
            }
            let value = match *name {
                "Host" => target.authority.clone(),
                "Connection" if !modern => "close".into(),
                "Content-Length" => self.request.header(name).map(Text::from).unwrap_or_default(),
                _ => Text::default(),
            };
            fields.push(((*name).to_owned(), value));
        }
        let passes = |setting: Option<std::borrow::Cow<'_, str>>| setting.is_none_or(|value| value != "off");
        if passes(self.tree.setting(self.scope, name!("proxy_pass_request_headers"))) {
            let sent: Vec<(String, Text)> = self
                .sent_headers()
                .filter(|(name, _)| !is_set(&fields, name))
                .map(|(name, value)| (name.to_owned(), value.into()))
                .collect();
            fields.extend(sent);
        }
        fields.retain(|(_, value)| !value.is_empty());
        Ok(fields)
    }

    /// Parameters as listed, every one, and the client's headers that none of them names.
    fn parameters(&mut self, directive: &str) -> Flow<Vec<(String, Text)>> {
        let name = match directive {
            "fastcgi_param" => name!("fastcgi_param"),
            "scgi_param" => name!("scgi_param"),
            _ => name!("uwsgi_param"),
        };
        let mut fields: Vec<(String, Text)> = Vec::new();
        let mut named: Vec<String> = Vec::new();
        for parameter in self.tree.effective(self.scope, name) {
            named.push(parameter.argument(0).into_owned());
            // `ngx_http_fastcgi_init_params`: a header of the client that is set to nothing is left out.
            let written = bytes(&parameter, 1);
            if written.is_empty() && parameter.argument(0).starts_with("HTTP_") {
                continue;
            }
            let value = self.expand(written, Quote::None)?;
            if !value.is_empty() || parameter.argument(2) != "if_not_empty" {
                fields.push((parameter.argument(0).into_owned(), value));
            }
        }
        let as_parameter = |name: &str| format!("HTTP_{}", name.to_ascii_uppercase().replace('-', "_"));
        let sent: Vec<(String, Text)> = self
            .sent_headers()
            .map(|(name, value)| (as_parameter(name), value.into()))
            .filter(|(name, _)| !named.contains(name))
            .collect();
        fields.extend(sent);
        Ok(fields)
    }

    /// `$proxy_host` and `$proxy_port`.
    pub(super) fn proxied(&mut self, port: bool) -> Flow<Text> {
        let written = self.handler.filter(|handler| handler.is(name!("proxy_pass")));
        let Some(written) = written else { return Ok(Text::default()) };
        let value = self.expand(bytes(&written, 0), Quote::None)?;
        let Some(target) = split(&value) else { return Ok(Text::default()) };
        if !port {
            return Ok(target.authority);
        }
        let authority = target.authority.to_string();
        let usual = if target.protocol == Protocol::Https { "443" } else { "80" };
        let (_, port) = authority.rsplit_once(':').unwrap_or(("", usual));
        Ok(port.into())
    }
}

/// The parts of a target; `None` without `http://` or `https://`.
fn split(value: &Text) -> Option<Target> {
    let head = value.head();
    let lower = head.get(..8).unwrap_or(head).to_ascii_lowercase();
    let (protocol, start) = match &*lower {
        lower if lower.starts_with(b"http://") => (Protocol::Http, 7),
        b"https://" => (Protocol::Https, 8),
        _ => return None,
    };
    let mut authority = Text::default();
    let mut path = Text::default();
    let (mut first, mut in_path) = (true, false);
    for piece in value.pieces() {
        let bytes = match piece {
            super::Piece::Known(bytes) => bytes.get(if std::mem::take(&mut first) { start } else { 0 }..)?,
            super::Piece::Variable(name) => {
                if in_path { &mut path } else { &mut authority }.append(&Text::variable(name));
                continue;
            }
        };
        if in_path {
            path.push(bytes);
            continue;
        }
        let unix = authority.is_empty() && bytes.starts_with(b"unix:");
        let end = if unix {
            bytes.iter().skip(5).position(|byte| *byte == b':').map(|at| at + 5)
        } else {
            bytes.iter().position(|byte| matches!(byte, b'/' | b'?'))
        };
        authority.push(bytes.get(..end.unwrap_or(bytes.len()))?);
        if let Some(end) = end {
            in_path = true;
            let rest = bytes.get(end..)?;
            path.push(if unix { rest.get(1..)? } else { rest });
        }
    }
    Some(Target { protocol, authority, path })
}

/// `ngx_http_proxy_headers`: set where the configuration sets nothing.
const DEFAULTS: &[&str] =
    &["Host", "Connection", "Content-Length", "Transfer-Encoding", "TE", "Keep-Alive", "Expect", "Upgrade"];
/// nginx changes 1.29.7: connections to programs are kept without further settings.
const KEEPS_ALIVE: NginxVersion = NginxVersion::new(1, 29, 7);
