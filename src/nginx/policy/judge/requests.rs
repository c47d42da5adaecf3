//! Advice on what requests and answers carry.

use std::borrow::Cow;

use super::redirects::{decoded, redirect, target};
use super::{Case, Found, STAND_IN, listed};
use crate::nginx::context::Context;
use crate::nginx::directives::name;
use crate::nginx::policy::address::Reach;
use crate::nginx::policy::variables::variables;
use crate::nginx::route::{Modifier, Outcome, Request, Server};
use crate::nginx::tree::Statement;
use crate::{finding, phrase, rule_table};

pub(super) fn judge(case: &Case<'_, '_>, found: &mut Found<'_, '_>) {
    for statement in case.tree.statements() {
        let name = statement.name();
        match statement.name() {
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
                    found.add(&statement, finding!(RAW_HOST { directive: name }));
                }
            }
            "fastcgi_param" if statement.argument(0) == "HTTP_HOST" && statement.argument(1).contains("$http_host") => {
                found.add(&statement, finding!(RAW_HOST { directive: name }));
            }
            "set_real_ip_from" => trusted(&statement, found),
            "proxy_pass" => {
                decoded(case, &statement, &statement.argument(0), found);
                forwarded(case, &statement, found);
                joined_path(case, &statement, found);
            }
            "fastcgi_pass" => php(case, &statement, found),
            _ => {}
        }
    }
    for server in case.model.servers() {
        websocket(case, server, found);
    }
}

fn trusted(statement: &Statement<'_>, found: &mut Found<'_, '_>) {
    let network = statement.argument(0);
    let length = network.split_once('/').and_then(|(_, length)| length.parse::<u8>().ok());
    if length.is_some_and(|length| length < 4) {
        found.add(statement, finding!(TRUSTED_EVERYONE { network }));
    }
}

/// Headers by which the app learns who requested what, missing or wrong where a request leaves for it.
fn forwarded(case: &Case<'_, '_>, pass: &Statement<'_>, found: &mut Found<'_, '_>) {
    if !case.endpoints(pass).iter().any(|endpoint| endpoint.host.reach() == Reach::Loopback) {
        return;
    }
    // What only hands on the client's own word says nothing, unless a load balancer had the last word.
    let balanced = case.contract.is_balanced();
    let set: Vec<Statement<'_>> = case.tree.effective(pass.scope, name!("proxy_set_header")).collect();
    let says = set.iter().filter(|header| balanced || !header.argument(1).starts_with("$http_x_"));
    let says: Vec<Cow<'_, str>> = says.map(|header| header.argument(0)).collect();
    let has = |names: &[&str]| names.iter().any(|name| says.iter().any(|set| set.eq_ignore_ascii_case(name)));
    let lines = if balanced { BALANCED_LINES } else { LINES };
    let mut missing = Vec::new();
    let mut added = Vec::new();
    for (names, line) in [HOST, FOR, PROTO].into_iter().zip(lines) {
        if !has(names) {
            missing.extend(names.first().copied());
            added.push(*line);
        }
    }
    if !missing.is_empty() {
        let finding = finding!(MISSING_FORWARDED_HEADERS {
            directive: pass.name(),
            missing: listed(missing),
            lines: listed(added)
        });
        found.add(pass, finding);
    }
    if balanced {
        misleading(case, pass, &set, found);
    }
}

/// Headers that tell the app of the load balancer where it should hear of the browser.
fn misleading(case: &Case<'_, '_>, pass: &Statement<'_>, set: &[Statement<'_>], found: &mut Found<'_, '_>) {
    let outside = Request::outside(true, STAND_IN, "/");
    let client = outside.client.to_string();
    let Some(asked) = case.model.asked(pass, &outside.through_balancer()) else { return };
    for (name, value) in &asked.fields {
        let Some(value) = value.known().map(String::from_utf8_lossy) else { continue };
        let is = |names: &[&str]| names.iter().any(|known| name.eq_ignore_ascii_case(known));
        let right = if is(PROTO) && value == "http" {
            "$http_x_forwarded_proto"
        } else if is(FOR) && !value.contains(&client) {
            "$http_x_forwarded_for"
        } else {
            continue;
        };
        if let Some(header) = set.iter().find(|header| header.argument(0).eq_ignore_ascii_case(name)) {
            let told = if is(PROTO) {
                phrase!("that the browser came over http" / "浏览器使用的是 http")
            } else {
                phrase!(
                    "the address of the load balancer instead of the client's" / "负载均衡的地址，而不是客户端的地址"
                )
            };
            let (name, value) = (header.argument(0), header.argument(1));
            found.add(header, finding!(MISLEADING_HEADER { name, value, told, right }));
        }
    }
}

