//! Commands with their wrappers taken off.

use std::ops::Range;

use super::super::package_json::PackageJson;
use super::super::shell::{Part, Weight, Word};
use super::super::tree::join;
use super::{Action, Lookup, Program, Runner, Shell, Step, Target};

/// A word with what is known of it.
#[derive(Clone, Debug)]
pub(super) struct Argument {
    pub(super) text: Option<String>,
    pub(super) span: Range<usize>,
    pub(super) word: Word,
}

impl Argument {
    pub(super) fn as_str(&self) -> &str {
        self.text.as_deref().unwrap_or_default()
    }

    pub(super) fn is_option(&self) -> bool {
        self.as_str().starts_with('-')
    }
}

pub(super) enum Nested {
    Line { text: String, span: Range<usize> },
    Script { name: String, arguments: Vec<Word> },
}

/// Takes the wrappers off one command.
pub(super) struct Unwrapper<'a> {
    pub(super) script: String,
    pub(super) file: Option<String>,
    pub(super) weight: Weight,
    pub(super) functions: &'a [String],
    pub(super) shell: &'a mut Shell,
    pub(super) produced: Vec<Step>,
    pub(super) nested: Vec<Nested>,
    pub(super) lookup: Lookup,
    pub(super) package: &'a PackageJson<'a>,
}

