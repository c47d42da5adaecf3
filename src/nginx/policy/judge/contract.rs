//! Rules that hold a configuration to its environment: the ports, and the app behind them.

use super::{Case, Found};
use crate::app::Framework;
use crate::diagnostic::{Finding, Sentence, Severity};
use crate::nginx::directives::name;
use crate::nginx::policy::Contract;
use crate::nginx::policy::address::Reach;
use crate::nginx::policy::route::{End, Route, is_pass};
use crate::nginx::policy::server::{Audience, Listen, Server};
use crate::nginx::tree::Statement;
use crate::{finding, phrase, rule_table};

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
        found.add_to_file(finding!(MISSING_LISTEN { port: 80, listen: "80" }));
    }
    if contract.has_tls() && !answers(443) {
        found.add_to_file(finding!(MISSING_LISTEN { port: 443, listen: "443 ssl" }));
    }
    judge_app(case, found);
    for statement in case.tree.statements() {
        if is_pass(&statement) {
            judge_loop(case, &statement, found);
        }
    }
}

fn judge_listen(case: &Case<'_, '_>, listen: &Listen, found: &mut Found<'_, '_>) {
    let Some(statement) = listen.statement.and_then(|index| case.tree.statement(index)) else { return };
    let contract = case.contract;
    let expected = || {
        let (english, chinese) = if contract.has_tls() { ("80 or 443 ssl", "80 或 443 ssl") } else { ("80", "80") };
        Sentence::plain(english, chinese)
    };
    match listen.port {
        Some(80) if listen.is_open() && !listen.range => {}
        Some(443) if listen.is_open() && !listen.range && contract.has_tls() => {
            if !listen.tls {
                found.add(&statement, finding!(PLAIN_HTTPS { listen: statement.joined() }));
            }
        }
        _ => {
            // What speaks TLS was meant for the port of TLS.
            let meant = if listen.tls && contract.has_tls() { "listen 443 ssl;" } else { "listen 80;" };
            let help = phrase!("write `{meant}`" / "应写成 `{meant}`", meant);
            let finding = finding!(LISTEN_ELSEWHERE { listen: statement.joined(), expected: expected() });
            found.add(&statement, finding.mended_by(help));
        }
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
        let last = route.steps.last().copied().or_else(|| case.tree.opener(server.scope));
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
            let severity = if is_app_anywhere(case) { Severity::Warning } else { WRONG_UPSTREAM.severity };
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
    php == pass.is(name!("fastcgi_pass"))
        && case.endpoints(pass).iter().any(|endpoint| endpoint.port == Some(case.contract.app_port()))
}

/// Whether another location than that of `/` reaches the app: then `/` may be a page that the app needs not make.
fn is_app_anywhere(case: &Case<'_, '_>) -> bool {
    case.tree.statements().any(|statement| is_pass(&statement) && reaches_app(case, &statement))
}

fn wrong(contract: &Contract, statement: &Statement<'_>) -> Finding {
    let port = contract.app_port();
    let line = match contract.framework() {
        Framework::Php => format!("fastcgi_pass 127.0.0.1:{port};"),
        Framework::NodeJs | Framework::SpringBoot => format!("proxy_pass http://127.0.0.1:{port};"),
    };
    let words = statement.joined();
    finding!(WRONG_UPSTREAM { found: format!("`{} {words}`", statement.name()), port, line })
}

/// A target on this host where this nginx listens itself.
fn judge_loop(case: &Case<'_, '_>, pass: &Statement<'_>, found: &mut Found<'_, '_>) {
    let loops = case.endpoints(pass).into_iter().any(|endpoint| {
        endpoint.host.reach() == Reach::Loopback
            && endpoint.port.is_some_and(|port| case.router.default_server(port).is_some())
    });
    if loops {
        found.add(pass, finding!(PROXY_LOOP { directive: pass.name(), target: pass.argument(0) }));
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
            phrase!(
                "write `if ($http_x_forwarded_proto = http) {{ return 301 https://$host$request_uri; }}` instead"
                    / "请改写为 `if ($http_x_forwarded_proto = http) {{ return 301 https://$host$request_uri; }}`"
            )
        } else {
            phrase!("redirect in a server that listens on port 80 only" / "请在只监听 80 端口的 server 中重定向")
        };
        found.add(statement, finding!(REDIRECT_LOOP { target: target.clone(), remedy }));
    }
}

