//! The port on which an app listens, read from its files.

use std::fmt;

use serde::Serialize;

use super::super::context::Context;
use super::super::forwarding::forwards_to;
use super::app::App;
use super::egg::{Egg, configured_port};
use super::javascript::{self, Kind, Token};
use super::rules::PORT_MISMATCH;
use super::steps::{Action, Program, Runner, Step, Target};
use super::tree::{Found, join, locate_module};
use crate::app::Framework;
use crate::diagnostic::{Findings, Location, Severity, Source};
use crate::finding;

/// A port, and what gives it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ListenPort {
    /// 7001
    pub port: u16,
    /// What gives it.
    pub origin: PortOrigin,
}

/// What gives a port.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PortOrigin {
    /// A call of `listen` in the file that is started.
    Code {
        /// The file.
        entry: String,
        /// Whether the environment's `PORT` goes before it.
        environment_first: bool,
    },
    /// Egg's settings.
    Config {
        /// The file.
        entry: String,
    },
    /// What the framework takes when nothing is said.
    Default {
        /// The framework's command.
        command: String,
    },
    /// `PORT` as a script sets it.
    Environment {
        /// The script.
        script: String,
    },
    /// An option of the command.
    Option {
        /// The script.
        script: String,
    },
    /// `eggScriptsConfig.port` of `package.json`.
    PackageJson,
}

impl fmt::Display for PortOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code { entry, .. } | Self::Config { entry } => f.write_str(entry),
            Self::Default { command } => f.write_str(command),
            Self::Environment { script } => write!(f, "PORT (scripts.{script})"),
            Self::Option { script } => write!(f, "scripts.{script}"),
            Self::PackageJson => f.write_str("eggScriptsConfig.port"),
        }
    }
}

/// The port of the app that `start` starts, judged.
pub(super) fn judge(
    app: &App<'_>,
    context: &Context<'_>,
    start: &[Step],
    findings: &mut Findings<'_>,
) -> Option<ListenPort> {
    let (port, place, is_sure) = port(app, start)?;
    let expected = Framework::NodeJs.runtime().port;
    if port.port != expected {
        let is_proxied = is_proxied(app, context, port.port);
        let severity = if is_sure && !is_proxied { Severity::Error } else { Severity::Warning };
        let help = match &port.origin {
            PortOrigin::Code { environment_first: true, .. } | PortOrigin::Environment { .. } => {
                format!("PORT={expected}")
            }
            PortOrigin::Code { .. } => format!("listen({expected})"),
            PortOrigin::Config { .. } => format!("cluster: {{ listen: {{ port: {expected} }} }}"),
            PortOrigin::Default { command } if command == "next" => format!("next start -p {expected}"),
            PortOrigin::Default { .. } | PortOrigin::Option { .. } => format!("--port={expected}"),
            PortOrigin::PackageJson => format!("\"eggScriptsConfig\": {{\"port\": {expected}}}"),
        };
        let origin = port.origin.to_string();
        findings.add_as(
            severity,
            place,
            finding!(PORT_MISMATCH { port: port.port, origin, expected, replacement: help }),
        );
    }
    Some(port)
}

