//! Rules that hold a configuration to its environment: the ports, and the app behind them.

use super::{Case, Found};
use crate::app::Framework;
use crate::diagnostic::{Finding, Severity};
use crate::nginx::policy::Contract;
use crate::nginx::policy::address::Reach;
use crate::nginx::policy::route::{Audience, End, Listen, Route, Server};
use crate::nginx::policy::rules::{ListenElsewhere, MissingListen, PlainHttps, ProxyLoop, RedirectLoop, WrongUpstream};
use crate::nginx::policy::view::Statement;

pub(super) fn judge(case: &Case<'_, '_>, found: &mut Found<'_, '_>) {
    for server in case.router.servers() {
        for listen in &server.listens {
            judge_listen(case, listen, found);
        }
        judge_redirect(case, server, found);
    }
    let contract = case.contract;
    let answers = |port| {
        let mut listens = case.router.servers().iter().flat_map(|server| &server.listens);
        listens.any(|listen| listen.port == Some(port) && listen.audience == Audience::Everyone)
    };
    if !answers(80) {
        found.add_to_file(MissingListen { port: 80, listen: "80" });
    }
    if contract.has_tls() && !answers(443) {
        found.add_to_file(MissingListen { port: 443, listen: "443 ssl" });
    }
    judge_app(case, found);
    for statement in case.view.statements() {
        if statement.name().ends_with("_pass") {
            judge_loop(case, &statement, found);
        }
    }
}

fn judge_listen(case: &Case<'_, '_>, listen: &Listen, found: &mut Found<'_, '_>) {
    let Some(statement) = listen.statement.and_then(|index| case.view.statement(index)) else { return };
    let contract = case.contract;
    let expected = if contract.has_tls() { "80; or 443 ssl" } else { "80" };
    match listen.port {
        Some(80) if listen.is_open() && !listen.range => {}
        Some(443) if listen.is_open() && !listen.range && contract.has_tls() => {
            if !listen.tls {
                found.add(&statement, PlainHttps { listen: statement.arguments().join(" ") });
            }
        }
        _ => found.add(&statement, ListenElsewhere { listen: statement.arguments().join(" "), expected }),
    }
}

/// `/` has to reach the app through some server, and through none may it reach another program.
fn judge_app(case: &Case<'_, '_>, found: &mut Found<'_, '_>) {
    let port = case.contract.serving_port();
    let serving: Vec<&Server> = case.router.servers().iter().filter(|server| server.listens_on(port)).collect();
    let mut reached = false;
    let mut first_other = None;
    for server in &serving {
        let route = case.router.route(server, "/");
        match goes(case, &route) {
            Goes::Elsewhere(pass) if !route.conditional => {
                // Another host has a rule of its own.
                let local = case.endpoints(&pass).iter().all(|endpoint| endpoint.host.reach() == Reach::Loopback);
                if local && !case.endpoints(&pass).is_empty() {
                    found.add(&pass, wrong(case.contract, &pass));
                }
                reached = true;
            }
            Goes::App | Goes::Elsewhere(_) => reached = true,
            Goes::Nowhere => {
                first_other.get_or_insert((*server, route));
            }
        }
    }
    if let (false, Some((server, route))) = (reached, first_other) {
        let last = route.steps.last().copied().or_else(|| case.view.opener(server.scope));
        let at = match &route.end {
            End::Redirect(statement, _)
            | End::Return(statement, _)
            | End::Denied(statement)
            | End::Handler(statement) => Some(*statement),
            End::Pass(_) | End::Static | End::Endless => last,
        };
        if !route.conditional
            && let Some(statement) = at
        {
            let severity = if is_app_anywhere(case) { Severity::Warning } else { WrongUpstream::RULE.severity };
            found.add_as(severity, &statement, wrong(case.contract, &statement));
        }
    }
}

enum Goes<'a> {
    App,
    Elsewhere(Statement<'a>),
    Nowhere,
}

fn goes<'a>(case: &Case<'_, 'a>, route: &Route<'a>) -> Goes<'a> {
    match &route.end {
        End::Pass(pass) if reaches_app(case, pass) => Goes::App,
        End::Pass(pass) => Goes::Elsewhere(*pass),
        _ => Goes::Nowhere,
    }
}

fn reaches_app(case: &Case<'_, '_>, pass: &Statement<'_>) -> bool {
    let php = case.contract.framework() == Framework::Php;
    php == pass.is("fastcgi_pass")
        && case.endpoints(pass).iter().any(|endpoint| endpoint.port == Some(case.contract.app_port()))
}

/// Whether another location than that of `/` reaches the app: then `/` may be a page that the app needs not make.
fn is_app_anywhere(case: &Case<'_, '_>) -> bool {
    case.view.statements().any(|statement| statement.name().ends_with("_pass") && reaches_app(case, &statement))
}

fn wrong(contract: &Contract, statement: &Statement<'_>) -> WrongUpstream {
    let port = contract.app_port();
    let line = match contract.framework() {
        Framework::Php => format!("fastcgi_pass 127.0.0.1:{port};"),
        Framework::NodeJs | Framework::SpringBoot => format!("proxy_pass http://127.0.0.1:{port};"),
    };
    let words = statement.arguments().join(" ");
    WrongUpstream { found: format!("`{} {words}`", statement.name()), port, line }
}

/// A target on this host where this nginx listens itself.
fn judge_loop(case: &Case<'_, '_>, pass: &Statement<'_>, found: &mut Found<'_, '_>) {
    let loops = case.endpoints(pass).into_iter().any(|endpoint| {
        endpoint.host.reach() == Reach::Loopback
            && endpoint.port.is_some_and(|port| case.router.default_server(port).is_some())
    });
    if loops {
        found.add(pass, ProxyLoop { directive: pass.name(), target: pass.argument(0) });
    }
}

/// A server that redirects everything to an address which it answers itself.
fn judge_redirect(case: &Case<'_, '_>, server: &Server, found: &mut Found<'_, '_>) {
    let route = case.router.route(server, "/");
    let End::Redirect(statement, target) = &route.end else { return };
    let (scheme, rest) = target.split_once("://").unwrap_or(("", target));
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let authority = rest.get(..end).unwrap_or_default();
    let same_host = authority.is_empty()
        || ["$host", "$http_host", "$server_name", "${host}"].iter().any(|variable| authority.starts_with(variable))
        || server.names.iter().any(|name| name.eq_ignore_ascii_case(authority));
    if !same_host || route.conditional {
        return;
    }
    let plain = server.listens.iter().any(|listen| listen.is_open() && !listen.tls);
    let tls = server.listens.iter().any(|listen| listen.is_open() && listen.tls);
    let balanced = case.contract.tls_end.is_some() && !case.contract.has_tls();
    let comes_back = match scheme {
        "https" => tls || plain && balanced,
        "http" => plain,
        "$scheme" => true,
        _ => false,
    };
    if comes_back {
        let remedy = if balanced {
            "write `if ($http_x_forwarded_proto = http) { return 301 https://$host$request_uri; }` instead"
        } else {
            "redirect in a server that listens on port 80 only"
        };
        found.add(statement, RedirectLoop { target: target.clone(), remedy });
    }
}
