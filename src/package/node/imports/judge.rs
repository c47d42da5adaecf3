//! What is wrong with what the app loads.

use std::collections::BTreeSet;

use super::super::app::App;
use super::super::package_json::PackageJson;
use super::super::scripts::Steps;
use super::super::shell::Weight;
use super::super::steps::{Action, Runner, Step, Target};
use super::super::tree::{Found, join, locate_module};
use super::builtins::{REQUIRE_OF_ES_MODULES, has};
use super::reader::{Certainty, How};
use super::resolve::{EXTENSIONS, FileKind, Missing, Resolution, Resolver, System, parent};
use super::rules::{
    BUILTIN_TOO_NEW, ES_MODULE_REQUIRED, IMPORT_IN_COMMON_JS, MODULE_NOT_EXPORTED, MODULE_ONLY_IN_DEV_DEPENDENCIES,
    MODULE_UNDECLARED, REQUIRE_CASE_MISMATCH, REQUIRE_IN_ES_MODULE, REQUIRE_TARGET_MISSING,
};
use super::walk::{Sight, What, walk};
use crate::diagnostic::{Finding, Findings, Location, Severity, Source, Value, shortened, shortened_text};
use crate::{finding, phrase};

/// Judges what the files that `start` runs load.
pub(in super::super) fn judge(app: &App<'_>, steps: &Steps, findings: &mut Findings<'_>) {
    let starts = starts(app, &steps.start);
    if starts.is_empty() || [".pnp.cjs", ".pnp.js"].iter().any(|file| app.files.is_file(file)) {
        return;
    }
    let resolver = Resolver::new(app.files, app.policy.node);
    let is_built = starts.iter().any(|start| steps.built_from.is_some_and(|built| built <= start.step));
    let installs = steps.start.iter().any(|step| matches!(step.action, Action::Install { .. }));
    let files: Vec<_> = starts.into_iter().map(|start| (start.file, start.certainty)).collect();
    let mut judge =
        Judge { app, resolver: &resolver, is_built, installs, count: 0, said: BTreeSet::new(), local: locals(app) };
    for sight in walk(app, &resolver, &files).iter().filter(|sight| sight.certainty > Certainty::Handled) {
        judge.sight(sight, findings);
        if judge.count >= MOST_JUDGED {
            return;
        }
    }
}

/// A file that `start` runs by Node.js alone.
struct Start {
    file: String,
    certainty: Certainty,
    /// Which of the steps runs it.
    step: usize,
}

fn starts(app: &App<'_>, steps: &[Step]) -> Vec<Start> {
    let mut starts = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        let Action::File(Target { path, runner, preloads, .. }) = &step.action else { continue };
        let is_node = match runner {
            Runner::Node | Runner::Supervisor => true,
            // `./app.js` with `#!/usr/bin/env node`.
            Runner::Kernel => super::is_code(path),
            Runner::NodeTool | Runner::Shell | Runner::Source => false,
        };
        // Options and variables of Node.js may load other things first, and from other directories.
        let is_plain = !["NODE_OPTIONS", "NODE_PATH"].iter().any(|name| step.environment.contains_key(name));
        if !is_node || !is_plain || *preloads {
            continue;
        }
        let Some(path) = step.directory.as_deref().and_then(|directory| join(directory, path)) else { continue };
        if let Found::File(file) = locate_module(app.files, &path, |manifest| app.main_of(manifest)) {
            let is_deciding = step.weight == Weight::Deciding;
            let certainty = if is_deciding { Certainty::Sure } else { Certainty::Later };
            starts.push(Start { file, certainty, step: index });
        }
    }
    starts
}

struct Judge<'a, 'b> {
    app: &'a App<'b>,
    resolver: &'a Resolver<'b>,
    is_built: bool,
    installs: bool,
    /// Findings so far.
    count: usize,
    /// Packages that were spoken of.
    said: BTreeSet<String>,
    /// What the other `package.json` of the package ask for.
    local: Vec<Local>,
}

/// A `package.json` of the app's own below the root.
struct Local {
    directory: String,
    name: Option<String>,
    dependencies: BTreeSet<String>,
}