/// The port, its place, and whether nothing on the host can make it another one.
fn port(app: &App<'_>, start: &[Step]) -> Option<(ListenPort, Location, bool)> {
    if let Some(egg) = Egg::runs(start).into_iter().find(|egg| egg.is_start) {
        return egg_port(app, &egg);
    }
    // Of several apps of one process manager any may be the one that nginx asks.
    let is_supervised =
        |step: &&Step| matches!(&step.action, Action::File(target) if target.runner == Runner::Supervisor);
    if start.iter().filter(is_supervised).count() > 1 {
        return None;
    }
    // What comes last stays in the foreground, and is the app.
    for step in start.iter().rev() {
        let place = app.at_step(step);
        let from_environment = environment_port(step);
        match &step.action {
            Action::Program(Program { name, arguments, .. }) => {
                let Some((_, options, default)) = SERVERS.iter().find(|(server, _, _)| server == name) else {
                    continue;
                };
                let words: Vec<&str> = arguments.iter().flatten().map(String::as_str).collect();
                // `next build && next start`: only the second listens.
                let serves = name != "hexo" || words.iter().any(|word| matches!(*word, "server" | "s"));
                if !serves
                    || !arguments.iter().all(Option::is_some)
                    || words.contains(&"build")
                    || words.contains(&"export")
                {
                    continue;
                }
                if let Some(text) = super::egg::option(&words, options) {
                    let port = text.parse().ok()?;
                    let origin = PortOrigin::Option { script: step.name() };
                    return Some((ListenPort { port, origin }, place, true));
                }
                // These servers read `PORT` when no option says otherwise.
                if let Some(found) = from_environment {
                    return found.port().map(|port| (port, place, true));
                }
                let origin = PortOrigin::Default { command: name.clone() };
                return Some((ListenPort { port: *default, origin }, place, false));
            }
            Action::File(Target {
                path,
                runner: Runner::Node | Runner::NodeTool | Runner::Supervisor | Runner::Kernel,
                ..
            }) => {
                let in_code = code_port(app, step, path);
                return match (from_environment, in_code) {
                    // What the code does not take from the environment, the script cannot give.
                    (Some(_), Some((port, place, true))) => Some((port, place, true)),
                    (Some(found), Some(_)) => found.port().map(|port| (port, place, true)),
                    (Some(found), None) => found.port().map(|port| (port, place, false)),
                    (None, in_code) => in_code,
                };
            }
            _ => {}
        }
    }
    None
}

fn egg_port(app: &App<'_>, egg: &Egg<'_>) -> Option<(ListenPort, Location, bool)> {
    let place = app.at_step(egg.step);
    let script = egg.step.name();
    // egg-scripts: `argv.port`, then `PORT`, then `eggScriptsConfig` of package.json, and Egg's own settings last.
    if let Some(text) = egg.option(&["--port", "-p"]) {
        return Some((ListenPort { port: text.parse().ok()?, origin: PortOrigin::Option { script } }, place, true));
    }
    if !egg.is_known() {
        return None;
    }
    if let Some(found) = environment_port(egg.step) {
        return found.port().map(|port| (port, place, true));
    }
    let in_package = app.package.value(&["eggScriptsConfig", "port"]);
    let in_package = in_package.and_then(|value| value.as_u64().or_else(|| value.as_str()?.parse().ok()));
    if let Some(port) = in_package {
        let origin = PortOrigin::PackageJson;
        return Some((ListenPort { port: u16::try_from(port).ok()?, origin }, app.at_key("eggScriptsConfig"), true));
    }
    let environment = egg.option(&["--env"]);
    let variable = || egg.step.environment.get("EGG_SERVER_ENV").cloned().flatten();
    // `start` sets NODE_ENV to production, from which Egg's loader makes `prod` (`getServerEnv`).
    let environment = environment.or_else(variable).unwrap_or_else(|| "prod".to_owned());
    if let Some((entry, value)) = configured_port(app, &environment) {
        let content = app.files.content(&entry)?;
        let place = Source::new(Location::entry(entry.clone()), content).at(value.span);
        let port = u16::try_from(value.number).ok()?;
        return Some((ListenPort { port, origin: PortOrigin::Config { entry } }, place, !value.environment_first));
    }
    let origin = PortOrigin::Default { command: "egg-scripts".to_owned() };
    Some((ListenPort { port: EGG_PORT, origin }, place, true))
}

/// `PORT` as the script sets it for a step.
fn environment_port(step: &Step) -> Option<Given> {
    let value = step.environment.get("PORT")?;
    let port = value.as_ref().and_then(|value| value.parse().ok());
    let origin = || PortOrigin::Environment { script: step.name() };
    Some(port.map_or(Given::Unknown, |port| Given::Known(ListenPort { port, origin: origin() })))
}

/// A value that a script sets.
enum Given {
    Known(ListenPort),
    Unknown,
}

impl Given {
    fn port(self) -> Option<ListenPort> {
        match self {
            Self::Known(port) => Some(port),
            Self::Unknown => None,
        }
    }
}

