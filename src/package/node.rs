//! Packages of Node.js apps.

mod app;
mod commands;
mod egg;
mod engines;
mod imports;
mod javascript;
mod links;
mod lock;
mod modules;
mod native;
mod package_json;
mod package_lock;
mod port;
mod process;
mod rules;
mod scripts;
mod shell;
mod steps;
mod tree;

use std::borrow::Cow;

use serde::Serialize;

use super::archive::{Entry, Want};
use super::context::Context;
use super::files::{BYTE_ORDER_MARK, Files};
use super::foreign::is_system_metadata;
use crate::diagnostic::{Finding, Findings, Location, Rule, Source, joined, length};
use crate::{finding, phrase};
use app::{App, is_module_file};
use package_json::PackageJson;
use rules::{PACKAGE_JSON_BOM, PACKAGE_JSON_INVALID, PACKAGE_JSON_MISSING};

use super::paths::{extension, file_name};
pub use native::Native;
pub use port::{ListenPort, PortOrigin};
pub use shell::ScriptCommand;
#[doc(hidden)] // for tests and fuzz targets: the grammar of shell lines
pub use shell::{Assignment, Function, Item, Part, Script, Weight, Word};

/// Rules of packages for Node.js, by id.
pub const RULES: &[&Rule] = &joined::<{ length(TABLES) }>(TABLES);

const TABLES: &[&[&Rule]] = &[rules::RULES, imports::rules::RULES];

/// What a Node.js package says of itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct NodeFacts {
    /// `name` of `package.json`.
    pub name: Option<String>,
    /// `version` of `package.json`, as written.
    pub version: Option<String>,
    /// `engines.node` of `package.json`, as written.
    pub engines: Option<String>,
    /// Commands of the script `start`, in order; empty when there is none.
    pub start: Vec<ScriptCommand>,
    /// Commands of the script `stop`, in order; empty when there is none.
    pub stop: Vec<ScriptCommand>,
    /// Port on which the app listens, when its files show it.
    pub port: Option<ListenPort>,
    /// Egg's range in `dependencies`, when it is an Egg app.
    pub egg: Option<String>,
    /// Number of `dependencies`.
    pub dependencies: usize,
    /// Number of modules at the top of `node_modules`.
    pub modules: usize,
    /// Lock files at the root, by name.
    pub lock_files: Vec<String>,
}

/// Files whose content decides how the package runs.
pub(super) const DECIDING: [&str; 1] = ["package.json"];

/// How much of an entry is kept.
pub(super) fn want(entry: &Entry) -> Want {
    let path = entry.path.as_str();
    if DECIDING.contains(&path) {
        Want::Whole
    } else if modules::is_native(path) || lock::FILES.iter().any(|(file, _)| *file == path) {
        // As much as a small file may have.
        Want::Head(usize::MAX)
    } else if entry.path.file_name() == "package.json" {
        Want::Head(MANIFEST_BYTES)
    } else if path.starts_with("node_modules/.bin/") {
        Want::Head(COMMAND_BYTES)
    } else if !is_module_file(entry) && imports::is_code(path) {
        Want::Head(imports::CODE_BYTES)
    } else if !is_module_file(entry) && may_be_started(path) {
        Want::Head(SCRIPT_BYTES)
    } else {
        Want::Head(HEAD_BYTES)
    }
}

/// Whether the start of a file is worth keeping: what shows how it is started, where it listens, or for which system it is.
pub(super) fn says_something(entry: &Entry, start: &[u8]) -> bool {
    let path = entry.path.as_str();
    let holds = |word: &[u8]| start.windows(word.len()).any(|window| window == word);
    modules::is_native(path)
        || lock::FILES.iter().any(|(file, _)| *file == path)
        || entry.path.file_name() == "package.json"
        || start.starts_with(b"#!")
        || (!is_module_file(entry) && is_shell_script(path))
        || path.starts_with("node_modules/.bin/")
        || path.starts_with("config/")
        || (!is_module_file(entry) && (holds(b".listen(") || imports::loads(start)))
}

/// Whether a file of the app's own may be what the scripts start, or Egg's settings.
fn may_be_started(path: &str) -> bool {
    let name = file_name(path);
    let is_code =
        [".js", ".cjs", ".mjs", ".sh", ".ts"].iter().any(|extension| name.ends_with(extension)) || !name.contains('.');
    is_code && path.matches('/').count() <= STARTED_DEPTH
}

