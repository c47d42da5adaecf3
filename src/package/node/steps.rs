//! What a script does, step by step: its commands with the wrappers taken off and the scripts it runs put in.

mod builtins;
mod ecosystem;
mod npm;
mod reader;
mod shell;
mod tools;
mod unwrap;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::shell::Weight;
use crate::diagnostic::shortened;

pub(super) use reader::steps;

/// One thing that a script does.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// The script that says it.
    pub(super) script: Arc<str>,
    /// The shell script that it runs and that says it, by its path in the package.
    pub(super) file: Option<Arc<str>>,
    /// Where in the text of that file, or else of the script.
    pub(super) span: Range<usize>,
    /// What its failure means.
    pub(super) weight: Weight,
    /// Directory it starts in, below the root; `None` when only the shell knows it.
    pub(super) directory: Option<String>,
    /// Variables that a rule asks for and that the script sets for it; `None` for a value that only the shell knows.
    pub(super) environment: BTreeMap<&'static str, Option<String>>,
    pub(super) action: Action,
}

impl Step {
    /// The script that says it, for a message.
    pub(super) fn name(&self) -> String {
        shortened(&self.script)
    }
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
    /// Sets a variable as `cmd.exe` does, which a shell does not: the word.
    WindowsSet(String),
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
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Lookup {
    /// In directories of which nothing is known: the script sets `PATH`, or reads a file that may.
    Elsewhere,
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
    /// Whether an option loads something before it that may change how modules are found.
    pub(super) preloads: bool,
}

impl Target {
    fn new(path: String, runner: Runner) -> Self {
        Self { path, runner, is_read: false, preloads: false }
    }
}

/// Who runs a file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Runner {
    /// The kernel: it must be executable.
    Kernel,
    /// Node.js, which also tries `.js` and a directory's main file.
    Node,
    /// Node.js with a compiler in front.
    NodeTool,
    /// A shell.
    Shell,
    /// The shell that reads the script itself: `. file`.
    Source,
    /// Node.js under a process manager.
    Supervisor,
}

/// The place of a line.
#[derive(Clone, Debug)]
struct Origin {
    script: Arc<str>,
    /// The shell script that it is in, by its path in the package.
    file: Option<Arc<str>>,
    /// Place of a line that a word holds.
    within: Option<Range<usize>>,
    /// Whether it is a script's own line, which must not be entered again from itself.
    is_script: bool,
}

/// Variables that a rule asks for.
const JUDGED: [&str; 4] = ["EGG_SERVER_ENV", "NODE_OPTIONS", "NODE_PATH", "PORT"];
