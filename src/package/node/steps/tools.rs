//! Programs that run other programs, scripts or files: what their words mean.

use super::super::super::paths::join as joined;
use super::super::super::words::holds;
use super::super::tree::{Found, join, locate};
use super::ecosystem::{apps, is_ecosystem};
use super::unwrap::{Argument, Nested, Unwrapper};
use super::{Action, Runner};

impl Unwrapper<'_> {
    pub(super) fn run_all(&mut self, arguments: &[Argument]) {
        for argument in arguments.iter().filter(|argument| !argument.is_option()) {
            // A script with its arguments in one word: `"build -- --watch"`.
            let Some(pattern) = argument.word.to_string().split_whitespace().next().map(ToOwned::to_owned) else {
                continue;
            };
            // npm-run-all fails for a name that is no script; what else a pattern names only its own matching can tell.
            if !pattern.contains(['*', '$', '{']) && !self.package.scripts.contains_key(&pattern) {
                self.add(argument, Action::MissingScript(pattern));
                continue;
            }
            for name in self.matching(&pattern) {
                self.nested.push(Nested::Script { name, arguments: Vec::new() });
            }
        }
    }

    /// The scripts that a pattern names.
    fn matching(&mut self, pattern: &str) -> Vec<String> {
        if self.work >= MOST_WORK {
            return Vec::new();
        }
        self.work += self.package.scripts.len() / NAMES_READ_AS_ONE;
        let names = self.package.scripts.keys().filter(|name| glob(pattern, name));
        names.take(MOST_MATCHING).cloned().collect()
    }

    pub(super) fn concurrently(&mut self, arguments: &[Argument]) {
        let with_value = CONCURRENTLY;
        let mut rest = arguments;
        while let Some((first, others)) = rest.split_first() {
            if first.is_option() {
                rest = if holds(with_value, first.as_str()) { others.get(1..).unwrap_or_default() } else { others };
                continue;
            }
            let manager =
                first.as_str().split_once(':').filter(|(manager, _)| matches!(*manager, "npm" | "yarn" | "pnpm"));
            match manager.map(|(_, pattern)| pattern.split_whitespace().next().unwrap_or_default()) {
                Some(pattern) => {
                    let names = self.matching(pattern);
                    self.nested.extend(names.into_iter().map(|name| Nested::Script { name, arguments: Vec::new() }));
                }
                None => self.nest(first),
            }
            rest = others;
        }
    }

    pub(super) fn shell(&mut self, arguments: &[Argument]) {
        let mut rest = arguments;
        while let Some((first, others)) = rest.split_first() {
            let option = first.as_str();
            if !option.starts_with(['-', '+']) {
                self.file(first, Runner::Shell);
                return;
            }
            // Such a shell reads the user's files, which may set `PATH` and define functions.
            if option == "--login" || !option.starts_with("--") && option.contains(['i', 'l']) {
                self.given.search_elsewhere();
            }
            if !option.starts_with("--") && option.contains('c') {
                if let Some(line) = others.first() {
                    self.nest(line);
                }
                return;
            }
            // With `-s` it reads commands from its input.
            if !option.starts_with("--") && option.contains('s') {
                return;
            }
            // `-o pipefail`: the option's name is the next word, after `-eo` too.
            rest = if option.ends_with('o') { others.get(1..).unwrap_or_default() } else { others };
        }
    }

    pub(super) fn node(&mut self, arguments: &[Argument]) {
        let with_value = NODE;
        let no_file = NODE_WITHOUT_FILE;
        let mut preloads = false;
        let mut rest = arguments;
        while let Some((first, others)) = rest.split_first() {
            if first.as_str() == "--" {
                rest = others;
                break;
            }
            if holds(no_file, first.as_str()) || first.as_str().starts_with("--run=") {
                return;
            }
            // `node inspect app.js` runs it under the debugger.
            if matches!(first.as_str(), "inspect" | "debug") && !others.is_empty() {
                rest = others;
                continue;
            }
            if !first.is_option() {
                break;
            }
            let (option, value) = match first.as_str().split_once('=') {
                Some((option, value)) => (option, value),
                None => (first.as_str(), others.first().map_or("", Argument::as_str)),
            };
            // dotenv only sets variables.
            preloads |= option.starts_with("--experimental-")
                || option.starts_with("--preserve-symlinks")
                || holds(NODE_PRELOADS, option) && value != "dotenv/config";
            rest = if holds(with_value, first.as_str()) { others.get(1..).unwrap_or_default() } else { others };
        }
        if let Some(file) = rest.first() {
            self.file(file, Runner::Node);
            if let Some(Action::File(target)) = self.produced.last_mut().map(|step| &mut step.action) {
                target.preloads = preloads;
            }
        }
    }

    pub(super) fn node_tool(&mut self, tool: &str, arguments: &[Argument]) {
        let with_value = options_with_value(tool);
        let Some(arguments) = started(tool, arguments) else { return };
        let mut rest = arguments;
        while let Some((first, others)) = rest.split_first() {
            if first.as_str() == "--" {
                // supervisor takes the program after `--`; the others pass those words to the script.
                if tool == "supervisor" {
                    rest = others;
                }
                break;
            }
            if tool == "nodemon" && matches!(first.as_str(), "-x" | "--exec") {
                if let Some(line) = others.first() {
                    self.nest_with(line, others.get(1..).unwrap_or_default());
                }
                return;
            }
            if matches!(first.as_str(), "-e" | "--eval" | "-p" | "--print" | "-pe")
                && matches!(tool, "ts-node" | "tsx" | "babel-node")
            {
                return;
            }
            if !first.is_option() {
                break;
            }
            // `pm2 -i 2` and `ts-node -P file` take a word; `nodemon -V` none.
            rest = if holds(with_value, first.as_str()) { others.get(1..).unwrap_or_default() } else { others };
        }
        let Some(first) = rest.first() else { return };
        if tool == "tsx" && first.as_str() == "watch" {
            if let Some(file) = rest.iter().skip(1).find(|word| !word.is_option()) {
                self.file(file, Runner::NodeTool);
            }
            return;
        }
        // pm2 starts processes by name and id too; supervisors start any program.
        if matches!(tool, "pm2" | "pm2-runtime") && is_ecosystem(first.as_str()) {
            self.file(first, Runner::NodeTool);
            // Its apps are what runs; pm2 only reads it.
            if let Some(Action::File(target)) = self.produced.last_mut().map(|step| &mut step.action) {
                target.is_read = true;
            }
            self.ecosystem(first);
        } else if looks_like_file(first.as_str()) {
            self.file(first, if holds(SUPERVISORS, tool) { Runner::Supervisor } else { Runner::NodeTool });
        }
    }
}

