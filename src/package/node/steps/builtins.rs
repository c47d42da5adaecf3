//! Commands that a shell runs in itself and that change what is known of it.

use super::super::shell::is_name;
use super::unwrap::{Argument, Nested, Unwrapper, split_assignment};
use super::{Action, Runner};

impl Unwrapper<'_> {
    /// Runs `name` when it is one of them.
    pub(super) fn builtin(&mut self, name: &str, arguments: &[Argument]) -> bool {
        match name {
            "." | "source" => {
                self.sources = true;
                if let Some(file) = arguments.first() {
                    self.file(file, Runner::Source);
                }
            }
            "alias" => self.alias(arguments),
            // A subshell's `cd` ends with it: the reader puts the outer shell back at its edge.
            "cd" | "pushd" => self.enter(Self::skip_options(arguments, &[]).first()),
            // The stack of directories is not followed.
            "popd" => self.shell.directory = None,
            "declare" | "export" | "local" | "readonly" | "typeset" => self.declare(name, arguments),
            "eval" => self.eval(arguments),
            "getopts" | "mapfile" | "read" | "readarray" => {
                for argument in arguments.iter().filter(|argument| is_name(argument.as_str())) {
                    self.shell.assign(argument.as_str(), None);
                }
            }
            "printf" => {
                if let [option, name, ..] = arguments
                    && option.as_str() == "-v"
                {
                    self.shell.assign(name.as_str(), None);
                }
            }
            "set" => self.set(arguments),
            "unset" => {
                for argument in arguments {
                    self.shell.unset(argument.as_str());
                }
            }
            _ => return false,
        }
        true
    }

    fn alias(&mut self, arguments: &[Argument]) {
        for argument in arguments {
            match argument.text.as_deref().map(|text| text.split_once('=')) {
                // `alias name` without a value prints it.
                Some(Some((name, text))) => self.shell.add_alias(name, text),
                Some(None) => {}
                None => self.shell.search.elsewhere = true,
            }
        }
    }

    /// `export NAME=value` and the like.
    fn declare(&mut self, builtin: &str, arguments: &[Argument]) {
        let options = || arguments.iter().map(Argument::as_str).filter(|word| word.starts_with(['-', '+']));
        // `declare -x` exports, `export -n` takes it back (bash manual, 4.2 Bash Builtins).
        let exports = builtin == "export" || options().any(|word| word.starts_with('-') && word.contains('x'));
        let takes_back = builtin == "export" && options().any(|word| word.contains('n'));
        for argument in arguments.iter().filter(|argument| !argument.as_str().starts_with(['-', '+'])) {
            let written = argument.word.to_string();
            let name = match split_assignment(&written) {
                Some((name, written)) => {
                    let text = argument.text.as_deref().and_then(|text| text.split_once('='));
                    if name == "PATH" {
                        self.shell.assign_path(written);
                    }
                    self.shell.assign(name, text.map(|(_, value)| value.to_owned()));
                    name
                }
                None => argument.as_str(),
            };
            if exports && !takes_back {
                self.shell.export(name);
            }
        }
    }

    fn eval(&mut self, arguments: &[Argument]) {
        let words: Option<Vec<&str>> = arguments.iter().map(|argument| argument.text.as_deref()).collect();
        match (words, arguments.first()) {
            (Some(words), Some(first)) => {
                let (text, span) = (words.join(" "), first.span.clone());
                self.nested.push(Nested::Line { text, span, is_shared: true });
            }
            _ => self.shell.forget(),
        }
    }

    fn set(&mut self, arguments: &[Argument]) {
        // `set NODE_ENV=production` of `cmd.exe`: a shell makes it the first positional parameter (POSIX, XCU 2.14, set).
        if let [only] = arguments
            && split_assignment(only.as_str()).is_some()
        {
            self.add(only, Action::WindowsSet(only.as_str().to_owned()));
        }
        for word in arguments.iter().map(Argument::as_str) {
            match word.split_at_checked(1) {
                // Positional parameters follow `--`.
                Some(("-", flags)) if flags.starts_with('-') => return,
                Some(("-", flags)) if flags.contains('a') || flags == "o" && has_allexport(arguments) => {
                    self.shell.exports_all = true;
                }
                Some(("+", flags)) if flags.contains('a') || flags == "o" && has_allexport(arguments) => {
                    self.shell.exports_all = false;
                }
                _ => {}
            }
        }
    }
}

fn has_allexport(arguments: &[Argument]) -> bool {
    arguments.iter().any(|argument| argument.as_str() == "allexport")
}

/// Commands after which nothing is known of variables and commands.
pub(super) const FORGETTERS: [&str; 4] = [".", "alias", "eval", "source"];

/// Commands whose words name variables that they change.
pub(super) const NAMERS: [&str; 10] =
    ["declare", "export", "getopts", "local", "mapfile", "read", "readarray", "readonly", "typeset", "unset"];
