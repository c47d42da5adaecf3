//! The rules of the policy, by what they guard.

mod characters;
mod contract;
mod forgery;
mod host;
mod leak;
mod php;
mod redirects;
mod requests;
mod settings;
mod tls;

use std::collections::{BTreeMap, BTreeSet};

use super::address::{Endpoint, Host};
use super::variables::Variables;
use super::{Contract, Origin};
use crate::app::Framework;
use crate::diagnostic::{Finding, Findings, Phrase, Rule, Severity, Value, joined, length};
use crate::nginx::context::Context;
use crate::nginx::directives::{Effect, name};
use crate::nginx::files::Sources;
use crate::nginx::route::{Course, Disk, Found as Located, Model, Outcome, Request, Server};
use crate::nginx::target::Target;
use crate::nginx::tree::{Statement, Tree};
use crate::phrase;

/// How much is judged.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Extent {
    Everything,
    /// What would be done to the host, its files and the inner network.
    Safety,
}

/// Judges `tree`, whose places are in `sources`.
pub(super) fn run<'s>(
    contract: &Contract,
    extent: Extent,
    tree: &Tree<'_>,
    sources: &'s Sources<'s>,
    findings: &'s mut Findings<'_>,
) {
    let model = Model::of(tree, contract.nginx_version);
    let case = Case {
        contract,
        tree,
        model: &model,
        variables: &Variables::of(tree, &model, Target::of(contract.nginx_version)),
        upstreams: tree.upstreams(),
        locations: locations(tree),
        names: names(&model),
    };
    let mut found = Found { origin: contract.origin, sources, findings };
    host::judge(&case, &mut found);
    leak::judge(&case, &mut found);
    forgery::judge(&case, &mut found);
    if extent == Extent::Safety {
        return;
    }
    contract::judge(&case, &mut found);
    php::judge(&case, &mut found);
    characters::judge(&case, &mut found);
    tls::judge(&case, &mut found);
    requests::judge(&case, &mut found);
    settings::judge(&case, &mut found);
}

/// What is judged.
struct Case<'c, 'a> {
    contract: &'c Contract,
    tree: &'c Tree<'a>,
    model: &'c Model<'c, 'a>,
    variables: &'c Variables,
    /// Blocks of upstreams by name, in lower case.
    upstreams: BTreeMap<String, usize>,
    /// Blocks of locations by the block of their server.
    locations: BTreeMap<usize, Vec<usize>>,
    /// Plain names of all servers, in lower case.
    names: BTreeSet<String>,
}

impl<'a> Case<'_, 'a> {
    /// The locations of a server, nested ones too.
    fn locations_of(&self, server: &Server) -> &[usize] {
        self.locations.get(&server.scope).map_or(&[], Vec::as_slice)
    }

    /// A host with the scripts of the app and none of its other pages.
    fn disk(&self) -> impl Disk + use<> {
        let php = self.contract.framework() == Framework::Php;
        move |path: &str| match path.rsplit('/').next().and_then(|name| name.rsplit_once('.')) {
            _ if !php => None,
            Some((_, "php")) => Some(Located::File),
            Some((_, "html" | "htm")) => Some(Located::Nothing),
            Some(_) => None,
            None => Some(Located::Directory),
        }
    }

    /// A request for `path` that `server` gets: as of a browser that came over TLS where the site has it.
    fn request(&self, server: &Server, path: &str) -> Request {
        let port = self.contract.serving_port();
        let port =
            if server.listens_on(port) { Some(port) } else { server.listens.first().and_then(|listen| listen.port) };
        let port = port.unwrap_or(80);
        let host = server.plain_name().unwrap_or(STAND_IN);
        let outside = Request::outside(true, host, path);
        if self.contract.is_balanced() {
            return Request { port, ..outside.through_balancer() };
        }
        Request { port, tls: server.listens.iter().any(|listen| listen.port == Some(port) && listen.tls), ..outside }
    }

    /// Each way that a request for `path` may take in `server`.
    fn courses(&self, server: &Server, path: &str, disk: &dyn Disk) -> Vec<Course<'a>> {
        self.model.ways(&self.request(server, path), Some(server.scope), disk)
    }

    /// Where a `*_pass` or a `server` of an upstream may lead: hosts and ports, through upstreams and variables.
    fn endpoints(&self, pass: &Statement<'a>) -> Vec<Endpoint> {
        let mut endpoints = Vec::new();
        for target in self.variables.targets(self.tree, pass).unwrap_or_default() {
            let mut endpoint = Endpoint::of_pass(&target);
            if let Host::Name(name) = &endpoint.host
                && let Some(upstream) = self.upstreams.get(name)
            {
                let servers = self.tree.own(*upstream, name!("server"));
                endpoints.extend(servers.map(|server| Endpoint::of_authority(&server.argument(0))));
                continue;
            }
            if endpoint.port.is_none() {
                endpoint.port = if target.starts_with("https") { Some(443) } else { Some(80) };
            }
            endpoints.push(endpoint);
        }
        endpoints
    }
}

