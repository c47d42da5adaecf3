//! Links, first lines and permissions of what the scripts start.

use std::collections::BTreeSet;

use super::super::archive::Kind;
use super::app::{App, Origin};
use super::modules::top_of;
use super::rules::{CRLF_SHEBANG, DANGLING_SYMLINK, EXEC_BIT_MISSING, FLATTENED_SYMLINK};
use super::scripts::Steps;
use super::steps::{Action, Lookup, Program, Runner, Step, Target};
use super::tree::{Found, join, locate};
use crate::diagnostic::{Findings, Location, Severity};
use crate::finding;

/// Judges what is started, then every other link.
pub(super) fn judge(app: &App<'_>, steps: &Steps, findings: &mut Findings<'_>) {
    let mut seen = BTreeSet::new();
    let mut broken = BTreeSet::new();
    for step in steps.start.iter().chain(&steps.stop) {
        match &step.action {
            Action::Program(Program { name, lookup, .. })
                if *lookup != Lookup::Bin || step.directory.as_deref() == Some("") =>
            {
                let Origin::Bundled(found) = app.origin(name) else { continue };
                if seen.insert(format!("node_modules/.bin/{name}")) {
                    started(
                        app,
                        step,
                        &format!("node_modules/.bin/{name}"),
                        &found,
                        Runner::Kernel,
                        &mut broken,
                        findings,
                    );
                }
            }
            Action::File(Target { path, runner, .. }) => {
                let Some(path) = step.directory.as_deref().and_then(|directory| join(directory, path)) else {
                    continue;
                };
                if seen.insert(path.clone()) {
                    started(app, step, &path, &locate(app.files, &path), *runner, &mut broken, findings);
                }
            }
            _ => {}
        }
    }
    for (path, file) in app.files.iter() {
        if let Kind::Symlink(link) = &file.kind
            && !broken.contains(path)
            && matches!(locate(app.files, path), Found::Dangling { .. })
        {
            let severity = if is_needed(app, path) { Severity::Error } else { Severity::Warning };
            let finding = finding!(DANGLING_SYMLINK { link: path.to_owned(), target: link.target.clone() });
            findings.add_as(severity, Location::entry(path), finding);
        }
    }
}

fn started(
    app: &App<'_>,
    step: &Step,
    path: &str,
    found: &Found,
    runner: Runner,
    broken: &mut BTreeSet<String>,
    findings: &mut Findings<'_>,
) {
    if let Found::Dangling { link } = found
        && broken.insert(link.clone())
    {
        let mut target = String::new();
        if let Some(Kind::Symlink(link)) = app.files.get(link).map(|file| &file.kind) {
            target.clone_from(&link.target);
        }
        findings.add(Location::entry(link), finding!(DANGLING_SYMLINK { link: link.clone(), target }));
    }
    let Found::File(file) = found else { return };
    let script = step.name();
    let place = Location::entry(file);
    let content = app.files.content(file).unwrap_or_default();
    if file == path && path.starts_with("node_modules/.bin/") && is_flattened(content) {
        findings.add(place, finding!(FLATTENED_SYMLINK { script, path: path.to_owned() }));
        return;
    }
    // The kernel looks for an interpreter called `node\r`; a shell takes the `\r` into the last word of each line.
    // Node.js drops the line, whatever ends it.
    let has_crlf = has_crlf_shebang(content) || runner == Runner::Shell && has_crlf_commands(content);
    if matches!(runner, Runner::Kernel | Runner::Shell) && has_crlf {
        findings.add(place.clone(), finding!(CRLF_SHEBANG { script: script.clone(), path: file.clone() }));
    }
    let mode = app.files.get(file).and_then(|file| file.mode);
    // `execve` answers EACCES, even to root, when no one may execute the file.
    if runner == Runner::Kernel && mode.is_some_and(|mode| mode & 0o111 == 0) {
        // `npm install` sets the permission of the commands that it links.
        let is_mended = app.is_installed() && file.split('/').any(|part| part == "node_modules");
        let severity = if is_mended { Severity::Warning } else { Severity::Error };
        findings.add_as(severity, place, finding!(EXEC_BIT_MISSING { script, path: file.clone() }));
    }
}

/// Whether a link that leads nowhere keeps the app from running: a dependency, or a file of the app's own.
fn is_needed(app: &App<'_>, path: &str) -> bool {
    if let Some(inside) = path.strip_prefix("node_modules/") {
        let (name, rest) = top_of(inside);
        return rest.is_empty() && app.dependencies.contains_key(name);
    }
    let code = [".js", ".cjs", ".mjs", ".json", ".node", ".sh"];
    !path.contains("/node_modules/") && code.iter().any(|extension| path.ends_with(extension))
}

/// Whether a file that should be a link is the text of one, or a copy that looks for its neighbours in vain.
fn is_flattened(content: &[u8]) -> bool {
    let text = String::from_utf8_lossy(content);
    // git with `core.symlinks=false`, as on Windows, checks a link out as a file that holds its target.
    let is_text_of_link = text.starts_with("../") && text.trim_end().lines().count() == 1 && !text.contains(' ');
    // A copy of a command looks for its neighbours beside `.bin`: Node.js resolves relative paths from where the file
    // really is, which for a link is the module.
    let is_script = text.lines().next().is_some_and(|line| line.starts_with("#!") && line.contains("node"));
    let relative = [
        "require('.",
        "require(\".",
        "require(`.",
        "from '.",
        "from \".",
        "import('.",
        "import(\".",
        "import '.",
        "import \".",
        "__dirname",
        "__filename",
        "import.meta",
    ];
    is_text_of_link || (is_script && relative.iter().any(|mark| text.contains(mark)))
}

/// Whether the first line of a shell's text, and a command in it, end with CR LF.
fn has_crlf_commands(content: &[u8]) -> bool {
    let mut lines = content.split(|byte| *byte == b'\n');
    let ends_with_cr = |line: &[u8]| line.ends_with(b"\r");
    let is_command = |line: &[u8]| {
        let text = line.trim_ascii();
        !text.is_empty() && !text.starts_with(b"#")
    };
    content.contains(&b'\n')
        && lines.clone().next().is_some_and(ends_with_cr)
        && lines.any(|line| is_command(line) && ends_with_cr(line))
}

/// Whether the first line is `#!…` and ends with CR LF.
fn has_crlf_shebang(content: &[u8]) -> bool {
    content.starts_with(b"#!")
        && content.split(|byte| *byte == b'\n').next().is_some_and(|line| line.ends_with(b"\r"))
        && content.contains(&b'\n')
}
