//! The phases of a request: `ngx_http_core_run_phases`.

use std::convert::Infallible;

use super::access::Access;
use super::run::{Flow, Run};
use super::script::{Quote, Script};
use super::search::Located;
use super::server::Named;
use super::text::Text;
use super::{Outcome, uri};
use crate::nginx::config::Word;
use crate::nginx::directives::{Effect, name};
use crate::nginx::tree::Statement;

/// Where a request goes on.
pub(super) enum Next {
    /// A status, which an error page may answer.
    Code(u16),
    /// At the script of the server, after an internal redirect too.
    Server,
    /// At the search for a location.
    Find,
    /// At the script of the location.
    Location,
    Content,
}

impl<'a> Run<'_, '_, 'a> {
    pub(super) fn follow(&mut self, server: Option<usize>) -> Flow<Infallible> {
        let mut next = self.arrive(server)?;
        loop {
            self.spend(16)?;
            next = match next {
                Next::Code(code) => self.special(code)?,
                Next::Server => {
                    self.location = None;
                    self.enter(self.server);
                    match self.script(self.server)? {
                        Script::Code(code) => Next::Code(code),
                        Script::Done => Next::Find,
                    }
                }
                Next::Find => self.find()?,
                Next::Location => self.in_location()?,
                Next::Content => self.content()?,
            };
        }
    }

    /// The server and the path, before any directive of a script.
    pub(super) fn arrive(&mut self, server: Option<usize>) -> Flow<Next> {
        let request = self.request;
        let (model, port) = (self.model, request.port);
        let default = model.default_server(port).map(|server| server.scope).or(server);
        let Some(default) = default else { return Err(Box::new(Outcome::Closed)) };
        self.server = default;
        let (absolute, raw) = absolute(&request.target);
        raw.clone_into(&mut self.raw);
        // What is decided before the name of the host is known is the default server's.
        let merges = self.tree.setting(default, name!("merge_slashes")).is_none_or(|value| value != "off");
        let target = uri::target(raw.as_bytes(), merges);
        let hosts: Vec<&str> =
            self.sent_headers().filter(|(name, _)| name.eq_ignore_ascii_case("Host")).map(|(_, value)| value).collect();
        let (sent, count) = (absolute.or(hosts.first().copied()).map(str::to_owned), hosts.len());
        let host = sent.as_deref().map(host);
        let scope = match (server, &host) {
            (Some(server), _) => server,
            (None, Some(Some(host))) => self.server_of(port, host)?.unwrap_or(default),
            (None, _) => self.server_of(port, "")?.unwrap_or(default),
        };
        self.host = host.clone().flatten();
        self.server = scope;
        self.scope = scope;
        self.steps.extend(self.tree.opener(scope));
        let bad = target.is_none() || host == Some(None) || count > 1;
        let target = target.unwrap_or_default();
        self.path = target.path;
        self.arguments = (&*target.arguments).into();
        self.quoted = target.quoted;
        self.plus = target.plus;
        if bad {
            return Ok(Next::Code(400));
        }
        if matches!(request.method.as_str(), "TRACE" | "CONNECT") {
            return Ok(Next::Code(405));
        }
        if model.names.has_tls(port) && !request.tls && server.is_none() {
            return Ok(Next::Code(497));
        }
        self.real_address();
        Ok(Next::Server)
    }

    /// The server for a host in lower case.
    fn server_of(&mut self, port: u16, host: &str) -> Flow<Option<usize>> {
        let model = self.model;
        let place = match model.names.find(port, host) {
            None => return Ok(None),
            Some(Named::Server(place)) => place,
            Some(Named::Patterns(patterns, default)) => {
                let mut found = default;
                for (pattern, place) in patterns {
                    // `ngx_http_core_server_name`: a pattern with a capital letter minds no case.
                    let ignore_case = pattern.bytes().any(|byte| byte.is_ascii_uppercase());
                    if !host.is_empty() && self.matched(pattern.as_bytes(), ignore_case, host.as_bytes(), false)? {
                        found = *place;
                        break;
                    }
                }
                found
            }
        };
        Ok(model.server_at(place).map(|server| server.scope))
    }