/// No location of the app's server passes the upgrade on.
fn websocket(case: &Case<'_, '_>, server: &Server, found: &mut Found<'_, '_>) {
    if !server.listens_on(case.contract.serving_port()) {
        return;
    }
    let courses = case.courses(server, "/", &case.disk());
    let passed = courses.iter().filter(|course| matches!(course.outcome, Outcome::Passed(_)));
    let Some(pass) = passed.filter_map(|course| course.last).find(|pass| pass.is(name!("proxy_pass"))) else { return };
    let upgrades = |scope: usize| {
        let mut headers = case.tree.effective(scope, name!("proxy_set_header"));
        headers.any(|header| header.argument(0).eq_ignore_ascii_case("Upgrade"))
    };
    let hands_on = |scope: usize| case.tree.inside(scope).any(|row| row.is(name!("proxy_pass")));
    let other = case.locations_of(server).iter().any(|scope| hands_on(*scope) && upgrades(*scope));
    if !upgrades(pass.scope) && !other {
        found.add(&pass, finding!(NO_WEBSOCKET { directive: pass.name() }));
    }
}

/// A path that is put together wrongly out of the end of a location and that of a target.
fn joined_path(case: &Case<'_, '_>, pass: &Statement<'_>, found: &mut Found<'_, '_>) {
    let Some(opener) = case.tree.opener(pass.scope).filter(|opener| opener.is(name!("location"))) else { return };
    let (modifier, place) = Modifier::of(&opener);
    if !matches!(modifier, Modifier::Prefix | Modifier::NoRegex) {
        return;
    }
    let asked = format!("{}/user", place.trim_end_matches('/'));
    let Some(passed) = case.model.asked(pass, &Request::outside(false, STAND_IN, &asked)) else { return };
    let got = passed.uri.to_string();
    let path = got.split('?').next().unwrap_or_default();
    if !path.ends_with("user") || !path.contains("//") && path.ends_with("/user") {
        return;
    }
    let target = pass.argument(0);
    let right = if place.ends_with('/') {
        format!("proxy_pass {target}/;")
    } else {
        let modifier = if modifier == Modifier::NoRegex { "^~ " } else { "" };
        format!("location {modifier}{place}/ {{")
    };
    found.add(pass, finding!(JOINED_PATH { directive: pass.name(), target, asked, got, right }));
}

fn php(case: &Case<'_, '_>, pass: &Statement<'_>, found: &mut Found<'_, '_>) {
    let Some(location) = case.tree.around(pass.scope, Context::Location) else { return };
    let Some(opener) = case.tree.opener(location) else { return };
    let (modifier, pattern) = Modifier::of(&opener);
    if !matches!(modifier, Modifier::Regex | Modifier::RegexIgnoringCase) || !pattern.contains(".php") {
        return;
    }
    let anchored = ["$", "$)", "(/|$)", "(?:/|$)", "(?:$|/)", "($|/)"].iter().any(|end| pattern.ends_with(end));
    if !anchored {
        found.add(&opener, finding!(UNANCHORED_PHP { pattern: pattern.clone() }));
    }
    let tries = case.tree.own(location, name!("try_files")).next().is_some();
    let asks = |scope: usize| {
        let mut conditions = case.tree.own(scope, name!("if")).map(|condition| condition.joined());
        conditions.any(|condition| condition.contains("-f") || condition.contains("-e"))
    };
    if !tries && !asks(location) {
        found.add(&opener, finding!(UNCHECKED_PHP { pattern }));
    }
}

