//! How the app's processes are started and stopped.

use super::app::App;
use super::egg::Egg;
use super::rules::{EGG_STDERR_ABORTS_START, EGG_STOP_TITLE, STOP_ALWAYS_FAILS, STOP_DOES_NOTHING, STOP_START_RACE};
use super::scripts::Steps;
use super::steps::{Action, Program, Step};
use crate::diagnostic::{Findings, shortened};
use crate::finding;

/// Judges Egg's options and signals.
pub(super) fn judge(app: &App<'_>, steps: &Steps, findings: &mut Findings<'_>) {
    let starts: Vec<Egg<'_>> = Egg::runs(&steps.start).into_iter().filter(|egg| egg.is_start).collect();
    let ends: Vec<Egg<'_>> = Egg::runs(&steps.stop).into_iter().filter(Egg::is_stop).collect();
    if let ([start], [stop]) = (starts.as_slice(), ends.as_slice())
        && start.is_known()
        && stop.is_known()
    {
        title(app, start, stop, findings);
    }
    for start in &starts {
        // `checkStatus` of egg-scripts exits with 1 when anything was written to stderr while it waited, a deprecation
        // warning too.
        if start.has_flag("--daemon") && start.is_known() && !ignores_stderr(app, start) {
            let place = app.at_step(start.step);
            findings.add(place, finding!(EGG_STDERR_ABORTS_START { script: start.step.name() }));
        }
    }
    without_effect(app, &steps.stop, findings);
    race(app, &steps.stop, true, findings);
    race(app, &steps.start, false, findings);
}

/// Finds a `stop` that only reports: `echo stopped`, and what `npm init` writes for `test`.
fn without_effect(app: &App<'_>, stop: &[Step], findings: &mut Findings<'_>) {
    let programs: Option<Vec<&Program>> = stop
        .iter()
        .map(|step| match &step.action {
            Action::Program(program) if REPORTERS.contains(&program.name.as_str()) => Some(program),
            _ => None,
        })
        .collect();
    let (Some(programs), Some(last)) = (programs, stop.last()) else { return };
    let fails = programs.last().is_some_and(|program| match program.name.as_str() {
        "exit" => program.arguments.first().is_some_and(|status| status.as_deref().is_some_and(|status| status != "0")),
        name => name == "false",
    });
    let (script, place) = (last.name(), app.at_step(last));
    if fails {
        findings.add(place, finding!(STOP_ALWAYS_FAILS { script }));
    } else {
        findings.add(place, finding!(STOP_DOES_NOTHING { script }));
    }
}

fn title(app: &App<'_>, start: &Egg<'_>, stop: &Egg<'_>, findings: &mut Findings<'_>) {
    let Some(stopped) = stop.option(&["--title"]) else { return };
    let name = app.package.string(&["name"]).unwrap_or_default();
    // The default of egg-scripts' `start`; its `stop` looks for processes with this title on their command line, and
    // exits with 0 when there is none.
    let started = start.option(&["--title"]).unwrap_or_else(|| format!("egg-server-{name}"));
    if started != stopped {
        let place = app.at_step(stop.step);
        let (started, stopped) = (shortened(&started), shortened(&stopped));
        findings.add(place, finding!(EGG_STOP_TITLE { started, stopped }));
    }
}

fn ignores_stderr(app: &App<'_>, start: &Egg<'_>) -> bool {
    let configured =
        ["ignore-stderr", "ignoreStderr"].iter().find_map(|key| app.package.value(&["eggScriptsConfig", key]));
    start.has_flag("--ignore-stderr") || configured == Some(serde_json::Value::Bool(true))
}

/// Finds a signal that nothing waits for: at the end of `stop`, or before something is started.
fn race(app: &App<'_>, steps: &[Step], to_the_end: bool, findings: &mut Findings<'_>) {
    let mut signal: Option<(&Step, &str)> = None;
    let mut report = |step: &Step, command: &str| {
        let place = app.at_step(step);
        findings.add(place, finding!(STOP_START_RACE { script: step.name(), command: shortened(command) }));
    };
    for step in steps {
        match &step.action {
            Action::Program(program) if is_signal(program) => signal = Some((step, &program.name)),
            Action::Program(program) if WAITERS.contains(&program.name.as_str()) => signal = None,
            Action::File(_) | Action::Unknown => {
                if let Some((step, command)) = signal.take()
                    && !to_the_end
                {
                    report(step, command);
                }
            }
            _ => {}
        }
    }
    if let Some((step, command)) = signal
        && to_the_end
    {
        report(step, command);
    }
}

/// Whether a program asks processes to end and does not wait: `kill -9` leaves no time to wait for, `kill -0` asks nothing.
fn is_signal(program: &Program) -> bool {
    let words = || program.arguments.iter().flatten().map(String::as_str);
    let sends = match program.name.as_str() {
        "kill" | "killall" | "pkill" => true,
        // `pgrep node | xargs kill`, in which the pipe hides what is sent.
        "xargs" => words().any(|word| word == "kill"),
        _ => false,
    };
    let at_once = ["-9", "-KILL", "-SIGKILL", "-0", "-l", "-w", "--wait", "KILL", "9", "SIGKILL"];
    sends && !words().any(|word| at_once.contains(&word))
}

/// Commands that end no process.
const REPORTERS: &[&str] = &[":", "date", "echo", "exit", "false", "printf", "pwd", "sleep", "true"];

/// Commands after which a process has had time to end.
const WAITERS: &[&str] = &["sleep", "wait", "timeout", "tail", "pgrep", "pidof", "while", "wait-on"];
