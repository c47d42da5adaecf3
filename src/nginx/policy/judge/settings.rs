//! Advice on settings.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{Case, Found, is_below, listed};
use crate::app::{NginxVersion, RUN_DIRECTORY};
use crate::diagnostic::Sentence;
use crate::nginx::context::Context;
use crate::nginx::directives::{Effect, Name, name};
use crate::nginx::policy::address::{Endpoint, Host};
use crate::nginx::policy::slow::is_slow;
use crate::nginx::route::{Modifier, Outcome};
use crate::nginx::tree::Statement;
use crate::{finding, phrase, rule_table};

pub(super) fn judge(case: &Case<'_, '_>, found: &mut Found<'_, '_>) {
    for statement in case.tree.statements() {
        match statement.name() {
            "autoindex" if statement.argument(0) == "on" => found.add(&statement, finding!(DIRECTORY_LISTING {})),
            "server_tokens" if statement.argument(0) != "off" => found.add(&statement, finding!(SERVER_VERSION {})),
            "client_max_body_size" if is_zero(&statement.argument(0)) => {
                found.add(
                    &statement,
                    finding!(MISSING_BODY_LIMIT {
                        found: phrase!(
                            "`client_max_body_size 0` lets clients send without end"
                                / "`client_max_body_size 0` 允许客户端无限制地发送"
                        )
                    }),
                );
            }
            "merge_slashes" if statement.argument(0) == "off" => found.add(&statement, finding!(UNMERGED_SLASHES {})),
            "ssi" if statement.argument(0) == "on" => found.add(&statement, finding!(SERVER_SIDE_INCLUDES {})),
            "stub_status" => status(case, &statement, found),
            "rewrite" | "return" => dead(case, &statement, found),
            _ => {}
        }
        size(&statement, found);
        deprecated(case, &statement, found);
        for pattern in patterns(case, &statement) {
            if is_slow(&pattern) {
                found.add(&statement, finding!(SLOW_REGEX { pattern }));
            }
        }
    }
    whole_file(case, found);
    let mut passes: BTreeMap<String, Vec<Statement<'_>>> = BTreeMap::new();
    for pass in case.tree.statements().filter(|statement| statement.is(name!("proxy_pass"))) {
        if let Host::Name(name) = Endpoint::of_pass(&pass.argument(0)).host {
            passes.entry(name).or_default().push(pass);
        }
    }
    for scope in case.tree.scopes(Context::Upstream) {
        keepalive(case, &passes, scope, found);
    }
    for context in [Context::Server, Context::Location, Context::LocationIf] {
        for scope in case.tree.scopes(context) {
            dropped(case, scope, found);
        }
    }
    strict_transport(case, found);
}

/// What the file says nowhere.
fn whole_file(case: &Case<'_, '_>, found: &mut Found<'_, '_>) {
    let servers = case.model.servers();
    let unset = |name: Name| servers.iter().find(|server| case.tree.setting(server.scope, name).is_none());
    if let Some(opener) = unset(name!("client_max_body_size")).and_then(|server| case.tree.opener(server.scope)) {
        found.add(
            &opener,
            finding!(MISSING_BODY_LIMIT {
                found: phrase!(
                    "no `client_max_body_size` is set: bodies over 1 MB get 413"
                        / "没有设置 `client_max_body_size`：超过 1 MB 的请求体会得到 413"
                )
            }),
        );
    }
    if let Some(opener) = unset(name!("server_tokens")).and_then(|server| case.tree.opener(server.scope)) {
        found.advise(&opener, finding!(SERVER_VERSION {}));
    }
    if let Some(opener) = unset(name!("access_log")).and_then(|server| case.tree.opener(server.scope)) {
        found.add(&opener, finding!(MISSING_ACCESS_LOG {}));
    }
    let has_user = case.tree.own(0, name!("user")).next().is_some();
    let root = case.tree.statements().find(|statement| {
        let paths = case.variables.resolve(case.tree, statement, &statement.argument(0));
        (statement.is(name!("root")) || statement.is(name!("alias")))
            && paths.is_some_and(|paths| paths.iter().any(|path| is_below(path, RUN_DIRECTORY)))
    });
    if let (false, Some(root)) = (has_user, root) {
        found.add(&root, finding!(MISSING_USER {}));
    }
    let used: BTreeSet<Cow<'_, str>> =
        case.tree.statements().filter(|log| log.is(name!("access_log"))).map(|log| log.argument(1)).collect();
    for format in case.tree.statements().filter(|statement| statement.is(name!("log_format"))) {
        if !used.contains(&format.argument(0)) {
            found.add(&format, finding!(UNUSED_LOG_FORMAT { format: format.argument(0) }));
        }
    }
}