impl Judge<'_, '_> {
    fn sight(&mut self, sight: &Sight, findings: &mut Findings<'_>) {
        let content = self.app.files.content(&sight.file).unwrap_or_default();
        let text = std::str::from_utf8(content).ok().and_then(|text| text.get(sight.at.clone())).unwrap_or_default();
        let place = Source::new(Location::entry(sight.file.clone()), content).at(sight.at.clone());
        let file = shortened_text(&sight.file);
        let (finding, severity) = match &sight.what {
            What::ImportInCommonJs => (finding!(IMPORT_IN_COMMON_JS { file }), severity(sight.certainty)),
            What::RequireInEsModule => {
                (finding!(REQUIRE_IN_ES_MODULE { name: text.to_owned(), file }), severity(sight.certainty))
            }
            What::Module { system, how, to } => match self.module(sight, text, (*system, *how), to) {
                Some(found) => found,
                None => return,
            },
        };
        findings.add_as(severity, place, finding);
        self.count += 1;
    }

    fn module(
        &mut self,
        sight: &Sight,
        name: &str,
        (system, how): (System, How),
        to: &Resolution,
    ) -> Option<(Finding, Severity)> {
        let written = shortened_text(name);
        match to {
            Resolution::Builtin(builtin) => {
                let hosts = self.app.policy.node?;
                let since = builtin.missing_in(hosts)?;
                let since = since.iter().map(ToString::to_string).collect::<Value>();
                Some((finding!(BUILTIN_TOO_NEW { builtin: written, since, hosts }), severity(sight.certainty)))
            }
            Resolution::File(file) => {
                let is_required = how == How::Require && self.resolver.kind(file) == FileKind::EsModule;
                let is_known = self.app.policy.node.is_some();
                if !is_required || self.app.policy.node.is_some_and(|node| has(REQUIRE_OF_ES_MODULES, node)) {
                    return None;
                }
                let severity = if is_known { severity(sight.certainty) } else { Severity::Warning };
                Some((finding!(ES_MODULE_REQUIRED { written, file: shortened_text(file) }), severity))
            }
            Resolution::Missing(Missing::Path(path)) => self.path(sight, name, system, path),
            Resolution::Missing(Missing::InPackage { package }) => {
                // `npm install` may bring another version.
                if self.app.is_installed() || self.installs {
                    return None;
                }
                let severity = severity(sight.certainty);
                let target = format!("node_modules/{package}");
                let similar: Option<String> = None;
                (sight.certainty > Certainty::Conditional)
                    .then(|| (finding!(REQUIRE_TARGET_MISSING { written, target, similar }), severity))
            }
            Resolution::Missing(Missing::NotExported { package }) => {
                let finding = finding!(MODULE_NOT_EXPORTED { module: written, package: shortened(package) });
                let is_sure = !self.app.is_installed() && !self.installs;
                let severity = if is_sure { severity(sight.certainty) } else { Severity::Warning };
                (sight.certainty > Certainty::Conditional).then_some((finding, severity))
            }
            Resolution::Missing(Missing::Package(package)) => self.package(sight, name, package),
            Resolution::Unknown => None,
        }
    }

    fn path(&self, sight: &Sight, name: &str, system: System, path: &str) -> Option<(Finding, Severity)> {
        let written = shortened_text(name);
        if let Some(actual) = self.other_case(path, system) {
            let severity = if self.is_built { Severity::Warning } else { severity(sight.certainty) };
            let finding = finding!(REQUIRE_CASE_MISMATCH { written, actual: shortened_text(&actual) });
            return Some((finding, severity));
        }
        // What is under a condition, or made by a build, may well not be there.
        if self.is_built || sight.certainty <= Certainty::Conditional {
            return None;
        }
        let target = shortened_text(path);
        let similar = self.similar(path, system).map(|similar| shortened_text(&similar));
        let finding = finding!(REQUIRE_TARGET_MISSING { written: &written, target, similar: similar.clone() });
        let finding = match similar {
            None => finding,
            Some(similar) => finding
                .told_as(phrase!(
                    "{written} is loaded, which is not in the package; {similar} is"
                        / "代码加载 {written}，但发布包中没有它；有的是 {similar}",
                    written,
                    similar = &similar
                ))
                .mended_by(phrase!("did you mean {similar}?" / "您要的是 {similar} 吗？", similar)),
        };
        Some((finding, severity(sight.certainty)))
    }