impl Unwrapper<'_> {
    /// The apps that pm2 starts from an ecosystem file.
    fn ecosystem(&mut self, file: &Argument) {
        let Some(outer) = self.shell.directory.clone() else { return };
        let Some(path) = join(&outer, file.as_str()) else { return };
        let Found::File(path) = locate(self.files, &path) else { return };
        let text = self.files.whole(&path).filter(|content| content.len() <= MOST_ECOSYSTEM);
        let Some(text) = text.and_then(|content| std::str::from_utf8(content).ok()) else { return };
        self.work += text.len() / BYTES_READ_AS_ONE;
        for app in apps(text) {
            let script = match &app.directory {
                Some(directory) if directory.starts_with(['/', '~']) => continue,
                Some(directory) => joined(directory, &app.script),
                None => Some(app.script.clone()),
            };
            // `script: 'npm'` is a command.
            let Some(script) = script.filter(|script| looks_like_file(script) && !script.starts_with('/')) else {
                continue;
            };
            let argument = Argument { text: Some(script), span: file.span.clone(), word: file.word.clone() };
            self.file(&argument, Runner::Supervisor);
            if let (Some(port), Some(step)) = (app.port, self.produced.last_mut()) {
                step.environment.insert("PORT", Some(port));
            }
        }
    }
}

/// The words after a process manager's `start`; all of them for another tool, `None` when nothing is started.
fn started<'w>(tool: &str, arguments: &'w [Argument]) -> Option<&'w [Argument]> {
    match tool {
        "pm2" | "forever" | "naught" => {
            // `pm2 --silent start app.js`: global options come before the subcommand.
            let options = arguments.iter().take_while(|argument| argument.is_option()).count();
            let words = arguments.get(options..)?;
            let (subcommand, others) = words.split_first()?;
            match subcommand.as_str() {
                "start" | "startOrRestart" | "startOrReload" | "startOrGracefulReload" => Some(others),
                word => (tool == "forever" && looks_like_file(word)).then_some(words),
            }
        }
        "pm2-runtime" if arguments.first().is_some_and(|first| first.as_str() == "start") => arguments.get(1..),
        _ => Some(arguments),
    }
}

