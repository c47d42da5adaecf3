//! The scripts read in the order in which shells run them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::super::files::Files;
use super::super::package_json::PackageJson;
use super::super::shell::{End, Item, Part, Script, ScriptCommand, Weight, Word};
use super::super::tree::{Found, join, locate};
use super::builtins::{FORGETTERS, NAMERS};
use super::shell::{Defined, Given, Shell};
use super::unwrap::{Argument, Nested, Unwrapper, split_assignment};
use super::{Action, Lookup, Origin, Runner, Step, Target};

/// The steps of `scripts`, each with the scripts that npm runs before and after it. Scripts that are not there are
/// passed over.
pub(in super::super) fn steps(files: &Files, package: &PackageJson<'_>, scripts: &[&str]) -> Vec<Step> {
    let mut reader = Reader { files, package, frames: Vec::new(), steps: Vec::new(), read: 0 };
    for script in scripts {
        reader.push_script(script, &Shell::default(), Weight::Deciding, &[]);
        reader.run();
    }
    reader.steps
}

/// A script that is being read.
struct Frame {
    origin: Origin,
    script: Arc<Script>,
    /// The item that comes next.
    at: usize,
    weight: Weight,
    shell: Shell,
    /// The shells outside the subshells that are open.
    outer: Vec<Shell>,
    /// Whether its shell is that of the frame below, and whether it is sure to run there.
    shared: Option<Certainty>,
    function: Option<Arc<str>>,
    /// Whether the script goes on where its text was cut off.
    goes_on: bool,
    /// Whether something in it ended the shell.
    is_over: bool,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Certainty {
    Sure,
    Unsure,
}

impl Certainty {
    fn of(weight: Weight) -> Self {
        if weight < Weight::Handled { Self::Unsure } else { Self::Sure }
    }
}

struct Reader<'a> {
    files: &'a Files,
    package: &'a PackageJson<'a>,
    frames: Vec<Frame>,
    steps: Vec<Step>,
    /// Commands and edges read so far, and what else costs as much.
    read: usize,
}