/// The port of the only call of `listen` in the file that is started.
fn code_port(app: &App<'_>, step: &Step, path: &str) -> Option<(ListenPort, Location, bool)> {
    let path = join(step.directory.as_deref()?, path)?;
    let Found::File(entry) = locate_module(app.files, &path, |manifest| app.main_of(manifest)) else { return None };
    let content = app.files.whole(&entry).filter(|content| content.len() < CODE_BYTES)?;
    let text = std::str::from_utf8(content).ok()?;
    let tokens = javascript::tokens(text);
    let mut calls = tokens.windows(3).enumerate().filter(|(_, window)| match window {
        [dot, name, bracket] => {
            dot.kind == Kind::Other('.') && name.kind == Kind::Name("listen") && bracket.kind == Kind::Other('(')
        }
        _ => false,
    });
    let (at, _) = calls.next()?;
    // A second call may be an admin port, or a branch for tests.
    if calls.next().is_some() {
        return None;
    }
    let value = listened(&tokens, at + 3)?;
    let port = u16::try_from(value.number).ok()?;
    let environment_first = value.environment_first;
    let place = Source::new(Location::entry(entry.clone()), content).at(value.span);
    Some((ListenPort { port, origin: PortOrigin::Code { entry, environment_first } }, place, !environment_first))
}

/// The port in the arguments of `listen`: a value, `{ port: … }`, or what `set('port', …)` gave `get('port')`.
fn listened(tokens: &[Token<'_>], start: usize) -> Option<javascript::Value> {
    let rest = tokens.get(start..)?;
    let kinds: Vec<&Kind<'_>> = rest.iter().take(LISTEN_TOKENS).map(|token| &token.kind).collect();
    if kinds.first() == Some(&&Kind::Other('{')) {
        let end = kinds.iter().position(|kind| **kind == Kind::Other('}')).unwrap_or(kinds.len());
        let is_port = |pair: &[&Kind<'_>]| matches!(pair, [Kind::Name("port") | Kind::Text("port"), Kind::Other(':')]);
        let at = kinds.get(..end)?.windows(2).position(is_port)?;
        return javascript::value(rest.get(at + 2..)?, tokens);
    }
    if let [_, Kind::Other('.'), Kind::Name("get"), Kind::Other('('), Kind::Text("port"), Kind::Other(')'), ..] =
        kinds.as_slice()
    {
        let mut sets = tokens.windows(5).enumerate().filter(|(_, window)| {
            matches!(window, [dot, set, open, port, comma]
                if dot.kind == Kind::Other('.') && set.kind == Kind::Name("set") && open.kind == Kind::Other('(')
                    && port.kind == Kind::Text("port") && comma.kind == Kind::Other(','))
        });
        let (at, _) = sets.next()?;
        return if sets.next().is_some() { None } else { javascript::value(tokens.get(at + 5..)?, tokens) };
    }
    javascript::value(rest, tokens)
}

/// Whether a file of the package that replaces nginx's configuration names the port.
fn is_proxied(app: &App<'_>, context: &Context<'_>, port: u16) -> bool {
    let runtime = Framework::NodeJs.runtime();
    let mut files = context.environments().filter_map(|kind| app.files.content(runtime.nginx_file(kind)));
    files.any(|text| forwards_to(text, port))
}

/// Commands that serve by themselves: their options for the port, and the port without them.
const SERVERS: &[(&str, &[&str], u16)] = &[
    ("hexo", &["-p", "--port"], 4000),
    ("http-server", &["-p", "--port"], 8080),
    ("json-server", &["-p", "--port"], 3000),
    ("next", &["-p", "--port"], 3000),
    ("nuxt", &["-p", "--port"], 3000),
    ("serve", &["-l", "--listen", "-p"], 3000),
    ("strapi", &["--port"], 1337),
    ("vite", &["--port"], 5173),
];

/// Tokens of an object that `listen` takes.
const LISTEN_TOKENS: usize = 64;

/// Port of an Egg app that says nothing else.
const EGG_PORT: u16 = 7001;

/// Bytes of a file that are read for a call of `listen`.
const CODE_BYTES: usize = 64 << 10;