fn names(model: &Model<'_, '_>) -> BTreeSet<String> {
    let names = model.servers().iter().flat_map(|server| &server.names);
    names.filter(|name| !name.starts_with('~')).map(|name| name.to_ascii_lowercase()).collect()
}

/// Whether the source of a script is sent.
fn is_source(outcome: &Outcome) -> bool {
    let Outcome::File { path, .. } = outcome else { return false };
    path.known().is_some_and(|path| path.ends_with(b".php"))
}

fn locations(tree: &Tree<'_>) -> BTreeMap<usize, Vec<usize>> {
    let mut locations: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for scope in tree.scopes(Context::Location) {
        if let Some(server) = tree.around(scope, Context::Server) {
            locations.entry(server).or_default().push(scope);
        }
    }
    locations
}

/// What was found, at its place and with the severity for its origin.
struct Found<'f, 'l> {
    origin: Origin,
    sources: &'f Sources<'f>,
    findings: &'f mut Findings<'l>,
}

impl Found<'_, '_> {
    /// A finding at a directive.
    fn add(&mut self, statement: &Statement<'_>, finding: Finding) {
        self.add_as(finding.rule().severity, statement, finding);
    }

    /// A finding at a directive, with another weight than its rule's.
    fn add_as(&mut self, severity: Severity, statement: &Statement<'_>, finding: Finding) {
        let location = self.sources.at(statement.file, Some(statement.span()));
        self.findings.add_as(self.weight(severity), location, finding);
    }

    /// Advice on what the guide's configurations leave open. In what the platform generated it is a choice, not a flaw.
    fn advise(&mut self, statement: &Statement<'_>, finding: Finding) {
        let severity = match self.origin {
            Origin::Platform => Severity::Info,
            Origin::User => finding.rule().severity,
        };
        self.add_as(severity, statement, finding);
    }

    /// A finding about the file as a whole.
    fn add_to_file(&mut self, finding: Finding) {
        self.findings.add_as(self.weight(finding.rule().severity), self.sources.at(0, None), finding);
    }

    fn weight(&self, severity: Severity) -> Severity {
        match self.origin {
            Origin::Platform => severity.min(Severity::Warning),
            Origin::User => severity,
        }
    }
}

/// The host of a request to a server that names none.
pub(super) const STAND_IN: &str = "www.example.com";

/// Words that are the same in every language, as a list.
fn listed(words: impl IntoIterator<Item = impl Into<Value>>) -> Phrase {
    let words: Value = words.into_iter().collect();
    phrase!("{words}" / "{words}", words)
}

/// Whether it hands requests on.
fn is_pass(statement: &Statement<'_>) -> bool {
    statement.effect() == Some(Effect::Passes)
}

/// A path without `.`, `..` and doubled slashes; a relative one is below `directory`.
fn absolute(path: &str, directory: &str) -> String {
    let whole = if path.starts_with('/') { path.to_owned() } else { format!("{directory}/{path}") };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

/// Whether `path`, which is absolute, is `directory` or below it.
fn is_below(path: &str, directory: &str) -> bool {
    path.strip_prefix(directory).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What the platform does not allow, or advises against, by id.
pub const RULES: &[&Rule] = &joined::<{ length(TABLES) }>(TABLES);

const TABLES: &[&[&Rule]] = &[
    characters::RULES,
    contract::RULES,
    forgery::RULES,
    host::RULES,
    leak::RULES,
    php::RULES,
    redirects::RULES,
    requests::RULES,
    settings::RULES,
    tls::RULES,
];
