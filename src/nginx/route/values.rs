//! Values of variables: `ngx_http_variables.c`, and those of the modules that a request meets.

use super::run::{Flow, Run, unknown};
use super::script::Quote;
use super::text::Text;
use super::{Reason, escape};
use crate::app::NginxVersion;
use crate::nginx::directives::name;
use crate::nginx::target::Target;
use crate::nginx::variables::{Family, built_in, has_known_prefix};

impl Run<'_, '_, '_> {
    /// The value of `$name`.
    pub(super) fn variable(&mut self, name: &str) -> Flow<Text> {
        let name = name.to_ascii_lowercase();
        // These change on the way; others are kept from their first use.
        match name.as_str() {
            "uri" | "document_uri" => return Ok((&*self.path).into()),
            "args" | "query_string" => return Ok(self.arguments.clone()),
            "is_args" => {
                let text = if self.arguments.is_empty() { "" } else { "?" };
                return Ok(text.into());
            }
            "request_method" => return Ok(self.method.clone()),
            "document_root" | "realpath_root" => return self.document_root(),
            "request_filename" => return Ok(self.file_path()?.unwrap_or_default()),
            "fastcgi_script_name" | "fastcgi_path_info" => return self.script_name(name == "fastcgi_path_info"),
            "proxy_host" | "proxy_port" => return self.proxied(name == "proxy_port"),
            _ => {}
        }
        if let Some(argument) = name.strip_prefix("arg_") {
            return Ok(self.argument(argument));
        }
        if let Some(known) = self.values.get(&name) {
            return Ok(known.clone());
        }
        if self.model.table(&name).is_some() {
            return self.looked_up(&name);
        }
        Ok(self.of_request(&name))
    }

    fn of_request(&self, name: &str) -> Text {
        let request = self.request;
        if let Some(header) = name.strip_prefix("http_") {
            return self.header(header).as_deref().map(Text::from).unwrap_or_default();
        }
        if let Some(cookie) = name.strip_prefix("cookie_") {
            return self.cookie(cookie);
        }
        let header = |name: &str| request.header(name).map(Text::from).unwrap_or_default();
        match name {
            "request_uri" => self.raw.as_str().into(),
            "scheme" => if request.tls { "https" } else { "http" }.into(),
            "https" => if request.tls { "on" } else { "" }.into(),
            "host" => self.host.as_deref().map_or_else(|| self.server_name(), Text::from),
            "server_name" => self.server_name(),
            "server_port" => request.port.to_string().as_str().into(),
            "server_protocol" => "HTTP/1.1".into(),
            "request" => format!("{} {} HTTP/1.1", request.method, request.target).as_str().into(),
            "remote_addr" => self.client.to_string().as_str().into(),
            "realip_remote_addr" => request.client.to_string().as_str().into(),
            "nginx_version" => self.model.version.to_string().as_str().into(),
            "content_length" => header("Content-Length"),
            "content_type" => header("Content-Type"),
            "remote_user" if request.header("Authorization").is_none() => Text::default(),
            "proxy_add_x_forwarded_for" => {
                let before = self.header(FORWARDED).map(|claimed| format!("{claimed}, ")).unwrap_or_default();
                format!("{before}{}", self.client).as_str().into()
            }
            name if name.starts_with("ssl_") && !request.tls => Text::default(),
            name => {
                let target = Target::of(self.model.version);
                let exists = built_in(Family::Http, name.as_bytes(), &target).is_some()
                    || has_known_prefix(Family::Http, name.as_bytes(), &target);
                // What only `set` gives a value is empty before it does.
                if exists || self.has_other_source(name) { Text::variable(name) } else { Text::default() }
            }
        }
    }

    /// Whether an answer gives the variable its value.
    fn has_other_source(&self, name: &str) -> bool {
        let dollar = format!("${name}");
        let mut settings = self.tree.effective(self.scope, name!("auth_request_set"));
        settings.any(|setting| setting.argument(0).eq_ignore_ascii_case(&dollar))
    }

    /// The first of several headers of one name, and from 1.23.0 on all of them.
    fn header(&self, name: &str) -> Option<String> {
        let same = |known: &str| {
            known.len() == name.len()
                && known
                    .bytes()
                    .zip(name.bytes())
                    .all(|(one, other)| one.eq_ignore_ascii_case(&other) || one == b'-' && other == b'_')
        };
        let mut found = self.sent_headers().filter(|(known, _)| same(known)).map(|(_, value)| value);
        let forwarded = name.replace('_', "-").eq_ignore_ascii_case(FORWARDED);
        let joins = self.model.version >= JOINED || forwarded || name == "cookie";
        if joins {
            let all: Vec<&str> = found.collect();
            let with = if name == "cookie" { "; " } else { ", " };
            return if all.is_empty() { None } else { Some(all.join(with)) };
        }
        found.next().map(str::to_owned)
    }

    /// Headers that nginx takes notice of: names of letters, digits and `-`.
    pub(super) fn sent_headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let default = self.model.default_server(self.request.port).map_or(self.server, |server| server.scope);
        let underscores =
            self.tree.setting(default, name!("underscores_in_headers")).is_some_and(|value| value == "on");
        let lax = self.tree.setting(default, name!("ignore_invalid_headers")).is_some_and(|value| value == "off");
        let plain = move |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_' && underscores;
        let headers = self.request.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        headers.filter(move |(name, _)| lax || name.bytes().all(plain))
    }

    fn cookie(&self, name: &str) -> Text {
        let all = self.sent_headers().filter(|(known, _)| known.eq_ignore_ascii_case("Cookie"));
        let pairs = all.flat_map(|(_, value)| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let mut found = pairs.filter(|(known, _)| known.trim_end().eq_ignore_ascii_case(name));
        found.next().map(|(_, value)| value.into()).unwrap_or_default()
    }

    /// `$arg_name`: `ngx_http_arg` looks in the arguments as they are now.
    fn argument(&self, name: &str) -> Text {
        let Some(known) = self.arguments.known() else { return Text::variable(&format!("arg_{name}")) };
        let pair = known.split(|byte| *byte == b'&').find_map(|pair| {
            let (key, value) = pair.split_at_checked(name.len())?;
            if key.eq_ignore_ascii_case(name.as_bytes()) { value.strip_prefix(b"=") } else { None }
        });
        pair.unwrap_or_default().into()
    }

    fn server_name(&self) -> Text {
        let name = self.model.server(self.server).and_then(|server| server.names.first());
        name.map(|name| name.strip_prefix('.').unwrap_or(name).to_ascii_lowercase()).unwrap_or_default().as_str().into()
    }

    /// `$fastcgi_script_name` and `$fastcgi_path_info`: `ngx_http_fastcgi_split`.
    fn script_name(&mut self, path_info: bool) -> Flow<Text> {
        let split = self.tree.effective(self.scope, name!("fastcgi_split_path_info")).next_back();
        let mut script = self.path.clone();
        let mut info = Vec::new();
        if let Some(split) = split {
            let pattern = split.directive.argument(0).unwrap_or_default();
            let compiled = self.model.patterns.compile(pattern, false);
            let found = compiled.and_then(|pattern| pattern.find(&self.path));
            let groups =
                found.ok_or_else(|| unknown(Reason::Pattern(String::from_utf8_lossy(pattern).into_owned())))?;
            if let Some(groups) = groups {
                script = groups.of(&self.path, 1).to_vec();
                info = groups.of(&self.path, 2).to_vec();
            }
        }
        if path_info {
            return Ok((&*info).into());
        }
        if script.ends_with(b"/") {
            let index = self.tree.setting(self.scope, name!("fastcgi_index")).unwrap_or_default();
            script.extend_from_slice(index.as_bytes());
        }
        Ok((&*script).into())
    }

    /// Headers of `add_header` in an answer with this outcome.
    pub(super) fn answer_headers(&mut self, outcome: &super::Outcome) -> Vec<(String, Text)> {
        use super::Outcome::{Closed, File, Handler, Listing, Passed, Redirect, Status, Unknown};
        let status = match outcome {
            File { status, .. } | Redirect { status, .. } | Status { code: status, .. } => *status,
            Handler { .. } | Listing { .. } => 200,
            Passed(passed) => passed.status.unwrap_or(200),
            Closed | Unknown { .. } => return Vec::new(),
        };
        let common = matches!(status, 200 | 201 | 204 | 206 | 301 | 302 | 303 | 304 | 307 | 308);
        let mut headers = Vec::new();
        for header in self.tree.effective(self.scope, name!("add_header")) {
            if !common && header.argument(2) != "always" {
                continue;
            }
            let value = header.directive.argument(1).unwrap_or_default();
            let Ok(value) = self.expand(value, Quote::None) else { continue };
            if !value.is_empty() {
                headers.push((header.argument(0).into_owned(), value));
            }
        }
        headers
    }

    /// A redirect as it is sent: `ngx_http_header_filter` makes a path a URL.
    pub(super) fn location_header(&mut self, target: &Text) -> Text {
        let on = |value: Option<std::borrow::Cow<'_, str>>| value.is_none_or(|value| value != "off");
        let relative = target.head().starts_with(b"/");
        if !relative || !on(self.tree.setting(self.scope, name!("absolute_redirect"))) {
            return target.clone();
        }
        let own = self.tree.setting(self.scope, name!("server_name_in_redirect")).is_some_and(|value| value == "on");
        let request = self.request;
        let scheme = if request.tls { "https://" } else { "http://" };
        let mut url = Text::from(scheme);
        match &self.host {
            Some(host) if !own => url.push(host.as_bytes()),
            _ if own => url.append(&self.server_name()),
            _ => url.append(&Text::variable("server_addr")),
        }
        let usual = if request.tls { 443 } else { 80 };
        if on(self.tree.setting(self.scope, name!("port_in_redirect"))) && request.port != usual {
            url.push(format!(":{}", request.port).as_bytes());
        }
        url.append(target);
        url
    }

    /// The path with a slash at its end, escaped, and the arguments: where nginx sends a client that left it out.
    pub(super) fn with_slash(&self) -> Text {
        let mut target = Text::from(&*escape::path(&self.path));
        target.push(b"/");
        if !self.arguments.is_empty() {
            target.push(b"?");
            target.append(&self.arguments);
        }
        target
    }
}

/// A header of which all are joined in every version.
const FORWARDED: &str = "X-Forwarded-For";
/// nginx changes 1.23.0: several headers of one name are joined.
const JOINED: NginxVersion = NginxVersion::new(1, 23, 0);
