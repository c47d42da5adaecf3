//! Packages of PHP apps.

mod buildpack;
mod composer;
mod extensions;
mod laravel;
mod loads;
mod mark;
mod needs;
mod requests;
mod rules;
mod settings;
mod tokens;
mod user_ini;
mod version;
mod web_root;
mod writable;

use serde::Serialize;

use super::archive::{Entry, Want};
use super::context::Context;
use super::files::{BYTE_ORDER_MARK, Files};
use crate::app::AppEntry;
use crate::diagnostic::{Findings, Location, Source};
use composer::Composer;

pub use buildpack::{Buildpack, BuildpackFault, FaultKind, Setting};
pub use rules::RULES;
pub use version::PhpFloor;

/// What a PHP package says of itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PhpFacts {
    /// Directory that nginx serves; `None` when `_buildpack` names one that cannot be served.
    pub app_entry: Option<AppEntry>,
    /// YUM packages to install, each once, in the order in which `_buildpack` asks for them.
    pub extensions: Vec<String>,
    /// The constraint on PHP in `composer.json`, as written: `>=7.1.0`.
    pub php: Option<String>,
}

/// Files whose content decides how the package runs.
pub(super) const DECIDING: [&str; 1] = [Buildpack::FILE];

/// How much of an entry is kept.
pub(super) fn want(entry: &Entry) -> Want {
    let path = entry.path.as_str();
    if DECIDING.contains(&path) {
        Want::Whole
    } else if [Composer::JSON, Composer::LOCK].contains(&path)
        || entry.path.file_name() == USER_INI
        || path.ends_with(needs::INSTALLED)
    {
        Want::Head(usize::MAX)
    } else if path == laravel::ENVIRONMENT || mark::is_php(path) {
        Want::Head(CODE_BYTES)
    } else {
        Want::Nothing
    }
}

/// Whether the start of a file, which [`want`] asked for, says something: of the thousands of PHP files only those with
/// a byte order mark, those that start an application and composer's check do.
pub(super) fn says_something(entry: &Entry, start: &[u8]) -> bool {
    let path = entry.path.as_str();
    !mark::is_php(path)
        || start.starts_with(BYTE_ORDER_MARK)
        || (entry.path.file_name() == "index.php" && entry.path.components().count() <= INDEX_DEPTH)
        || path.ends_with(needs::PLATFORM_CHECK)
}

/// Judges the package by the rules of its framework.
pub(super) fn judge(files: &Files, context: &Context<'_>, findings: &mut Findings<'_>) -> PhpFacts {
    let text = files.content(Buildpack::FILE).unwrap_or_default();
    let source = Source::new(Location::entry(Buildpack::FILE), text);
    let buildpack = Buildpack::parse(text);
    settings::judge(&buildpack, &source, findings);
    settings::near_miss(files, findings);
    let app_entry = web_root::judge(files, &buildpack, &source, context, findings);
    let extensions = requests::judge(&buildpack, &source, findings);
    let composer = Composer::read(files.content(Composer::JSON), files.content(Composer::LOCK));
    if let Some(composer) = &composer {
        let entry = app_entry.clone().unwrap_or_default();
        needs::judge(files, composer, &extensions, &entry, context.policy, findings);
    }
    if let Some(entry) = &app_entry {
        user_ini::judge(files, entry, findings);
        loads::judge(files, entry, composer.as_ref(), findings);
    }
    laravel::judge(files, composer.as_ref(), findings);
    writable::judge(files, findings);
    mark::judge(files, findings);
    PhpFacts { app_entry, extensions, php: composer.and_then(|composer| composer.php_constraint) }
}

const USER_INI: &str = ".user.ini";
/// Enough of a PHP file for its first statements, after a comment with a licence.
const CODE_BYTES: usize = 8 << 10;
const INDEX_DEPTH: usize = 5;
