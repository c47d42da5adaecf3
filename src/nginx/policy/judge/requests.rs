//! Advice on what requests and answers carry.

use super::redirects::{decoded, redirect, target};
use super::{Case, Found};
use crate::nginx::context::Context;
use crate::nginx::policy::address::Reach;
use crate::nginx::policy::route::{Modifier, Server};
use crate::nginx::policy::rules::{
    MissingForwardedHeaders, NoWebsocket, RawHost, RewriteOverflow, TrustedEveryone, UnanchoredPhp, UncheckedPhp,
};
use crate::nginx::policy::variables::variables;
use crate::nginx::policy::view::Statement;

pub(super) fn judge(case: &Case<'_, '_>, found: &mut Found<'_, '_>) {
    for statement in case.view.statements() {
        let name = statement.name();
        match name.as_str() {
            "return" | "rewrite" | "error_page" | "proxy_redirect" => {
                redirect(case, &statement, found);
                if name == "rewrite" {
                    overflow(case, &statement, found);
                }
            }
            "add_header" | "proxy_set_header" | "grpc_set_header" => {
                redirect(case, &statement, found);
                decoded(case, &statement, &statement.argument(1), found);
                if statement.argument(0).eq_ignore_ascii_case("Host") && statement.argument(1).contains("$http_host") {
                    found.add(&statement, RawHost { directive: name });
                }
            }
            "fastcgi_param" if statement.argument(0) == "HTTP_HOST" && statement.argument(1).contains("$http_host") => {
                found.add(&statement, RawHost { directive: name });
            }
            "set_real_ip_from" => trusted(&statement, found),
            "proxy_pass" => {
                decoded(case, &statement, &statement.argument(0), found);
                forwarded(case, &statement, found);
            }
            "fastcgi_pass" => php(case, &statement, found),
            _ => {}
        }
    }
    for server in case.router.servers() {
        websocket(case, server, found);
    }
}

fn trusted(statement: &Statement<'_>, found: &mut Found<'_, '_>) {
    let network = statement.argument(0);
    let length = network.split_once('/').and_then(|(_, length)| length.parse::<u8>().ok());
    if length.is_some_and(|length| length < 4) {
        found.add(statement, TrustedEveryone { network });
    }
}

/// Headers by which the app learns who asked for what, missing where a request leaves for it.
fn forwarded(case: &Case<'_, '_>, pass: &Statement<'_>, found: &mut Found<'_, '_>) {
    if !case.endpoints(pass).iter().any(|endpoint| endpoint.host.reach() == Reach::Loopback) {
        return;
    }
    // What only hands on the client's own word says nothing, unless a load balancer had the last word.
    let balanced = case.contract.tls_end.is_some() && !case.contract.has_tls();
    let set = case.view.effective(pass.scope, "proxy_set_header");
    let set = set.iter().filter(|header| balanced || !header.argument(1).starts_with("$http_x_"));
    let set: Vec<String> = set.map(|header| header.argument(0)).collect();
    let has = |names: &[&str]| names.iter().any(|name| set.iter().any(|set| set.eq_ignore_ascii_case(name)));
    let mut missing = Vec::new();
    let mut lines = Vec::new();
    for (names, line) in [
        (&["Host"][..], "`proxy_set_header Host $host;`"),
        (&["X-Forwarded-For", "X-Real-IP"], "`proxy_set_header X-Forwarded-For $remote_addr;`"),
        (&["X-Forwarded-Proto", "X-Forwarded-Scheme", "X-Scheme"], "`proxy_set_header X-Forwarded-Proto $scheme;`"),
    ] {
        if !has(names) {
            missing.extend(names.first().copied());
            lines.push(line);
        }
    }
    if !missing.is_empty() {
        let finding =
            MissingForwardedHeaders { directive: pass.name(), missing: missing.join(", "), lines: lines.join(", ") };
        found.add(pass, finding);
    }
}

fn header_names(case: &Case<'_, '_>, pass: &Statement<'_>) -> Vec<String> {
    case.view.effective(pass.scope, "proxy_set_header").iter().map(|header| header.argument(0)).collect()
}

/// The app behind `/` never sees the upgrade.
fn websocket(case: &Case<'_, '_>, server: &Server, found: &mut Found<'_, '_>) {
    if !server.listens_on(case.contract.serving_port()) {
        return;
    }
    let crate::nginx::policy::route::End::Pass(pass) = case.router.route(server, "/").end else { return };
    let upgrades = header_names(case, &pass).iter().any(|name| name.eq_ignore_ascii_case("Upgrade"));
    if pass.is("proxy_pass") && !upgrades {
        found.add(&pass, NoWebsocket { directive: pass.name() });
    }
}

fn php(case: &Case<'_, '_>, pass: &Statement<'_>, found: &mut Found<'_, '_>) {
    let Some(location) = case.view.around(pass.scope, Context::Location) else { return };
    let Some(opener) = case.view.opener(location) else { return };
    let (modifier, pattern) = Modifier::of(&opener);
    if !matches!(modifier, Modifier::Regex | Modifier::RegexIgnoringCase) || !pattern.contains(".php") {
        return;
    }
    let anchored = ["$", "$)", "(/|$)", "(?:/|$)", "(?:$|/)", "($|/)"].iter().any(|end| pattern.ends_with(end));
    if !anchored {
        found.add(&opener, UnanchoredPhp { pattern: pattern.clone() });
    }
    let tries = case.view.own(location, "try_files").next().is_some();
    let asks = |scope: usize| {
        let mut conditions = case.view.own(scope, "if").map(|condition| condition.arguments().join(" "));
        conditions.any(|condition| condition.contains("-f") || condition.contains("-e"))
    };
    if !tries && !asks(location) {
        found.add(&opener, UncheckedPhp { pattern });
    }
}

/// Shapes of `rewrite` that overflow a buffer in versions of nginx before their fix.
fn overflow(case: &Case<'_, '_>, statement: &Statement<'_>, found: &mut Found<'_, '_>) {
    let (pattern, replacement, flag) = (statement.argument(0), statement.argument(1), statement.argument(2));
    let numbered = variables(&replacement).iter().filter(|name| name.bytes().all(|byte| byte.is_ascii_digit())).count();
    let goes_on = flag.is_empty();
    let sets = |next: &Statement<'_>| next.is("set") || next.is("rewrite");
    let followed = case.view.inside(statement.scope).filter(|next| next.index > statement.index).any(|next| {
        sets(&next) || next.is("if") && next.opens.is_some_and(|scope| case.view.inside(scope).any(|next| sets(&next)))
    });
    if replacement.contains('?') && numbered > 0 && goes_on && followed {
        found.add(statement, RewriteOverflow { advisory: "CVE-2026-42945" });
    } else if numbered > 1 && target(statement).is_some() && has_nested_captures(&pattern) {
        found.add(statement, RewriteOverflow { advisory: "CVE-2026-9256" });
    }
}

/// Whether one capture holds another.
fn has_nested_captures(pattern: &str) -> bool {
    let mut open: Vec<bool> = Vec::new();
    let mut escaped = false;
    let mut class = false;
    let mut characters = pattern.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => class = true,
            ']' => class = false,
            '(' if !class => {
                let captures = characters.peek() != Some(&'?');
                if captures && open.contains(&true) {
                    return true;
                }
                open.push(captures);
            }
            ')' if !class => {
                open.pop();
            }
            _ => {}
        }
    }
    false
}
