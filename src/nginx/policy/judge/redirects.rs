//! Where redirects go, and what of a request gets into headers.

use std::borrow::Cow;

use super::{Case, Found};
use crate::nginx::context::Context;
use crate::nginx::directives::name;
use crate::nginx::policy::variables::{captures_whole_path, first_variable, variables};
use crate::nginx::route::Modifier;
use crate::nginx::route::Server;
use crate::nginx::tree::Statement;
use crate::{finding, rule_table};

/// The URL that a directive sends clients to, when it is a redirect.
pub(super) fn target<'a>(statement: &Statement<'a>) -> Option<Cow<'a, str>> {
    let (first, second, third) = (statement.argument(0), statement.argument(1), statement.argument(2));
    match statement.name() {
        "return" if matches!(&*first, "301" | "302" | "303" | "307" | "308") => Some(second),
        "return" => Some(first).filter(|url| is_url(url)),
        "rewrite" if matches!(&*third, "redirect" | "permanent") => Some(second),
        "rewrite" => Some(second).filter(|url| is_url(url)),
        "error_page" => statement.arguments().next_back().filter(|url| is_url(url) || url.starts_with('$')),
        "proxy_redirect" => Some(second),
        "add_header" if first.eq_ignore_ascii_case("Location") || first.eq_ignore_ascii_case("Refresh") => Some(second),
        _ => None,
    }
}

pub(super) fn redirect(case: &Case<'_, '_>, statement: &Statement<'_>, found: &mut Found<'_, '_>) {
    let Some(target) = target(statement) else { return };
    if statement.is(name!("return")) || statement.is(name!("rewrite")) || statement.is(name!("error_page")) {
        decoded(case, statement, &target, found);
    }
    let Some(scope) = case.tree.around(statement.scope, Context::Server) else { return };
    let Some(server) = case.model.server(scope) else { return };
    match decides(case, statement, server, &target) {
        Some(Decides::Client(variable)) => {
            let variable = format!("${variable}");
            found.add(statement, finding!(OPEN_REDIRECT { directive: statement.name(), target, variable }));
        }
        Some(Decides::Host) if takes_any_host(case, server) && !is_guarded(case, statement) => {
            found.add(statement, finding!(HOST_REDIRECT { target }));
        }
        _ => {}
    }
}

/// A variable that may hold a line break, in what becomes a header or a request line: the decoded path, or a piece of it
/// that a capture with a negated class took.
pub(super) fn decoded(case: &Case<'_, '_>, statement: &Statement<'_>, text: &str, found: &mut Found<'_, '_>) {
    let taken = case.tree.around(statement.scope, Context::Location).and_then(|location| case.tree.opener(location));
    let taken = taken.map(|opener| Modifier::of(&opener));
    let pattern = match &taken {
        Some((Modifier::Regex | Modifier::RegexIgnoringCase, pattern)) => &**pattern,
        _ => "",
    };
    let breaks = |variable: &&str| {
        matches!(*variable, "uri" | "document_uri")
            || capture(pattern, variable)
                .is_some_and(|group| WITH_LINE_BREAKS.iter().any(|class| group.contains(class)))
    };
    if let Some(variable) = variables(text).into_iter().find(breaks) {
        found.add(
            statement,
            finding!(HEADER_INJECTION { directive: statement.name(), variable: format!("${variable}") }),
        );
    }
}

/// The text of the group of a pattern that has a number or a name.
fn capture<'p>(pattern: &'p str, variable: &str) -> Option<&'p str> {
    let mut rest = pattern;
    let mut number = 0_usize;
    while let Some(at) = rest.find('(') {
        let escaped = rest.get(..at).is_some_and(|head| head.ends_with('\\'));
        let group = rest.get(at + 1..)?;
        let name =
            group.strip_prefix("?P<").or_else(|| group.strip_prefix("?<")).filter(|name| !name.starts_with(['=', '!']));
        let captures = !escaped && (!group.starts_with('?') || name.is_some());
        number += usize::from(captures);
        let named = name.and_then(|name| name.split('>').next()).is_some_and(|name| name == variable);
        if captures && (named || variable.parse() == Ok(number)) {
            return group.get(..group.find(')').unwrap_or(group.len()));
        }
        rest = group;
    }
    None
}

/// Who decides on the host of a redirect.
enum Decides {
    /// A client, with this variable.
    Client(String),
    /// Whoever sends the request, with its host.
    Host,
}

