//! `cloudapp release`

use std::fs;
use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use cloudapp::app::EnvironmentKind;
use cloudapp::diagnostic::Phrase;
use cloudapp::phrase;
use cloudapp::release::{App, Event, History, StoredEvent, Transitions};
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
                    let reason = reason.text(output.language);
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
fn replay(text: &str) -> Result<(App, History, usize), (usize, Phrase)> {
    let mut events = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let stored: StoredEvent = serde_json::from_str(line).map_err(|error| {
            let error = error.to_string();
            (index + 1, phrase!("{error}" / "不是事件记录，JSON 解析器报告 \"{error}\"", error))
        })?;
        events.push(Event::try_from(stored).map_err(|error| (index + 1, phrase!("{error}" / "{error}", error)))?);
    }
    let app = App::replay(&events).map_err(|error| (1, phrase!("{error}" / "{error}", error)))?;
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
    let (name, framework) = (app.name().as_str(), app.framework().name());
    output.say(&phrase!(
        "{name} ({framework}): {count} events" / "{name}（{framework}）：{count} 个事件",
        name,
        framework,
        count
    ))?;
    for kind in kinds {
        let environment = app.environment(kind);
        let version = environment.current_version().map_or("-", |version| version.label.as_str());
        let status = environment.status();
        output.say(&phrase!(
            "{label} {kind}: {label_of_status} {status}, version {version}" / "{kind}：{status}，版本 {version}",
            kind,
            status,
            version,
            label = kind.label(),
            label_of_status = status.label()
        ))?;
        for (number, host) in environment.machine().into_iter().flat_map(cloudapp::release::Machine::numbered) {
            let state = environment.machine().map_or("", |machine| machine.host_status(host).label());
            let (number, weight) = (number.to_string(), host.weight.get());
            output.say(&phrase!(
                "  host {number}: {state}, weight {weight}" / "  主机 {number}：{state}，权重 {weight}",
                number,
                state,
                weight
            ))?;
        }
        for order in &history.of(kind).orders {
            let ended = order.ended.map_or_else(|| "-".to_owned(), |ended| ended.to_string());
            let (id, version, status) = (&order.id, &order.version, order.status.label());
            output.line(format!("  {id} {version} {status} {} {ended}", order.started))?;
        }
        if let Some(effect) = environment.outstanding() {
            let (id, action) = (effect.id.get(), effect.action.as_str());
            output.say(&phrase!("  waits for effect {id}: {action}" / "  等待操作 {id}：{action}", id, action))?;
        }
    }
    Ok(())
}