/// Shapes of `rewrite` that overflow a buffer in versions of nginx before their fix.
fn overflow(case: &Case<'_, '_>, statement: &Statement<'_>, found: &mut Found<'_, '_>) {
    let (pattern, replacement, flag) = (statement.argument(0), statement.argument(1), statement.argument(2));
    let numbered = variables(&replacement).iter().filter(|name| name.bytes().all(|byte| byte.is_ascii_digit())).count();
    let goes_on = flag.is_empty();
    let sets = |next: &Statement<'_>| next.is(name!("set")) || next.is(name!("rewrite"));
    let followed = case.tree.following(statement).any(|next| {
        sets(&next)
            || next.is(name!("if")) && next.opens.is_some_and(|scope| case.tree.inside(scope).any(|next| sets(&next)))
    });
    if replacement.contains('?') && numbered > 0 && goes_on && followed {
        found.add(statement, finding!(REWRITE_OVERFLOW { advisory: "CVE-2026-42945" }));
    } else if numbered > 1 && target(statement).is_some() && has_nested_captures(&pattern) {
        found.add(statement, finding!(REWRITE_OVERFLOW { advisory: "CVE-2026-9256" }));
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

const HOST: &[&str] = &["Host"];
const FOR: &[&str] = &["X-Forwarded-For", "X-Real-IP"];
const PROTO: &[&str] = &["X-Forwarded-Proto", "X-Forwarded-Scheme", "X-Scheme"];
/// Where nginx speaks to browsers.
const LINES: &[&str] = &[
    "`proxy_set_header Host $host;`",
    "`proxy_set_header X-Forwarded-For $remote_addr;`",
    "`proxy_set_header X-Forwarded-Proto $scheme;`",
];
/// Behind a load balancer, which alone knows.
const BALANCED_LINES: &[&str] = &[
    "`proxy_set_header Host $host;`",
    "`proxy_set_header X-Forwarded-For $http_x_forwarded_for;`",
    "`proxy_set_header X-Forwarded-Proto $http_x_forwarded_proto;`",
];

rule_table! {
    /// What this file judges, by id.
    pub(in crate::nginx::policy) RULES

    JOINED_PATH: Warning "nginx/joined-path" { directive, target, asked, got, right }
        source "nginx documentation; checked on nginx 1.22.1"
        example "location /api { proxy_pass http://127.0.0.1:8080/; }"
        what "the path of a request is put together wrongly" / "转发的路径拼接有误"
        why "the target takes the place of the location's name, letter by letter: the app is asked for a path with `//` or without the slash between, and answers 404 or 400"
          / "目标地址会逐字替换 location 的名称：应用收到带 `//` 或缺少斜杠的路径，返回 404 或 400"
        fix "end both the location and the path of the target with `/`" / "请让 location 和目标路径都以 `/` 结尾"
        help "write `{right}`, so that both the location and the target end with `/`"
           / "请写 `{right}`，使 location 和目标都以 `/` 结尾"
        message "`{directive} {target}` asks the app for {got} when a client asks for {asked}"
              / "客户端请求 {asked} 时，`{directive} {target}` 会向应用请求 {got}"

    MISLEADING_HEADER: Warning "nginx/misleading-header" { name, value, told, right }
        source "spec: TLS ends at the load balancer in the standard tier; checked on nginx 1.22.1"
        example "# production standard\nlocation / { proxy_pass http://127.0.0.1:8080; proxy_set_header X-Forwarded-Proto $scheme; }"
        what "a forwarded header tells of the load balancer instead of the client" / "转发头描述的是负载均衡而不是客户端"
        why "nginx meets the load balancer only: links become http and redirects go round, or every client has one address"
          / "nginx 只与负载均衡通信：链接会变成 http 并反复重定向，或所有客户端都是同一地址"
        fix "pass on what the load balancer says" / "请传递负载均衡提供的值"
        help "write `proxy_set_header {name} {right};`" / "请写 `proxy_set_header {name} {right};`"
        message "`proxy_set_header {name} {value}` tells the app {told}: TLS ends at the load balancer"
              / "`proxy_set_header {name} {value}` 告诉应用的是{told}：TLS 在负载均衡处终止"

    MISSING_FORWARDED_HEADERS: Warning "nginx/missing-forwarded-headers" { directive, missing, lines }
        source "nginx documentation; checked on nginx 1.22.1"
        example "location / { proxy_pass http://127.0.0.1:7001; }"
        what "the app does not learn the client, the host or the scheme" / "应用不知道客户端、主机或协议"
        why "it sees 127.0.0.1 and http: wrong links and logs; and it believes headers that clients send"
          / "应用只看到 127.0.0.1 和 http：链接与日志错误；且会相信客户端自带的头"
        fix "set the forwarded headers" / "请设置转发头"
        help "add {lines}" / "请加入 {lines}"
        message "`{directive}` passes requests on without setting {missing}"
              / "`{directive}` 转发请求时没有设置 {missing}"

    NO_WEBSOCKET: Warning "nginx/no-websocket" { directive }
        source "nginx documentation; checked on nginx 1.22.1"
        example "location / { proxy_pass http://127.0.0.1:7001; }"
        what "WebSocket connections fail" / "WebSocket 连接会失败"
        why "the app never sees the upgrade, and the mini program gets an error" / "应用收不到升级请求，小程序会报错"
        fix "pass the upgrade on" / "请传递升级请求"
        help "add `proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection \"upgrade\";`"
           / "请加入 `proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection \"upgrade\";`"
        message "`{directive}` does not pass on Upgrade and Connection, so WebSocket fails"
              / "`{directive}` 没有传递 Upgrade 和 Connection，WebSocket 会失败"

    RAW_HOST: Warning "nginx/raw-host" { directive }
        source "nginx documentation; checked on nginx 1.22.1"
        example "proxy_set_header Host $http_host;"
        what "the app gets `Host` as the client wrote it" / "应用得到客户端原样的 `Host`"
        why "with an absolute URL in the request line it may name another host than the one that was served: links and resets of passwords go there"
          / "请求行中为绝对 URL 时它可能不是实际服务的主机：链接和密码重置会指向那里"
        fix "use `$host`" / "请使用 `$host`"
        help "write $host instead of $http_host" / "请用 $host 代替 $http_host"
        message "`{directive}` passes $http_host on" / "`{directive}` 传递了 $http_host"

    REWRITE_OVERFLOW: Warning "nginx/rewrite-overflow" { advisory }
        source "CVE-2026-42945, CVE-2026-9256"
        example "rewrite ^/(.*) /x?a=$1; set $y $1;"
        what "a rewrite has the shape of a known overflow" / "rewrite 的写法符合已知的缓冲区溢出"
        why "a request may crash the worker or run code in it" / "请求可能使工作进程崩溃或在其中执行代码"
        fix "write the rewrite in another shape, or use a fixed nginx" / "请换一种写法，或使用已修复的 nginx"
        help "use named captures, or `return` with $request_uri" / "请使用命名捕获，或用 `return` 配合 $request_uri"
        message "the rewrite has the shape of {advisory}" / "该 rewrite 的写法符合 {advisory}"

    TRUSTED_EVERYONE: Warning "nginx/trusted-everyone" { network }
        source "nginx documentation; checked on nginx 1.22.1"
        example "set_real_ip_from 0.0.0.0/0;"
        what "the client address is taken from everybody" / "信任所有人声明的客户端地址"
        why "limits, logs and access rules believe what a client claims about itself"
          / "限流、日志和访问规则会相信客户端的自述"
        fix "trust the load balancer only: 100.64.0.0/10" / "只信任负载均衡：100.64.0.0/10"
        help "write `set_real_ip_from 100.64.0.0/10;` behind the load balancer, or delete the line"
           / "负载均衡之后请写 `set_real_ip_from 100.64.0.0/10;`，否则删除该行"
        message "`set_real_ip_from {network}` trusts every client" / "`set_real_ip_from {network}` 信任所有客户端"

    UNANCHORED_PHP: Warning "nginx/unanchored-php" { pattern }
        source "nginx documentation; checked on nginx 1.22.1"
        example "# php\nlocation ~ \\.php { fastcgi_pass 127.0.0.1:9000; }"
        what "the pattern for PHP is not anchored" / "PHP 的匹配模式没有锚定"
        why "`/upload/photo.jpg.php.txt` or `/photo.jpg/x.php` runs as a script"
          / "`/upload/photo.jpg.php.txt` 或 `/photo.jpg/x.php` 会作为脚本执行"
        fix "end the pattern with `$`" / "请以 `$` 结束模式"
        help "write `location ~ \\.php$`" / "请写 `location ~ \\.php$`"
        message "location {pattern} matches names that only contain .php"
              / "location {pattern} 会匹配仅包含 .php 的名称"

    UNCHECKED_PHP: Warning "nginx/unchecked-php" { pattern }
        source "nginx documentation; checked on nginx 1.22.1"
        example "# php\nlocation ~ \\.php$ { fastcgi_pass 127.0.0.1:9000; }"
        what "a path is passed to PHP without a look whether the file exists" / "未检查文件是否存在就交给 PHP"
        why "PHP may run `/photo.jpg` for `/photo.jpg/x.php`: an uploaded picture becomes a script"
          / "对 `/photo.jpg/x.php` PHP 可能执行 `/photo.jpg`：上传的图片会变成脚本"
        fix "add `try_files $uri =404;`" / "请加入 `try_files $uri =404;`"
        help "add `try_files $uri =404;` to the location" / "请在该 location 中加入 `try_files $uri =404;`"
        message "location {pattern} passes paths to PHP without `try_files`"
              / "location {pattern} 未用 `try_files` 就将路径交给 PHP"
}
