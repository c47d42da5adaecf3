//! What a script does, step by step: its commands with the wrappers taken off and the scripts it runs put in.

mod tools;
mod unwrap;

use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;

use super::super::files::Files;
use super::package_json::PackageJson;
use super::shell::{Command, Item, Part, Script, Weight, Word};
use super::tree::{Found, join, locate};
use unwrap::{Argument, Nested, Unwrapper};

/// One thing that a script does.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// The script that says it.
    pub(super) script: String,
    /// The shell script that it runs and that says it, by its path in the package.
    pub(super) file: Option<String>,
    /// Where in the text of that file, or else of the script.
    pub(super) span: Range<usize>,
    /// What its failure means.
    pub(super) weight: Weight,
    /// Directory it starts in, below the root; `None` when only the shell knows it.
    pub(super) directory: Option<String>,
    /// Variables that the script sets for it; `None` for a value that only the shell knows.
    pub(super) environment: BTreeMap<String, Option<String>>,
    pub(super) action: Action,
}

/// What a [`Step`] does.
#[derive(Clone, Debug)]
pub(super) enum Action {
    /// Goes into a directory that must be there.
    Enter(String),
    /// Installs packages: for all users (`npm install -g`), or into the app.
    Install { packages: Vec<String>, global: bool },
    /// Runs a script that `package.json` does not have.
    MissingScript(String),
    /// Starts a program that is looked up.
    Program(Program),
    /// Hands a file to an interpreter, or starts it itself.
    File(Target),
    /// A word in which the shell drops a backslash, as written.
    LostBackslash(String),
    /// Does something only the shell knows.
    Unknown,
}

/// A program that is looked up on the `PATH`, or in the directory of a path to it.
#[derive(Clone, Debug)]
pub(super) struct Program {
    pub(super) name: String,
    pub(super) arguments: Vec<Option<String>>,
    pub(super) lookup: Lookup,
}

/// Where a program is looked for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Lookup {
    /// In `node_modules/.bin`, then among the host's.
    Path,
    /// In `node_modules/.bin`, named by its path.
    Bin,
    /// As for [`Path`](Self::Path), and then in the registry.
    Npx,
}

/// A file that is run.
#[derive(Clone, Debug)]
pub(super) struct Target {
    /// As written.
    pub(super) path: String,
    /// Who runs it.
    pub(super) runner: Runner,
    /// Whether the steps of it follow.
    pub(super) is_read: bool,
}

/// Who runs a file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Runner {
    /// The kernel: it must be executable.
    Kernel,
    /// Node.js, which also tries `.js` and a directory's main file.
    Node,
    /// Node.js with a compiler or a process manager in front.
    NodeTool,
    /// A shell.
    Shell,
}

/// The steps of `scripts`, each with the scripts that npm runs before and after it. Scripts that are not there are
/// passed over.
pub(super) fn steps(files: &Files, package: &PackageJson<'_>, scripts: &[&str]) -> Vec<Step> {
    let mut reader = Reader { files, package, frames: Vec::new(), steps: Vec::new(), read: 0 };
    for script in scripts {
        reader.push_script(script, &Shell::default(), Weight::Deciding, &[]);
        reader.run();
    }
    reader.steps
}

/// State of a shell.
#[derive(Clone, Debug)]
struct Shell {
    directory: Option<String>,
    variables: BTreeMap<String, Option<String>>,
    environment: BTreeMap<String, Option<String>>,
}

impl Default for Shell {
    fn default() -> Self {
        Self { directory: Some(String::new()), variables: BTreeMap::new(), environment: BTreeMap::new() }
    }
}

/// Where a line stands.
#[derive(Clone, Debug)]
struct Origin {
    script: String,
    /// The shell script that it stands in, by its path in the package.
    file: Option<String>,
    /// Place of a line that a word holds.
    within: Option<Range<usize>>,
    /// Whether it is a script's own line, which must not be entered again from itself.
    is_script: bool,
}

