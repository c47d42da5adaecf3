//! Whether `java -jar` and Spring Boot's launcher find what they start.

use super::artifact::other_artifact;
use super::boot::BootVersion;
use super::class_file::class_entry;
use super::facts::SpringBootFacts;
use super::launcher::{LOADER_DIRECTORY, Launcher};
use super::layout::Layout;
use super::libraries::Libraries;
use super::manifest::{Attribute, Manifest};
use super::rules::{
    BOOT_NEEDS_NEWER_JAVA, CLASSES_DIRECTORY_ENTRY_MISSING, LAUNCHER_MISMATCH, MANIFEST_INVALID,
    NESTED_LIBRARY_COMPRESSED, NESTED_LIBRARY_INVALID, NOT_EXECUTABLE, START_CLASS_MISSING, WRONG_ARTIFACT,
    ZIP64_UNSUPPORTED,
};
use super::scan::Seen;
use crate::diagnostic::{Findings, Location, Phrase, Severity, Source};
use crate::package::archive::Compression;
use crate::package::context::Context;
use crate::package::files::Files;
use crate::package::paths::extension;
use crate::{finding, phrase};
use serde_json::json;

/// Judges manifest, launcher and layout, and fills the facts that they tell. `false` when the JAR is another artifact,
/// of which nothing more can be said.
pub(super) fn judge(
    files: &Files,
    seen: Option<&Seen>,
    context: &Context<'_>,
    findings: &mut Findings<'_>,
    facts: &mut SpringBootFacts,
) -> bool {
    let text = files.content(Manifest::ENTRY).unwrap_or_default();
    let source = Source::new(Location::entry(Manifest::ENTRY), text);
    let parsed = Manifest::parse(text).and_then(|manifest| match manifest.unfinished() {
        Some(unfinished) => Err(unfinished.clone()),
        None => Ok(manifest),
    });
    let manifest = parsed.as_ref().cloned().unwrap_or_default();
    let value = |name: &str| manifest.get(name).map(|attribute| attribute.value().trim().to_owned());
    // Java's launcher trims the name and lets it be written as a path.
    facts.main_class = value("Main-Class").map(|name| name.replace('/', "."));
    facts.start_class = manifest.get("Start-Class").map(|attribute| attribute.value().to_owned());
    facts.build_jdk = value("Build-Jdk-Spec").or_else(|| value("Build-Jdk"));
    facts.layout = Layout::of(files, facts.main_class.as_deref());
    facts.libraries = facts.layout.libraries_in(files).count();
    if let Some((artifact, evidence)) = other_artifact(files, facts.main_class.as_deref()) {
        findings.add(Location::entry(evidence.clone()), finding!(WRONG_ARTIFACT { artifact, evidence }));
        return false;
    }
    let libraries = seen.and_then(|seen| seen.libraries.as_ref());
    let judged = Judged { files, libraries, source, manifest, facts: &*facts };
    match parsed {
        Err(error) => {
            findings
                .add(judged.source.at(error.span), finding!(MANIFEST_INVALID { line: error.line, fault: error.fault }));
        }
        Ok(_) => {
            if let Some(reason) = judged.not_executable() {
                findings.add(judged.executable_location(), finding!(NOT_EXECUTABLE { reason }));
            } else if let Some(class) =
                judged.facts.main_class.as_deref().filter(|_| judged.facts.layout == Layout::Root)
            {
                if !judged.application(class, seen.and_then(|seen| seen.reach), findings) {
                    return false;
                }
            } else {
                judged.main_class(findings);
                judged.start_class(findings);
            }
        }
    }
    if facts.layout != Layout::Root {
        judged.classes_directory(findings);
        judged.stored_libraries(findings);
    }
    facts.boot_version = judged.boot_version(context.policy.java_limit, findings);
    if facts.layout != Layout::Root && context.archive.is_some_and(|archive| archive.zip64) {
        zip64(facts.boot_version.as_ref(), findings);
    }
    true
}

pub(super) struct Judged<'a> {
    pub(super) files: &'a Files,
    libraries: Option<&'a Libraries>,
    source: Source<'a>,
    pub(super) manifest: Manifest,
    facts: &'a SpringBootFacts,
}

