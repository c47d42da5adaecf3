//! The work of `nginx -t`, on a text alone.
//!
//! nginx stops at its first error. A check goes on and reports every one that does not merely follow from another:
//! the content of an unknown block is skipped, and what nginx finds only at the end of a block or of the file (an
//! undefined variable, a TLS listener without a certificate) is checked only in a file without other errors.
//!
//! What depends on the machine and not on the text is assumed to exist: files, certificates, users, and names in DNS.

mod address;
mod blocks;
mod charsets;
mod ciphers;
mod core;
mod edits;
mod fault;
mod findings;
mod found;
mod hash_keys;
mod hints;
mod http;
mod inherited;
mod listen;
mod location;
mod logs;
mod mend;
mod merge;
mod number;
mod proxy;
mod referers;
mod regex;
mod repair;
mod rewrite;
mod rules;
mod script;
mod server_names;
mod slots;
mod statement;
mod tables;
mod thread_pools;
mod tls;
mod trial;
mod upstream;
mod walk;
mod warnings;
mod zones;

pub use rules::RULES;

use crate::diagnostic::{Accepted, Diagnostic, Findings, Levels, Location, Rejected};

use super::config::Config;
use super::files::{Files, Sources};
use super::includes::{Includes, NoIncludes};
use super::target::Target;
use super::tree::Tree;

/// A check of configurations against one nginx.
///
/// # Examples
///
/// ```
/// use cloudapp::app::NginxVersion;
/// use cloudapp::diagnostic::{Language, Levels};
/// use cloudapp::nginx::{Check, Config, Target};
///
/// let target = Target::of(NginxVersion::new(1, 22, 1));
/// let config = Config::parse("events {}\nhttp { sevrer {} }");
/// let rejected = Check::new(&target).accept(config, &Levels::default()).unwrap_err();
/// let first = &rejected.report().diagnostics()[0];
/// assert_eq!(first.message(Language::English), "unknown directive \"sevrer\"");
/// assert_eq!((first.location().line(), first.location().column()), (Some(2), Some(8)));
/// ```
#[derive(Clone, Debug)]
pub struct Check<'a, I = NoIncludes> {
    target: &'a Target,
    includes: I,
    entry: Location,
}

impl<'a> Check<'a> {
    /// A check against `target` that reads no included file.
    #[must_use]
    pub fn new(target: &'a Target) -> Self {
        Self { target, includes: NoIncludes, entry: Location::input() }
    }
}

impl<'a, I: Includes> Check<'a, I> {
    /// The same check, reading included files through `includes`.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::NginxVersion;
    /// use cloudapp::diagnostic::Levels;
    /// use cloudapp::nginx::{Check, Config, Included, Target};
    ///
    /// let target = Target::of(NginxVersion::new(1, 22, 1));
    /// let missing = |_: &str| Included::Missing;
    /// let config = Config::parse("events {}\nhttp { include mime.types; }");
    /// assert!(Check::new(&target).accept(config.clone(), &Levels::default()).is_ok());
    /// assert!(Check::new(&target).including(missing).accept(config, &Levels::default()).is_err());
    /// ```
    #[must_use]
    pub fn including<J: Includes>(self, includes: J) -> Check<'a, J> {
        Check { target: self.target, includes, entry: self.entry }
    }

    /// The same check for a configuration that is the entry `entry` of a package.
    #[must_use]
    pub fn within(self, entry: Location) -> Self {
        Self { entry, ..self }
    }

    /// Adds what is wrong with `config` to `findings`, and returns what nginx would stop at.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::NginxVersion;
    /// use cloudapp::diagnostic::{Findings, Language, Levels};
    /// use cloudapp::nginx::{Check, Config, Target};
    ///
    /// let target = Target::of(NginxVersion::new(1, 22, 1));
    /// let levels = Levels::default();
    /// let mut findings = Findings::new(&levels);
    /// let config = Config::parse("events {}\nhttp { sevrer {} keepalive_timeout; }");
    /// let stop = Check::new(&target).run(&config, &mut findings).expect("nginx does not start with it");
    /// assert_eq!(stop.message(Language::English), "unknown directive \"sevrer\"");
    /// // nginx would not have come to the second one.
    /// assert_eq!(findings.finish().diagnostics().len(), 2);
    /// ```
    pub fn run(&self, config: &Config, findings: &mut Findings<'_>) -> Option<Diagnostic> {
        let files = Files::load(config, &self.includes);
        self.read(&Tree::of(&files), &Sources::new(&files, &self.entry), findings)
    }

    /// The same for a configuration that was read.
    pub(super) fn read(
        &self,
        tree: &Tree<'_>,
        sources: &Sources<'_>,
        findings: &mut Findings<'_>,
    ) -> Option<Diagnostic> {
        let found = walk::walk(tree, self.target);
        findings::report(tree, &found, self.target, sources, findings)
    }

    /// Where included files come from.
    pub(super) const fn includes(&self) -> &I {
        &self.includes
    }

    /// `config` when nginx would start with it.
    ///
    /// # Errors
    ///
    /// Whatever [`run`](Self::run) reports as an error under `levels`.
    pub fn accept(&self, config: Config, levels: &Levels) -> Result<Accepted<Config>, Box<Rejected<Config>>> {
        let mut findings = Findings::new(levels);
        self.run(&config, &mut findings);
        findings.finish().accept(config)
    }
}