    /// `ngx_http_core_find_config_phase`
    fn find(&mut self) -> Flow<Next> {
        (self.handler, self.changed, self.location) = (None, false, None);
        let (model, path) = (self.model, self.path.clone());
        let mut stop = None;
        let located = model.locate(self.server, &path, |pattern, ignore_case| {
            self.matched(pattern, ignore_case, &path, false).map_err(|outcome| stop = Some(outcome)).ok()
        });
        if let Some(outcome) = stop {
            return Err(outcome);
        }
        let (scope, adds_slash) = match located.unwrap_or(Located::Nothing) {
            Located::Location(scope) => (Some(scope), false),
            Located::Slash(scope) => (Some(scope), true),
            Located::Nothing => (None, false),
        };
        self.location = scope;
        let scope = scope.unwrap_or(self.server);
        self.steps.extend(self.tree.opener(scope));
        self.scope = scope;
        let internal = self.tree.effective(scope, name!("internal")).next_back();
        if let Some(internal) = internal.filter(|_| !self.internal) {
            self.last = Some(internal);
            return Ok(Next::Code(404));
        }
        self.enter(scope);
        let most = self.tree.setting(self.scope, name!("client_max_body_size"));
        let most = most.as_deref().map_or(Some(1 << 20), size).filter(|most| *most > 0);
        let length = self.request.header("Content-Length").and_then(|length| length.parse::<u64>().ok());
        if length.zip(most).is_some_and(|(length, most)| length > most) {
            self.last = self.tree.effective(self.scope, name!("client_max_body_size")).next_back();
            return Ok(Next::Code(413));
        }
        if adds_slash {
            self.redirect = Some(self.with_slash());
            return Ok(Next::Code(301));
        }
        Ok(if self.location.is_some() { Next::Location } else { Next::Content })
    }

    fn in_location(&mut self) -> Flow<Next> {
        if let Script::Code(code) = self.script(self.scope)? {
            return Ok(Next::Code(code));
        }
        // `ngx_http_core_post_rewrite_phase`
        if self.changed {
            return Ok(if self.change() { Next::Find } else { Next::Code(500) });
        }
        Ok(Next::Content)
    }

    /// Counts a change of the path; nginx allows ten.
    fn change(&mut self) -> bool {
        self.changes = self.changes.saturating_sub(1);
        self.changes > 0
    }

    /// `ngx_http_update_location_config`: the settings of a block are in force from here on.
    pub(super) fn enter(&mut self, scope: usize) {
        let tree = self.tree;
        self.scope = scope;
        let own = |scope: usize| tree.inside(scope).filter(is_handler).last();
        let outer = own(scope);
        if let Some(except) = tree.own(scope, name!("limit_except")).next_back() {
            let method = self.method.to_string();
            let allows = |word: &str| word == method || word == "GET" && method == "HEAD";
            if let Some(inner) = except.opens.filter(|_| !except.arguments().any(|word| allows(&word))) {
                self.steps.push(except);
                self.scope = inner;
                self.handler = own(inner).or(outer).or(self.handler);
                return;
            }
        }
        self.handler = outer.or(self.handler);
    }

    pub(super) fn internal_redirect(&mut self, path: Vec<u8>, arguments: Text) -> Next {
        if !self.change() {
            return Next::Code(500);
        }
        (self.path, self.arguments) = (path, arguments);
        (self.internal, self.valid_raw, self.valid_location) = (true, false, true);
        self.path_behind_alias = false;
        Next::Server
    }

    fn named_location(&mut self, name: &[u8]) -> Next {
        if !self.change() {
            return Next::Code(500);
        }
        let Some(scope) = self.model.locations(self.server).named(name) else { return Next::Code(500) };
        (self.internal, self.handler, self.changed) = (true, None, false);
        self.location = Some(scope);
        self.steps.extend(self.tree.opener(scope));
        self.enter(scope);
        Next::Location
    }

    /// A path of the configuration: a named location, or a path with arguments.
    pub(super) fn jump(&mut self, target: &Text) -> Flow<Next> {
        let known = Self::known_path(target)?;
        if known.starts_with(b"@") {
            return Ok(self.named_location(&known));
        }
        let (path, arguments) = split(target, &known);
        Ok(self.internal_redirect(path, arguments))
    }

    /// The bytes of a text up to its `?`, which have to be known.
    fn known_path(text: &Text) -> Flow<Vec<u8>> {
        match text.known() {
            Some(known) => Ok(known.to_vec()),
            None if text.head().contains(&b'?') => Ok(text.head().to_vec()),
            None => Self::known(text),
        }
    }

