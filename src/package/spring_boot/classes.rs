//! Whether the application's classes load on the hosts' Java.

use std::collections::BTreeMap;

use super::class_file::{ClassVersion, is_class};
use super::facts::SpringBootFacts;
use super::launcher::LOADER_DIRECTORY;
use super::layout::Layout;
use super::libraries::Libraries;
use super::rules::{CLASS_VERSION_TOO_NEW, LIBRARY_CLASS_VERSION_TOO_NEW};
use crate::diagnostic::{Findings, Location, Phrase};
use crate::package::context::Context;
use crate::package::files::Files;
use crate::{finding, phrase};
use serde_json::json;

/// Judges the versions of the application's classes: one finding for each version that is too new.
pub(super) fn judge(
    files: &Files,
    libraries: Option<&Libraries>,
    context: &Context<'_>,
    findings: &mut Findings<'_>,
    facts: &mut SpringBootFacts,
) {
    let java_limit = context.policy.java_limit;
    let mut too_new: BTreeMap<ClassVersion, (&str, usize)> = BTreeMap::new();
    let mut newest = facts.boot_version.as_ref().map(|version| version.java().0);
    for (path, version) in application_classes(files, facts) {
        facts.classes += 1;
        newest = newest.max(version.java());
        // The JVM says UnsupportedClassVersionError when such a class is first used, which for most is at start.
        if !loads(version, java_limit) {
            too_new.entry(version).or_insert((path, 0)).1 += 1;
        }
    }
    facts.java = newest;
    for (version, (class, count)) in too_new {
        findings.add(
            Location::entry(class),
            finding!(CLASS_VERSION_TOO_NEW {
                class: class.to_owned(),
                others: others(count - 1),
                major: version.major,
                needs: needs(version),
                limit: java_limit,
            }),
        );
    }
    judge_libraries(libraries, context, findings);
}

/// Judges the versions of the libraries' classes, where they were looked into.
fn judge_libraries(libraries: Option<&Libraries>, context: &Context<'_>, findings: &mut Findings<'_>) {
    let limit = context.policy.java_limit;
    let libraries = libraries.into_iter().flat_map(|libraries| &libraries.classes);
    let versions = libraries.flat_map(|(library, versions)| versions.iter().map(move |version| (library, version)));
    for (library, (version, (class, count))) in versions.filter(|(_, (version, _))| !loads(**version, limit)) {
        findings.add(
            Location::entry(library).within(class),
            finding!(LIBRARY_CLASS_VERSION_TOO_NEW {
                library: library.clone(),
                class: class.clone(),
                others: others(count - 1),
                major: version.major,
                needs: needs(*version),
                limit,
            }),
        );
    }
}

/// The Java that loads a class.
fn needs(version: ClassVersion) -> Phrase {
    let java = version.java().unwrap_or_default();
    if version.is_preview() {
        let words =
            phrase!("Java {java} alone and with --enable-preview" / "启用 --enable-preview 的 Java {java}", java);
        return words.standing_for(json!({ "preview": java }));
    }
    phrase!("Java {java}" / "Java {java}", java).standing_for(json!({ "at-least": java }))
}

/// How many other classes have the same fault, as the end of a sentence.
fn others(count: usize) -> Phrase {
    let words = match count {
        0 => phrase!("" / " "),
        _ => phrase!("; so are {count} more" / "；另有 {count} 个同样的类", count),
    };
    words.standing_for(count)
}

fn loads(version: ClassVersion, java_limit: u16) -> bool {
    !version.is_preview() && version.java().is_none_or(|java| java <= java_limit)
}

fn application_classes<'a>(
    files: &'a Files,
    facts: &SpringBootFacts,
) -> impl Iterator<Item = (&'a str, ClassVersion)> + use<'a> {
    let directory = facts.layout.classes();
    // Of a JAR with everything at the root, the application's classes are those beside its main class.
    let own = match facts.layout {
        Layout::BootInf | Layout::Flat => None,
        Layout::Root => facts.main_class.as_deref().map(top_package),
    };
    let other_layouts = ["BOOT-INF/", "WEB-INF/"];
    let belongs = move |path: &str| match path.strip_prefix(directory) {
        None => false,
        Some(_) if !directory.is_empty() => true,
        Some(path) => {
            // The loader's own classes are for Java 8, or as new as Spring Boot itself.
            !path.starts_with(LOADER_DIRECTORY)
                && !other_layouts.iter().any(|other| path.starts_with(other))
                && own.as_deref().is_none_or(|own| path.starts_with(own))
        }
    };
    let classes = files.iter().filter(move |(path, _)| is_class(path) && belongs(path));
    classes.filter_map(|(path, file)| Some((path, ClassVersion::of(file.content.as_deref()?)?)))
}

/// Directory of the first two packages of a class, which are mostly the owner's.
fn top_package(class: &str) -> String {
    let mut parts: Vec<&str> = class.split('.').collect();
    parts.pop();
    parts.truncate(2);
    if parts.is_empty() { String::new() } else { parts.join("/") + "/" }
}
