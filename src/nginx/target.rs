//! The nginx that a configuration is meant for.

use super::directives::{Definition, MODULES};
use crate::app::NginxVersion;
use crate::diagnostic::{Sentence, UnknownName};

/// A build of nginx: a version, what its distributor patched, and the modules it has.
///
/// # Examples
///
/// ```
/// use cloudapp::app::NginxVersion;
/// use cloudapp::nginx::Target;
///
/// let debian = Target::of(NginxVersion::new(1, 22, 1));
/// assert!(debian.knows("max_headers") && !Target::upstream(NginxVersion::new(1, 22, 1)).knows("max_headers"));
/// assert!(!debian.clone().without_module("http_dav")?.knows("dav_methods"));
/// let refused = debian.without_module("http_davs").unwrap_err();
/// assert_eq!(refused.to_string(), "no module `http_davs`, did you mean `http_dav`?");
/// # Ok::<(), cloudapp::diagnostic::UnknownName>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Target {
    version: NginxVersion,
    /// Names that this build takes although its version would not.
    added: &'static [&'static str],
    /// Whether it was built with asynchronous file I/O of the kernel, for `aio on`.
    pub(super) file_aio: bool,
    /// Bit n: module n of the table.
    modules: u128,
}

impl Target {
    /// The build of `version` that hosts of the platform run: Debian's for 1.22.1, else nginx's own.
    ///
    /// Debian's 1.22.1 carries the security fix of nginx 1.29.8 that brought `max_headers`, and is built without the
    /// asynchronous file I/O that `aio on` needs.
    #[must_use]
    pub fn of(version: NginxVersion) -> Self {
        if version == DEBIAN {
            Self { added: &["max_headers"], file_aio: false, ..Self::upstream(version) }
        } else {
            Self::upstream(version)
        }
    }

    /// nginx's own release of `version`, with the modules that its packages for Linux carry, dynamic ones loaded.
    #[must_use]
    pub fn upstream(version: NginxVersion) -> Self {
        let mut modules = u128::MAX;
        for name in ABSENT {
            modules &= !bit(name);
        }
        Self { version, added: &[], file_aio: true, modules }
    }

    /// The same build without the module `name`, as in `http_dav`, `stream` or `mail`; the modules of `stream` and
    /// `mail` go with them.
    ///
    /// # Errors
    ///
    /// A name that is no module.
    pub fn without_module(mut self, name: &str) -> Result<Self, UnknownName> {
        let prefix = format!("{name}_");
        let inside = |module: &str| WHOLE.contains(&name) && module.starts_with(&prefix);
        let modules = MODULES.iter().filter(|module| **module == name || inside(module));
        let removed = modules.fold(0, |bits, module| bits | bit(module));
        if removed == 0 {
            return Err(unknown(name));
        }
        self.modules &= !removed;
        Ok(self)
    }

    /// The same build with the module `name`, as in `http_degradation`.
    ///
    /// # Errors
    ///
    /// A name that is no module.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::NginxVersion;
    /// use cloudapp::nginx::Target;
    ///
    /// let plain = Target::of(NginxVersion::new(1, 22, 1)).without_module("http_dav")?;
    /// assert!(plain.with_module("http_dav")?.knows("dav_methods"));
    /// # Ok::<(), cloudapp::diagnostic::UnknownName>(())
    /// ```
    pub fn with_module(mut self, name: &str) -> Result<Self, UnknownName> {
        match bit(name) {
            0 => Err(unknown(name)),
            bit => {
                self.modules |= bit;
                Ok(self)
            }
        }
    }

    /// The version.
    #[must_use]
    pub const fn version(&self) -> NginxVersion {
        self.version
    }

    /// Whether it has a directive `name` anywhere.
    #[must_use]
    pub fn knows(&self, name: &str) -> bool {
        super::directives::named(name.as_bytes()).iter().any(|definition| self.has(definition))
    }

    pub(super) fn has(&self, definition: &Definition) -> bool {
        self.modules & (1_u128 << (definition.module & 127)) != 0
            && (definition.is_in(self.version) || self.added.contains(&definition.name))
    }

    pub(super) fn is_at_least(&self, major: u16, minor: u16, patch: u16) -> bool {
        self.version >= NginxVersion::new(major, minor, patch)
    }
}

fn bit(module: &str) -> u128 {
    MODULES.iter().position(|known| *known == module).map_or(0, |index| 1_u128 << (index & 127))
}

fn unknown(name: &str) -> UnknownName {
    UnknownName::new(Sentence::plain("module", "模块"), name, MODULES.iter().copied())
}

/// Modules that others are part of.
const WHOLE: &[&str] = &["http", "mail", "stream"];

const DEBIAN: NginxVersion = NginxVersion::new(1, 22, 1);

/// Modules of other systems, and those that no package for Linux is built with.
const ABSENT: &[&str] = &["devpoll", "eventport", "google_perftools", "http_degradation", "iocp", "kqueue"];
