//! Whether what start and stop run is there.

use std::collections::BTreeSet;

use super::app::{App, Origin};
use super::commands::{self, Host};
use super::modules::top_of;
use super::package_json::ScriptField;
use super::rules::{
    CD_TARGET_MISSING, COMMAND_NOT_BUNDLED, COMMAND_ONLY_IN_DEV_DEPENDENCIES, GLOBAL_INSTALL_IN_SCRIPT, MISSING_START,
    MISSING_STOP, PATH_CASE_MISMATCH, SCRIPT_NOT_RUNNABLE, START_TARGET_MISSING, WINDOWS_PATH, WINDOWS_SET,
};
use super::shell::Weight;
use super::steps::{Action, Lookup, Program, Runner, Step, Target, steps};
use super::tree::{Found, join, locate, locate_module};
use crate::diagnostic::{Finding, Findings, Location, Severity, shell_word, shortened, shortened_text};
use crate::{finding, phrase};
use serde_json::json;

/// What the scripts of an app do.
pub(super) struct Steps {
    pub(super) start: Vec<Step>,
    pub(super) stop: Vec<Step>,
    /// The first step of `start` before which something may have written files that the package does not hold.
    pub(super) built_from: Option<usize>,
}

/// Judges the scripts that the platform runs.
pub(super) fn judge(app: &App<'_>, findings: &mut Findings<'_>) -> Steps {
    let mut steps = Steps {
        start: steps(app.files, &app.package, &["start"]),
        stop: steps(app.files, &app.package, &["stop"]),
        built_from: None,
    };
    presence(app, &steps, findings);
    let mut state = State::new(app);
    for (index, (step, weight)) in steps.start.iter().zip(weights(&steps.start)).enumerate() {
        if state.is_built {
            steps.built_from.get_or_insert(index);
        }
        state.judge(step, weight, findings);
    }
    for (step, weight) in steps.stop.iter().zip(weights(&steps.stop)) {
        state.judge(step, weight, findings);
    }
    if app.is_installed() {
        installation(app, findings);
    }
    steps
}

/// Judges the scripts that `npm install` runs where the platform runs it: when one fails, so does the installation.
fn installation(app: &App<'_>, findings: &mut Findings<'_>) {
    // In npm's order (docs "npm scripts", Life Cycle Operation Order).
    let steps = steps(app.files, &app.package, &["preinstall", "install", "postinstall", "prepare"]);
    let mut state = State { app, is_built: false, is_installed: true, global: BTreeSet::new() };
    for (step, weight) in steps.iter().zip(weights(&steps)) {
        // The installation itself brings what the scripts of a directory below need.
        if matches!(step.action, Action::Program(_) | Action::File(_)) {
            state.judge(step, weight, findings);
        } else {
            state.is_built |= writes(step) || matches!(step.action, Action::Install { .. });
        }
    }
}

fn presence(app: &App<'_>, steps: &Steps, findings: &mut Findings<'_>) {
    for script in ["start", "stop"] {
        // `npm stop` without a script fails; `npm start` alone has a default, `node server.js`, and only where that
        // file is (`isServerPackage` in @npmcli/run-script). The platform asks for an explicit one.
        match app.package.scripts.get(script) {
            None if script == "start" => {
                let server_js = if app.files.is_file("server.js") {
                    phrase!(
                        ": npm would run node server.js, the platform expects it written down"
                            / "：npm 会改为执行 node server.js，但平台要求明确写出"
                    )
                    .standing_for(true)
                } else {
                    phrase!(", expected the command that starts the app" / "，应写明启动应用的命令").standing_for(false)
                };
                let suggestion = shortened_text(&suggest_start(app));
                findings.add(app.at_key("scripts"), finding!(MISSING_START { suggestion, server_js }));
            }
            None => {
                let suggestion = shortened_text(&suggest_stop(app, &steps.start));
                findings.add(app.at_key("scripts"), finding!(MISSING_STOP { suggestion }));
            }
            // npm deletes it on reading (`normalize.js` of @npmcli/package-json), and then says "missing script".
            Some(ScriptField::Other { found, span }) => {
                let fault = phrase!(
                    "script {script} is of type {found}, expected a string with a command"
                        / "脚本 {script} 的类型是 {found}，应为写有命令的字符串",
                    script,
                    found = *found
                );
                let fault = fault.standing_for(json!({ "not_text": { "found": found } }));
                findings.add(app.at(span.clone()), finding!(SCRIPT_NOT_RUNNABLE { script, fault }));
            }
            // `"stop": ""` exits with 0 and does nothing: the old process keeps its port.
            Some(ScriptField::Text(text)) if text.text.trim().is_empty() => {
                let fault =
                    phrase!("script {script} is empty, expected a command" / "脚本 {script} 为空，应为命令", script);
                let fault = fault.standing_for("empty");
                findings.add(app.at(text.value_span()), finding!(SCRIPT_NOT_RUNNABLE { script, fault }));
            }
            Some(ScriptField::Text(_)) => {}
        }
    }
}

