//! Rules that hold a configuration to its environment: the ports, and the app behind them.

use std::collections::BTreeSet;

use super::{Case, Found, STAND_IN, is_pass, is_source};
use crate::app::Framework;
use crate::diagnostic::{Finding, Sentence, Severity};
use crate::nginx::directives::name;
use crate::nginx::policy::Contract;
use crate::nginx::policy::address::{Endpoint, Reach};
use crate::nginx::route::{Audience, Course, Listen, Outcome, Request};
use crate::nginx::tree::Statement;
use crate::{finding, phrase, rule_table};

pub(super) fn judge(case: &Case<'_, '_>, found: &mut Found<'_, '_>) {
    for server in case.model.servers() {
        for listen in &server.listens {
            judge_listen(case, listen, found);
        }
    }
    let contract = case.contract;
    let answers = |port| {
        let mut listens = case.model.servers().iter().flat_map(|server| &server.listens);
        listens.any(|listen| listen.port == Some(port) && listen.audience == Audience::Everyone)
    };
    if !answers(80) {
        found.add_to_file(finding!(MISSING_LISTEN { port: 80, listen: "80" }));
    }
    if contract.has_tls() && !answers(443) {
        found.add_to_file(finding!(MISSING_LISTEN { port: 443, listen: "443 ssl" }));
    }
    judge_app(case, found);
    judge_redirects(case, found);
    for statement in case.tree.statements() {
        if is_pass(&statement) {
            judge_loop(case, &statement, found);
            judge_scheme(case, &statement, found);
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
    let mut reached = false;
    let mut first_other = None;
    for server in case.model.servers() {
        if !server.listens_on(port) || case.model.is_shadowed(server, port) {
            continue;
        }
        let courses = case.courses(server, "/", &case.disk());
        let passes: Vec<Statement<'_>> = courses
            .iter()
            .filter(|course| matches!(course.outcome, Outcome::Passed(_)))
            .filter_map(|course| course.last)
            .collect();
        let open = |course: &Course<'_>| matches!(course.outcome, Outcome::Unknown { .. });
        // What is sent as text has a rule of its own.
        let source = |course: &Course<'_>| is_source(&course.outcome);
        reached |= !passes.is_empty() || courses.iter().any(|course| open(course) || source(course));
        let elsewhere = passes.iter().find(|pass| !reaches_app(case, pass));
        match elsewhere {
            Some(pass) if !courses.iter().any(|course| course.conditional) => {
                // Another host has a rule of its own.
                let endpoints = case.endpoints(pass);
                let local = endpoints.iter().all(|endpoint| endpoint.host.reach() == Reach::Loopback);
                if local && !endpoints.is_empty() && !passes.iter().any(|pass| reaches_app(case, pass)) {
                    found.add(pass, wrong(case.contract, pass));
                }
            }
            _ => {}
        }
        if passes.is_empty()
            && let Some(course) = courses.into_iter().next()
        {
            first_other.get_or_insert((server.scope, course));
        }
    }
    if let (false, Some((scope, course))) = (reached, first_other) {
        let at = course.last.or(course.steps.last().copied()).or_else(|| case.tree.opener(scope));
        if let Some(statement) = at {
            let severity = if is_app_anywhere(case) { Severity::Warning } else { WRONG_UPSTREAM.severity };
            found.add_as(severity, &statement, wrong(case.contract, &statement));
        }
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
            && endpoint.port.is_some_and(|port| case.model.default_server(port).is_some())
    });
    if loops {
        found.add(pass, finding!(PROXY_LOOP { directive: pass.name(), target: pass.argument(0) }));
    }
}

/// Redirects that lead a browser round in circles.
fn judge_redirects(case: &Case<'_, '_>, found: &mut Found<'_, '_>) {
    let mut said = BTreeSet::new();
    let contract = case.contract;
    for server in case.model.servers() {
        let mut schemes = vec![false];
        if contract.has_tls() && server.has_tls() || contract.is_balanced() {
            schemes.push(true);
        }
        for tls in schemes {
            let host = server.plain_name().unwrap_or(STAND_IN);
            let Some((statement, target)) = circle(case, tls, host) else { continue };
            if !said.insert(statement.index) {
                continue;
            }
            let remedy = if contract.is_balanced() {
                phrase!(
                    "write `if ($http_x_forwarded_proto = http) {{ return 301 https://$host$request_uri; }}` instead: \
                     TLS ends at the load balancer, and nginx sees http only"
                        / "请改写为 `if ($http_x_forwarded_proto = http) {{ return 301 https://$host$request_uri; }}`：\
                           TLS 在负载均衡处终止，nginx 只会看到 http"
                )
            } else {
                phrase!("redirect in a server that listens on port 80 only" / "请在只监听 80 端口的 server 中重定向")
            };
            found.add(&statement, finding!(REDIRECT_LOOP { target, remedy }));
        }
    }
}

/// The redirect that a browser comes back to from `/` of `host`, and where it leads.
fn circle<'a>(case: &Case<'_, 'a>, tls: bool, host: &str) -> Option<(Statement<'a>, String)> {
    let (mut tls, mut host, mut target) = (tls, host.to_owned(), "/".to_owned());
    let mut seen = Vec::new();
    for _ in 0..MOST_REDIRECTS {
        if seen.contains(&(tls, host.clone(), target.clone())) {
            break;
        }
        seen.push((tls, host.clone(), target.clone()));
        let outside = Request::outside(tls, &host, &target);
        let arrived = if case.contract.is_balanced() { outside.through_balancer() } else { outside };
        case.model.default_server(arrived.port)?;
        let courses = case.model.ways(&arrived, None, &case.disk());
        // What an `if` on something unknown may end is no circle for everybody.
        let [course] = &*courses else { return None };
        let Outcome::Redirect { location, .. } = &course.outcome else { return None };
        let url = String::from_utf8(location.known()?.to_vec()).ok()?;
        let (scheme, rest) = url.split_once("://")?;
        let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let (name, port) = authority.split_once(':').unwrap_or((authority, ""));
        let usual = if scheme == "https" { "443" } else { "80" };
        let is_ours = name.eq_ignore_ascii_case(&host) || case.names.contains(&name.to_ascii_lowercase());
        if !is_ours || !port.is_empty() && port != usual || !matches!(scheme, "http" | "https") {
            return None;
        }
        tls = scheme == "https";
        host = name.to_ascii_lowercase();
        target = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        if seen.contains(&(tls, host.clone(), target.clone())) {
            return course.last.map(|statement| (statement, url));
        }
    }
    None
}