    /// What the path would be in the right letter case, when that loads.
    fn other_case(&self, path: &str, system: System) -> Option<String> {
        let extensions: &[&str] = if system == System::CommonJs { &EXTENSIONS } else { &[] };
        let extended = extensions.iter().map(|extension| format!("{path}{extension}"));
        let index = extensions.iter().map(|extension| format!("{path}/index{extension}"));
        let mut candidates = std::iter::once(path.to_owned()).chain(extended).chain(index);
        candidates
            .find_map(|candidate| self.app.other_case(&candidate).filter(|actual| self.app.files.is_file(actual)))
            .map(ToOwned::to_owned)
    }

    fn similar(&self, path: &str, system: System) -> Option<String> {
        if system == System::EsModule {
            // `import` adds no extension and looks for no index.
            let mut with =
                [".js", ".mjs", ".cjs", "/index.js", "/index.mjs"].iter().map(|rest| format!("{path}{rest}"));
            if let Some(found) = with.find(|path| self.app.files.is_file(path)) {
                return Some(found);
            }
        }
        self.app.similar(path).filter(|similar| parent(similar) == parent(path))
    }

    fn package(&mut self, sight: &Sight, name: &str, package: &str) -> Option<(Finding, Severity)> {
        let app = self.app;
        if sight.certainty <= Certainty::Conditional || self.installs || self.said.contains(package) {
            return None;
        }
        // What is declared and not there is the rule of all that is not there.
        if app.dependencies.contains_key(package)
            || app.lock.installs(package)
            || self.is_local(&sight.file, package)
            || !self.said.insert(package.to_owned())
        {
            return None;
        }
        let module = shortened_text(name);
        if app.dev_dependencies.contains_key(package) {
            let is_sure = !app.is_installed() && sight.certainty == Certainty::Sure;
            let severity = if is_sure { Severity::Error } else { Severity::Warning };
            return Some((finding!(MODULE_ONLY_IN_DEV_DEPENDENCIES { module, package: shortened(package) }), severity));
        }
        // A dependency may bring it as its own, unless there is none or the lock file lists them all.
        let is_sure = !app.is_installed() || app.dependencies.is_empty() || app.lock.is_read();
        let severity = if is_sure { severity(sight.certainty) } else { Severity::Warning };
        Some((finding!(MODULE_UNDECLARED { module, package: shortened(package) }), severity))
    }

    /// Whether a directory of the package above the file asks for the package, or a workspace is it.
    fn is_local(&self, file: &str, package: &str) -> bool {
        self.local.iter().any(|local| {
            let is_above = file.strip_prefix(&local.directory).is_some_and(|rest| rest.starts_with('/'));
            local.name.as_deref() == Some(package) || (is_above && local.dependencies.contains(package))
        })
    }
}

fn locals(app: &App<'_>) -> Vec<Local> {
    let manifests = app.own_files().map(|(path, _)| path).filter(|path| path.ends_with("/package.json"));
    let local = |path: &str| {
        let text = std::str::from_utf8(app.files.content(path)?).ok()?;
        let manifest = PackageJson::parse(text.trim_start_matches('\u{feff}')).ok()?;
        let keys = ["dependencies", "optionalDependencies", "peerDependencies"];
        let dependencies = keys.into_iter().flat_map(|key| manifest.map(key).into_keys()).collect();
        Some(Local { directory: parent(path).to_owned(), name: manifest.string(&["name"]), dependencies })
    };
    manifests.take(MOST_LOCAL).filter_map(local).collect()
}

fn severity(certainty: Certainty) -> Severity {
    if certainty == Certainty::Sure { Severity::Error } else { Severity::Warning }
}

/// Findings after which no more are looked for.
const MOST_JUDGED: usize = 1000;

/// Other `package.json` of the app's own that are read.
const MOST_LOCAL: usize = 500;
