//! The modules that a package brings: whether they are there, and for this platform.

use std::collections::{BTreeMap, BTreeSet};

use super::super::foreign::is_system_metadata;
use super::app::App;
use super::native::Native;
use super::rules::{
    FOREIGN_NATIVE_BINARY, GLIBC_TOO_NEW, LOCAL_DEPENDENCY_MISSING, MODULES_ABSENT, OPTIONAL_PLATFORM_PACKAGE_MISSING,
};
use super::tree::{Found, join, locate};
use crate::diagnostic::{Findings, Location, Severity, Value, shortened, shortened_text};
use crate::package::paths::file_name;
use crate::{finding, phrase};

/// Judges the modules.
pub(super) fn judge(app: &App<'_>, findings: &mut Findings<'_>) {
    absent(app, findings);
    local(app, findings);
    platform_packages(app, findings);
    native(app, findings);
}

/// The modules at the top of `node_modules`: `name` or `@scope/name`.
pub(super) fn top_modules<'a>(app: &App<'a>) -> BTreeSet<&'a str> {
    let inside = app.files.below("node_modules").filter_map(|(path, _)| path.strip_prefix("node_modules/"));
    let names = inside.map(|inside| top_of(inside).0);
    // `.bin`, `.cache`, `.package-lock.json`
    names.filter(|name| !name.starts_with('.') && !is_system_metadata(name) && is_whole(name)).collect()
}

fn absent(app: &App<'_>, findings: &mut Findings<'_>) {
    let required = app.package.map("dependencies");
    let optional = app.package.map("optionalDependencies");
    let is_plug_and_play = [".pnp.cjs", ".pnp.js"].iter().any(|file| app.files.is_file(file));
    // yarn's Plug'n'Play keeps modules in ZIPs, for which Node.js has to load this file.
    if is_plug_and_play {
        return;
    }
    let top = top_modules(app);
    // An alias (`npm:`) has the name of its key; a link or a directory of the package need not be copied.
    let local =
        |range: &str| ["file:", "link:", "workspace:", "portal:"].iter().any(|scheme| range.starts_with(scheme));
    let missing = required.iter().filter(|(name, range)| {
        !top.contains(name.as_str()) && !optional.contains_key(*name) && (!local(range) || !app.has_modules)
    });
    let missing: Vec<String> = missing.map(|(name, _)| name.clone()).collect();
    if missing.is_empty() || (app.is_installed() && app.has_modules) {
        return;
    }
    let severity = if app.is_installed() { Severity::Warning } else { Severity::Error };
    let more = if missing.len() > MOST_SHOWN { ", …" } else { "" };
    let words = phrase!(
        "{count} of the dependencies are not in node_modules: {names}{more}"
            / "有 {count} 个依赖不在 node_modules 中：{names}{more}",
        count = missing.len(),
        names = missing.iter().take(MOST_SHOWN).collect::<Value>(),
        more
    );
    let finding = finding!(MODULES_ABSENT { missing: words.standing_for(missing), has_modules: app.has_modules });
    findings.add_as(severity, app.at_key("dependencies"), finding);
}

/// Dependencies that are directories or archives beside the app.
fn local(app: &App<'_>, findings: &mut Findings<'_>) {
    for (name, range) in app.package.map("dependencies") {
        let path = ["file:", "link:", "portal:"].iter().find_map(|scheme| range.strip_prefix(scheme));
        let Some(path) = path else { continue };
        // A copy of it may be in the package, in place of the link.
        let is_there = |path: &str| !matches!(locate(app.files, path), Found::Missing | Found::Dangling { .. });
        // A link that leads nowhere has a rule of its own.
        let is_bundled = app.files.get(&format!("node_modules/{name}")).is_some();
        if join("", path).is_some_and(|path| is_there(&path)) || is_bundled || is_there(&format!("node_modules/{name}"))
        {
            continue;
        }
        let finding = finding!(LOCAL_DEPENDENCY_MISSING { name: shortened(&name), range: shortened_text(&range) });
        findings.add(app.at_key("dependencies"), finding);
    }
}