/// A line that starts the app, from what the package holds.
fn suggest_start(app: &App<'_>) -> String {
    if app.dependencies.contains_key("egg") {
        let name = app.package.string(&["name"]).unwrap_or_else(|| "app".to_owned());
        return format!("egg-scripts start --daemon --title=egg-server-{name}");
    }
    if app.dependencies.contains_key("next") {
        return "next start -p 7001".to_owned();
    }
    let main = app.package.string(&["main"]);
    let candidates =
        main.iter().map(String::as_str).chain(["server.js", "app.js", "index.js", "dist/main.js", "bin/www"]);
    let found = candidates.into_iter().find(|path| join("", path).is_some_and(|path| app.files.is_file(&path)));
    format!("node {}", found.unwrap_or("app.js"))
}

/// A line that stops what `start` starts.
fn suggest_stop(app: &App<'_>, start: &[Step]) -> String {
    for step in start {
        match &step.action {
            Action::Program(Program { name, arguments, .. }) if matches!(name.as_str(), "egg-scripts" | "eggctl") => {
                let words = arguments.iter().flatten().map(String::as_str).collect::<Vec<_>>();
                let title = super::egg::option(&words, &["--title"]);
                return match title {
                    Some(title) => format!("{name} stop --title={title}"),
                    None => format!("{name} stop"),
                };
            }
            // `pm2 delete` leaves pm2's daemon, with the environment that it was started in.
            Action::Program(Program { name, .. }) if name == "pm2" => return "pm2 kill".to_owned(),
            Action::Program(Program { name, .. }) if name == "forever" => return "forever stopall".to_owned(),
            // The brackets keep pkill's pattern from matching the shell that npm runs it in.
            Action::File(Target { path, runner: Runner::Node, .. }) => return format!("pkill -f '[n]ode .*{path}'"),
            _ => {}
        }
    }
    if app.dependencies.contains_key("egg") {
        return "egg-scripts stop".to_owned();
    }
    "pkill -f '[n]ode '".to_owned()
}

/// What the failure of each step means: one before `;` matters when nothing that matters comes after it.
fn weights(steps: &[Step]) -> Vec<Weight> {
    let mut nothing_after = true;
    let mut weights: Vec<Weight> = Vec::with_capacity(steps.len());
    for step in steps.iter().rev() {
        weights.push(if nothing_after && step.weight == Weight::Passing { Weight::Deciding } else { step.weight });
        nothing_after &= match &step.action {
            Action::Program(program) => HARMLESS.contains(&program.name.as_str()),
            // The file that the program before it runs.
            Action::File(target) => !target.is_read,
            _ => false,
        };
    }
    weights.reverse();
    weights
}

struct State<'a, 'b> {
    app: &'a App<'b>,
    /// Whether something may have written files that the package does not hold.
    is_built: bool,
    /// Whether modules are there that the package does not hold.
    is_installed: bool,
    global: BTreeSet<String>,
}

impl<'a, 'b> State<'a, 'b> {
    fn new(app: &'a App<'b>) -> Self {
        let is_installed = app.is_installed();
        // What `npm install` runs in the package itself, in npm's order (docs "npm scripts", Life Cycle Operation
        // Order).
        let install = ["preinstall", "install", "postinstall", "prepublish", "prepare"];
        let is_built = is_installed && steps(app.files, &app.package, &install).iter().any(writes);
        Self { app, is_built, is_installed, global: BTreeSet::new() }
    }