/// TLS spoken to the app, which listens in plain text.
fn judge_scheme(case: &Case<'_, '_>, pass: &Statement<'_>, found: &mut Found<'_, '_>) {
    if !pass.is(name!("proxy_pass")) {
        return;
    }
    let target = pass.argument(0);
    let app = case.contract.app_port();
    let to_app = |endpoint: &Endpoint| endpoint.host.reach() == Reach::Loopback && endpoint.port == Some(app);
    if target.starts_with("https://") && case.endpoints(pass).iter().any(to_app) {
        let plain = target.replacen("https://", "http://", 1);
        found.add(pass, finding!(TLS_TO_APP { target, port: app, plain }));
    }
}

const MOST_REDIRECTS: usize = 10;

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

    TLS_TO_APP: Error "nginx/tls-to-app" { target, port, plain }
        source "guide §1.3: the app listens in plain HTTP; checked on nginx 1.22.1"
        example "# spring-boot\nlocation / { proxy_pass https://127.0.0.1:8080; }"
        what "nginx speaks TLS to the app" / "nginx 以 TLS 连接应用"
        why "the app answers in plain HTTP: the handshake fails, and every request gets 502"
          / "应用只使用明文 HTTP：握手失败，所有请求都得到 502"
        fix "write `http://` in `proxy_pass`" / "请在 `proxy_pass` 中写 `http://`"
        help "write `proxy_pass {plain};`" / "请写 `proxy_pass {plain};`"
        message "`proxy_pass {target}` speaks https to port {port}, where the app speaks http"
              / "`proxy_pass {target}` 以 https 连接 {port} 端口，而应用在此使用 http"

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
