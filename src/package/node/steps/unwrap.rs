//! Commands with their wrappers taken off.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::super::files::Files;
use super::super::package_json::PackageJson;
use super::super::shell::{Part, Weight, Word, is_name};
use super::super::tree::join;
use super::shell::{Defined, Given, Shell};
use super::{Action, JUDGED, Lookup, Origin, Program, Runner, Step, Target};

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

/// What a command runs besides itself.
pub(super) enum Nested {
    /// A function of its shell.
    Function { name: String, defined: Defined },
    /// A line that its words hold, for its own shell or another.
    Line { text: String, span: Range<usize>, is_shared: bool },
    /// A script of `package.json`.
    Script { name: String, arguments: Vec<Word> },
}

/// Takes the wrappers off one command.
pub(super) struct Unwrapper<'a> {
    pub(super) origin: &'a Origin,
    pub(super) weight: Weight,
    /// The shell that runs it.
    pub(super) shell: &'a mut Shell,
    /// What the command alone gets.
    pub(super) given: Given,
    pub(super) produced: Vec<Step>,
    pub(super) nested: Vec<Nested>,
    /// Whether it reads a file into its shell.
    pub(super) sources: bool,
    /// What looking things up cost, in commands read.
    pub(super) work: usize,
    /// Where the next program is looked for.
    pub(super) lookup: Lookup,
    pub(super) package: &'a PackageJson<'a>,
    pub(super) files: &'a Files,
}