    fn judge(&mut self, step: &Step, weight: Weight, findings: &mut Findings<'_>) {
        let place = || self.app.at_step(step);
        match &step.action {
            Action::Enter(directory) => self.enter(step, directory, weight, findings),
            Action::File(target) => self.file(step, target, weight, findings),
            Action::Install { packages, global: true } => {
                let words: Vec<_> = packages.iter().map(|package| shell_word(package)).collect();
                let packages_words = shortened_text(&words.join(" "));
                let finding = finding!(GLOBAL_INSTALL_IN_SCRIPT { script: step.name(), packages: packages_words });
                findings.add(place(), finding);
                self.global.extend(packages.iter().map(|package| name_of(package).to_owned()));
            }
            Action::Install { global: false, .. } => {
                self.is_installed = true;
                self.is_built = true;
            }
            Action::LostBackslash(read_as) => self.backslash(step, read_as, findings),
            Action::MissingScript(name) => {
                let (script, by) = (shortened(name), step.name());
                let fault = phrase!(
                    "script {by} runs script {script}, which scripts does not have"
                        / "脚本 {by} 执行脚本 {script}，而 scripts 中没有它",
                    by = &by,
                    script = &script
                );
                let fault = fault.standing_for(json!({ "missing": { "by": by } }));
                findings.add_as(severity(weight), place(), finding!(SCRIPT_NOT_RUNNABLE { script, fault }));
            }
            Action::Program(program) => self.program(step, program, weight, findings),
            Action::Unknown => {}
            Action::WindowsSet(word) => {
                let name = word.split_once('=').map_or(word.as_str(), |(name, _)| name);
                let finding =
                    finding!(WINDOWS_SET { script: step.name(), name: shortened(name), written: shortened_text(word) });
                findings.add(place(), finding);
            }
        }
        self.is_built |= writes(step);
    }

    fn enter(&self, step: &Step, directory: &str, weight: Weight, findings: &mut Findings<'_>) {
        if self.is_built || matches!(locate(self.app.files, directory), Found::Directory(_)) {
            return;
        }
        // The platform's installation brings it before the script runs.
        if is_in_modules(directory) && self.is_installed {
            return;
        }
        let (script, place) = (step.name(), self.app.at_step(step));
        let written = shortened_text(directory);
        if let Some(actual) = self.app.other_case(directory) {
            let actual = shortened_text(actual);
            add(findings, weight, place, finding!(PATH_CASE_MISMATCH { script, written, actual }));
        } else {
            add(findings, weight, place, finding!(CD_TARGET_MISSING { script, directory: written }));
        }
    }

    fn program(&self, step: &Step, program: &Program, weight: Weight, findings: &mut Findings<'_>) {
        let name = &program.name;
        let known = commands::providers(name).next();
        if self.global.contains(name) || known.is_some_and(|package| self.global.contains(package)) {
            return;
        }
        // `../node_modules/.bin` and the modules of other directories are not looked at.
        let in_root = step.directory.as_deref() == Some("");
        if program.lookup == Lookup::Elsewhere || !in_root && program.lookup == Lookup::Bin {
            return;
        }
        let (script, command, place) = (step.name(), shortened(name), || self.app.at_step(step));
        match self.app.origin(name) {
            // The hosts have it, unless a path asks for the one in `node_modules/.bin`.
            Origin::Host(Host::Has) if program.lookup != Lookup::Bin => {}
            Origin::Bundled(_) => {}
            Origin::Dependency(_) if self.is_installed || !self.app.has_modules => {}
            Origin::DevDependency(package) => {
                // An installation without `--omit=dev` brings it.
                let severity = if self.is_installed { Severity::Warning } else { severity(weight) };
                let package = shortened(&package);
                findings.add_as(
                    severity,
                    place(),
                    finding!(COMMAND_ONLY_IN_DEV_DEPENDENCIES { script, command, package }),
                );
            }
            Origin::Dependency(package) | Origin::Maybe(package) if !self.is_installed => {
                let package = shortened(&package);
                add(findings, weight, place(), finding!(COMMAND_NOT_BUNDLED { script, command, package }));
            }
            origin => {
                let package = shortened(match &origin {
                    Origin::Maybe(package) => package,
                    _ => known.unwrap_or(name),
                });
                // npx asks the registry for what it does not find, which works where hosts reach one.
                let is_sure = origin == Origin::Nowhere && program.lookup != Lookup::Npx;
                let severity = if is_sure { severity(weight) } else { Severity::Warning };
                findings.add_as(severity, place(), finding!(COMMAND_NOT_BUNDLED { script, command, package }));
            }
        }
    }

