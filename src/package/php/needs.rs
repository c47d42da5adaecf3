//! What the code needs of the hosts and of the package, by composer's files.

use super::composer::{self, Composer, Need};
use super::extensions::{brings, is_bundled, package_of};
use super::rules::{EXTENSION_NOT_REQUESTED, LOCKED_LIBRARY_MISSING, PHP_VERSION_FLOOR, VENDOR_MISSING};
use super::version::PhpFloor;
use crate::app::{AppEntry, Policy};
use crate::diagnostic::{Findings, Location, Severity, Source, shortened, translated};
use crate::finding;
use crate::package::files::Files;

pub(super) fn judge(
    files: &Files,
    composer: &Composer,
    requested: &[String],
    entry: &AppEntry,
    policy: &Policy,
    findings: &mut Findings<'_>,
) {
    extensions(files, composer, requested, findings);
    version(files, composer, policy, findings);
    vendor(files, composer, entry, findings);
    locked(files, composer, findings);
}

fn extensions(files: &Files, composer: &Composer, requested: &[String], findings: &mut Findings<'_>) {
    let is_missing = |extension: &str| !is_bundled(extension) && !requested.iter().any(|name| brings(name, extension));
    let missing = composer.extensions.iter().filter(|(extension, _)| is_missing(extension));
    let missing: Vec<_> = missing.take(MAX_EXTENSIONS).collect();
    let mut packages = requested.to_vec();
    for (extension, _) in &missing {
        if !packages.iter().any(|name| brings(name, extension)) {
            packages.push(package_of(extension));
        }
    }
    let write = packages.join(" ");
    for (extension, need) in missing {
        let place = requirement(files, need.file, &need.name);
        let finding = finding!(EXTENSION_NOT_REQUESTED {
            extension: extension.clone(),
            by: translated(&need.by, &[composer::WHO]),
            write: write.clone()
        });
        findings.add(place, finding);
    }
}

fn version(files: &Files, composer: &Composer, policy: &Policy, findings: &mut Findings<'_>) {
    let check = format!("{}/{PLATFORM_CHECK}", composer.vendor);
    let code = files.content(&check).map(String::from_utf8_lossy);
    let checked = code.and_then(|code| PhpFloor::of_platform_check(&code));
    let (floor, by, place) = match (checked, &composer.php) {
        // The check is what really runs.
        (Some(floor), _) => (floor, composer::PLATFORM_CHECK.into(), Location::entry(check)),
        (None, Some((floor, need))) => (*floor, translated(&need.by, &[composer::WHO]), php_requirement(files, need)),
        (None, None) => return,
    };
    let hosts = policy.php;
    // The hosts' patch version is not known.
    if (floor.major, floor.minor) > (u32::from(hosts.major), u32::from(hosts.minor)) {
        findings.add(place, finding!(PHP_VERSION_FLOOR { floor, by, hosts }));
    }
}

fn vendor(files: &Files, composer: &Composer, entry: &AppEntry, findings: &mut Findings<'_>) {
    let Some(first) = composer.packages.first() else { return };
    let autoload =
        if composer.vendor.is_empty() { AUTOLOAD.to_owned() } else { format!("{}/{AUTOLOAD}", composer.vendor) };
    // Composer replaces `$HOME` and the like in `vendor-dir`.
    let is_elsewhere = composer.vendor.split('/').any(|segment| segment == "..") || composer.vendor.contains('$');
    if files.is_file(&autoload) || is_elsewhere {
        return;
    }
    let index = files.content(&format!("{entry}/index.php")).map(String::from_utf8_lossy);
    let loads_other_code = index.is_some_and(|code| {
        let loads = code.contains("require") || code.contains("include");
        loads && !code.contains("autoload") && !code.contains("vendor")
    });
    // ThinkPHP 5 is installed into thinkphp/ and starts without composer's loader.
    let mut needed = FRAMEWORKS.iter().filter(|name| composer.packages.contains(**name));
    let framework = needed.find(|name| **name != THINKPHP || !files.is_directory("thinkphp"));
    let severity = if loads_other_code && framework.is_none() { Severity::Warning } else { Severity::Error };
    let needs = framework.map_or_else(|| first.clone(), |name| (*name).to_owned());
    findings.add_as(
        severity,
        requirement(files, Composer::JSON, &needs),
        finding!(VENDOR_MISSING { expected: autoload, needs }),
    );
}

/// Libraries of the lock file that are not in the package.
fn locked(files: &Files, composer: &Composer, findings: &mut Findings<'_>) {
    let vendor = composer.vendor.as_str();
    let installed = files.content(&format!("{vendor}/{INSTALLED}")).and_then(composer::installed);
    let Some(installed) = installed else { return };
    let is_missing = |name: &&String| !installed.contains(*name) && !files.is_directory(&format!("{vendor}/{name}"));
    let mut missing = composer.locked.iter().filter(is_missing);
    if let Some(first) = missing.next() {
        let count = missing.count().saturating_add(1);
        let place = requirement(files, Composer::LOCK, first);
        findings.add(place, finding!(LOCKED_LIBRARY_MISSING { library: shortened(first), count }));
    }
}

fn php_requirement(files: &Files, need: &Need) -> Location {
    requirement(files, need.file, if need.file == Composer::JSON { "php" } else { need.by.as_str() })
}

/// The first place where `name` is quoted in one of composer's files.
fn requirement(files: &Files, file: &'static str, name: &str) -> Location {
    let text = files.content(file).unwrap_or_default();
    let quoted = format!("\"{name}\"");
    let found = text.windows(quoted.len()).position(|window| window.eq_ignore_ascii_case(quoted.as_bytes()));
    match found {
        Some(at) => Source::new(Location::entry(file), text).at(at..at + quoted.len()),
        None => Location::entry(file),
    }
}

/// More extensions than PHP has.
const MAX_EXTENSIONS: usize = 64;
const AUTOLOAD: &str = "autoload.php";
/// Composer's list of what it installed, below the directory of the libraries.
pub(super) const INSTALLED: &str = "composer/installed.json";
pub(super) const PLATFORM_CHECK: &str = "composer/platform_check.php";
const THINKPHP: &str = "topthink/framework";
/// Packages without which an application does not even start.
const FRAMEWORKS: [&str; 9] = [
    "cakephp/cakephp",
    "codeigniter4/framework",
    "laravel/framework",
    "laravel/lumen-framework",
    "slim/slim",
    "symfony/framework-bundle",
    "symfony/symfony",
    THINKPHP,
    "yiisoft/yii2",
];