    /// `ngx_http_special_response_handler`
    fn special(&mut self, code: u16) -> Flow<Next> {
        if code == 444 {
            return Err(Box::new(Outcome::Closed));
        }
        self.status = code;
        let pages: Vec<Statement<'a>> = self.tree.effective(self.scope, name!("error_page")).collect();
        if !self.had_error_page && !pages.is_empty() && self.changes > 0 {
            let again =
                self.tree.setting(self.scope, name!("recursive_error_pages")).is_some_and(|value| value == "on");
            self.had_error_page = !again;
            let is_for = |page: &&Statement<'a>| page.arguments().rev().skip(1).any(|word| word.parse() == Ok(code));
            if let Some(page) = pages.iter().find(is_for) {
                return self.error_page(*page);
            }
        }
        let target = self.redirect.take().filter(|_| matches!(code, 301 | 302 | 303 | 307 | 308));
        if let Some(target) = target {
            let location = self.location_header(&target);
            return Err(Box::new(Outcome::Redirect { status: code, location }));
        }
        let code = if (494..=497).contains(&code) { 400 } else { code };
        Err(Box::new(Outcome::Status { code, body: None }))
    }

    /// `ngx_http_send_error_page`
    fn error_page(&mut self, page: Statement<'a>) -> Flow<Next> {
        self.steps.push(page);
        let change = page.arguments().find_map(|word| Some(word.strip_prefix('=')?.to_owned()));
        // `=` alone leaves the status to the page.
        let other = change.map(|change| change.parse::<u16>().unwrap_or(0));
        self.status = other.unwrap_or(self.status);
        let text = page.directive.arguments().next_back().map(Word::value).unwrap_or_default();
        let target = self.expand(text, Quote::None)?;
        if target.head().starts_with(b"/") {
            if self.method != Text::from("HEAD") {
                self.method = "GET".into();
            }
            return self.jump(&target);
        }
        if target.head().starts_with(b"@") {
            return self.jump(&target);
        }
        let status = if matches!(self.status, 301 | 302 | 303 | 307 | 308) { self.status } else { 302 };
        self.last = Some(page);
        Err(Box::new(Outcome::Redirect { status, location: target }))
    }

    fn content(&mut self) -> Flow<Next> {
        self.real_address();
        if let Access::Refused(code) = self.access()? {
            return Ok(Next::Code(code));
        }
        if let Some(next) = self.try_files()? {
            return Ok(next);
        }
        if let Some(handler) = self.handler {
            self.last = Some(handler);
            if handler.effect() == Some(Effect::Passes) {
                return self.pass(handler).map(Next::Code);
            }
            return Err(Box::new(Outcome::Handler { directive: handler.name().to_owned() }));
        }
        self.file()
    }
}

/// A URL in the request line, as proxies send it: its host, and its path.
fn absolute(target: &str) -> (Option<&str>, &str) {
    let rest = ["http://", "https://"].iter().find_map(|scheme| target.strip_prefix(scheme));
    let Some(rest) = rest else { return (None, target) };
    let at = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(at);
    (Some(host), if path.is_empty() { "/" } else { path })
}

/// The host without port and final dot, in lower case; `None` is 400: `ngx_http_validate_host`.
fn host(sent: &str) -> Option<String> {
    let sent = sent.trim();
    let end = if sent.starts_with('[') { sent.find(']').map(|at| at + 1) } else { sent.find(':') };
    let name = sent.get(..end.unwrap_or(sent.len()))?;
    let name = name.strip_suffix('.').unwrap_or(name);
    let refused = name.is_empty() || name.contains("..") || name.contains(['/', '\0']);
    let refused = refused || name.bytes().any(|byte| byte <= b' ' || byte == 0x7f);
    (!refused).then(|| name.to_ascii_lowercase())
}

/// The path and the arguments of a text: `ngx_http_split_args`.
fn split(text: &Text, head: &[u8]) -> (Vec<u8>, Text) {
    let Some(at) = head.iter().position(|byte| *byte == b'?') else { return (head.to_vec(), Text::default()) };
    let path = head.get(..at).unwrap_or_default().to_vec();
    let cut = std::cell::Cell::new(true);
    let arguments = text.map(|bytes| {
        let from = if cut.replace(false) { at + 1 } else { 0 };
        bytes.get(from..).unwrap_or_default().to_vec()
    });
    (path, arguments)
}

/// Bytes of `8k`, `1m` or `10`.
fn size(text: &str) -> Option<u64> {
    let (digits, unit) = match text.as_bytes() {
        [.., b'k' | b'K'] => (text.get(..text.len() - 1)?, 1 << 10),
        [.., b'm' | b'M'] => (text.get(..text.len() - 1)?, 1 << 20),
        [.., b'g' | b'G'] => (text.get(..text.len() - 1)?, 1 << 30),
        _ => (text, 1),
    };
    digits.parse::<u64>().ok()?.checked_mul(unit)
}

/// Whether it answers requests of its location: the last one in the text does.
fn is_handler(statement: &Statement<'_>) -> bool {
    statement.effect() == Some(Effect::Passes)
        || ["stub_status", "empty_gif", "flv", "mp4", "perl"].contains(&statement.name())
}