impl Judged<'_> {
    /// Why `java -jar` does not start the JAR.
    fn not_executable(&self) -> Option<Phrase> {
        if self.facts.main_class.is_some() {
            return None;
        }
        if self.files.get(Manifest::ENTRY).is_none() {
            return Some(match self.files.other_case(Manifest::ENTRY) {
                None => phrase!("there is no META-INF/MANIFEST.MF" / "没有 META-INF/MANIFEST.MF")
                    .standing_for("manifest-missing"),
                Some(found) => phrase!(
                    "the manifest is called {found}, not META-INF/MANIFEST.MF"
                        / "清单名为 {found}，而不是 META-INF/MANIFEST.MF",
                    found
                )
                .standing_for(json!({ "manifest-case": { "found": found } })),
            });
        }
        let dropped = self.manifest.dropped().and_then(|span| self.text().get(span)).unwrap_or_default();
        let start = dropped.get(..MAIN_CLASS_START.len()).unwrap_or_default();
        let is_dropped = start.eq_ignore_ascii_case(MAIN_CLASS_START);
        Some(if is_dropped {
            phrase!(
                "Main-Class is in the manifest's last line, which Java ignores without a line end"
                    / "Main-Class 位于清单最后一行且没有换行符，Java 会忽略该行"
            )
            .standing_for("line-end-missing")
        } else {
            phrase!(
                "the manifest names no Main-Class, as in a plain JAR or a library"
                    / "清单里没有 Main-Class，像是普通 JAR 或依赖库"
            )
            .standing_for("main-class-missing")
        })
    }

    fn executable_location(&self) -> Location {
        match self.manifest.dropped() {
            Some(span) => self.source.at(span),
            None if self.files.get(Manifest::ENTRY).is_some() => Location::entry(Manifest::ENTRY),
            None => Location::input(),
        }
    }

    fn main_class(&self, findings: &mut Findings<'_>) {
        let Some(found) = self.facts.main_class.as_deref() else { return };
        let launcher = Launcher::of(found);
        let fits = match launcher {
            // `WarLauncher` looks into `WEB-INF/classes` and `WEB-INF/lib` only.
            Some(Launcher::War) => self.facts.layout != Layout::BootInf,
            Some(Launcher::Jar | Launcher::Properties) | None => true,
        };
        if fits && self.files.is_file(&class_entry(found)) {
            return;
        }
        let wanted = launcher.filter(|_| fits).unwrap_or(Launcher::Jar);
        let present = |launcher: Launcher| launcher.classes().find(|class| self.files.is_file(&class_entry(class)));
        let expected = present(wanted)
            .or_else(|| present(Launcher::Jar))
            .or_else(|| present(Launcher::Properties))
            .unwrap_or_else(|| self.default_launcher());
        findings.add(self.location("Main-Class"), finding!(LAUNCHER_MISMATCH { found: found.to_owned(), expected }));
    }

    /// The launcher of the package's version of Spring Boot.
    fn default_launcher(&self) -> String {
        // Spring Boot 3.2 moved the launchers to `org.springframework.boot.loader.launch`.
        let is_old = self.version().is_none_or(|(version, _)| version.line() < (3, 2));
        let package = LOADER_DIRECTORY.replace('/', ".");
        if is_old { format!("{package}.JarLauncher") } else { format!("{package}.launch.JarLauncher") }
    }

    fn start_class(&self, findings: &mut Findings<'_>) {
        let main_class = self.facts.main_class.as_deref();
        let Some(launcher) = main_class.and_then(Launcher::of) else { return };
        // PropertiesLauncher takes class and class path from a file, the environment or the manifest too.
        let elsewhere = launcher == Launcher::Properties
            && (self.manifest.get("Loader-Path").is_some()
                || ["loader.properties", "BOOT-INF/classes/loader.properties"]
                    .iter()
                    .any(|path| self.files.is_file(path)));
        if elsewhere {
            return;
        }
        let Some(class) = self.facts.start_class.as_deref() else {
            let reason = phrase!(
                "the manifest names no Start-Class, expected the class with the main method"
                    / "清单里没有 Start-Class，应为带 main 方法的类"
            )
            .standing_for("unnamed");
            findings.add(Location::entry(Manifest::ENTRY), finding!(START_CLASS_MISSING { reason }));
            return;
        };
        let directory = self.facts.layout.classes();
        let expected = format!("{directory}{}", class_entry(class));
        if self.files.is_file(&expected) {
            // `Class.forName` takes no slashes, though the entry of such a name is there.
            if class.contains('/') {
                let expected = class.replace('/', ".");
                let reason = phrase!(
                    "Start-Class is {class:?}, which Java refuses as a name, expected {expected}"
                        / "Start-Class 为 {class:?}，Java 不接受这样的名称，应为 {expected}",
                    class,
                    expected = &expected
                );
                let reason = reason.standing_for(json!({ "slashes": { "class": class, "expected": expected } }));
                findings.add(self.location("Start-Class"), finding!(START_CLASS_MISSING { reason }));
            }
            return;
        }
        let is_absent =
            self.facts.libraries == 0 || self.libraries.is_some_and(|libraries| libraries.lack(&class_entry(class)));
        if !is_absent {
            return;
        }
        let suggestion = self.like_start_class(class, &expected);
        let near = suggestion.as_ref().map(|near| phrase!("; there is {near}" / "；现有 {near}", near));
        let reason = phrase!(
            "Start-Class is {class:?}, but there is no {expected} and no library that holds it{near}"
                / "Start-Class 为 {class:?}，但没有 {expected}，依赖库里也没有{near}",
            class,
            expected = &expected,
            near
        );
        let data = json!({ "absent": { "class": class, "expected": expected, "suggestion": suggestion } });
        let reason = reason.standing_for(data);
        findings.add(self.location("Start-Class"), finding!(START_CLASS_MISSING { reason }));
    }

    /// A class of the application that may be meant: the same path in other letter case, or the same simple name.
    pub(super) fn like_start_class(&self, class: &str, expected: &str) -> Option<String> {
        if let Some(other) = self.files.other_case(expected) {
            return Some(other.to_owned());
        }
        let simple = class.trim().rsplit(['.', '/']).next()?;
        let file = format!("/{simple}.class");
        let mut classes = self.files.iter().map(|(path, _)| path);
        classes.find(|path| path.ends_with(&file)).map(ToOwned::to_owned)
    }

    fn classes_directory(&self, findings: &mut Findings<'_>) {
        let Some(directory) = self.facts.layout.classes().strip_suffix('/') else { return };
        let files = self.files.below(directory).filter(|(_, file)| file.is_file()).count();
        // `JarFileArchive` finds the classes by their directory's entry (tried with 2.2.0, 2.6.6 and 3.2.3).
        if files > 0 && !self.files.has_directory_entry(directory) {
            let directory = self.facts.layout.classes().to_owned();
            let location = Location::entry(directory.clone());
            findings.add(location, finding!(CLASSES_DIRECTORY_ENTRY_MISSING { directory, files }));
        }
    }

    fn stored_libraries(&self, findings: &mut Findings<'_>) {
        // Launchers before 3.2 open every file among the libraries, later ones only what they look for a class in.
        let is_lenient = self.facts.main_class.as_deref().is_some_and(|class| class.contains(".loader.launch."));
        for library in self.facts.layout.libraries_in(self.files) {
            let Some(file) = self.files.get(library) else { continue };
            if is_lenient && extension(library) != Some("jar") {
                continue;
            }
            let location = Location::entry(library);
            let library = library.to_owned();
            // A nested library is opened where it lies in the outer file, which needs its bytes as they are: "It has
            // been compressed and nested jar files must be stored without compression" (`JarFile` of the loader).
            if file.compression == Some(Compression::Deflated) {
                findings.add(location, finding!(NESTED_LIBRARY_COMPRESSED { library }));
            } else if file.content.as_deref().is_some_and(|start| !is_archive(start)) {
                let severity = if is_lenient { Severity::Warning } else { Severity::Error };
                findings.add_as(severity, location, finding!(NESTED_LIBRARY_INVALID { library }));
            }
        }
    }

    fn boot_version(&self, java_limit: u16, findings: &mut Findings<'_>) -> Option<BootVersion> {
        let (version, location) = self.version()?;
        let (needs, _) = version.java();
        if needs > java_limit {
            let version = version.to_string();
            findings.add(location, finding!(BOOT_NEEDS_NEWER_JAVA { version, needs, limit: java_limit }));
        }
        Some(version)
    }

    /// The version that the manifest names, or else the one in the name of Spring Boot's library.
    fn version(&self) -> Option<(BootVersion, Location)> {
        // Spring Boot's build plug-ins write it since 1.3.
        if let Some(attribute) = self.manifest.get("Spring-Boot-Version")
            && let Ok(version) = attribute.value().trim().parse()
        {
            return Some((version, self.source.at(attribute.span())));
        }
        let directory = self.facts.layout.libraries()?;
        let prefix = format!("{directory}/spring-boot-");
        let version_in = |path: &str| path.strip_prefix(&prefix)?.strip_suffix(".jar")?.parse().ok();
        self.facts.layout.libraries_in(self.files).find_map(|path| Some((version_in(path)?, Location::entry(path))))
    }

    pub(super) fn location(&self, name: &str) -> Location {
        self.manifest
            .get(name)
            .map(Attribute::span)
            .map_or_else(|| Location::entry(Manifest::ENTRY), |span| self.source.at(span))
    }

    fn text(&self) -> &[u8] {
        self.files.content(Manifest::ENTRY).unwrap_or_default()
    }
}

/// A JAR with a zip64 end record, which Spring Boot's loader reads since 2.2.
fn zip64(version: Option<&BootVersion>, findings: &mut Findings<'_>) {
    if let Some(version) = version.filter(|version| version.line() < (2, 2)) {
        findings.add(Location::input(), finding!(ZIP64_UNSUPPORTED { version: version.to_string() }));
    }
}

/// Whether a file that starts so may be a ZIP: a script may precede it.
fn is_archive(start: &[u8]) -> bool {
    start.starts_with(b"PK") || start.starts_with(b"#!")
}

const MAIN_CLASS_START: &[u8] = b"Main-Class:";
