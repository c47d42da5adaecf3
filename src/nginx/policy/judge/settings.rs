//! Advice on settings.

use std::collections::{BTreeMap, BTreeSet};

use super::{Case, Found, is_below};
use crate::app::{NginxVersion, RUN_DIRECTORY};
use crate::nginx::context::Context;
use crate::nginx::policy::address::{Endpoint, Host};
use crate::nginx::policy::route::{End, Modifier};
use crate::nginx::policy::rules::{
    DeadDirective, DeprecatedDirective, DirectoryListing, DroppedHeader, ExcessiveSize, IdleKeepalive,
    MissingAccessLog, MissingBodyLimit, MissingHsts, MissingUser, PublicStatus, ServerSideIncludes, ServerVersion,
    SlowRegex, UnmergedSlashes, UnusedLogFormat,
};
use crate::nginx::policy::slow::is_slow;
use crate::nginx::policy::view::Statement;

pub(super) fn judge(case: &Case<'_, '_>, found: &mut Found<'_, '_>) {
    for statement in case.view.statements() {
        let name = statement.name();
        match name.as_str() {
            "autoindex" if statement.argument(0) == "on" => found.add(&statement, DirectoryListing {}),
            "server_tokens" if statement.argument(0) != "off" => found.add(&statement, ServerVersion {}),
            "client_max_body_size" if is_zero(&statement.argument(0)) => {
                found.add(
                    &statement,
                    MissingBodyLimit { found: "`client_max_body_size 0` lets clients send without end" },
                );
            }
            "merge_slashes" if statement.argument(0) == "off" => found.add(&statement, UnmergedSlashes {}),
            "ssi" if statement.argument(0) == "on" => found.add(&statement, ServerSideIncludes {}),
            "stub_status" => status(case, &statement, found),
            "rewrite" | "return" => dead(case, &statement, found),
            _ => {}
        }
        size(&statement, &name, found);
        buffers(&statement, &name, found);
        deprecated(case, &statement, &name, found);
        for pattern in patterns(&statement, &name) {
            if is_slow(&pattern) {
                found.add(&statement, SlowRegex { pattern });
            }
        }
    }
    whole_file(case, found);
    let mut passes: BTreeMap<String, Vec<Statement<'_>>> = BTreeMap::new();
    for pass in case.view.statements().filter(|statement| statement.is("proxy_pass")) {
        if let Host::Name(name) = Endpoint::of_pass(&pass.argument(0)).host {
            passes.entry(name).or_default().push(pass);
        }
    }
    for scope in case.view.scopes(Context::Upstream) {
        keepalive(case, &passes, scope, found);
    }
    for context in [Context::Server, Context::Location, Context::LocationIf] {
        for scope in case.view.scopes(context) {
            dropped(case, scope, found);
        }
    }
    strict_transport(case, found);
}

/// What the file says nowhere.
fn whole_file(case: &Case<'_, '_>, found: &mut Found<'_, '_>) {
    let servers = case.router.servers();
    let unset = |name: &str| servers.iter().find(|server| case.view.effective(server.scope, name).is_empty());
    if let Some(opener) = unset("client_max_body_size").and_then(|server| case.view.opener(server.scope)) {
        found.add(&opener, MissingBodyLimit { found: "no `client_max_body_size` is set: bodies over 1 MB get 413" });
    }
    if let Some(opener) = unset("server_tokens").and_then(|server| case.view.opener(server.scope)) {
        found.advise(&opener, ServerVersion {});
    }
    if let Some(opener) = unset("access_log").and_then(|server| case.view.opener(server.scope)) {
        found.add(&opener, MissingAccessLog {});
    }
    let has_user = case.view.own(0, "user").next().is_some();
    let root = case.view.statements().find(|statement| {
        let paths = case.variables.resolve(case.view, statement, &statement.argument(0));
        (statement.is("root") || statement.is("alias"))
            && paths.is_some_and(|paths| paths.iter().any(|path| is_below(path, RUN_DIRECTORY)))
    });
    if let (false, Some(root)) = (has_user, root) {
        found.add(&root, MissingUser {});
    }
    let used: BTreeSet<String> =
        case.view.statements().filter(|log| log.is("access_log")).map(|log| log.argument(1)).collect();
    for format in case.view.statements().filter(|statement| statement.is("log_format")) {
        if !used.contains(&format.argument(0)) {
            found.add(&format, UnusedLogFormat { format: format.argument(0) });
        }
    }
}