/// Packages that exist once for each platform, of which the hosts' is missing.
fn platform_packages(app: &App<'_>, findings: &mut Findings<'_>) {
    let top = top_modules(app);
    let mut families: BTreeMap<String, (bool, &str)> = BTreeMap::new();
    for name in &top {
        if let Some(platform) = Platform::of(name) {
            let family = families.entry(platform.family).or_insert((false, name));
            family.0 |= platform.is_host;
        }
    }
    for (family, (has_host, example)) in families {
        // Packages that have it load WebAssembly where no binary fits.
        let fallback = format!("{family}wasm32");
        if has_host || top.iter().any(|name| name.starts_with(&fallback)) {
            continue;
        }
        let severity = if is_development(app, &family, example) { Severity::Warning } else { Severity::Error };
        let place = Location::entry(format!("node_modules/{example}"));
        findings.add_as(
            severity,
            place,
            finding!(OPTIONAL_PLATFORM_PACKAGE_MISSING {
                found: example.to_owned(),
                expected: format!("{family}linux-x64")
            }),
        );
    }
}

/// Whether a family of platform packages belongs to a development dependency.
fn is_development(app: &App<'_>, family: &str, example: &str) -> bool {
    let base = family.trim_end_matches(['-', '/']);
    let names = [base, base.trim_start_matches('@'), file_name(base)];
    let has = |packages: &BTreeMap<String, String>| names.iter().any(|name| packages.contains_key(*name));
    (has(&app.dev_dependencies) && !has(&app.dependencies)) || app.lock.is_development(example)
}

fn native(app: &App<'_>, findings: &mut Findings<'_>) {
    for (path, file) in app.files.iter() {
        let Some(content) = file.content.as_deref().filter(|_| is_native(path)) else { continue };
        if is_for_another_platform(path) || is_not_loaded(path) || module_is_elsewhere(app, path) {
            continue;
        }
        let module = module_of(path);
        let is_development = module.is_some_and(|name| {
            app.lock.is_development(name)
                || (app.dev_dependencies.contains_key(name) && !app.dependencies.contains_key(name))
        });
        let severity = if is_development { Severity::Warning } else { Severity::Error };
        let module = module.unwrap_or(path).to_owned();
        let place = Location::entry(path);
        let found: Value = match Native::read(content) {
            Some(Native::Pe) => "Windows (PE)".into(),
            Some(Native::MachO) => "macOS (Mach-O)".into(),
            Some(Native::Elf { x86_64: false, .. }) => {
                phrase!("Linux (ELF, not x86-64)" / "Linux（ELF，非 x86-64）").into()
            }
            Some(Native::Elf { musl: true, .. }) => "Linux (ELF, musl)".into(),
            Some(Native::Elf { glibc: Some(needed), .. }) if needed > app.policy.glibc => {
                findings.add_as(
                    severity,
                    place,
                    finding!(GLIBC_TOO_NEW { module, needed, available: app.policy.glibc }),
                );
                continue;
            }
            Some(Native::Elf { .. }) | None => continue,
        };
        findings.add_as(severity, place, finding!(FOREIGN_NATIVE_BINARY { module, found }));
    }
}

/// Whether a file is one that Node.js or the loader maps into the process.
pub(super) fn is_native(path: &str) -> bool {
    let name = file_name(path);
    // `libvips.so.42`: a version may follow the extension.
    name.contains(".so.") || [".node", ".so"].iter().any(|extension| name.ends_with(extension))
}

/// Whether a path says that the file is for another system, machine or C library than the hosts'.
fn is_for_another_platform(path: &str) -> bool {
    let inside = path.rsplit("node_modules/").next().unwrap_or(path);
    let words = inside.split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_ascii_lowercase);
    let words: Vec<String> = words.collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    has(OTHER_SYSTEMS) || has(OTHER_MACHINES) || has(OTHER_LIBRARIES)
}

/// Leavings of a build, and files of tests.
fn is_not_loaded(path: &str) -> bool {
    path.split('/').any(|part| {
        ["obj.target", "test", "tests", "__tests__", "fixtures", "example", "examples", "docs", "Debug", "deps"]
            .contains(&part)
    })
}