fn keepalive(
    case: &Case<'_, '_>,
    passes: &BTreeMap<String, Vec<Statement<'_>>>,
    upstream: usize,
    found: &mut Found<'_, '_>,
) {
    let Some(keepalive) = case.tree.own(upstream, name!("keepalive")).next_back() else { return };
    if case.contract.nginx_version >= KEEPS_ALIVE || keepalive.argument(0) == "0" {
        return;
    }
    let Some(name) = case.tree.opener(upstream).map(|opener| opener.argument(0).to_ascii_lowercase()) else { return };
    let idle = passes.get(&name).into_iter().flatten().any(|pass| {
        let old = case.tree.setting(pass.scope, name!("proxy_http_version")).is_none_or(|version| version == "1.0");
        let mut headers = case.tree.effective(pass.scope, name!("proxy_set_header"));
        let connection = headers.find(|header| header.argument(0).eq_ignore_ascii_case("Connection"));
        old || connection.is_none_or(|header| header.argument(1).eq_ignore_ascii_case("close"))
    });
    if idle {
        found.add(&keepalive, finding!(IDLE_KEEPALIVE { count: keepalive.argument(0) }));
    }
}

/// `add_header` of a block that hides those of the blocks around it.
fn dropped(case: &Case<'_, '_>, scope: usize, found: &mut Found<'_, '_>) {
    let own: Vec<Statement<'_>> = case.tree.own(scope, name!("add_header")).collect();
    let (Some(first), Some(parent)) = (own.first(), case.tree.parent(scope)) else { return };
    if case.tree.setting(scope, name!("add_header_inherit")).is_some_and(|value| value == "merge") {
        return;
    }
    let repeats = |name: &str| own.iter().any(|header| header.argument(0).eq_ignore_ascii_case(name));
    let outer = case.tree.effective(parent, name!("add_header"));
    let names: Vec<Cow<'_, str>> = outer.map(|header| header.argument(0)).filter(|name| !repeats(name)).collect();
    if !names.is_empty() {
        found.add(first, finding!(DROPPED_HEADER { dropped: listed(names) }));
    }
}

fn strict_transport(case: &Case<'_, '_>, found: &mut Found<'_, '_>) {
    if !case.contract.has_tls() {
        return;
    }
    for server in case.model.servers().iter().filter(|server| server.has_tls()) {
        let courses = case.courses(server, "/", &case.disk());
        let mut pages = courses.iter().filter(|course| {
            matches!(course.outcome, Outcome::Passed(_) | Outcome::File { .. } | Outcome::Handler { .. })
        });
        let Some(page) = pages.next() else { continue };
        // `max-age=0` takes the promise back.
        let sends = page.headers.iter().any(|(name, value)| {
            name.eq_ignore_ascii_case("Strict-Transport-Security")
                && !value.to_string().replace(' ', "").starts_with("max-age=0")
        });
        if let (false, Some(opener)) = (sends, case.tree.opener(server.scope)) {
            found.advise(&opener, finding!(MISSING_HSTS {}));
        }
    }
}

fn status(case: &Case<'_, '_>, statement: &Statement<'_>, found: &mut Found<'_, '_>) {
    let rules = case.tree.access_rules(statement.scope);
    let mut whole = rules.iter().filter(|rule| ["all", "0.0.0.0/0", "::/0"].contains(&&*rule.argument(0)));
    let denies = whole.next().is_some_and(|rule| rule.is(name!("deny")));
    let asks = case.tree.effective(statement.scope, name!("auth_basic")).any(|setting| setting.argument(0) != "off");
    let inside = case.tree.around(statement.scope, Context::Server).is_some_and(|scope| {
        let server = case.model.server(scope);
        server.is_some_and(|server| server.listens.iter().all(|listen| !listen.is_open()))
    });
    if !denies && !asks && !inside {
        found.add(statement, finding!(PUBLIC_STATUS {}));
    }
}

