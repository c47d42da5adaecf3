//! npm and its like: what their words mean.

use super::super::super::words::holds;
use super::super::shell::Word;
use super::unwrap::{Argument, Nested, Unwrapper};
use super::{Action, Lookup};

impl Unwrapper<'_> {
    pub(super) fn npx<'w>(&mut self, arguments: &'w [Argument]) -> Option<&'w [Argument]> {
        let mut rest = arguments;
        let mut lookup = Lookup::Npx;
        while let Some((first, others)) = rest.split_first() {
            match first.as_str() {
                "--" => {
                    rest = others;
                    break;
                }
                // npx then fails instead of asking the registry: the command must be in `.bin`.
                "--no-install" | "--no" => {
                    lookup = Lookup::Path;
                    rest = others;
                }
                // It says where the command comes from, not what runs.
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

    pub(super) fn package_manager<'w>(&mut self, tool: &str, all: &'w [Argument]) -> Option<&'w [Argument]> {
        // With one of these the scripts are another package's, of which only the directory is judged.
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
            // `yarn` alone is `yarn install`.
            if tool == "yarn" {
                self.install(rest, false);
            }
            return None;
        };
        match subcommand.as_str() {
            // Aliases of `npm run`, typing errors included (`cmd-list.js` of npm).
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
                // `dlx` always fetches.
                if subcommand.as_str() == "dlx" {
                    return None;
                }
                return self.npx(arguments);
            }
            // yarn and pnpm run a script, or a command of `.bin`, whose name is no subcommand of theirs.
            name if tool != "npm" && tool != "cnpm" && own => {
                if self.package.script(name).is_some() {
                    self.nested.push(Nested::Script { name: name.to_owned(), arguments: plain(arguments) });
                } else if !holds(YARN, name) {
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
            // npm runs `npm stop --if-present && npm start` when there is no such script (`commands/run.js` of npm 11).
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
            // npm has defaults for these three.
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
}

/// The name in the arguments of `npm run`, whether it is this package's, and what is passed on.
fn split_run(arguments: &[Argument]) -> (Option<&Argument>, bool, &[Argument]) {
    let end = arguments.iter().position(|argument| argument.as_str() == "--");
    let (own, passed) = match end {
        // npm passes on what follows `--`, and takes options before it for its own.
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

/// Subcommands of yarn and pnpm that are no scripts.
const YARN: &str = "
    access audit autoclean bin cache check config create dedupe deploy fetch generate-lock-entry help import info
    init licenses link list login logout ls node outdated owner pack plugin policies prune publish rebuild remove
    rm set store tag team unlink unplug up update upgrade version versions why workspace workspaces recursive
    multi -r
";