impl Unwrapper<'_> {
    pub(super) fn unwrap(&mut self, words: &[Argument]) {
        let mut rest = words;
        while let Some((first, arguments)) = rest.split_first() {
            let Some(name) = first.text.clone() else {
                self.add(first, Action::Unknown);
                return;
            };
            if first.word.has_lost_backslash() {
                self.add(first, Action::LostBackslash(unescaped(&first.word)));
                return;
            }
            if self.functions.contains(&name) || name.is_empty() {
                return;
            }
            let tool = self.program(first, &name, arguments);
            let Some(tool) = tool else { return };
            match self.wrapper(&tool, arguments) {
                Some(inner) => rest = inner,
                None => return,
            }
        }
    }

    pub(super) fn add(&mut self, at: &Argument, action: Action) {
        self.produced.push(Step {
            script: self.script.clone(),
            file: self.file.clone(),
            span: at.span.clone(),
            weight: self.weight,
            directory: self.shell.directory.clone(),
            environment: self.shell.environment.clone(),
            action,
        });
    }

    /// Adds the program itself, and tells its name when it is one that takes a command or a file.
    fn program(&mut self, at: &Argument, name: &str, arguments: &[Argument]) -> Option<String> {
        let lookup = std::mem::replace(&mut self.lookup, Lookup::Path);
        let in_bin = name.rsplit_once("node_modules/.bin/").map(|(_, tool)| tool.to_owned());
        if in_bin.is_none() && name.contains('/') {
            let base = name.rsplit('/').next().unwrap_or_default();
            if name.starts_with('/') {
                // The host's own, of which the package says nothing.
                return INTERPRETERS.contains(&base).then(|| base.to_owned());
            }
            self.add(at, Action::File(Target { path: name.to_owned(), runner: Runner::Kernel, is_read: false }));
            return None;
        }
        let lookup = if in_bin.is_some() { Lookup::Bin } else { lookup };
        let tool = in_bin.unwrap_or_else(|| name.to_owned());
        let arguments = arguments.iter().map(|argument| argument.text.clone()).collect();
        self.add(at, Action::Program(Program { name: tool.clone(), arguments, lookup }));
        Some(tool)
    }

    /// What is left of the arguments when `tool` runs them as a command.
    fn wrapper<'w>(&mut self, tool: &str, arguments: &'w [Argument]) -> Option<&'w [Argument]> {
        match tool {
            "exec" | "command" | "builtin" | "nohup" | "time" | "setsid" | "env" | "stdbuf" | "sudo" | "dotenvx" => {
                if tool == "command" && arguments.first().is_some_and(|first| matches!(first.as_str(), "-v" | "-V")) {
                    return None;
                }
                let rest = Self::skip_options(arguments, &["-n", "-u", "-C", "-S", "-g", "-f", "-o", "-e", "-i"]);
                Some(self.assignments(rest))
            }
            "nice" | "ionice" => Some(Self::skip_options(arguments, &["-n", "-c"])),
            "timeout" => Self::skip_options(arguments, &["-s", "-k"]).get(1..),
            "cross-env" => Some(self.assignments(arguments)),
            "cross-env-shell" => {
                let rest = self.assignments(arguments);
                self.nest_words(rest);
                None
            }
            "dotenv" | "env-cmd" => {
                let rest = match arguments.iter().position(|argument| argument.as_str() == "--") {
                    Some(at) => arguments.get(at + 1..).unwrap_or_default(),
                    None => Self::skip_options(arguments, &["-e", "-f", "-r", "-c", "-p", "-v"]),
                };
                Some(rest)
            }
            "npx" => self.npx(arguments),
            "npm" | "cnpm" | "pnpm" | "yarn" => self.package_manager(tool, arguments),
            "npm-run-all" | "run-s" | "run-p" => {
                self.run_all(arguments);
                None
            }
            "concurrently" | "conc" => {
                self.concurrently(arguments);
                None
            }
            "sh" | "bash" | "dash" | "ash" | "zsh" | "ksh" => {
                self.shell(arguments);
                None
            }
            "." | "source" => {
                if let Some(file) = arguments.first() {
                    self.file(file, Runner::Shell);
                }
                None
            }
            "cd" | "pushd" => {
                self.enter(Self::skip_options(arguments, &[]).first());
                None
            }
            "export" => {
                for argument in arguments {
                    if let Some((name, value)) = argument.as_str().split_once('=') {
                        self.shell.environment.insert(name.to_owned(), Some(value.to_owned()));
                    } else if let Some(value) = self.shell.variables.get(argument.as_str()) {
                        self.shell.environment.insert(argument.as_str().to_owned(), value.clone());
                    }
                }
                // What is exported lasts: there is no step that it is for.
                self.produced.clear();
                None
            }
            "node" | "nodejs" => {
                self.node(arguments);
                None
            }
            "nodemon" | "node-dev" | "ts-node" | "ts-node-dev" | "tsnd" | "tsx" | "babel-node" | "coffee"
            | "supervisor" | "forever" | "pm2" | "pm2-runtime" | "esno" | "naught" => {
                self.node_tool(tool, arguments);
                None
            }
            _ => None,
        }
    }

    /// Skips options; those in `with_value` take the next word too.
    fn skip_options<'w>(arguments: &'w [Argument], with_value: &[&str]) -> &'w [Argument] {
        let mut rest = arguments;
        while let Some((first, others)) = rest.split_first() {
            if first.as_str() == "--" {
                return others;
            }
            if !first.is_option() {
                break;
            }
            rest = if with_value.contains(&first.as_str()) { others.get(1..).unwrap_or_default() } else { others };
        }
        rest
    }

    /// Takes `NAME=value` words as variables.
    fn assignments<'w>(&mut self, arguments: &'w [Argument]) -> &'w [Argument] {
        let mut rest = arguments;
        while let Some((first, others)) = rest.split_first() {
            let written = first.word.to_string();
            let Some((name, _)) = written.split_once('=').filter(|(name, _)| is_variable(name)) else { break };
            let value = first.text.as_ref().and_then(|text| text.split_once('=')).map(|(_, value)| value.to_owned());
            self.shell.environment.insert(name.to_owned(), value);
            rest = others;
        }
        rest
    }

    fn npx<'w>(&mut self, arguments: &'w [Argument]) -> Option<&'w [Argument]> {
        let mut rest = arguments;
        let mut lookup = Lookup::Npx;
        while let Some((first, others)) = rest.split_first() {
            match first.as_str() {
                "--" => {
                    rest = others;
                    break;
                }
                "--no-install" | "--no" => {
                    lookup = Lookup::Path;
                    rest = others;
                }
                "-p" | "--package" => rest = others.get(1..).unwrap_or_default(),
                "-c" | "--call" => {
                    if let Some(line) = others.first() {
                        self.nest(line);
                    }
                    return None;
                }
                option if option.starts_with('-') => rest = others,
                _ => break,
            }
        }
        // `npx name@version` always asks the registry.
        let first = rest.first()?;
        if first.as_str().trim_start_matches('@').contains(['@', '/']) || first.as_str().starts_with('@') {
            return None;
        }
        self.lookup = lookup;
        Some(rest)
    }

    fn package_manager<'w>(&mut self, tool: &str, all: &'w [Argument]) -> Option<&'w [Argument]> {
        let elsewhere = ["--prefix", "-C", "--cwd", "--dir", "-w", "--workspace", "-F", "--filter"];
        let mut rest = all;
        let mut own = self.shell.directory.as_deref() == Some("");
        while let Some((first, others)) = rest.split_first() {
            if !first.is_option() {
                break;
            }
            let is_elsewhere = elsewhere.contains(&first.as_str());
            if is_elsewhere && matches!(first.as_str(), "--prefix" | "-C" | "--cwd" | "--dir") {
                self.must_be_there(others.first());
            }
            own &=
                !is_elsewhere && !first.as_str().starts_with("--prefix=") && !first.as_str().starts_with("--workspace");
            rest = if is_elsewhere { others.get(1..).unwrap_or_default() } else { others };
        }
        let Some((subcommand, arguments)) = rest.split_first() else {
            if tool == "yarn" {
                self.install(rest, false);
            }
            return None;
        };
        match subcommand.as_str() {
            "run" | "run-script" | "rum" | "urn" => self.run_script(arguments, own),
            name @ ("start" | "stop" | "test" | "restart") => {
                let (_, own_too, _) = split_run(arguments);
                if own && own_too {
                    self.lifecycle(name, arguments, subcommand);
                }
            }
            "install" | "i" | "ci" | "add" | "in" | "isntall" => {
                let global = |argument: &Argument| matches!(argument.as_str(), "-g" | "--global" | "--location=global");
                self.install(arguments, all.iter().any(global));
            }
            "global" if tool == "yarn" && arguments.first().is_some_and(|word| word.as_str() == "add") => {
                self.install(arguments.get(1..).unwrap_or_default(), true);
            }
            "exec" | "x" | "dlx" => {
                if subcommand.as_str() == "dlx" {
                    return None;
                }
                return self.npx(arguments);
            }
            name if tool != "npm" && tool != "cnpm" && own => {
                if self.package.script(name).is_some() {
                    self.nested.push(Nested::Script { name: name.to_owned(), arguments: plain(arguments) });
                } else if !YARN.contains(&name) {
                    return Some(rest);
                }
            }
            _ => {}
        }
        None
    }

    fn lifecycle(&mut self, name: &str, arguments: &[Argument], at: &Argument) {
        let (_, _, passed) = split_run(arguments);
        if self.package.script(name).is_some() {
            self.nested.push(Nested::Script { name: name.to_owned(), arguments: plain(passed) });
        } else if name == "restart" {
            for name in ["stop", "start"] {
                self.nested.push(Nested::Script { name: name.to_owned(), arguments: Vec::new() });
            }
        } else if name != "start" {
            // A missing `start` may be `node server.js`; the rule about it speaks of that.
            self.add(at, Action::MissingScript(name.to_owned()));
        }
    }

    fn run_script(&mut self, arguments: &[Argument], own: bool) {
        let (name, own_too, passed) = split_run(arguments);
        let Some(at) = name else { return };
        let Some(name) = at.text.clone() else { return };
        let optional = arguments.iter().any(|argument| argument.as_str() == "--if-present");
        if !own || !own_too {
            return;
        }
        if self.package.scripts.contains_key(&name) {
            self.nested.push(Nested::Script { name, arguments: plain(passed) });
        } else if !optional && !matches!(name.as_str(), "start" | "restart" | "env") {
            self.add(at, Action::MissingScript(name));
        }
    }

    fn install(&mut self, arguments: &[Argument], global: bool) {
        let packages = arguments.iter().filter(|argument| !argument.is_option());
        let packages = packages.filter_map(|argument| argument.text.clone()).collect();
        let Some(at) = self.produced.last().map(|step| step.span.clone()) else { return };
        let at = Argument { text: None, span: at, word: Word::default() };
        self.add(&at, Action::Install { packages, global });
    }

    pub(super) fn file(&mut self, at: &Argument, runner: Runner) {
        if at.word.has_lost_backslash() {
            self.add(at, Action::LostBackslash(unescaped(&at.word)));
            return;
        }
        match &at.text {
            Some(path) => self.add(at, Action::File(Target { path: path.clone(), runner, is_read: false })),
            None => self.add(at, Action::Unknown),
        }
    }

    fn enter(&mut self, to: Option<&Argument>) {
        self.shell.directory = self.must_be_there(to);
    }

    /// The directory that `to` names, below the root.
    fn must_be_there(&mut self, to: Option<&Argument>) -> Option<String> {
        let to = to?;
        if to.word.has_lost_backslash() {
            self.add(to, Action::LostBackslash(unescaped(&to.word)));
            return None;
        }
        let path = to.text.as_deref().filter(|path| *path != "-" && !path.is_empty())?;
        let directory = join(self.shell.directory.as_deref()?, path)?;
        self.add(to, Action::Enter(directory.clone()));
        Some(directory)
    }

    pub(super) fn nest(&mut self, line: &Argument) {
        if let Some(text) = &line.text {
            self.nested.push(Nested::Line { text: text.clone(), span: line.span.clone() });
        }
    }

    /// A command in the first word, and its further arguments.
    pub(super) fn nest_with(&mut self, line: &Argument, others: &[Argument]) {
        let words = std::iter::once(line).chain(others).map(|word| word.text.clone());
        let Some(words) = words.collect::<Option<Vec<String>>>() else { return };
        self.nested.push(Nested::Line { text: words.join(" "), span: line.span.clone() });
    }

    fn nest_words(&mut self, words: &[Argument]) {
        if let Some((first, others)) = words.split_first() {
            self.nest_with(first, others);
        }
    }
}

