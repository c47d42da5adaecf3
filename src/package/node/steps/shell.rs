//! What is known of a shell while it runs a script.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::super::files::Files;
use super::super::package_json::PackageJson;
use super::super::shell::{Script, Word};
use super::super::tree::join;
use super::Origin;

/// Directory, variables, functions and aliases of a shell.
///
/// Of each of the three, 1,000 names are kept; real scripts have some dozens. The value of a further variable counts as
/// known only to the shell, and so does, after a further function or alias, what a command runs that is not found.
#[derive(Clone, Debug)]
pub(super) struct Shell {
    /// Below the root; `None` when only the shell knows it.
    pub(super) directory: Option<String>,
    variables: Arc<BTreeMap<String, Variable>>,
    /// Whether there are variables that are not kept.
    has_more: bool,
    functions: Arc<BTreeMap<String, Option<Defined>>>,
    aliases: Arc<BTreeMap<String, String>>,
    pub(super) search: Search,
    pub(super) exports_all: bool,
}

#[derive(Clone, Debug, Eq, PartialEq)]
struct Variable {
    /// `None` when only the shell knows it.
    value: Option<Arc<str>>,
    is_exported: bool,
}

/// A function with the place of its text.
#[derive(Clone, Debug)]
pub(super) struct Defined {
    pub(super) origin: Origin,
    pub(super) body: Arc<Script>,
}

/// Where commands are looked for, beside `node_modules/.bin` and the host's directories.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Search {
    /// Directories of the package.
    directories: Vec<String>,
    /// Whether there are others, or functions and aliases of which nothing is known.
    pub(super) elsewhere: bool,
}

impl Default for Shell {
    fn default() -> Self {
        Self {
            directory: Some(String::new()),
            variables: Arc::default(),
            has_more: false,
            functions: Arc::default(),
            aliases: Arc::default(),
            search: Search::default(),
            exports_all: false,
        }
    }
}

impl Shell {
    /// The shell of a process that this one starts, with the variables `given` to that alone.
    pub(super) fn child(&self, given: &Given) -> Self {
        // A process gets exported variables only, and neither functions nor aliases (POSIX, XCU 2.12).
        let exported = self.variables.iter().filter(|(_, variable)| variable.is_exported);
        let variables = exported.map(|(name, variable)| (name.clone(), variable.clone())).collect();
        let mut child = Self {
            directory: self.directory.clone(),
            variables: Arc::new(variables),
            has_more: self.has_more,
            // `PATH` is always exported: it comes from outside.
            search: given.search.as_ref().unwrap_or(&self.search).clone(),
            ..Self::default()
        };
        for (name, value) in &given.variables {
            child.assign(name, value.clone());
            child.export(name);
        }
        child
    }

    /// The same in another directory.
    pub(super) fn at(self, directory: Option<String>) -> Self {
        Self { directory, ..self }
    }

    /// What copying it costs, in commands read.
    pub(super) fn cost(&self) -> usize {
        (self.variables.len() + self.functions.len() + self.aliases.len()) / NAMES_READ_AS_ONE
    }

    pub(super) fn assign(&mut self, name: &str, value: Option<String>) {
        if !self.variables.contains_key(name) && self.variables.len() >= MOST_NAMES {
            self.has_more = true;
            return;
        }
        let value = value.filter(|value| value.len() <= MOST_VALUE).map(Arc::from);
        let exports_all = self.exports_all;
        let variables = Arc::make_mut(&mut self.variables);
        let variable = variables.entry(name.to_owned()).or_insert(Variable { value: None, is_exported: false });
        variable.value = value;
        // Once exported a variable stays so; `set -a` exports every later one.
        variable.is_exported |= exports_all;
    }

    pub(super) fn export(&mut self, name: &str) {
        // What is exported without a value here may have one from outside.
        if let Some(variable) = Arc::make_mut(&mut self.variables).get_mut(name) {
            variable.is_exported = true;
        }
    }

    pub(super) fn unset(&mut self, name: &str) {
        Arc::make_mut(&mut self.variables).remove(name);
    }

    /// Takes `written` as the value of `PATH`.
    pub(super) fn assign_path(&mut self, written: &str) {
        self.search = self.search.assigned(written, self.directory.as_deref());
    }

    /// What is known of the value of a variable.
    pub(super) fn value(&self, name: &str) -> Option<String> {
        self.variables.get(name)?.value.as_deref().map(ToOwned::to_owned)
    }

    /// Whether a process that the shell starts gets a value of the script's, known or not.
    pub(super) fn exports(&self, name: &str) -> bool {
        self.variables.get(name).map_or(self.has_more, |variable| variable.is_exported)
    }

    /// The text of a word; `None` when only the shell knows it.
    pub(super) fn expand(&self, word: &Word, package: &PackageJson<'_>) -> Option<String> {
        word.expand(|name| {
            // The script's own value goes before npm's.
            if self.variables.contains_key(name) {
                return self.value(name);
            }
            let path: Vec<&str> = name.strip_prefix("npm_package_")?.split('_').collect();
            match path.as_slice() {
                // npm up to 6 sets every field; later ones only name, version, config, engines and bin
                // (`package-envs.js` of @npmcli/run-script).
                ["name" | "version" | "main"] | ["config", ..] => package.string(&path),
                _ => None,
            }
        })
    }

