//! What happens to a request, in the words of the file.

use std::collections::BTreeMap;

use serde::Serialize;

use super::route::{End, Route, Router};
use super::server::Server;
use crate::app::DomainName;
use crate::diagnostic::Location;
use crate::nginx::config::Config;
use crate::nginx::directives::name;
use crate::nginx::files::{Files, Sources};
use crate::nginx::includes::NoIncludes;
use crate::nginx::tree::{Statement, Tree};

/// The way of a request for `/`.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Explanation {
    /// Port on which the request arrives.
    pub port: u16,
    /// Names of the server that takes it, as written.
    pub names: Vec<String>,
    /// Whether requests for other hosts come here too.
    pub default: bool,
    /// Directives that decide, in order, each with its line.
    pub steps: Vec<Step>,
    /// What answers.
    pub answer: Answer,
    /// An `if` on the way may send the request elsewhere.
    pub conditional: bool,
}

/// A directive on the way.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Step {
    /// Line of the file, from 1.
    pub line: u32,
    /// The directive without its block.
    pub directive: String,
}

/// What answers a request.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Answer {
    /// A program: the target as written, and where it leads.
    Program {
        /// Argument of the `*_pass`.
        target: String,
        /// Addresses of the upstream that the target names.
        servers: Vec<String>,
    },
    /// A redirect to this URL.
    Redirect(String),
    /// A fixed answer with this code; 444 closes the connection.
    Status(String),
    /// A file below this directory, or 404.
    Files(String),
    /// Nothing: access is denied.
    Denied,
    /// A module of nginx, named by its directive.
    Module(String),
    /// Nothing: the request goes in circles inside nginx.
    Endless,
}

/// Explains where a request for `/` goes: to each server that listens on a port, or only for `domain` when one is given.
///
/// # Examples
///
/// ```
/// use cloudapp::nginx::{Config, policy::{Answer, explain}};
///
/// let config = Config::parse("http { server { listen 80; location / { return 301 https://example.com; } } }");
/// let explained = explain(&config, None);
/// assert_eq!(explained[0].answer, Answer::Redirect("https://example.com".to_owned()));
/// ```
#[must_use]
pub fn explain(config: &Config, domain: Option<&DomainName>) -> Vec<Explanation> {
    let files = Files::load(config, &NoIncludes);
    let tree = Tree::of(&files);
    let router = Router::of(&tree);
    let upstreams = tree.upstreams();
    let entry = Location::input();
    let sources = Sources::new(&files, &entry);
    let mut ports: Vec<u16> =
        router.servers().iter().flat_map(|server| &server.listens).filter_map(|listen| listen.port).collect();
    ports.sort_unstable();
    ports.dedup();
    let mut explanations = Vec::new();
    for port in ports {
        let default = router.default_server(port).map(|server| server.scope);
        let chosen = domain.and_then(|domain| router.server_for(port, domain.as_str())).map(|server| server.scope);
        for server in router.servers().iter().filter(|server| server.listens_on(port)) {
            if domain.is_some() && chosen != Some(server.scope) {
                continue;
            }
            let route = router.route(server, "/");
            explanations.push(Explanation {
                port,
                names: server.names.clone(),
                default: default == Some(server.scope),
                answer: answer(&tree, &upstreams, &route, server),
                conditional: route.conditional,
                steps: steps(&route, &sources),
            });
        }
    }
    explanations
}

fn steps(route: &Route<'_>, sources: &Sources<'_>) -> Vec<Step> {
    let last = match &route.end {
        End::Pass(statement)
        | End::Redirect(statement, _)
        | End::Return(statement, _)
        | End::Denied(statement)
        | End::Handler(statement) => Some(*statement),
        End::Static | End::Endless => None,
    };
    let mut statements: Vec<Statement<'_>> = route.steps.iter().copied().chain(last).collect();
    statements.dedup_by_key(|statement| statement.index);
    let step = |statement: &Statement<'_>| Step {
        line: sources.at(statement.file, Some(statement.span())).line().unwrap_or(1),
        directive: format!("{} {}", statement.name(), statement.joined()).trim_end().to_owned(),
    };
    statements.iter().map(step).collect()
}

fn answer(tree: &Tree<'_>, upstreams: &BTreeMap<String, usize>, route: &Route<'_>, server: &Server) -> Answer {
    match &route.end {
        End::Pass(pass) => {
            let target = pass.argument(0).into_owned();
            let (_, rest) = target.split_once("://").unwrap_or(("", &target));
            let name = rest.split(['/', ':']).next().unwrap_or_default();
            let servers = upstreams.get(&name.to_ascii_lowercase());
            let servers = servers
                .map(|scope| tree.own(*scope, name!("server")).map(|server| server.argument(0).into_owned()).collect());
            Answer::Program { target, servers: servers.unwrap_or_default() }
        }
        End::Redirect(_, url) => Answer::Redirect(url.clone()),
        End::Return(_, code) => Answer::Status(code.clone()),
        End::Denied(_) => Answer::Denied,
        End::Handler(handler) => Answer::Module(handler.name().to_owned()),
        End::Endless => Answer::Endless,
        End::Static => {
            let scope = route.steps.iter().rev().find_map(|step| step.opens).unwrap_or(server.scope);
            let root = tree.setting(scope, name!("alias")).or_else(|| tree.setting(scope, name!("root")));
            Answer::Files(root.unwrap_or("html".into()).into_owned())
        }
    }
}