/// Directives of the rewrite module after one that always ends their block.
fn dead(case: &Case<'_, '_>, statement: &Statement<'_>, found: &mut Found<'_, '_>) {
    let ends = statement.is(name!("return"))
        || EVERYTHING.contains(&&*statement.argument(0))
            && matches!(&*statement.argument(2), "last" | "break" | "redirect" | "permanent");
    if !ends {
        return;
    }
    let mut after = case.tree.following(statement).filter(|next| REWRITE.iter().any(|name| next.is(*name)));
    if let Some(next) = after.next() {
        found.add(&next, finding!(DEAD_DIRECTIVE { directive: next.name() }));
    }
}

fn size(statement: &Statement<'_>, found: &mut Found<'_, '_>) {
    let mut check = |value: &str, limit: u64, most: &'static str| {
        if bytes(value).is_some_and(|number| number > limit) {
            found.add(statement, finding!(EXCESSIVE_SIZE { directive: statement.name(), value, most }));
        }
    };
    let first = statement.argument(0);
    match statement.name() {
        "worker_processes" => check(&first, 32, "32"),
        "worker_connections" => check(&first, 100_000, "100000"),
        "worker_rlimit_nofile" => check(&first, 1_048_576, "1048576"),
        "client_max_body_size" => check(&first, 4 << 30, "4g"),
        _ if statement.effect() == Some(Effect::Buffer) => check(&first, 64 << 20, "64m"),
        _ if statement.effect() == Some(Effect::Buffers) => return buffers(statement, found),
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
fn buffers(statement: &Statement<'_>, found: &mut Found<'_, '_>) {
    let (count, size) = (statement.argument(0), statement.argument(1));
    let whole = bytes(&count).zip(bytes(&size)).map(|(count, size)| count.saturating_mul(size));
    if whole.is_some_and(|whole| whole > 64 << 20) {
        let (directive, value) = (statement.name(), format!("{count} {size}"));
        found.add(statement, finding!(EXCESSIVE_SIZE { directive, value, most: phrase!("64m in all" / "合计 64m") }));
    }
}

fn deprecated(case: &Case<'_, '_>, statement: &Statement<'_>, found: &mut Found<'_, '_>) {
    let (name, version) = (statement.name(), case.contract.nginx_version);
    let mut add = |directive: &str, remedy: Sentence| {
        found.add(statement, finding!(DEPRECATED_DIRECTIVE { directive, version, remedy }));
    };
    if name == "listen" && version >= HTTP2_DIRECTIVE && statement.arguments().any(|word| word == "http2") {
        add(
            "listen … http2",
            Sentence::plain("write `http2 on;` beside `listen 443 ssl;`", "请在 `listen 443 ssl;` 之外写 `http2 on;`"),
        );
    }
    if let Some((.., remedy)) = DEPRECATED.iter().find(|(old, since, _)| *old == name && version >= *since) {
        add(name, *remedy);
    }
}

/// Regular expressions of a directive.
fn patterns<'a>(case: &Case<'_, 'a>, statement: &Statement<'a>) -> Vec<Cow<'a, str>> {
    let after_tilde = |word: Cow<'a, str>| Some(word.strip_prefix("~*").or(word.strip_prefix('~'))?.to_owned().into());
    match statement.name() {
        "rewrite" => vec![statement.argument(0)],
        "location" => match Modifier::of(statement) {
            (Modifier::Regex | Modifier::RegexIgnoringCase, pattern) => vec![pattern],
            _ => Vec::new(),
        },
        "server_name" => statement.arguments().filter_map(after_tilde).collect(),
        "if" => {
            let mut words = statement.arguments();
            let operator = words.find(|word| matches!(&**word, "~" | "~*" | "!~" | "!~*"));
            let operand = operator.and_then(|_| words.next());
            operand.map(|pattern| pattern.trim_end_matches(')').to_owned().into()).into_iter().collect()
        }
        "map" => {
            let keys = case.tree.lines(statement).map(|line| String::from_utf8_lossy(line.directive.name()));
            keys.filter_map(after_tilde).collect()
        }
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
/// Directives of the rewrite module, which run in their order.
const REWRITE: &[Name] = &[name!("break"), name!("if"), name!("return"), name!("rewrite"), name!("set")];
/// Patterns that match every path.
const EVERYTHING: &[&str] = &["^", "^(.*)$", "^.*$", ".*", "(.*)", "^(.*)", "^/(.*)$", "^/(.*)", "^/", "/"];
const PUSHES: Sentence =
    Sentence::plain("delete the line: browsers no longer take pushes", "请删除该行：浏览器已不接受推送");
/// Directives that still read and do nothing, since which version, and what does their work.
const DEPRECATED: &[(&str, NginxVersion, Sentence)] = &[
    (
        "http2_idle_timeout",
        NginxVersion::new(1, 19, 7),
        Sentence::plain("write `keepalive_timeout` instead", "请改用 `keepalive_timeout`"),
    ),
    ("http2_max_concurrent_pushes", NginxVersion::new(1, 25, 1), PUSHES),
    (
        "http2_max_field_size",
        NginxVersion::new(1, 19, 7),
        Sentence::plain("write `large_client_header_buffers` instead", "请改用 `large_client_header_buffers`"),
    ),
    (
        "http2_max_header_size",
        NginxVersion::new(1, 19, 7),
        Sentence::plain("write `large_client_header_buffers` instead", "请改用 `large_client_header_buffers`"),
    ),
    (
        "http2_max_requests",
        NginxVersion::new(1, 19, 7),
        Sentence::plain("write `keepalive_requests` instead", "请改用 `keepalive_requests`"),
    ),
    ("http2_push", NginxVersion::new(1, 25, 1), PUSHES),
    ("http2_push_preload", NginxVersion::new(1, 25, 1), PUSHES),
    (
        "http2_recv_timeout",
        NginxVersion::new(1, 19, 7),
        Sentence::plain("write `client_header_timeout` instead", "请改用 `client_header_timeout`"),
    ),
];

rule_table! {
    /// What this file judges, by id.
    pub(in crate::nginx::policy) RULES

    DEAD_DIRECTIVE: Warning "nginx/dead-directive" { directive }
        source "nginx documentation; checked on nginx 1.22.1"
        example "location / { rewrite ^ /a last; break; }"
        what "a directive comes after one that ends the block" / "指令位于已结束该块的指令之后"
        why "it never runs" / "永远不会执行"
        fix "delete it" / "请删除"
        help "delete the line" / "请删除该行"
        message "`{directive}` is never reached" / "`{directive}` 永远不会执行"

    DEPRECATED_DIRECTIVE: Warning "nginx/deprecated-directive" { directive, version, remedy }
        source "nginx changes"
        example "# 1.25.1\nlisten 443 ssl http2;"
        what "a directive is deprecated or does nothing in this nginx" / "指令在此 nginx 中已弃用或无效"
        why "nginx warns at each start, and a later version refuses the file"
          / "nginx 每次启动都会警告，之后的版本会拒绝该文件"
        fix "write its successor" / "请使用替代写法"
        help "{remedy}" / "{remedy}"
        message "`{directive}` is deprecated in nginx {version}" / "`{directive}` 在 nginx {version} 中已弃用"

    DIRECTORY_LISTING: Warning "nginx/directory-listing" {}
        source "nginx documentation; checked on nginx 1.22.1"
        example "autoindex on;"
        what "the names of all files are shown" / "会显示所有文件名"
        why "visitors find backups and files that were never linked" / "访客可找到备份和未公开的文件"
        fix "delete `autoindex`" / "请删除 `autoindex`"
        help "delete the line" / "请删除该行"
        message "`autoindex on` shows the names of all files" / "`autoindex on` 会显示所有文件名"

    DROPPED_HEADER: Warning "nginx/dropped-header" { dropped }
        source "nginx documentation; checked on nginx 1.22.1"
        example "server { listen 80; add_header X-A 1; location / { add_header X-B 1; } }"
        what "an inner `add_header` drops the outer ones" / "内层的 `add_header` 会丢弃外层的"
        why "security headers are missing just where the inner block answers" / "内层块的响应会缺少安全头"
        fix "repeat them in the inner block" / "请在内层重复"
        help "repeat the outer `add_header` lines here: {dropped}" / "请在此重复外层的 `add_header`：{dropped}"
        message "this `add_header` drops those of the outer block: {dropped}"
              / "这里的 `add_header` 会丢弃外层的：{dropped}"

    EXCESSIVE_SIZE: Warning "nginx/excessive-size" { directive, value, most }
        source "guide §1.2: hosts of the tiers"
        example "worker_processes 512;"
        what "a size is far beyond the host" / "数值远超主机能力"
        why "a host has 1 or 2 cores and 2 or 4 GiB: nginx starves the app or does not start"
          / "主机只有 1 到 2 核、2 到 4 GiB：nginx 会挤占应用或无法启动"
        fix "take a size that fits the host" / "请使用适合主机的数值"
        help "write at most {most}, or `auto` for worker_processes"
           / "请写不超过 {most} 的值，worker_processes 可写 `auto`"
        message "`{directive} {value}` is far beyond the host, expected at most {most}"
              / "`{directive} {value}` 远超主机能力，最多 {most}"

    IDLE_KEEPALIVE: Warning "nginx/idle-keepalive" { count }
        source "nginx changes 1.29.7"
        example "upstream app { server 127.0.0.1:7001; keepalive 10; }\nserver { listen 80; location / { proxy_pass http://app; } }"
        what "connections to the app are to be kept but cannot be" / "要求保持到应用的连接却无法保持"
        why "before 1.29.7 nginx speaks HTTP/1.0 to the app and closes after each request"
          / "1.29.7 之前 nginx 以 HTTP/1.0 与应用通信，每个请求后都关闭"
        fix "set HTTP/1.1 and an empty Connection" / "请使用 HTTP/1.1 和空的 Connection"
        help "add `proxy_http_version 1.1;` and `proxy_set_header Connection \"\";`"
           / "请加入 `proxy_http_version 1.1;` 和 `proxy_set_header Connection \"\";`"
        message "`keepalive {count}` does nothing without HTTP/1.1 to the app"
              / "没有 HTTP/1.1 时 `keepalive {count}` 不起作用"

    MISSING_ACCESS_LOG: Warning "nginx/missing-access-log" {}
        source "guide §3.6"
        example "events {} http { server { listen 80; } }"
        what "accesses are logged to the path that nginx was built with" / "访问日志写到编译时的默认路径"
        why "the platform shows /home/admin/logs; a log elsewhere fills the disk unnoticed"
          / "平台只显示 /home/admin/logs；其他位置会在无人察觉时占满磁盘"
        fix "set the log" / "请设置日志"
        help "write `access_log /home/admin/logs/nginx-access.log;` in `http`"
           / "请在 `http` 中写 `access_log /home/admin/logs/nginx-access.log;`"
        message "no `access_log` is set, so accesses are not logged to /home/admin/logs"
              / "没有设置 `access_log`，访问不会记录到 /home/admin/logs"

    MISSING_BODY_LIMIT: Warning "nginx/missing-body-limit" { found }
        source "nginx documentation; checked on nginx 1.22.1"
        example "events {} http { server { listen 80; location / { proxy_pass http://127.0.0.1:7001; } } }"
        what "the greatest request body is left to chance" / "请求体上限没有明确设置"
        why "without a limit set, uploads over 1 MB get 413; with 0 one client fills the disk"
          / "未设置时超过 1 MB 的上传会得到 413；设为 0 时一个客户端即可占满磁盘"
        fix "set the limit that the app needs" / "请设置应用所需的上限"
        help "write `client_max_body_size 50m;` with the limit that the app needs"
           / "请写 `client_max_body_size 50m;` 并改为应用所需的上限"
        message "{found}" / "{found}"

    MISSING_HSTS: Warning "nginx/missing-hsts" {}
        source "RFC 6797"
        example "# production\nserver { listen 443 ssl; ssl_certificate site.pem; ssl_certificate_key site.key; }"
        what "browsers are not told to keep using HTTPS" / "没有告知浏览器始终使用 HTTPS"
        why "the next visit may start with plain HTTP, where it can be read and changed"
          / "下次访问可能从明文 HTTP 开始，可被读取和篡改"
        fix "add the header" / "请添加该响应头"
        help "add `add_header Strict-Transport-Security \"max-age=31536000\" always;`"
           / "请加入 `add_header Strict-Transport-Security \"max-age=31536000\" always;`"
        message "a server with TLS does not send Strict-Transport-Security"
              / "启用 TLS 的 server 没有发送 Strict-Transport-Security"

    MISSING_USER: Warning "nginx/missing-user" {}
        source "guide §1.3.2"
        example "# php\nevents {} http { server { listen 80; root /home/admin/app-run/public; } }"
        what "the workers run as nobody" / "工作进程以 nobody 运行"
        why "below the home of admin, which only admin may enter, each file is 403 or 404"
          / "admin 的主目录只有 admin 可进入，其中的文件都会 403 或 404"
        fix "write `user admin;`" / "请写 `user admin;`"
        help "write `user admin;` at the top of the file" / "请在文件开头写 `user admin;`"
        message "no `user` is set, so the workers cannot read below /home/admin"
              / "没有设置 `user`，工作进程无法读取 /home/admin 下的文件"

    PUBLIC_STATUS: Warning "nginx/public-status" {}
        source "nginx documentation; checked on nginx 1.22.1"
        example "location /status { stub_status; }"
        what "everybody may read the state of nginx" / "任何人都可读取 nginx 状态"
        why "it shows load and connections" / "会暴露负载和连接数"
        fix "allow 127.0.0.1 only" / "只允许 127.0.0.1"
        help "add `allow 127.0.0.1; deny all;`" / "请加入 `allow 127.0.0.1; deny all;`"
        message "`stub_status` is open to everybody" / "`stub_status` 对所有人开放"

    SERVER_SIDE_INCLUDES: Warning "nginx/server-side-includes" {}
        source "CWE-97; nginx documentation"
        example "ssi on;"
        what "nginx carries out commands that it finds in pages" / "nginx 会执行页面中的命令"
        why "what a visitor wrote into a page may be `<!--# include virtual=\"/internal\" -->`, and shows what only nginx may ask for"
          / "访客写入页面的内容可能是 `<!--# include virtual=\"/internal\" -->`，从而显示只有 nginx 才能请求的内容"
        fix "put pages together in the app" / "请在应用中组合页面"
        help "delete the line, or switch it on only where pages hold nothing from visitors"
           / "请删除该行，或只在页面不含访客内容的地方启用"
        message "`ssi on` carries out commands in whatever the app or a visitor put into a page"
              / "`ssi on` 会执行应用或访客写入页面的命令"

    SERVER_VERSION: Warning "nginx/server-version" {}
        source "nginx documentation; checked on nginx 1.22.1"
        example "server_tokens on;"
        what "answers name the version of nginx" / "响应会暴露 nginx 版本"
        why "it tells an attacker which faults to try" / "攻击者可据此选择漏洞"
        fix "switch it off" / "请关闭"
        help "write `server_tokens off;` in `http`" / "请在 `http` 中写 `server_tokens off;`"
        message "answers name the version of nginx" / "响应会暴露 nginx 版本"

    SLOW_REGEX: Warning "nginx/slow-regex" { pattern }
        source "nginx documentation; checked on nginx 1.22.1"
        example "location ~ ^/(a+)+$ { return 404; }"
        what "a pattern repeats a repetition" / "正则表达式对重复再做重复"
        why "one long request keeps a worker busy for minutes" / "一个长请求可让工作进程忙碌数分钟"
        fix "repeat once only" / "请只重复一次"
        help "write one repetition instead of a repeated group that repeats" / "请用一次重复代替嵌套重复"
        message "the pattern {pattern} repeats a repetition" / "正则 {pattern} 对重复再做重复"

    UNMERGED_SLASHES: Warning "nginx/unmerged-slashes" {}
        source "nginx documentation; checked on nginx 1.22.1"
        example "merge_slashes off;"
        what "doubled slashes of a path are kept" / "路径中的连续斜杠被保留"
        why "`//admin/` and `/x//../admin/` pass by a location for `/admin/`, and `..` after doubled slashes reaches the app"
          / "`//admin/` 和 `/x//../admin/` 会绕过 `/admin/` 的 location，连续斜杠后的 `..` 会传到应用"
        fix "leave `merge_slashes` on" / "请保持 `merge_slashes` 开启"
        help "delete the line" / "请删除该行"
        message "with `merge_slashes off` a path such as //admin/ passes by the locations meant for it"
              / "`merge_slashes off` 使 //admin/ 之类的路径绕过为其设置的 location"

    UNUSED_LOG_FORMAT: Warning "nginx/unused-log-format" { format }
        source "nginx documentation; checked on nginx 1.22.1"
        example "log_format main $request;"
        what "a log format is defined and not used" / "定义了未使用的日志格式"
        why "the logs look other than intended" / "日志与预期不同"
        fix "name the format in `access_log`" / "请在 `access_log` 中写明格式"
        help "write `access_log /home/admin/logs/nginx-access.log {format};`, or delete the `log_format`"
           / "请写 `access_log /home/admin/logs/nginx-access.log {format};`，或删除该 `log_format`"
        message "log format {format} is not used" / "日志格式 {format} 未被使用"
}