/// The name in the arguments of `npm run`, whether it is this package's, and what is passed on.
fn split_run(arguments: &[Argument]) -> (Option<&Argument>, bool, &[Argument]) {
    let end = arguments.iter().position(|argument| argument.as_str() == "--");
    let (own, passed) = match end {
        Some(end) => (arguments.get(..end).unwrap_or_default(), arguments.get(end + 1..).unwrap_or_default()),
        None => (arguments, [].as_slice()),
    };
    let elsewhere = |argument: &Argument| {
        let text = argument.as_str();
        ["-w", "-ws", "--workspace", "--workspaces", "--prefix", "-C"].contains(&text)
            || text.starts_with("--workspace=")
            || text.starts_with("--prefix=")
    };
    let name = own.iter().find(|argument| !argument.is_option());
    (name, !own.iter().any(elsewhere), passed)
}

fn plain(arguments: &[Argument]) -> Vec<Word> {
    arguments.iter().map(|argument| argument.word.clone()).collect()
}

/// A word as the author wrote it, backslashes included, as far as it is text.
fn unescaped(word: &Word) -> String {
    let text = |part: &Part| match part {
        Part::Dynamic(text) | Part::Literal(text) => text.clone(),
        Part::Variable(name) => format!("${name}"),
    };
    word.parts().iter().map(text).collect()
}

fn is_variable(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Programs whose absolute path says nothing more than their name.
const INTERPRETERS: &[&str] = &["bash", "env", "node", "sh"];

/// Subcommands of yarn and pnpm that are no scripts.
const YARN: &[&str] = &[
    "access",
    "audit",
    "autoclean",
    "bin",
    "cache",
    "check",
    "config",
    "create",
    "dedupe",
    "deploy",
    "fetch",
    "generate-lock-entry",
    "help",
    "import",
    "info",
    "init",
    "licenses",
    "link",
    "list",
    "login",
    "logout",
    "ls",
    "node",
    "outdated",
    "owner",
    "pack",
    "plugin",
    "policies",
    "prune",
    "publish",
    "rebuild",
    "remove",
    "rm",
    "set",
    "store",
    "tag",
    "team",
    "unlink",
    "unplug",
    "up",
    "update",
    "upgrade",
    "version",
    "versions",
    "why",
    "workspace",
    "workspaces",
    "recursive",
    "multi",
    "-r",
];
