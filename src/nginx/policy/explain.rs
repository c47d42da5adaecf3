//! What happens to a request, in the words of the file.

use std::collections::BTreeSet;

use serde::Serialize;

use super::judge::STAND_IN;
use crate::app::{DomainName, Policy};
use crate::diagnostic::Location;
use crate::nginx::config::Config;
use crate::nginx::directives::name;
use crate::nginx::files::{Files, Sources};
use crate::nginx::includes::NoIncludes;
use crate::nginx::route::Step;
use crate::nginx::route::{Course, Model, Outcome, Request, UnknownDisk};
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
    let model = Model::of(&tree, Policy::default().nginx_version);
    let entry = Location::input();
    let sources = Sources::new(&files, &entry);
    let listens = model.servers().iter().flat_map(|server| &server.listens);
    let ports: BTreeSet<u16> = listens.filter_map(|listen| listen.port).collect();
    let mut explanations = Vec::new();
    for port in ports {
        let default = model.default_server(port).map(|server| server.scope);
        let chosen = domain.and_then(|domain| model.server_for(port, domain.as_str()));
        for server in model.servers().iter().filter(|server| server.listens_on(port)) {
            if domain.is_some() && chosen != Some(server.scope) || model.is_shadowed(server, port) {
                continue;
            }
            let tls = server.listens.iter().any(|listen| listen.port == Some(port) && listen.tls);
            let host = domain.map_or_else(|| server.plain_name().unwrap_or(STAND_IN), DomainName::as_str);
            let request = Request { port, ..Request::outside(tls, host, "/") };
            let courses = model.ways(&request, Some(server.scope), &UnknownDisk);
            let passes = |course: &&Course<'_>| matches!(course.outcome, Outcome::Passed(_));
            let Some(course) = courses.iter().find(passes).or(courses.first()) else { continue };
            explanations.push(Explanation {
                port,
                names: server.names.clone(),
                default: default == Some(server.scope),
                answer: answer(course),
                conditional: courses.iter().any(|course| course.conditional),
                steps: steps(course, &sources),
            });
        }
    }
    explanations
}

fn steps(course: &Course<'_>, sources: &Sources<'_>) -> Vec<Step> {
    let step = |statement: &Statement<'_>| Step {
        line: sources.at(statement.file, Some(statement.span())).line().unwrap_or(1),
        directive: format!("{} {}", statement.name(), statement.joined()).trim_end().to_owned(),
    };
    course.steps.iter().map(step).collect()
}

fn answer(course: &Course<'_>) -> Answer {
    let last = course.last;
    match &course.outcome {
        Outcome::Passed(passed) => {
            let target = last.map(|pass| pass.argument(0).into_owned()).unwrap_or_default();
            Answer::Program { target, servers: passed.servers.clone() }
        }
        Outcome::Redirect { location, .. } => Answer::Redirect(location.to_string()),
        Outcome::Status { code: 500, .. } if course.exhausted => Answer::Endless,
        Outcome::Status { code: 403 | 404, .. }
            if last.is_some_and(|last| last.is(name!("deny")) || last.is(name!("internal"))) =>
        {
            Answer::Denied
        }
        Outcome::Status { code, .. } => Answer::Status(code.to_string()),
        Outcome::Closed => Answer::Status("444".to_owned()),
        Outcome::Handler { directive } => Answer::Module(directive.clone()),
        Outcome::File { path, .. } | Outcome::Listing { path } => {
            let path = path.to_string();
            Answer::Files(path.rsplit_once('/').map_or("/", |(directory, _)| directory).to_owned())
        }
        Outcome::Unknown { .. } => {
            Answer::Module(last.or(course.steps.last().copied()).map(|last| last.name().to_owned()).unwrap_or_default())
        }
    }
}