rule_table! {
    /// What this file judges, by id.
    pub(in crate::nginx::policy) RULES

    LISTEN_ELSEWHERE: Error "nginx/listen-elsewhere" { listen, expected }
        source "guide §1.3; spec: TLS ends at nginx or at the load balancer"
        example "listen 8080;"
        what "nginx listens where the platform does not lead" / "nginx 监听了平台不使用的端口"
        why "the port is closed from outside, and on the port of the app one of the two cannot start"
          / "该端口外部不可达；若为应用端口，两者之一无法启动"
        fix "listen on the ports of the platform only" / "只监听平台的端口"
        help "listen on {expected}" / "请监听 {expected}"
        message "`listen {listen}` is not a port of this environment, expected {expected}"
              / "`listen {listen}` 不是该环境的端口，应为 {expected}"

    MISSING_LISTEN: Error "nginx/missing-listen" { port, listen }
        source "guide §1.3; §3.3"
        example "# production\nserver { listen 80; }"
        what "nginx does not listen on a port of the platform" / "nginx 没有监听平台的端口"
        why "requests to the port are refused and the release is down" / "该端口的请求会被拒绝，服务不可用"
        fix "add a server for the port" / "请为该端口添加 server"
        help "add `listen {listen};` to the server of the app" / "请在应用的 server 中加入 `listen {listen};`"
        message "nothing listens on port {port}, which this environment serves"
              / "没有 server 监听端口 {port}，而该环境使用此端口"

    PLAIN_HTTPS: Error "nginx/plain-https" { listen }
        source "nginx documentation; checked on nginx 1.22.1"
        example "# production\nlisten 443;"
        what "port 443 speaks plain HTTP" / "443 端口没有启用 TLS"
        why "browsers and mini programs speak TLS there: every request fails"
          / "浏览器和小程序在此端口使用 TLS：所有请求都会失败"
        fix "add `ssl` to the `listen`" / "请在 `listen` 中加入 `ssl`"
        help "write `listen 443 ssl;`" / "请写 `listen 443 ssl;`"
        message "`listen {listen}` speaks plain HTTP on the port of HTTPS"
              / "`listen {listen}` 在 HTTPS 端口使用明文 HTTP"

    PROXY_LOOP: Error "nginx/proxy-loop" { directive, target }
        source "nginx documentation; checked on nginx 1.22.1"
        example "server { listen 80; location / { proxy_pass http://127.0.0.1:80; } }"
        what "nginx passes requests to a port on which it listens" / "nginx 将请求转发给自己监听的端口"
        why "each request breeds another until all connections are used up" / "每个请求都会再产生请求，直到连接耗尽"
        fix "pass to the port of the app" / "请转发到应用的端口"
        help "write 127.0.0.1 and the port of the app" / "请写 127.0.0.1 和应用的端口"
        message "`{directive}` leads to {target}, where this nginx listens"
              / "`{directive}` 指向 {target}，而本 nginx 正监听该端口"

    REDIRECT_LOOP: Error "nginx/redirect-loop" { target, remedy }
        source "spec: TLS ends at the load balancer in the standard tier"
        example "# production standard\nserver { listen 80; rewrite ^(.*)$ https://$host$1 permanent; }"
        what "a redirect leads to itself" / "重定向又回到自身"
        why "the browser follows it until it gives up: the site is down" / "浏览器不断跟随直到放弃：网站不可用"
        fix "redirect only requests that came as http" / "只重定向以 http 到达的请求"
        help "{remedy}" / "{remedy}"
        message "every request is redirected to {target}, and comes back here"
              / "所有请求都被重定向到 {target}，又回到这里"

    WRONG_UPSTREAM: Error "nginx/wrong-upstream" { found, port, line }
        source "guide §1.3: ports 8080, 7001 and 9000"
        example "# spring-boot\nlocation / { proxy_pass http://127.0.0.1:3000; }"
        what "a request for `/` does not reach the app" / "对 `/` 的请求没有到达应用"
        why "users see something else than the app: 502 Bad Gateway, a welcome page or nothing"
          / "用户看到的不是应用：502 Bad Gateway、欢迎页或空白"
        fix "pass `/` to the port of the framework" / "请将 `/` 转发到框架的端口"
        help "write `{line}` in `location /`" / "请在 `location /` 中写 `{line}`"
        message "a request for / ends at {found}, expected port {port} of the app"
              / "对 / 的请求到达 {found}，应为应用的 {port} 端口"
}