    /// Something ran in it of which nothing is known.
    pub(super) fn forget(&mut self) {
        for variable in Arc::make_mut(&mut self.variables).values_mut() {
            variable.value = None;
        }
        self.search.elsewhere = true;
    }

    /// The names of functions that a script will define.
    pub(super) fn declare(&mut self, names: &[String]) {
        for name in names {
            if self.functions.contains_key(name) {
                continue;
            }
            if self.functions.len() >= MOST_NAMES {
                self.search.elsewhere = true;
                return;
            }
            Arc::make_mut(&mut self.functions).insert(name.clone(), None);
        }
    }

    pub(super) fn define(&mut self, name: &str, function: Defined) {
        if let Some(known) = Arc::make_mut(&mut self.functions).get_mut(name) {
            *known = Some(function);
        }
    }

    /// Whether a function has that name, or will have.
    pub(super) fn has_function(&self, name: &str) -> bool {
        self.functions.contains_key(name)
    }

    /// The function of that name, once it is defined.
    pub(super) fn function(&self, name: &str) -> Option<&Defined> {
        self.functions.get(name)?.as_ref()
    }

    pub(super) fn add_alias(&mut self, name: &str, text: &str) {
        if self.aliases.len() >= MOST_NAMES || text.len() > MOST_VALUE {
            self.search.elsewhere = true;
        } else {
            Arc::make_mut(&mut self.aliases).insert(name.to_owned(), text.to_owned());
        }
    }

    pub(super) fn alias(&self, name: &str) -> Option<&str> {
        self.aliases.get(name).map(String::as_str)
    }

    /// What is known when this is how the shell was before something that may have run, and `after` how it left it.
    pub(super) fn or(self, after: Self) -> Self {
        let mut both = after;
        // It may have run or not: what both outcomes agree on is known.
        if self.directory != both.directory {
            both.directory = None;
        }
        if !Arc::ptr_eq(&self.variables, &both.variables) {
            let variables = Arc::make_mut(&mut both.variables);
            for (name, variable) in self.variables.iter() {
                let is_exported = variable.is_exported;
                let other = variables.entry(name.clone()).or_insert(Variable { value: None, is_exported });
                other.is_exported |= is_exported;
            }
            for (name, variable) in variables.iter_mut() {
                if self.variables.get(name).is_none_or(|other| other.value != variable.value) {
                    variable.value = None;
                }
            }
        }
        both.exports_all = self.exports_all;
        both
    }
}

impl Search {
    /// The same after `PATH=written` in `directory`.
    pub(super) fn assigned(&self, written: &str, directory: Option<&str>) -> Self {
        let mut search = Self::default();
        let mut inherits = false;
        for part in written.split(':') {
            if matches!(part, "${PATH}" | "$PATH") {
                inherits = true;
            } else if part.ends_with("node_modules/.bin") || part == "$(npm bin)" {
            } else if part.contains(['$', '`'])
                || part.len() > MOST_VALUE
                || search.directories.len() >= MOST_DIRECTORIES
            {
                // npm puts it there too.
                search.elsewhere = true;
            } else {
                match directory.and_then(|directory| join(directory, part)) {
                    Some(path) => search.directories.push(path),
                    None => search.elsewhere = true,
                }
            }
        }
        if inherits {
            search.directories.extend(self.directories.iter().cloned());
        }
        search.elsewhere |= search.directories.len() > MOST_DIRECTORIES;
        search.directories.truncate(MOST_DIRECTORIES);
        search.elsewhere |= self.elsewhere || !inherits;
        search
    }

    /// Whether `name` may be found there.
    pub(super) fn may_find(&self, name: &str, files: &Files) -> bool {
        let is_in = |directory: &String| match directory.as_str() {
            "" => files.is_file(name),
            directory => files.is_file(&format!("{directory}/{name}")),
        };
        self.elsewhere || self.directories.iter().any(is_in)
    }
}

/// What a single command gets besides what its shell exports.
#[derive(Clone, Debug, Default)]
pub(super) struct Given {
    pub(super) variables: Vec<(String, Option<String>)>,
    pub(super) search: Option<Search>,
}

impl Given {
    pub(super) fn add(&mut self, name: &str, value: Option<String>, written: &str, shell: &Shell) {
        if name == "PATH" {
            let search = self.search.as_ref().unwrap_or(&shell.search);
            self.search = Some(search.assigned(written, shell.directory.as_deref()));
        }
        self.variables.push((name.to_owned(), value));
    }

    /// It gets a `PATH` of which nothing is known.
    pub(super) fn search_elsewhere(&mut self) {
        self.search = Some(Search { directories: Vec::new(), elsewhere: true });
    }
}

/// Names of one kind that are kept.
const MOST_NAMES: usize = 1000;
/// Bytes of a value that are kept; a longer one counts as known only to the shell.
const MOST_VALUE: usize = 4 << 10;
/// Directories of the package on a `PATH` that are kept.
const MOST_DIRECTORIES: usize = 16;
/// Names whose copy costs what reading a command does.
const NAMES_READ_AS_ONE: usize = 32;