impl Reader<'_> {
    fn run(&mut self) {
        while let Some(frame) = self.frames.last_mut() {
            self.read += 1;
            if self.steps.len() >= MOST_STEPS || self.read >= MOST_READ {
                self.frames.clear();
                return;
            }
            let script = Arc::clone(&frame.script);
            let item = script.items().get(frame.at).filter(|_| !frame.is_over);
            frame.at += 1;
            match item {
                None => self.pop(),
                Some(Item::Choice(commands)) => self.choice(commands),
                Some(Item::Close) => {
                    if let Some(shell) = frame.outer.pop() {
                        frame.shell = shell;
                    }
                }
                Some(Item::Command(command)) => self.command(command),
                Some(Item::Function(function)) => {
                    let defined = Defined { origin: frame.origin.clone(), body: function.shared_body() };
                    self.read += frame.shell.cost();
                    frame.shell.define(function.name(), defined);
                }
                Some(Item::Open) => {
                    self.read += frame.shell.cost();
                    frame.outer.push(frame.shell.clone());
                }
            }
        }
    }

    /// A script is read to its end.
    fn pop(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        if frame.goes_on && frame.script.end().is_none() {
            let Origin { script, file, .. } = frame.origin;
            let (directory, environment) = (frame.shell.directory.clone(), BTreeMap::new());
            let (span, weight, action) = (0..0, frame.weight, Action::Unknown);
            self.steps.push(Step { script, file, span, weight, directory, environment, action });
        }
        let (Some(certainty), Some(below)) = (frame.shared, self.frames.last_mut()) else { return };
        let mut shell = frame.outer.into_iter().next().unwrap_or(frame.shell);
        if frame.goes_on {
            shell.forget();
        }
        self.read += shell.cost();
        if certainty == Certainty::Sure {
            below.shell = shell;
            below.is_over |= below.outer.is_empty() && (frame.is_over || frame.script.end() == Some(End::Exit));
        } else {
            below.shell = std::mem::take(&mut below.shell).or(shell);
        }
    }

    /// Reads a line, as long as it is worth the work.
    fn parse(&mut self, text: &str) -> Option<Script> {
        self.read += text.len() / BYTES_READ_AS_ONE;
        (self.read < MOST_READ).then(|| Script::parse(text))
    }

    /// Puts a script and those that npm runs around it on the stack.
    fn push_script(&mut self, name: &str, shell: &Shell, weight: Weight, arguments: &[Word]) {
        let package = self.package;
        let Some(field) = package.script(name) else { return };
        let is_running = |frame: &Frame| frame.origin.is_script && *frame.origin.script == *name;
        // A script that runs itself never ends; once is enough to read it.
        if self.frames.len() >= MOST_FRAMES || self.frames.iter().any(is_running) {
            return;
        }
        let Some(mut main) = self.parse(&field.text) else { return };
        main.append(arguments);
        let mut around = |prefix: &str| {
            let name = format!("{prefix}{name}");
            let script = self.parse(&package.script(&name)?.text)?;
            Some((name, script))
        };
        // npm also runs `prestart` and `poststart` (docs "npm scripts", Pre & Post Scripts). On a stack the last comes
        // first.
        let scripts = [around("post"), Some((name.to_owned(), main)), around("pre")];
        for (script, line) in scripts.into_iter().flatten() {
            // npm starts every script in the package's directory.
            let shell = shell.child(&Given::default()).at(Some(String::new()));
            let origin = Origin { script: script.into(), file: None, within: None, is_script: true };
            self.push(Frame::new(origin, line, shell, weight));
        }
    }

    fn push(&mut self, mut frame: Frame) {
        self.read += frame.script.items().len() + frame.shell.cost();
        if self.frames.len() < MOST_FRAMES {
            frame.shell.declare(frame.script.functions());
            self.frames.push(frame);
        }
    }

    /// Puts a script on the stack that the shell of the frame below runs itself.
    fn push_shared(&mut self, mut frame: Frame, weight: Weight) {
        let has_room = self.frames.len() < MOST_FRAMES;
        let Some(below) = self.frames.last_mut().filter(|_| has_room) else { return };
        let certainty = Certainty::of(weight);
        frame.shared = Some(certainty);
        frame.shell = match certainty {
            Certainty::Sure => std::mem::take(&mut below.shell),
            Certainty::Unsure => below.shell.clone(),
        };
        self.push(frame);
    }

    fn call(&mut self, name: &str, defined: &Defined, weight: Weight) -> Option<Frame> {
        let is_running = |frame: &Frame| frame.function.as_deref() == Some(name);
        if self.frames.iter().any(is_running) {
            return None;
        }
        self.read += defined.body.items().len();
        let function = Some(name.into());
        let shell = Shell::default();
        Some(Frame { function, ..Frame::new(defined.origin.clone(), Arc::clone(&defined.body), shell, weight) })
    }

    /// The shell script that a step hands to a shell, when it is there and worth the work.
    fn shell_script(&mut self, step: &Step) -> Option<(Arc<str>, Script, bool)> {
        let Action::File(Target { path, runner, .. }) = &step.action else { return None };
        let path = join(step.directory.as_deref()?, path)?;
        let Found::File(path) = locate(self.files, &path) else { return None };
        let content = self.files.content(&path)?;
        let interpreter = content.strip_prefix(b"#!").and_then(|rest| rest.split(|byte| *byte == b'\n').next());
        let is_for_a_shell = match (runner, interpreter) {
            // When a shell is given the file to read, the first line is a comment.
            (Runner::Source, _) | (Runner::Shell, None) => true,
            // `#!/usr/bin/env bash` too. What another interpreter reads is no shell's text.
            (Runner::Kernel | Runner::Shell, Some(line)) => String::from_utf8_lossy(line)
                .split(['/', ' ', '\t'])
                .any(|word| matches!(word.trim_end(), "ash" | "bash" | "dash" | "sh")),
            _ => false,
        };
        let is_running = |frame: &Frame| frame.origin.file.as_deref() == Some(path.as_str());
        if !is_for_a_shell || self.frames.iter().any(is_running) {
            return None;
        }
        let is_whole = self.files.whole(&path).is_some();
        // Of a file that is longer than what is kept of it, whole lines are read.
        let end = content.iter().rposition(|byte| *byte == b'\n').filter(|_| !is_whole).unwrap_or(content.len());
        let text = text(content.get(..end)?);
        self.read += text.len() / BYTES_READ_AS_ONE;
        if self.read >= MOST_READ {
            return None;
        }
        let script = if is_whole { Script::parse(&text) } else { Script::parse_start(&text) };
        Some((path.into(), script, is_whole))
    }

    fn command(&mut self, command: &ScriptCommand) {
        let Some(mut frame) = self.frames.pop() else { return };
        self.read += (command.words.len() + command.assignments.len()) / WORDS_READ_AS_ONE;
        let weight = frame.weight.min(command.weight);
        let before = (Certainty::of(command.weight) == Certainty::Unsure).then(|| frame.shell.clone());
        let mut given = Given::default();
        for assignment in &command.assignments {
            let (name, written) = (&assignment.name, &assignment.value);
            // Assignments before a command are expanded before it gets any of them (POSIX, XCU 2.9.1).
            let value = self.expand(written, &frame.shell);
            // Without a command's name they change the shell itself (XCU 2.9.1).
            if !command.words.is_empty() {
                given.add(name, value, &written.to_string(), &frame.shell);
                continue;
            }
            if name == "PATH" {
                frame.shell.assign_path(&written.to_string());
            }
            frame.shell.assign(name, value);
        }
        let words = self.words(command, &frame);
        let mut unwrapper = Unwrapper {
            origin: &frame.origin,
            weight,
            shell: &mut frame.shell,
            given,
            produced: Vec::new(),
            nested: Vec::new(),
            sources: false,
            work: 0,
            lookup: Lookup::Path,
            package: self.package,
            files: self.files,
        };
        unwrapper.run(&words);
        let Unwrapper { mut produced, nested, given, sources, work, .. } = unwrapper;
        self.read += work;
        // A shell that does not find a directory stays where it was.
        if let Some(directory) = &frame.shell.directory
            && produced.iter().any(|step| matches!(&step.action, Action::Enter(entered) if entered == directory))
            && !matches!(locate(self.files, directory), Found::Directory(_))
        {
            frame.shell.directory = None;
        }
        if let Some(before) = before {
            self.read += frame.shell.cost();
            frame.shell = before.or(frame.shell);
        }
        let origin = frame.origin.clone();
        self.frames.push(frame);
        let mut scripts = Vec::new();
        for step in &mut produced {
            let Some(script) = self.shell_script(step) else { continue };
            if let Action::File(target) = &mut step.action {
                target.is_read = true;
                scripts.push((target.runner, step.directory.clone(), script));
            }
        }
        self.steps.extend(produced);
        if sources
            && scripts.is_empty()
            && let Some(frame) = self.frames.last_mut()
        {
            frame.shell.forget();
        }
        for (runner, directory, (path, script, is_whole)) in scripts {
            let origin = Origin { file: Some(path), within: None, is_script: false, ..origin.clone() };
            let frame = Frame { goes_on: !is_whole, ..Frame::new(origin, script, Shell::default(), weight) };
            // `. file` runs in this shell, anything else in a process of its own (XCU 2.12).
            if runner == Runner::Source {
                self.push_shared(frame, command.weight);
            } else {
                let shell = self.child(&given).at(directory);
                self.push(Frame { shell, ..frame });
            }
        }
        for nested in nested.into_iter().rev() {
            self.nest(nested, &origin, &given, weight, command.weight);
        }
    }

    fn nest(&mut self, nested: Nested, origin: &Origin, given: &Given, weight: Weight, own_weight: Weight) {
        match nested {
            Nested::Function { name, defined } => {
                if let Some(frame) = self.call(&name, &defined, weight) {
                    self.push_shared(frame, own_weight);
                }
            }
            Nested::Line { text, span, is_shared } => {
                let Some(line) = self.parse(&text) else { return };
                let origin = Origin { within: Some(span), is_script: false, ..origin.clone() };
                let frame = Frame::new(origin, line, Shell::default(), weight);
                if is_shared {
                    self.push_shared(frame, own_weight);
                } else {
                    let shell = self.child(given);
                    self.push(Frame { shell, ..frame });
                }
            }
            Nested::Script { name, arguments } => {
                let shell = self.child(given);
                self.push_script(&name, &shell, weight, &arguments);
            }
        }
    }

    /// The shell of a process that the innermost script starts.
    fn child(&mut self, given: &Given) -> Shell {
        let Some(frame) = self.frames.last() else { return Shell::default() };
        self.read += frame.shell.cost();
        frame.shell.child(given)
    }

    /// Which branch of a `case` runs is not known: what any of them may change is not known after it, and functions that
    /// it may call are read.
    fn choice(&mut self, commands: &[ScriptCommand]) {
        let Some(frame) = self.frames.last_mut() else { return };
        let shell = &mut frame.shell;
        let mut called: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, command) in commands.iter().enumerate() {
            let Some((first, arguments)) = command.words.split_first() else {
                for assignment in &command.assignments {
                    shell.assign(&assignment.name, None);
                    shell.search.elsewhere |= assignment.name == "PATH";
                }
                continue;
            };
            match first.as_literal().unwrap_or_default() {
                // One branch may have gone somewhere, and the next not.
                "cd" | "popd" | "pushd" => shell.directory = None,
                name if FORGETTERS.contains(&name) => shell.forget(),
                name if NAMERS.contains(&name) => {
                    for word in arguments {
                        let written = word.to_string();
                        let name = split_assignment(&written).map_or(written.as_str(), |(name, _)| name);
                        shell.assign(name, None);
                        shell.search.elsewhere |= name == "PATH";
                    }
                }
                name if shell.has_function(name) => {
                    called.entry(name).or_insert(at);
                }
                _ => {}
            }
        }
        let mut called: Vec<(usize, &str)> = called.into_iter().map(|(name, at)| (at, name)).collect();
        called.sort_unstable();
        let (inside, weight) = (shell.clone(), Weight::Conditional);
        if !called.is_empty() {
            shell.directory = None;
        }
        for (_, name) in called.into_iter().rev() {
            let Some(defined) = inside.function(name) else { continue };
            if let Some(frame) = self.call(name, defined, weight) {
                self.push(Frame { shell: inside.clone(), ..frame });
            }
        }
    }

    /// The words of a command, with those of an alias in the place of its name. bash takes aliases only where a script
    /// asks for it, or as `sh`; here they count in any case.
    fn words(&mut self, command: &ScriptCommand, frame: &Frame) -> Vec<Argument> {
        let mut words: Vec<Argument> = command.words.iter().flat_map(|word| self.arguments(word, frame)).collect();
        let mut names: Vec<String> = Vec::new();
        while let Some(first) = words.first()
            && let Some(name) = first.word.as_literal()
            && names.len() < MOST_ALIASES
            && !names.iter().any(|known| known == name)
            && let Some(text) = frame.shell.alias(name)
        {
            let span = first.span.clone();
            names.push(name.to_owned());
            let line = self.parse(text).unwrap_or_default();
            let mut commands = line.commands();
            let alias = commands.next().map(|alias| alias.words.as_slice()).unwrap_or_default();
            let mut alias: Vec<Argument> = alias.iter().flat_map(|word| self.arguments(word, frame)).collect();
            for argument in &mut alias {
                argument.span = span.clone();
            }
            // What follows comes after the last of several commands.
            if commands.next().is_none() {
                alias.extend(words.into_iter().skip(1));
            }
            words = alias;
        }
        words
    }

    fn arguments(&mut self, word: &Word, frame: &Frame) -> Vec<Argument> {
        let text = self.expand(word, &frame.shell);
        let span = frame.origin.within.clone().unwrap_or_else(|| word.span());
        let argument = |text| Argument { text, span: span.clone(), word: word.clone() };
        match text {
            // A shell cuts the value of a bare variable into words.
            Some(text) if matches!(word.parts(), [Part::Variable(_)]) => {
                text.split_ascii_whitespace().map(|part| argument(Some(part.to_owned()))).collect()
            }
            text => vec![argument(text)],
        }
    }

    /// The text of a word, as long as it is worth the work.
    fn expand(&mut self, word: &Word, shell: &Shell) -> Option<String> {
        for part in word.parts() {
            // npm's variables are looked up in the text of `package.json`.
            let key = match part {
                Part::Variable(name) => name.strip_prefix("npm_package_").and_then(|name| name.split('_').next()),
                Part::Dynamic(_) | Part::Literal(_) => None,
            };
            self.read += key.and_then(|key| self.package.span(key)).map_or(0, |span| span.len() / BYTES_READ_AS_ONE);
        }
        if self.read >= MOST_READ {
            return None;
        }
        let text = shell.expand(word, self.package)?;
        self.read += text.len() / BYTES_READ_AS_ONE;
        Some(text)
    }
}

impl Frame {
    fn new(origin: Origin, script: impl Into<Arc<Script>>, shell: Shell, weight: Weight) -> Self {
        let script = script.into();
        Self {
            origin,
            script,
            at: 0,
            weight,
            shell,
            outer: Vec::new(),
            shared: None,
            function: None,
            goes_on: false,
            is_over: false,
        }
    }
}

/// The text of a script; a byte that is not UTF-8 becomes `?`, so that offsets stay the same.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    Cow::Owned(text)
}

/// Bounds on what hostile scripts can unfold to; real ones stay below a hundred steps.
const MOST_STEPS: usize = 2000;
const MOST_READ: usize = 100_000;
/// Bytes of text that cost what reading a command does.
const BYTES_READ_AS_ONE: usize = 32;
/// Words of a command that cost what reading another does.
const WORDS_READ_AS_ONE: usize = 8;
const MOST_FRAMES: usize = 64;
/// Aliases that lead to one another.
const MOST_ALIASES: usize = 16;
