//! Rules that keep nginx from being a way into networks.

use super::{Case, Found, is_pass};
use crate::diagnostic::Sentence;
use crate::nginx::context::Context;
use crate::nginx::directives::Effect;
use crate::nginx::policy::Contract;
use crate::nginx::policy::address::{Endpoint, Host, Reach};
use crate::nginx::tree::Statement;
use crate::{finding, rule_table};

pub(super) fn judge(case: &Case<'_, '_>, found: &mut Found<'_, '_>) {
    for statement in case.tree.statements() {
        let name = statement.name();
        let context = case.tree.context(statement.scope);
        match statement.name() {
            "stream" | "mail" if context == Context::Main => {
                found.add(&statement, finding!(OTHER_PROTOCOL { block: name }));
            }
            "server" if matches!(context, Context::Upstream | Context::StreamUpstream) => {
                let target = statement.argument(0);
                judge_target(case, &statement, &target, &Endpoint::of_authority(&target), found);
            }
            "resolver" => resolver(case, &statement, found),
            "access_log" | "error_log" => log_server(case, &statement, name, found),
            _ if statement.effect() == Some(Effect::Asks) => {
                let target = statement.argument(0);
                judge_target(case, &statement, &target, &Endpoint::of_pass(&target), found);
            }
            _ if is_pass(&statement) => pass(case, &statement, found),
            _ => {}
        }
    }
}

/// A `*_pass`: an upstream, an address, or what variables make of it.
fn pass(case: &Case<'_, '_>, statement: &Statement<'_>, found: &mut Found<'_, '_>) {
    let target = statement.argument(0);
    let Some(targets) = case.variables.targets(case.tree, statement) else {
        // What variables of `stream` hold is not looked up; the block as a whole is refused.
        if case.tree.around(statement.scope, Context::StreamServer).is_none() {
            let finding = finding!(VARIABLE_UPSTREAM { directive: statement.name(), target });
            found.add(statement, finding);
        }
        return;
    };
    for target in targets {
        judge_target(case, statement, &target, &Endpoint::of_pass(&target), found);
    }
}

fn judge_target(
    case: &Case<'_, '_>,
    statement: &Statement<'_>,
    target: &str,
    endpoint: &Endpoint,
    found: &mut Found<'_, '_>,
) {
    let directive = statement.name();
    match &endpoint.host {
        Host::Unix(_) => found.add(statement, finding!(UNIX_SOCKET { directive, target })),
        Host::Variable(_) => found.add(statement, finding!(VARIABLE_UPSTREAM { directive, target })),
        host if is_allowed(case.contract, host) => {}
        // The servers of an upstream are judged where they stand.
        Host::Name(name) if is_pass(statement) && case.upstreams.contains_key(name) => {}
        host => found.add(statement, finding!(FOREIGN_UPSTREAM { directive, target, what: what(host) })),
    }
}

fn resolver(case: &Case<'_, '_>, statement: &Statement<'_>, found: &mut Found<'_, '_>) {
    for address in statement.arguments() {
        if ["valid=", "ipv4=", "ipv6=", "status_zone="].iter().any(|parameter| address.starts_with(parameter)) {
            continue;
        }
        if !is_allowed(case.contract, &Endpoint::of_authority(&address).host) {
            found.add(statement, finding!(FOREIGN_RESOLVER { address }));
        }
    }
}

fn log_server(case: &Case<'_, '_>, statement: &Statement<'_>, directive: &str, found: &mut Found<'_, '_>) {
    let argument = statement.argument(0);
    let Some(parameters) = argument.strip_prefix("syslog:") else { return };
    let Some(server) = parameters.split(',').find_map(|parameter| parameter.strip_prefix("server=")) else { return };
    if !is_allowed(case.contract, &Endpoint::of_authority(server).host) {
        found.add(statement, finding!(FOREIGN_LOG_SERVER { directive, target: server.to_owned() }));
    }
}

fn is_allowed(contract: &Contract, host: &Host) -> bool {
    let listed = match host {
        Host::Address(address) => contract.hosts.contains(&address.to_string()),
        Host::Name(name) => contract.hosts.contains(name),
        Host::Unix(_) | Host::Variable(_) | Host::Invalid(_) => false,
    };
    listed || host.reach() == Reach::Loopback
}

fn what(host: &Host) -> Sentence {
    match (host, host.reach()) {
        (Host::Address(_), Reach::Loopback) => Sentence::plain("this host", "本机"),
        (Host::Address(_), Reach::Metadata) => Sentence::plain("the metadata service", "元数据服务"),
        (Host::Address(_), Reach::Private) => Sentence::plain("an inner network", "内网"),
        (Host::Address(_), Reach::Public) => Sentence::plain("another host", "其他主机"),
        (Host::Name(_), _) => Sentence::plain("whatever DNS answers", "由 DNS 决定的主机"),
        (Host::Invalid(_), _) => Sentence::plain("no plain host name", "不是普通的主机名"),
        (Host::Unix(_) | Host::Variable(_), _) => Sentence::plain("not known", "未知"),
    }
}