fn decides(case: &Case<'_, '_>, statement: &Statement<'_>, server: &Server, target: &str) -> Option<Decides> {
    let mut rest = match target.split_once("://") {
        Some((_, rest)) => rest,
        // Without a scheme only a variable can bring a host.
        None if target.starts_with('$') => target,
        None => return None,
    };
    let mut first = true;
    while let Some((at, name, end)) = first_variable(rest) {
        if rest.get(..at)?.contains(['/', '?']) {
            return None;
        }
        let name_of_host = server.names.iter().any(|pattern| {
            pattern.starts_with('~')
                && (pattern.contains(&format!("<{name}>")) || name.bytes().all(|byte| byte.is_ascii_digit()))
        });
        let starts = first && at == 0;
        first = false;
        match name.to_ascii_lowercase().as_str() {
            "host" | "http_host" => return Some(Decides::Host).filter(|_| starts),
            "request_uri" | "uri" | "document_uri" => return None,
            name => {
                if let Some(variable) = case.variables.client_variable(case.tree, statement, &format!("${name}")) {
                    return Some(Decides::Client(variable));
                }
                let pattern = pattern(case, statement);
                let is_captured = pattern.as_deref().is_some_and(|pattern| {
                    let numbered = name.bytes().all(|byte| byte.is_ascii_digit()) && pattern.contains('(');
                    numbered && !(name == "1" && captures_whole_path(pattern)) || pattern.contains(&format!("<{name}>"))
                });
                if is_captured && !is_guarded(case, statement) {
                    return Some(Decides::Client(name.to_owned()));
                }
                if pattern.is_none() && name_of_host {
                    return Some(Decides::Host);
                }
            }
        }
        rest = rest.get(end..)?;
    }
    None
}

/// The regular expression whose captures a redirect may use.
fn pattern<'a>(case: &Case<'_, 'a>, statement: &Statement<'a>) -> Option<Cow<'a, str>> {
    if statement.is(name!("rewrite")) {
        return Some(statement.argument(0));
    }
    let opener = case.tree.opener(case.tree.around(statement.scope, Context::Location)?)?;
    match Modifier::of(&opener) {
        (Modifier::Regex | Modifier::RegexIgnoringCase, pattern) => Some(pattern),
        _ => None,
    }
}

fn takes_any_host(case: &Case<'_, '_>, server: &Server) -> bool {
    let is_default = |port: u16| case.model.default_server(port).is_some_and(|default| default.scope == server.scope);
    !server.is_named() || server.listens.iter().filter_map(|listen| listen.port).any(is_default)
}

/// Whether an `if` around it looks at the host.
fn is_guarded(case: &Case<'_, '_>, statement: &Statement<'_>) -> bool {
    let mut scope = Some(statement.scope);
    while let Some(at) = scope {
        let condition = case.tree.opener(at).filter(|opener| opener.is(name!("if")));
        if condition.is_some_and(|condition| condition.joined().contains("$host")) {
            return true;
        }
        scope = case.tree.parent(at);
    }
    false
}

fn is_url(text: &str) -> bool {
    ["http://", "https://", "$scheme"].iter().any(|start| text.starts_with(start))
}

/// Parts of a pattern that match a line break; `.` does not.
const WITH_LINE_BREAKS: &[&str] = &["[^", "\\s", "\\W", "\\D", "(?s"];

rule_table! {
    /// What this file judges, by id.
    pub(in crate::nginx::policy) RULES

    HEADER_INJECTION: Warning "nginx/header-injection" { directive, variable }
        source "nginx documentation; checked on nginx 1.22.1"
        example "return 301 https://example.com$uri;"
        what "a decoded path is in a header" / "响应头中使用了已解码的路径"
        why "`%0d%0a` in the request becomes a line end: clients write headers of the answer"
          / "请求中的 `%0d%0a` 会变成换行：客户端可写入响应头"
        fix "use `$request_uri`, which is not decoded" / "请使用未解码的 `$request_uri`"
        help "write $request_uri instead of {variable}" / "请用 $request_uri 代替 {variable}"
        message "`{directive}` puts {variable} into a header" / "`{directive}` 将 {variable} 放入响应头"

    HOST_REDIRECT: Warning "nginx/host-redirect" { target }
        source "nginx documentation; checked on nginx 1.22.1"
        example "# production\nserver { listen 80; return 301 https://$host$request_uri; }"
        what "a redirect takes its host from the request" / "重定向的主机取自请求"
        why "a forged `Host` sends visitors, and caches between, to another site"
          / "伪造的 `Host` 会把访客和中间缓存引到其他网站"
        fix "name the server, or write the domain" / "请为 server 命名，或写明域名"
        help "write the domain instead of the variable, or give the server a `server_name` and a default server that closes"
           / "请用域名代替变量，或为 server 设置 `server_name`，并用默认 server 关闭其他主机"
        message "the redirect to {target} goes to whatever host the request names"
              / "到 {target} 的重定向会去往请求所指的任何主机"

    OPEN_REDIRECT: Warning "nginx/open-redirect" { directive, target, variable }
        source "CWE-601; checked on nginx 1.22.1"
        example "return 302 $arg_url;"
        what "a redirect goes wherever a link says" / "重定向的去向由链接决定"
        why "a link that starts with your domain ends on the page of somebody else, who asks for passwords"
          / "以您的域名开头的链接会打开他人的页面，用来骗取口令"
        fix "write the host; variables may stand in the path" / "请写明主机；变量只能用在路径中"
        help "write the domain in place of {variable}, or list the pages that may be gone to in a `map`"
           / "请用域名代替 {variable}，或用 `map` 列出允许的页面"
        message "`{directive}` redirects to {target}, whose host {variable} decides"
              / "`{directive}` 重定向到 {target}，其主机由 {variable} 决定"
}