    fn file(&self, step: &Step, target: &Target, weight: Weight, findings: &mut Findings<'_>) {
        let path = step.directory.as_deref().and_then(|directory| join(directory, &target.path));
        let Some(path) = path else { return };
        let app = self.app;
        let found = match target.runner {
            Runner::Node | Runner::NodeTool | Runner::Supervisor => {
                locate_module(app.files, &path, |manifest| app.main_of(manifest))
            }
            // The kernel and a shell open exactly this path; only Node.js adds extensions to it.
            Runner::Kernel | Runner::Shell | Runner::Source => locate(app.files, &path),
        };
        if matches!(found, Found::File(_)) || self.is_built {
            return;
        }
        // A tool may take what Node.js does not: a directory, a file without its extension.
        if matches!(target.runner, Runner::NodeTool | Runner::Supervisor) && matches!(found, Found::Directory(_)) {
            return;
        }
        if is_in_modules(&path) && (self.is_installed || !app.has_modules) && self.may_be_installed(&path) {
            return;
        }
        let (script, place) = (step.name(), self.app.at_step(step));
        let mut candidates = vec![path.clone()];
        if target.runner == Runner::Node {
            // Linux tells letter case apart, the author's macOS or Windows does not.
            candidates.extend([".js", ".json", ".node"].iter().map(|extension| format!("{path}{extension}")));
        }
        if let Some(actual) = candidates.iter().find_map(|candidate| app.other_case(candidate))
            && app.files.is_file(actual)
        {
            let (written, actual) = (shortened_text(&target.path), shortened_text(actual));
            add(findings, weight, place, finding!(PATH_CASE_MISMATCH { script, written, actual }));
            return;
        }
        let similar = app.similar(&path).map(|path| shortened_text(&path));
        let target = shortened_text(&target.path);
        let finding = finding!(START_TARGET_MISSING { script: &script, target: &target, similar: similar.clone() });
        add(
            findings,
            weight,
            place,
            match similar {
                None => finding,
                Some(similar) => finding
                    .told_as(phrase!(
                        "script {script} runs {target}, which is not in the package; {similar} is"
                            / "脚本 {script} 运行 {target}，但发布包中没有它；有的是 {similar}",
                        script,
                        target,
                        similar = &similar
                    ))
                    .mended_by(phrase!("did you mean {similar}?" / "您要的是 {similar} 吗？", similar)),
            },
        );
    }

    /// Whether installing the dependencies brings a path in `node_modules`.
    fn may_be_installed(&self, path: &str) -> bool {
        let Some((_, inside)) = path.rsplit_once("node_modules/") else { return false };
        if let Some(command) = inside.strip_prefix(".bin/") {
            return matches!(
                self.app.origin(command),
                Origin::Dependency(_) | Origin::Maybe(_) | Origin::DevDependency(_)
            );
        }
        let (name, _) = top_of(inside);
        self.app.dependencies.contains_key(name) || !self.app.dependencies.is_empty() && !commands::is_known_tool(name)
    }

    fn backslash(&self, step: &Step, read_as: &str, findings: &mut Findings<'_>) {
        let written = self.app.text_of(step).and_then(|text| text.get(step.span.clone())).unwrap_or(read_as);
        let suggestion = shortened_text(&written.replace("\\\\", "/").replace('\\', "/"));
        let finding = finding!(WINDOWS_PATH { script: step.name(), read_as: shortened_text(read_as), suggestion });
        findings.add(self.app.at_step(step), finding);
    }
}

/// Whether a step may write files of the package.
fn writes(step: &Step) -> bool {
    match &step.action {
        Action::Program(program) => !commands::writes_nothing(&program.name),
        Action::File(target) => !target.is_read,
        Action::Unknown => true,
        Action::Enter(_)
        | Action::Install { .. }
        | Action::LostBackslash(_)
        | Action::MissingScript(_)
        | Action::WindowsSet(_) => false,
    }
}

fn add(findings: &mut Findings<'_>, weight: Weight, place: Location, finding: Finding) {
    let severity = if severity(weight) == Severity::Error { finding.rule().severity } else { Severity::Warning };
    findings.add_as(severity, place, finding);
}

fn severity(weight: Weight) -> Severity {
    if weight == Weight::Deciding { Severity::Error } else { Severity::Warning }
}

fn is_in_modules(path: &str) -> bool {
    path.split('/').any(|part| part == "node_modules")
}

/// The name in `name@version`.
fn name_of(package: &str) -> &str {
    match package.char_indices().skip(1).find(|(_, character)| *character == '@') {
        Some((at, _)) => package.get(..at).unwrap_or(package),
        None => package,
    }
}

/// Commands that only report.
const HARMLESS: &[&str] = &[":", "cat", "date", "echo", "exit", "ls", "printf", "ps", "sleep", "tail", "true", "wait"];
