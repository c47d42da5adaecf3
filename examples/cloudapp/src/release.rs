//! `cloudapp release`

use std::fs;
use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use cloudapp::app::EnvironmentKind;
use cloudapp::release::{App, Event, History, Transitions};
use serde_json::json;

use crate::output::{Failure, Output};
use crate::{Format, Verdict};

/// Shows what the release machine does, and what a log of its events makes.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Prints the machine's transitions, found by exploring it.
    Diagram {
        /// Form of the output.
        #[arg(long = "as", value_enum, default_value_t = Picture::Mermaid)]
        picture: Picture,
    },
    /// Replays a log of events, one JSON object a line, and prints the state that they make.
    Replay {
        /// The log.
        #[arg(value_name = "EVENTS.jsonl")]
        events: PathBuf,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Picture {
    Mermaid,
    Dot,
    Table,
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Result<Verdict, Failure> {
    output.no_sarif("release")?;
    match &arguments.command {
        Command::Diagram { picture } => {
            let transitions = Transitions::explore();
            output.text(match picture {
                Picture::Mermaid => transitions.mermaid(),
                Picture::Dot => transitions.dot(),
                Picture::Table => transitions.table(),
            })?;
            Ok(Verdict::Accepted)
        }
        Command::Replay { events } => {
            let text = fs::read_to_string(events).map_err(|error| Failure::file(events, &error))?;
            let name = events.display().to_string();
            match replay(&text) {
                Ok((app, history, count)) => {
                    print(&name, &app, &history, count, output)?;
                    Ok(Verdict::Accepted)
                }
                Err((line, reason)) => {
                    match output.format {
                        Format::Json => output
                            .json(&json!({ "path": name, "verdict": "rejected", "line": line, "reason": reason }))?,
                        Format::Text | Format::Sarif => output.line(format!("{name}:{line}: {reason}"))?,
                    }
                    Ok(Verdict::Rejected)
                }
            }
        }
    }
}

/// The app that a log makes, with its history and the number of events; or the first line that cannot be read, and why.
fn replay(text: &str) -> Result<(App, History, usize), (usize, String)> {
    let mut events = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let event: Event = serde_json::from_str(line).map_err(|error| (index + 1, error.to_string()))?;
        events.push(event);
    }
    let app = App::replay(&events).map_err(|error| (1, error.to_string()))?;
    let mut history = History::default();
    for event in &events {
        history.record(event);
    }
    Ok((app, history, events.len()))
}

fn print(name: &str, app: &App, history: &History, count: usize, output: &mut Output) -> Result<(), Failure> {
    let kinds = EnvironmentKind::ALL.iter().copied();
    if output.format == Format::Json {
        let environments: Vec<_> = kinds
            .map(|kind| {
                let environment = app.environment(kind);
                json!({
                    "environment": kind,
                    "status": environment.status(),
                    "version": environment.current_version().map(|version| &version.label),
                    "outstanding": environment.outstanding(),
                    "orders": history.of(kind).orders,
                })
            })
            .collect();
        let object = json!({
            "path": name, "verdict": "accepted", "events": count, "revision": app.revision(),
            "app": app.name(), "deleted": app.is_deleted(), "environments": environments,
        });
        return output.json(&object);
    }
    output.line(format!("{} ({}): {count} events", app.name(), app.framework().name()))?;
    for kind in kinds {
        let environment = app.environment(kind);
        let version = environment.current_version().map_or("-", |version| version.label.as_str());
        let status = environment.status();
        output.line(format!("{} {kind}: {} {status}, version {version}", kind.label(), status.label()))?;
        for (number, host) in environment.machine().into_iter().flat_map(cloudapp::release::Machine::numbered) {
            let state = environment.machine().map_or("", |machine| machine.host_status(host).label());
            output.line(format!("  host {number}: {state}, weight {}", host.weight))?;
        }
        for order in &history.of(kind).orders {
            let ended = order.ended.map_or_else(|| "-".to_owned(), |ended| ended.to_string());
            let (id, version, status) = (&order.id, &order.version, order.status.label());
            output.line(format!("  {id} {version} {status} {} {ended}", order.started))?;
        }
        if let Some(effect) = environment.outstanding() {
            output.line(format!("  waits for effect {}: {}", effect.id, effect.action.as_str()))?;
        }
    }
    Ok(())
}