rule_table! {
    /// What this file judges, by id.
    pub(in crate::nginx::policy) RULES

    FOREIGN_LOG_SERVER: Error "nginx/foreign-log-server" { directive, target }
        source "nginx documentation; checked on nginx 1.22.1"
        example "access_log syslog:server=203.0.113.7;"
        what "logs are sent to another host" / "日志被发送到其他主机"
        why "they hold addresses, tokens and paths of users" / "日志含有用户的地址、令牌和路径"
        fix "write logs to /home/admin/logs" / "请将日志写到 /home/admin/logs"
        help "write to a file below /home/admin/logs" / "请写到 /home/admin/logs 下的文件"
        message "`{directive}` sends logs to {target}" / "`{directive}` 将日志发送到 {target}"

    FOREIGN_RESOLVER: Error "nginx/foreign-resolver" { address }
        source "nginx documentation; checked on nginx 1.22.1"
        example "resolver 8.8.8.8;"
        what "names are resolved by a foreign server" / "域名由外部服务器解析"
        why "it decides where requests go, and may answer with addresses of the inner network"
          / "它可决定请求去向，并可返回内网地址"
        fix "delete `resolver`; fixed targets need none" / "请删除 `resolver`；固定目标不需要它"
        help "delete the line" / "请删除该行"
        message "`resolver {address}` is not on this host" / "`resolver {address}` 不在本机"

    FOREIGN_UPSTREAM: Error "nginx/foreign-upstream" { directive, target, what }
        source "nginx documentation; checked on nginx 1.22.1"
        example "proxy_pass http://100.100.100.200;"
        what "requests are passed to a host other than this one" / "请求被转发到其他主机"
        why "clients reach through nginx what only the host may reach: the metadata service with its credentials, databases, other tenants"
          / "客户端可借 nginx 访问只有主机能访问的服务：元数据服务及其凭证、数据库、其他租户"
        fix "pass to 127.0.0.1, or have the host allowed" / "请转发到 127.0.0.1，或申请放行该主机"
        help "write 127.0.0.1 and the port of the app" / "请写 127.0.0.1 和应用的端口"
        message "`{directive}` leads to {target}, which is {what}; expected 127.0.0.1"
              / "`{directive}` 指向 {target}（{what}），应为 127.0.0.1"

    OTHER_PROTOCOL: Error "nginx/other-protocol" { block }
        source "nginx documentation; checked on nginx 1.22.1"
        example "stream { server { listen 3306; proxy_pass 10.0.0.1:3306; } }"
        what "traffic other than HTTP is passed on" / "转发 HTTP 以外的流量"
        why "the host becomes a relay for connections that nobody checks" / "主机会成为无人检查的连接中继"
        fix "delete the block" / "请删除该块"
        help "delete the block `{block}`" / "请删除 `{block}` 块"
        message "the block `{block}` passes on traffic other than HTTP" / "`{block}` 块会转发 HTTP 以外的流量"

    UNIX_SOCKET: Error "nginx/unix-socket" { directive, target }
        source "nginx documentation; checked on nginx 1.22.1"
        example "proxy_pass http://unix:/var/run/docker.sock;"
        what "requests are passed to a socket in the file system" / "请求被转发到文件系统中的套接字"
        why "sockets of the host control it: containers, databases, the init system"
          / "主机的套接字可控制主机：容器、数据库、初始化系统"
        fix "pass to 127.0.0.1 and the port of the app" / "请转发到 127.0.0.1 和应用的端口"
        help "write 127.0.0.1 and the port of the app" / "请写 127.0.0.1 和应用的端口"
        message "`{directive}` leads to the socket {target}, expected 127.0.0.1 and a port"
              / "`{directive}` 指向套接字 {target}，应为 127.0.0.1 和端口"

    VARIABLE_UPSTREAM: Error "nginx/variable-upstream" { directive, target }
        source "nginx documentation; checked on nginx 1.22.1"
        example "proxy_pass http://$http_x_backend;"
        what "a request decides to which host it is passed" / "请求可决定被转发到哪个主机"
        why "clients reach through nginx whatever the host can reach" / "客户端可借 nginx 访问主机能访问的一切"
        fix "write the host; variables may stand in the path" / "请写明主机；变量只能用在路径中"
        help "write 127.0.0.1 and the port of the app; keep variables to the path"
           / "请写 127.0.0.1 和应用的端口；变量只用在路径中"
        message "the request decides where `{directive} {target}` leads" / "`{directive} {target}` 的去向由请求决定"
}