fn keepalive(
    case: &Case<'_, '_>,
    passes: &BTreeMap<String, Vec<Statement<'_>>>,
    upstream: usize,
    found: &mut Found<'_, '_>,
) {
    let Some(keepalive) = case.view.own(upstream, "keepalive").last() else { return };
    if case.contract.nginx_version >= KEEPS_ALIVE || keepalive.argument(0) == "0" {
        return;
    }
    let Some(name) = case.view.opener(upstream).map(|opener| opener.argument(0).to_ascii_lowercase()) else { return };
    let idle = passes.get(&name).into_iter().flatten().any(|pass| {
        let old = case.view.setting(pass.scope, "proxy_http_version").is_none_or(|version| version == "1.0");
        let headers = case.view.effective(pass.scope, "proxy_set_header");
        let connection = headers.iter().find(|header| header.argument(0).eq_ignore_ascii_case("Connection"));
        old || connection.is_none_or(|header| header.argument(1).eq_ignore_ascii_case("close"))
    });
    if idle {
        found.add(&keepalive, IdleKeepalive { count: keepalive.argument(0) });
    }
}

/// `add_header` of a block that hides those of the blocks around it.
fn dropped(case: &Case<'_, '_>, scope: usize, found: &mut Found<'_, '_>) {
    let own: Vec<Statement<'_>> = case.view.own(scope, "add_header").collect();
    let (Some(first), Some(parent)) = (own.first(), case.view.parent(scope)) else { return };
    if case.view.setting(scope, "add_header_inherit").is_some_and(|value| value == "merge") {
        return;
    }
    let repeats = |name: &str| own.iter().any(|header| header.argument(0).eq_ignore_ascii_case(name));
    let outer = case.view.effective(parent, "add_header");
    let names: Vec<String> = outer.iter().map(|header| header.argument(0)).filter(|name| !repeats(name)).collect();
    if !names.is_empty() {
        found.add(first, DroppedHeader { dropped: names.join(", ") });
    }
}

fn strict_transport(case: &Case<'_, '_>, found: &mut Found<'_, '_>) {
    if !case.contract.has_tls() {
        return;
    }
    for server in case.router.servers().iter().filter(|server| server.has_tls()) {
        let answers = match case.router.route(server, "/").end {
            End::Pass(_) | End::Static | End::Handler(_) => true,
            End::Redirect(..) | End::Return(..) | End::Denied(_) | End::Endless => false,
        };
        let scope = case.router.locate(server.scope, "/").unwrap_or(server.scope);
        let headers = case.view.effective(scope, "add_header");
        // `max-age=0` takes the promise back.
        let sends = headers.iter().any(|header| {
            header.argument(0).eq_ignore_ascii_case("Strict-Transport-Security")
                && !header.argument(1).replace(' ', "").starts_with("max-age=0")
        });
        if let (true, false, Some(opener)) = (answers, sends, case.view.opener(server.scope)) {
            found.advise(&opener, MissingHsts {});
        }
    }
}

fn status(case: &Case<'_, '_>, statement: &Statement<'_>, found: &mut Found<'_, '_>) {
    let holds = |name: &str| case.view.effective(statement.scope, name);
    let rules = case.view.access_rules(statement.scope);
    let mut whole = rules.iter().filter(|rule| ["all", "0.0.0.0/0", "::/0"].contains(&rule.argument(0).as_str()));
    let denies = whole.next().is_some_and(|rule| rule.is("deny"));
    let asks = holds("auth_basic").iter().any(|setting| setting.argument(0) != "off");
    let inside = case.view.around(statement.scope, Context::Server).is_some_and(|scope| {
        let server = case.router.server(scope);
        server.is_some_and(|server| server.listens.iter().all(|listen| !listen.is_open()))
    });
    if !denies && !asks && !inside {
        found.add(statement, PublicStatus {});
    }
}

/// Directives of the rewrite module after one that always ends their block.
fn dead(case: &Case<'_, '_>, statement: &Statement<'_>, found: &mut Found<'_, '_>) {
    let ends = statement.is("return")
        || EVERYTHING.contains(&statement.argument(0).as_str())
            && matches!(statement.argument(2).as_str(), "last" | "break" | "redirect" | "permanent");
    if !ends {
        return;
    }
    let after = case.view.inside(statement.scope).filter(|next| next.index > statement.index);
    let mut after = after.filter(|next| ["break", "if", "return", "rewrite", "set"].iter().any(|name| next.is(name)));
    if let Some(next) = after.next() {
        found.add(&next, DeadDirective { directive: next.name() });
    }
}

fn size(statement: &Statement<'_>, name: &str, found: &mut Found<'_, '_>) {
    let mut check = |value: &str, limit: u64, most: &'static str| {
        if bytes(value).is_some_and(|number| number > limit) {
            let finding = ExcessiveSize { directive: name.to_owned(), value: value.to_owned(), most };
            found.add(statement, finding);
        }
    };
    let first = statement.argument(0);
    match name {
        "worker_processes" => check(&first, 32, "32"),
        "worker_connections" => check(&first, 100_000, "100000"),
        "worker_rlimit_nofile" => check(&first, 1_048_576, "1048576"),
        "client_max_body_size" => check(&first, 4 << 30, "4g"),
        _ if name.ends_with("_buffer_size") => check(&first, 64 << 20, "64m"),
        _ => {}
    }
    for argument in statement.arguments() {
        let zone = ["zone=", "keys_zone=", "shared:"].iter().find_map(|start| argument.strip_prefix(start));
        if let Some((_, value)) = zone.and_then(|zone| zone.rsplit_once(':')) {
            check(value, 512 << 20, "512m");
        }
    }
}