/// Whether a word names a file rather than a process or a command.
fn looks_like_file(word: &str) -> bool {
    let extensions =
        [".js", ".cjs", ".mjs", ".ts", ".mts", ".cts", ".json", ".json5", ".yml", ".yaml", ".coffee", ".sh"];
    word.contains('/') || extensions.iter().any(|extension| word.ends_with(extension)) || word == "."
}

/// Whether `name` matches `pattern`, in which `*` stands for a part between `:` and `**` for several.
fn glob(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((before, after)) => {
            // npm-run-all turns `:` into `/` and matches with minimatch, so that `*` stops at a `:` and `**` does not.
            let deep = after.starts_with('*');
            let after = after.trim_start_matches('*');
            name.strip_prefix(before)
                .and_then(|rest| rest.strip_suffix(after))
                .is_some_and(|middle| deep || !middle.contains(':'))
        }
    }
}

/// Options that take the next word.
fn options_with_value(tool: &str) -> &'static str {
    match tool {
        "babel-node" => {
            "-r --require --presets --plugins -x --extensions --config-file --only -o --ignore -w --env-name --root-mode"
        }
        "forever" => FOREVER,
        "nodemon" => "-w --watch -i --ignore -e --ext -r --require -d --delay -s --signal --config --cwd",
        "pm2" | "pm2-runtime" => PM2,
        "supervisor" => "-w --watch -i --ignore -e --extensions -x --exec -p --poll-interval -n --no-restart-on",
        "ts-node" | "ts-node-dev" | "tsnd" => TS_NODE,
        _ => "-r --require --import --loader --tsconfig",
    }
}

/// Bytes of an ecosystem file that is read.
const MOST_ECOSYSTEM: usize = 64 << 10;
/// Bytes that cost as much as reading one command.
const BYTES_READ_AS_ONE: usize = 64;
/// Scripts that one pattern may name; more would not be read anyway.
const MOST_MATCHING: usize = 2000;
/// How many names can be matched against a pattern at the cost of reading one command.
const NAMES_READ_AS_ONE: usize = 8;
/// What one command may cost in commands read: more than all that is read.
const MOST_WORK: usize = 100_000;

const CONCURRENTLY: &str = "
    -n --names -c --prefix-colors -p --prefix -s --success -m --max-processes --restart-tries --restart-after -l
    --prefix-length -t --timestamp-format --name-separator --default-input-target --kill-signal --kill-timeout
";

const FOREVER: &str = "
    -m -l -o -e -p -c --pidFile --sourceDir --workingDir --minUptime --spinSleepTime --uid --id --watchDirectory
    --watchIgnore --killSignal
";

const NODE: &str = "
    -r --require --import --loader --experimental-loader -C --conditions --env-file --env-file-if-exists --title
    --icu-data-dir --openssl-config --redirect-warnings --trace-event-categories --inspect-port --debug-port
    --input-type --experimental-default-type --watch-path --diagnostic-dir
";

/// Options of Node.js that load something before the file, or change how modules are found.
const NODE_PRELOADS: &str = "-r --require --import --loader -C --conditions --input-type";

/// Tools that run a file by Node.js as it is.
const SUPERVISORS: &str = "forever naught node-dev nodemon pm2 pm2-runtime supervisor";

const NODE_WITHOUT_FILE: &str = "
    -e --eval -p --print -pe -v --version -h --help -i --interactive - --test --run --v8-options
";

const PM2: &str = "
    -i --instances -n --name -l --log -o --output -e --error -p --pid --node-args --interpreter --interpreter-args
    --max-memory-restart --cwd -c --cron --cron-restart --env -u --user --uid --gid --namespace --log-date-format
    --restart-delay --max-restarts --exp-backoff-restart-delay --kill-timeout --only --watch-delay --ignore-watch
    --listen-timeout
";

const TS_NODE: &str = "
    -r --require -P --project -O --compilerOptions --compiler-options -C --compiler -I --ignore -D
    --ignoreDiagnostics --ignore-diagnostics --cwd --dir --scope-dir --watch --deps-level --debounce --interval
    --import --loader
";