impl Unwrapper<'_> {
    pub(super) fn run(&mut self, words: &[Argument]) {
        let mut rest = words;
        let mut is_first = true;
        // Whether the shell itself runs it, and not a program that the shell starts.
        let mut is_own = true;
        while let Some((first, arguments)) = rest.split_first() {
            let Some(name) = first.text.clone() else {
                self.add(first, Action::Unknown);
                return;
            };
            if first.word.has_lost_backslash() {
                self.add(first, Action::LostBackslash(unescaped(&first.word)));
                return;
            }
            // A function goes before builtins and programs (POSIX, XCU 2.9.1.1), and only as the first word: `exec f`
            // looks for a file.
            if let Some(defined) = self.shell.function(&name).filter(|_| is_first).cloned() {
                self.nested.push(Nested::Function { name, defined });
                return;
            }
            if name.is_empty() || self.shell.has_function(&name) {
                return;
            }
            let tool = self.program(first, &name, arguments);
            let Some(tool) = tool else { return };
            if is_own && self.builtin(&tool, arguments) {
                return;
            }
            match self.wrapper(&tool, arguments) {
                Some(inner) => rest = inner,
                None => return,
            }
            is_first = false;
            is_own &= matches!(tool.as_str(), "builtin" | "command");
        }
    }

    pub(super) fn add(&mut self, at: &Argument, action: Action) {
        self.produced.push(Step {
            script: self.origin.script.clone(),
            file: self.origin.file.clone(),
            span: at.span.clone(),
            weight: self.weight,
            directory: self.shell.directory.clone(),
            environment: self.environment(),
            action,
        });
    }

    fn environment(&self) -> BTreeMap<&'static str, Option<String>> {
        let value = |name: &&'static str| {
            let given = self.given.variables.iter().rev().find(|(given, _)| given == name);
            let exported = || self.shell.exports(name).then(|| self.shell.value(name));
            Some((*name, given.map(|(_, value)| value.clone()).or_else(exported)?))
        };
        JUDGED.iter().filter_map(value).collect()
    }

    /// Adds the program itself, and tells its name when it is one that takes a command or a file.
    fn program(&mut self, at: &Argument, name: &str, arguments: &[Argument]) -> Option<String> {
        let lookup = std::mem::replace(&mut self.lookup, Lookup::Path);
        let in_bin = name.rsplit_once("node_modules/.bin/").map(|(_, tool)| tool.to_owned());
        // A name with a slash is a path and never looked up (XCU 2.9.1.1).
        if in_bin.is_none() && name.contains('/') {
            let base = name.rsplit('/').next().unwrap_or_default();
            if name.starts_with('/') {
                // The host's own, of which the package says nothing.
                return INTERPRETERS.contains(&base).then(|| base.to_owned());
            }
            self.add(at, Action::File(Target::new(name.to_owned(), Runner::Kernel)));
            return None;
        }
        let search = self.given.search.as_ref().unwrap_or(&self.shell.search);
        let lookup = match in_bin {
            Some(_) => Lookup::Bin,
            None if search.may_find(name, self.files) => Lookup::Elsewhere,
            None => lookup,
        };
        let tool = in_bin.unwrap_or_else(|| name.to_owned());
        let arguments = arguments.iter().map(|argument| argument.text.clone()).collect();
        self.add(at, Action::Program(Program { name: tool.clone(), arguments, lookup }));
        Some(tool)
    }

    /// What is left of the arguments when `tool` runs them as a command.
    fn wrapper<'w>(&mut self, tool: &str, arguments: &'w [Argument]) -> Option<&'w [Argument]> {
        match tool {
            "builtin" | "command" | "dotenvx" | "env" | "exec" | "nohup" | "setsid" | "stdbuf" | "sudo" | "time" => {
                // `command -v name` only says where a command is.
                if tool == "command" && arguments.first().is_some_and(|first| matches!(first.as_str(), "-v" | "-V")) {
                    return None;
                }
                let with_value: &[&str] = match tool {
                    "dotenvx" => &["-e", "-f"],
                    "env" => &["-C", "-S", "-u"],
                    "exec" => &["-a"],
                    "stdbuf" => &["-e", "-i", "-o"],
                    "sudo" => &["-C", "-D", "-g", "-h", "-p", "-R", "-r", "-T", "-t", "-U", "-u"],
                    "time" => &["-f", "-o"],
                    _ => &[],
                };
                let rest = Self::skip_options(arguments, with_value);
                Some(if matches!(tool, "dotenvx" | "env" | "sudo") { self.assignments(rest) } else { rest })
            }
            "nice" | "ionice" => Some(Self::skip_options(arguments, &["-n", "-c"])),
            // The first word that is no option is the time.
            "timeout" => Self::skip_options(arguments, &["-s", "-k"]).get(1..),
            "cross-env" => Some(self.assignments(arguments)),
            // cross-env starts a program, cross-env-shell a line in a shell.
            "cross-env-shell" => {
                let rest = self.assignments(arguments);
                self.nest_words(rest);
                None
            }
            "dotenv" | "env-cmd" => {
                let rest = match arguments.iter().position(|argument| argument.as_str() == "--") {
                    // dotenv-cli and env-cmd take options up to `--`, and a command after it.
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
    pub(super) fn skip_options<'w>(arguments: &'w [Argument], with_value: &[&str]) -> &'w [Argument] {
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
            let Some((name, written)) = split_assignment(&written) else { break };
            let value = first.text.as_ref().and_then(|text| text.split_once('=')).map(|(_, value)| value.to_owned());
            self.given.add(name, value, written, self.shell);
            rest = others;
        }
        rest
    }

    pub(super) fn file(&mut self, at: &Argument, runner: Runner) {
        if at.word.has_lost_backslash() {
            self.add(at, Action::LostBackslash(unescaped(&at.word)));
            return;
        }
        match &at.text {
            Some(path) => self.add(at, Action::File(Target::new(path.clone(), runner))),
            None => self.add(at, Action::Unknown),
        }
    }

    pub(super) fn enter(&mut self, to: Option<&Argument>) {
        self.shell.directory = self.must_be_there(to);
    }

    /// The directory that `to` names, below the root.
    pub(super) fn must_be_there(&mut self, to: Option<&Argument>) -> Option<String> {
        let to = to?;
        if to.word.has_lost_backslash() {
            self.add(to, Action::LostBackslash(unescaped(&to.word)));
            return None;
        }
        // `cd -` goes back, `cd ""` stays.
        let path = to.text.as_deref().filter(|path| *path != "-" && !path.is_empty())?;
        let directory = join(self.shell.directory.as_deref()?, path)?;
        self.add(to, Action::Enter(directory.clone()));
        Some(directory)
    }

    pub(super) fn nest(&mut self, line: &Argument) {
        if let Some(text) = &line.text {
            self.nested.push(Nested::Line { text: text.clone(), span: line.span.clone(), is_shared: false });
        }
    }

    /// A command in the first word, and its further arguments.
    pub(super) fn nest_with(&mut self, line: &Argument, others: &[Argument]) {
        let words = std::iter::once(line).chain(others).map(|word| word.text.clone());
        let Some(words) = words.collect::<Option<Vec<String>>>() else { return };
        self.nested.push(Nested::Line { text: words.join(" "), span: line.span.clone(), is_shared: false });
    }

    fn nest_words(&mut self, words: &[Argument]) {
        if let Some((first, others)) = words.split_first() {
            self.nest_with(first, others);
        }
    }
}

/// The name and the value in `NAME=value`.
pub(super) fn split_assignment(written: &str) -> Option<(&str, &str)> {
    written.split_once('=').filter(|(name, _)| is_name(name))
}

/// A word as the author wrote it, backslashes included, as far as it is text.
fn unescaped(word: &Word) -> String {
    let text = |part: &Part| match part {
        Part::Dynamic(text) | Part::Literal(text) => text.clone(),
        Part::Variable(name) => format!("${name}"),
    };
    word.parts().iter().map(text).collect()
}

/// Programs whose absolute path says nothing more than their name.
const INTERPRETERS: &[&str] = &["bash", "env", "node", "sh"];
