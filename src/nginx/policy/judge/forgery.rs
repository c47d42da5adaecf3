//! Rules that keep nginx from being a way into networks.

use super::{Case, Found};
use crate::nginx::context::Context;
use crate::nginx::policy::Contract;
use crate::nginx::policy::address::{Endpoint, Host, Reach};
use crate::nginx::policy::rules::{
    ForeignLogServer, ForeignResolver, ForeignUpstream, OtherProtocol, UnixSocket, VariableUpstream,
};
use crate::nginx::policy::view::Statement;

pub(super) fn judge(case: &Case<'_, '_>, found: &mut Found<'_, '_>) {
    for statement in case.view.statements() {
        let name = statement.name();
        let context = case.view.context(statement.scope);
        match name.as_str() {
            "stream" | "mail" if context == Context::Main => found.add(&statement, OtherProtocol { block: name }),
            "server" if matches!(context, Context::Upstream | Context::StreamUpstream) => {
                let target = statement.argument(0);
                judge_target(case, &statement, &name, &target, &Endpoint::of_authority(&target), found);
            }
            "resolver" => resolver(case, &statement, found),
            "access_log" | "error_log" => log_server(case, &statement, name, found),
            "ssl_stapling_responder" | "ssl_ocsp_responder" | "auth_http" => {
                let target = statement.argument(0);
                judge_target(case, &statement, &name, &target, &Endpoint::of_pass(&target), found);
            }
            "js_fetch_proxy" | "otlp_exporter" => {}
            _ if name.ends_with("_pass") => pass(case, &statement, &name, found),
            _ => {}
        }
    }
}

/// A `*_pass`: an upstream, an address, or what variables make of it.
fn pass(case: &Case<'_, '_>, statement: &Statement<'_>, name: &str, found: &mut Found<'_, '_>) {
    let target = statement.argument(0);
    let Some(targets) = case.variables.targets(case.view, statement) else {
        // What variables of `stream` hold is not looked up; the block as a whole is refused.
        if case.view.around(statement.scope, Context::StreamServer).is_none() {
            found.add(statement, VariableUpstream { directive: name.to_owned(), target });
        }
        return;
    };
    for target in targets {
        judge_target(case, statement, name, &target, &Endpoint::of_pass(&target), found);
    }
}

fn judge_target(
    case: &Case<'_, '_>,
    statement: &Statement<'_>,
    name: &str,
    target: &str,
    endpoint: &Endpoint,
    found: &mut Found<'_, '_>,
) {
    let directive = name.to_owned();
    let target = target.to_owned();
    match &endpoint.host {
        Host::Unix(_) => found.add(statement, UnixSocket { directive, target }),
        Host::Variable(_) => found.add(statement, VariableUpstream { directive, target }),
        host if is_allowed(case.contract, host) => {}
        // The servers of an upstream are judged where they stand.
        Host::Name(name) if statement.name().ends_with("_pass") && case.upstreams.contains_key(name) => {}
        host => found.add(statement, ForeignUpstream { directive, target, what: what(host) }),
    }
}

fn resolver(case: &Case<'_, '_>, statement: &Statement<'_>, found: &mut Found<'_, '_>) {
    for address in statement.arguments() {
        if ["valid=", "ipv4=", "ipv6=", "status_zone="].iter().any(|parameter| address.starts_with(parameter)) {
            continue;
        }
        if !is_allowed(case.contract, &Endpoint::of_authority(&address).host) {
            found.add(statement, ForeignResolver { address });
        }
    }
}

fn log_server(case: &Case<'_, '_>, statement: &Statement<'_>, directive: String, found: &mut Found<'_, '_>) {
    let argument = statement.argument(0);
    let Some(parameters) = argument.strip_prefix("syslog:") else { return };
    let Some(server) = parameters.split(',').find_map(|parameter| parameter.strip_prefix("server=")) else { return };
    if !is_allowed(case.contract, &Endpoint::of_authority(server).host) {
        found.add(statement, ForeignLogServer { directive, target: server.to_owned() });
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

const fn what_reach(reach: Reach) -> &'static str {
    match reach {
        Reach::Loopback => "this host",
        Reach::Metadata => "the metadata service",
        Reach::Private => "an inner network",
        Reach::Public => "another host",
    }
}

fn what(host: &Host) -> &'static str {
    match host {
        Host::Address(_) => what_reach(host.reach()),
        Host::Name(_) => "whatever DNS answers",
        Host::Invalid(_) => "no plain host name",
        Host::Unix(_) | Host::Variable(_) => "not known",
    }
}