/// Whether the module that holds a file says that it is for another system.
fn module_is_elsewhere(app: &App<'_>, path: &str) -> bool {
    let Some((before, inside)) = path.rsplit_once("node_modules/") else { return false };
    let (name, _) = top_of(inside);
    // npm installs `fsevents` on macOS alone.
    if name == "fsevents" || Platform::of(name).is_some_and(|platform| !platform.is_host) {
        return true;
    }
    let manifest = format!("{before}node_modules/{name}/package.json");
    let text = app.files.content(&manifest).and_then(|bytes| std::str::from_utf8(bytes).ok());
    let value: Option<serde_json::Value> = text.and_then(|text| serde_json::from_str(text).ok());
    // `os` lists what a package is for, or with `!` what it is not for (docs "package.json", os).
    let systems = value.as_ref().and_then(|value| value.get("os")).and_then(serde_json::Value::as_array);
    systems.is_some_and(|systems| {
        let names: Vec<&str> = systems.iter().filter_map(serde_json::Value::as_str).collect();
        names.contains(&"!linux") || (names.iter().any(|name| !name.starts_with('!')) && !names.contains(&"linux"))
    })
}

/// The module that a path is in, from the innermost `node_modules`.
fn module_of(path: &str) -> Option<&str> {
    path.rsplit_once("node_modules/").map(|(_, inside)| top_of(inside).0)
}

/// The module at the start of a path below `node_modules`, and the rest.
pub(super) fn top_of(inside: &str) -> (&str, &str) {
    // A scope is part of the name.
    let parts = if inside.starts_with('@') { 2 } else { 1 };
    let end = inside.match_indices('/').nth(parts - 1).map(|(at, _)| at);
    end.and_then(|end| inside.split_at_checked(end)).unwrap_or((inside, ""))
}

fn is_whole(name: &str) -> bool {
    !name.starts_with('@') || name.contains('/')
}

/// What the name of a platform package says.
struct Platform {
    /// The name up to the system.
    family: String,
    is_host: bool,
}

impl Platform {
    fn of(name: &str) -> Option<Self> {
        let mut start = 0;
        let mut found = None;
        for part in name.split_inclusive(['-', '/']) {
            let word = part.trim_end_matches(['-', '/']);
            if found.is_none() && (SYSTEMS.contains(&word) || word == "linux" || word == "linuxmusl") {
                found = Some((start, word));
            }
            start += part.len();
        }
        let (at, system) = found?;
        let (family, rest) = name.split_at_checked(at)?;
        let words: Vec<&str> = rest.split('-').skip(1).collect();
        let machine = words.first()?;
        if family.is_empty()
            || !(HOST_MACHINES.contains(machine) || OTHER_MACHINES.contains(machine) || *machine == "universal")
        {
            return None;
        }
        let is_host = system == "linux"
            && HOST_MACHINES.contains(machine)
            && !words.iter().any(|word| OTHER_LIBRARIES.contains(word));
        Some(Self { family: family.to_owned(), is_host })
    }
}

const SYSTEMS: &[&str] =
    &["aix", "android", "darwin", "freebsd", "netbsd", "openbsd", "openharmony", "sunos", "win32", "windows"];
const OTHER_SYSTEMS: &[&str] = &[
    "aix", "android", "darwin", "electron", "freebsd", "mac", "macos", "netbsd", "openbsd", "osx", "sunos", "win",
    "win32", "win64", "windows",
];
const HOST_MACHINES: &[&str] = &["64", "amd64", "x64"];
const OTHER_MACHINES: &[&str] = &[
    "32", "aarch64", "arm", "arm64", "armhf", "armv6", "armv7", "armv7l", "armv8", "i386", "i686", "ia32", "loong64",
    "mips64el", "ppc64", "ppc64le", "riscv64", "s390x", "x86",
];
const OTHER_LIBRARIES: &[&str] = &["alpine", "linuxmusl", "musl", "musleabihf"];

/// Names of missing dependencies in a message.
const MOST_SHOWN: usize = 5;
