//! What a directive takes, where it belongs, and what may have been meant by a name.

use super::fault::said;
use crate::diagnostic::{Phrase, Sentence, edit_distance};
use crate::nginx::context::Context;
use crate::nginx::directives::{Arguments, DEFINITIONS, Definition, Reader, foreign_module, named};
use crate::nginx::target::Target;

/// A line as the directive is written, with a value that it takes.
pub(super) fn usage(definition: Option<&Definition>, name: &str) -> Phrase {
    let line = |value: &str| {
        let space = if value.is_empty() { "" } else { " " };
        let end = if definition.is_some_and(|definition| definition.block) { " { … }" } else { ";" };
        format!("`{name}{space}{value}{end}`")
    };
    if let Some((_, value)) = EXAMPLES.iter().find(|(example, _)| *example == name) {
        return said!("{line}" / "{line}"; line = line(value));
    }
    let Some(definition) = definition else { return said!("{line}" / "{line}"; line = line("…")) };
    let words: Vec<&str> = definition.words.iter().map(|(word, _)| *word).collect();
    let value = match definition.reader {
        Reader::Flag => {
            let (on, off) = (line("on"), line("off"));
            return said!("{on} or {off}" / "{on} 或 {off}"; on, off);
        }
        Reader::Enum | Reader::Bitmask => {
            let first = line(words.first().copied().unwrap_or_default());
            let others: Vec<String> = words.iter().skip(1).map(|word| format!("`{word}`")).collect();
            if others.is_empty() {
                return said!("{first}" / "{first}"; first);
            }
            return said!("{first}, or another of {others}" / "{first}，或其他取值：{others}"; first, others);
        }
        Reader::Milliseconds => "60s".to_owned(),
        Reader::Seconds => "1d".to_owned(),
        Reader::Size => "8k".to_owned(),
        Reader::Offset => "10m".to_owned(),
        Reader::Number => definition.bounds.map_or(1, |(low, _)| low.max(1)).to_string(),
        Reader::Buffers => "8 16k".to_owned(),
        Reader::Access => "user:rw group:r all:r".to_owned(),
        Reader::Return => "301 https://$host$request_uri".to_owned(),
        _ => return counted(definition, name),
    };
    said!("{line}" / "{line}"; line = line(&value))
}

/// How many values a directive takes that has no usual one.
fn counted(definition: &Definition, name: &str) -> Phrase {
    let end = if definition.block { " {" } else { ";" };
    match definition.arguments {
        Arguments::AtLeast(least) => {
            said!("`{name}` with {least} or more values before the `{end}`"
                / "`{name}`，并在 `{end}` 之前写至少 {least} 个值"; name, least, end = end.trim())
        }
        Arguments::Counts(counts) => {
            let allowed: Vec<usize> = (0..8).filter(|count| counts & (1 << count) != 0).collect();
            said!("`{name}` with {allowed} values before the `{end}`"
                / "`{name}`，并在 `{end}` 之前写 {allowed} 个值"; name, allowed, end = end.trim())
        }
    }
}

/// Lines of the manuals of nginx, for directives whose value only an example tells.
const EXAMPLES: &[(&str, &str)] = &[
    ("access_log", "/home/admin/logs/nginx-access.log"),
    ("add_header", "X-Content-Type-Options nosniff"),
    ("alias", "/home/admin/app-run/public/"),
    ("allow", "10.0.0.0/8"),
    ("client_body_timeout", "60s"),
    ("client_max_body_size", "20m"),
    ("default_type", "application/octet-stream"),
    ("deny", "all"),
    ("error_log", "/home/admin/logs/nginx-error.log warn"),
    ("error_page", "404 /404.html"),
    ("expires", "30d"),
    ("fastcgi_param", "SCRIPT_FILENAME $document_root$fastcgi_script_name"),
    ("fastcgi_pass", "127.0.0.1:9000"),
    ("fastcgi_split_path_info", "^(.+\\.php)(/.*)$"),
    ("gzip_comp_level", "5"),
    ("gzip_types", "text/css application/javascript application/json"),
    ("if", "($request_method = POST)"),
    ("include", "mime.types"),
    ("index", "index.html"),
    ("keepalive", "16"),
    ("keepalive_timeout", "65"),
    ("limit_conn", "addr 10"),
    ("limit_conn_zone", "$binary_remote_addr zone=addr:10m"),
    ("limit_req", "zone=one burst=5"),
    ("limit_req_zone", "$binary_remote_addr zone=one:10m rate=1r/s"),
    ("listen", "80"),
    ("location", "/"),
    ("log_format", "main '$remote_addr [$time_local] \"$request\" $status'"),
    ("map", "$http_upgrade $connection_upgrade"),
    ("proxy_cookie_path", "/one/ /"),
    ("proxy_http_version", "1.1"),
    ("proxy_pass", "http://127.0.0.1:8080"),
    ("proxy_set_header", "Host $host"),
    ("real_ip_header", "X-Forwarded-For"),
    ("resolver", "127.0.0.53"),
    ("rewrite", "^/old$ /new permanent"),
    ("root", "/home/admin/app-run/public"),
    ("server_name", "app.example.com"),
    ("server_tokens", "off"),
    ("set", "$name value"),
    ("set_real_ip_from", "100.64.0.0/10"),
    ("ssl_certificate", "/home/admin/sslcert/cert.pem"),
    ("ssl_certificate_key", "/home/admin/sslcert/cert.key"),
    ("ssl_ciphers", "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256"),
    ("ssl_protocols", "TLSv1.2 TLSv1.3"),
    ("ssl_session_cache", "shared:SSL:10m"),
    ("try_files", "$uri $uri/ =404"),
    ("types_hash_max_size", "2048"),
    ("upstream", "app"),
    ("user", "admin"),
    ("worker_connections", "1024"),
    ("worker_processes", "auto"),
    ("worker_rlimit_nofile", "65535"),
];