/// A script that is being read.
struct Frame {
    origin: Origin,
    items: VecDeque<Item>,
    functions: Vec<String>,
    weight: Weight,
    shell: Shell,
    outer: Vec<Shell>,
}

struct Reader<'a> {
    files: &'a Files,
    package: &'a PackageJson<'a>,
    frames: Vec<Frame>,
    steps: Vec<Step>,
    /// Commands and edges read so far.
    read: usize,
}

impl Reader<'_> {
    fn run(&mut self) {
        while let Some(frame) = self.frames.last_mut() {
            self.read += 1;
            match frame.items.pop_front() {
                _ if self.steps.len() >= MOST_STEPS || self.read >= MOST_READ => self.frames.clear(),
                None => drop(self.frames.pop()),
                Some(Item::Open) => frame.outer.push(frame.shell.clone()),
                Some(Item::Close) => {
                    if let Some(shell) = frame.outer.pop() {
                        frame.shell = shell;
                    }
                }
                Some(Item::Command(command)) => self.command(&command),
            }
        }
    }

    /// Puts a script and those that npm runs around it on the stack.
    fn push_script(&mut self, name: &str, shell: &Shell, weight: Weight, arguments: &[Word]) {
        let Some(field) = self.package.script(name) else { return };
        let is_running = |frame: &Frame| frame.origin.is_script && frame.origin.script == name;
        if self.frames.len() >= MOST_FRAMES || self.frames.iter().any(is_running) {
            return;
        }
        let mut main = Script::parse(&field.text);
        main.append(arguments);
        let around = |prefix: &str| {
            let name = format!("{prefix}{name}");
            let script = Script::parse(&self.package.script(&name)?.text);
            Some((name, script))
        };
        let scripts = [around("post"), Some((name.to_owned(), main)), around("pre")];
        for (script, line) in scripts.into_iter().flatten() {
            // npm starts every script in the package's directory.
            let shell = Shell { environment: shell.environment.clone(), ..Shell::default() };
            self.push(Origin { script, file: None, within: None, is_script: true }, &line, shell, weight);
        }
    }

    fn push(&mut self, origin: Origin, line: &Script, shell: Shell, weight: Weight) {
        // Parsing costs what reading does.
        self.read += line.items().len();
        if self.frames.len() < MOST_FRAMES {
            self.frames.push(Frame {
                origin,
                items: line.items().iter().cloned().collect(),
                functions: line.functions().to_vec(),
                weight,
                shell,
                outer: Vec::new(),
            });
        }
    }

    /// The shell script that a step hands to a shell: its path and its text, when all of it is known.
    fn shell_script(&self, step: &Step) -> Option<(String, &str)> {
        let Action::File(Target { path, runner: runner @ (Runner::Kernel | Runner::Shell), .. }) = &step.action else {
            return None;
        };
        let path = join(step.directory.as_deref()?, path)?;
        let Found::File(path) = locate(self.files, &path) else { return None };
        let file = self.files.get(&path)?;
        let text = std::str::from_utf8(file.content.as_deref()?).ok()?;
        let is_whole = u64::try_from(text.len()) == Ok(file.size.0);
        let interpreter = text.strip_prefix("#!").and_then(|rest| rest.lines().next());
        let is_for_a_shell = match interpreter {
            Some(line) => {
                line.split(['/', ' ', '\t']).any(|word| matches!(word.trim_end(), "ash" | "bash" | "dash" | "sh"))
            }
            None => *runner == Runner::Shell,
        };
        let is_running = self.frames.iter().any(|frame| frame.origin.file.as_ref() == Some(&path));
        (is_whole && is_for_a_shell && !is_running).then_some((path, text))
    }

    fn command(&mut self, command: &Command) {
        let Some(frame) = self.frames.last_mut() else { return };
        let mut shell = frame.shell.clone();
        for assignment in &command.assignments {
            let value = expand(&assignment.value, &shell, self.package);
            if command.words.is_empty() {
                frame.shell.variables.insert(assignment.name.clone(), value);
            } else {
                shell.environment.insert(assignment.name.clone(), value);
            }
        }
        let words = command.words.iter().flat_map(|word| {
            let text = expand(word, &frame.shell, self.package);
            let span = frame.origin.within.clone().unwrap_or_else(|| word.span());
            let argument = |text| Argument { text, span: span.clone(), word: word.clone() };
            match text {
                // A shell cuts the value of a bare variable into words.
                Some(text) if matches!(word.parts(), [Part::Variable(_)]) => {
                    text.split_ascii_whitespace().map(|part| argument(Some(part.to_owned()))).collect()
                }
                text => vec![argument(text)],
            }
        });
        let words: Vec<Argument> = words.collect();
        let mut unwrapper = Unwrapper {
            script: frame.origin.script.clone(),
            file: frame.origin.file.clone(),
            weight: frame.weight.min(command.weight),
            functions: &frame.functions,
            shell: &mut shell,
            produced: Vec::new(),
            nested: Vec::new(),
            lookup: Lookup::Path,
            package: self.package,
        };
        unwrapper.unwrap(&words);
        let Unwrapper { script, file, weight, mut produced, nested, .. } = unwrapper;
        // `cd` and `export` last; what was set for the one command does not.
        frame.shell.directory.clone_from(&shell.directory);
        for (name, value) in &shell.environment {
            let exported = produced.is_empty() && command.assignments.iter().all(|assignment| assignment.name != *name);
            if exported {
                frame.shell.environment.insert(name.clone(), value.clone());
            }
        }
        // A shell that does not find a directory stays where it was.
        if let Some(directory) = &shell.directory
            && produced.iter().any(|step| matches!(&step.action, Action::Enter(entered) if entered == directory))
            && !matches!(locate(self.files, directory), Found::Directory(_))
            && let Some(frame) = self.frames.last_mut()
        {
            frame.shell.directory = None;
        }
        let mut scripts = Vec::new();
        for step in &mut produced {
            if self.read < MOST_READ
                && let Some((path, text)) = self.shell_script(step)
            {
                let line = Script::parse(text);
                let directory = step.directory.clone();
                scripts.push((
                    path,
                    text.len(),
                    line,
                    Shell { directory, environment: step.environment.clone(), ..Shell::default() },
                ));
                if let Action::File(target) = &mut step.action {
                    target.is_read = true;
                }
            }
        }
        self.steps.extend(produced);
        for (path, length, line, shell) in scripts {
            self.read += length / BYTES_READ_AS_ONE;
            let origin = Origin { script: script.clone(), file: Some(path), within: None, is_script: false };
            self.push(origin, &line, shell, weight);
        }
        for nested in nested.into_iter().rev() {
            match nested {
                Nested::Line { text, span } => {
                    let line = Script::parse(&text);
                    let origin =
                        Origin { script: script.clone(), file: file.clone(), within: Some(span), is_script: false };
                    self.push(origin, &line, shell.clone(), weight);
                }
                Nested::Script { name, arguments } => self.push_script(&name, &shell, weight, &arguments),
            }
        }
    }
}

fn expand(word: &Word, shell: &Shell, package: &PackageJson<'_>) -> Option<String> {
    word.expand(|name| {
        if let Some(value) = shell.variables.get(name).or_else(|| shell.environment.get(name)) {
            return value.clone();
        }
        let path: Vec<&str> = name.strip_prefix("npm_package_")?.split('_').collect();
        match path.as_slice() {
            ["name" | "version" | "main"] | ["config", ..] => package.string(&path),
            _ => None,
        }
    })
}

/// Bounds on what hostile scripts can unfold to; real ones stay below a hundred steps.
const MOST_STEPS: usize = 2000;
const MOST_READ: usize = 100_000;
/// Bytes of a shell script that cost what reading a command does.
const BYTES_READ_AS_ONE: usize = 32;
const MOST_FRAMES: usize = 64;