/// `*_buffers NUMBER SIZE`, which one request may fill.
fn buffers(statement: &Statement<'_>, name: &str, found: &mut Found<'_, '_>) {
    let (count, size) = (statement.argument(0), statement.argument(1));
    let whole = bytes(&count).zip(bytes(&size)).map(|(count, size)| count.saturating_mul(size));
    if name.ends_with("_buffers") && whole.is_some_and(|whole| whole > 64 << 20) {
        let value = format!("{count} {size}");
        found.add(statement, ExcessiveSize { directive: name.to_owned(), value, most: "64m in all" });
    }
}

fn deprecated(case: &Case<'_, '_>, statement: &Statement<'_>, name: &str, found: &mut Found<'_, '_>) {
    let version = case.contract.nginx_version;
    let mut add = |directive: String, remedy| found.add(statement, DeprecatedDirective { directive, version, remedy });
    if name == "listen" && version >= HTTP2_DIRECTIVE && statement.arguments().iter().any(|word| word == "http2") {
        add("listen … http2".to_owned(), "write `http2 on;` beside `listen 443 ssl;`");
    }
    if let Some((_, since, remedy)) = DEPRECATED.iter().find(|(old, since, _)| *old == name && version >= *since) {
        let _ = since;
        add(name.to_owned(), remedy);
    }
}

/// Regular expressions of a directive.
fn patterns(statement: &Statement<'_>, name: &str) -> Vec<String> {
    let after_tilde = |word: &String| word.strip_prefix("~*").or(word.strip_prefix('~')).map(str::to_owned);
    match name {
        "rewrite" => vec![statement.argument(0)],
        "location" => match Modifier::of(statement) {
            (Modifier::Regex | Modifier::RegexIgnoringCase, pattern) => vec![pattern],
            _ => Vec::new(),
        },
        "server_name" => statement.arguments().iter().filter_map(after_tilde).collect(),
        "if" => {
            let words = statement.arguments();
            let operator = words.iter().position(|word| matches!(word.as_str(), "~" | "~*" | "!~" | "!~*"));
            let operand = operator.and_then(|at| words.get(at + 1));
            operand.map(|pattern| pattern.trim_end_matches(')').to_owned()).into_iter().collect()
        }
        "map" => statement.rows().iter().filter_map(|(key, _)| after_tilde(key)).collect(),
        _ => Vec::new(),
    }
}

/// A size with `k`, `m` or `g`, or a number.
fn bytes(text: &str) -> Option<u64> {
    let (digits, unit) = match text.as_bytes() {
        [.., b'k' | b'K'] => (text.get(..text.len() - 1)?, 1 << 10),
        [.., b'm' | b'M'] => (text.get(..text.len() - 1)?, 1 << 20),
        [.., b'g' | b'G'] => (text.get(..text.len() - 1)?, 1 << 30),
        _ => (text, 1),
    };
    digits.parse::<u64>().ok()?.checked_mul(unit)
}

fn is_zero(size: &str) -> bool {
    bytes(size) == Some(0)
}

/// nginx changes 1.29.7: connections to upstreams are kept without further settings.
const KEEPS_ALIVE: NginxVersion = NginxVersion::new(1, 29, 7);
/// nginx changes 1.25.1.
const HTTP2_DIRECTIVE: NginxVersion = NginxVersion::new(1, 25, 1);
/// Patterns that match every path.
const EVERYTHING: &[&str] = &["^", "^(.*)$", "^.*$", ".*", "(.*)", "^(.*)", "^/(.*)$", "^/(.*)", "^/", "/"];
/// Directives that still read and do nothing, since which version, and what does their work.
const DEPRECATED: &[(&str, NginxVersion, &str)] = &[
    ("http2_idle_timeout", NginxVersion::new(1, 19, 7), "write `keepalive_timeout` instead"),
    ("http2_max_concurrent_pushes", NginxVersion::new(1, 25, 1), "delete the line: browsers no longer take pushes"),
    ("http2_max_field_size", NginxVersion::new(1, 19, 7), "write `large_client_header_buffers` instead"),
    ("http2_max_header_size", NginxVersion::new(1, 19, 7), "write `large_client_header_buffers` instead"),
    ("http2_max_requests", NginxVersion::new(1, 19, 7), "write `keepalive_requests` instead"),
    ("http2_push", NginxVersion::new(1, 25, 1), "delete the line: browsers no longer take pushes"),
    ("http2_push_preload", NginxVersion::new(1, 25, 1), "delete the line: browsers no longer take pushes"),
    ("http2_recv_timeout", NginxVersion::new(1, 19, 7), "write `client_header_timeout` instead"),
];