fn is_shell_script(path: &str) -> bool {
    extension(path) == Some("sh")
}

/// The finding of a `package.json` in another directory.
fn missing_at_root(found: &str, finding: Finding) -> Finding {
    let finding = finding.told_as(phrase!(
        "found {found}, expected package.json at the root" / "找到 {found}，而 package.json 应在根目录",
        found
    ));
    match found.rsplit_once('/') {
        None | Some(("", _)) => finding,
        Some((directory, _)) => finding.mended_by(phrase!(
            "pack that directory's content: tar czf app.tgz -C {directory:sh} ."
                / "请打包该目录里的内容：tar czf app.tgz -C {directory:sh} .",
            directory
        )),
    }
}

/// Judges the package by the rules of its framework.
pub(super) fn judge(files: &Files, context: &Context<'_>, findings: &mut Findings<'_>) -> NodeFacts {
    let Some(bytes) = files.content("package.json") else {
        let found = elsewhere(files);
        let place = found.as_ref().map_or_else(Location::input, Location::entry);
        let finding = finding!(PACKAGE_JSON_MISSING { found: found.clone() });
        findings.add(
            place,
            match found {
                None => finding,
                Some(found) => missing_at_root(&found, finding),
            },
        );
        return NodeFacts::default();
    };
    let source = Source::new(Location::entry("package.json"), bytes);
    let json = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    // npm strips the mark (json-parse-even-better-errors); other tools that read the file may not.
    let skipped = bytes.len() - json.len();
    if skipped > 0 {
        findings.add(source.at(0..skipped), finding!(PACKAGE_JSON_BOM {}));
    }
    // npm, too, puts U+FFFD in the place of what is not UTF-8.
    let text: Cow<'_, str> = String::from_utf8_lossy(json);
    let package = match PackageJson::parse(&text) {
        Ok(package) => package,
        Err(fault) => {
            let end = text.get(fault.at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
            let place = source.at(fault.at + skipped..fault.at + skipped + end);
            let expected = fault.expected.to_owned();
            findings.add(
                place,
                finding!(PACKAGE_JSON_INVALID { line: fault.line, column: fault.column, found: fault.found, expected }),
            );
            return NodeFacts::default();
        }
    };
    let app = App::new(files, context.policy, package, source, skipped);
    let steps = scripts::judge(&app, findings);
    links::judge(&app, &steps, findings);
    process::judge(&app, &steps, findings);
    modules::judge(&app, findings);
    imports::judge(&app, &steps, findings);
    lock::judge(&app, findings);
    engines::judge(&app, findings);
    let commands = |script: &str| {
        let script = app.package.script(script).map(|script| Script::parse(&script.text));
        script.map(|script| script.commands().cloned().collect()).unwrap_or_default()
    };
    let files = lock::FILES.iter().map(|(file, _)| (*file).to_owned()).filter(|file| app.files.is_file(file));
    NodeFacts {
        name: app.package.string(&["name"]),
        version: app.package.string(&["version"]),
        engines: app.package.string(&["engines", "node"]),
        start: commands("start"),
        stop: commands("stop"),
        port: port::judge(&app, context, &steps.start, findings),
        egg: app.dependencies.get("egg").cloned(),
        dependencies: app.package.map("dependencies").len(),
        modules: modules::top_modules(&app).len(),
        lock_files: files.collect(),
    }
}

/// A `package.json` that is not at the root, nearest to it and not a module's.
fn elsewhere(files: &Files) -> Option<String> {
    let own = |path: &&str| {
        path.ends_with("/package.json")
            && !path.split('/').any(|part| part == "node_modules")
            && !is_system_metadata(path)
    };
    let found = files.iter().map(|(path, _)| path).filter(own);
    found.min_by_key(|path| path.matches('/').count()).map(ToOwned::to_owned)
}

/// Bytes of a file that show its first line, `#!…`.
const HEAD_BYTES: usize = 128;

/// Bytes of a shell script, or of what has no extension.
const SCRIPT_BYTES: usize = 64 << 10;

/// Bytes of a `package.json` that is not the app's.
const MANIFEST_BYTES: usize = 32 << 10;

/// Bytes of a command that tell a link's copy from a program.
const COMMAND_BYTES: usize = 16 << 10;

/// Directories above a file that is started: `dist/apps/api/src/main.js`.
const STARTED_DEPTH: usize = 5;