/// The blocks that take a directive, for a sentence.
pub(super) fn places(name: &[u8], target: &Target) -> Phrase {
    let mut places: Vec<Sentence> = Vec::new();
    for definition in named(name).iter().filter(|definition| target.has(definition)) {
        places.extend(
            CONTEXTS
                .iter()
                .filter(|(context, _)| definition.contexts.contain(*context))
                .map(|(_, name)| *name)
                .filter(|name| !places.contains(name))
                .collect::<Vec<_>>(),
        );
    }
    // Hardly anybody means `stream` or `mail` with what `http` has too.
    let others = [Context::Http, Context::Server, Context::Location].iter().any(|context| {
        named(name).iter().any(|definition| target.has(definition) && definition.contexts.contain(*context))
    });
    if others {
        let foreign = |place: &Sentence| {
            CONTEXTS.iter().any(|(context, name)| name == place && (context.is_stream() || context.is_mail()))
        };
        places.retain(|place| !foreign(place));
    }
    said!("{places}" / "{places}"; places)
}

/// What may have been meant by an unknown name.
pub(super) fn unknown(name: &str, target: &Target) -> Phrase {
    if let Some(definition) = named(name.as_bytes()).first() {
        let version = target.version();
        return match (definition.since, definition.until) {
            (Some(since), _) if version < since => {
                said!("delete it, or use nginx {since} or newer"
                    / "删除它，或使用 nginx {since} 及更新版本"; since)
            }
            (_, Some(until)) if until < version => {
                said!("delete it: nginx has it up to {until} only"
                    / "删除它：nginx 只在 {until} 及更早版本中有它"; until)
            }
            _ => said!("delete it, or use an nginx with the module {module}"
                / "删除它，或使用带模块 {module} 的 nginx"; module = definition.module()),
        };
    }
    if let Some(module) = foreign_module(name) {
        return said!("delete it: it belongs to {module}, a third-party module that the nginx of the hosts does not have"
            / "删除它：它属于第三方模块 {module}，主机上的 nginx 没有该模块"; module);
    }
    let nearest = DEFINITIONS
        .iter()
        .filter(|definition| target.has(definition) && definition.name.len().abs_diff(name.len()) <= MOST_EDITS)
        .filter_map(|definition| {
            Some((edit_distance(name.as_bytes(), definition.name.as_bytes(), MOST_EDITS)?, definition.name))
        })
        .min();
    match nearest {
        Some((1.., near)) if (4..=LONGEST_NAME).contains(&name.len()) => {
            said!("write `{near}`" / "应写成 `{near}`"; near)
        }
        _ => said!("correct the name, or delete the directive" / "改正名称，或删除该指令"),
    }
}

const CONTEXTS: &[(Context, Sentence)] = &[
    (Context::Main, Sentence::plain("the top of the file", "文件顶层")),
    (Context::Events, Sentence::plain("`events`", "`events`")),
    (Context::Http, Sentence::plain("`http`", "`http`")),
    (Context::Server, Sentence::plain("`server`", "`server`")),
    (Context::Location, Sentence::plain("`location`", "`location`")),
    (Context::ServerIf, Sentence::plain("`if`", "`if`")),
    (Context::LocationIf, Sentence::plain("`if`", "`if`")),
    (Context::LimitExcept, Sentence::plain("`limit_except`", "`limit_except`")),
    (Context::Upstream, Sentence::plain("`upstream`", "`upstream`")),
    (Context::Stream, Sentence::plain("`stream`", "`stream`")),
    (Context::StreamServer, Sentence::plain("`server` of `stream`", "`stream` 的 `server`")),
    (Context::StreamUpstream, Sentence::plain("`upstream` of `stream`", "`stream` 的 `upstream`")),
    (Context::Mail, Sentence::plain("`mail`", "`mail`")),
    (Context::MailServer, Sentence::plain("`server` of `mail`", "`mail` 的 `server`")),
];

/// Edits between a misspelt name and what may have been meant.
pub(super) const MOST_EDITS: usize = 2;
/// Longer names are not compared with all others.
pub(super) const LONGEST_NAME: usize = 64;
