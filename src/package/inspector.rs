//! The inspection of a package, from its bytes to a verdict.

use std::io::{self, Read, Seek, SeekFrom};

use super::archive::rules::path::WRONG_CONTAINER;
use super::archive::{self, Entry, Format, Integrity, Limits, Options, Outcome, Want};
use super::arrival::Arrival;
use super::collector::Collector;
use super::files::Files;
use super::inspection::{Facts, Inspected, Inspection};
use super::recognise::{evidence, framework_of, recognise};
use super::rules::{FRAMEWORK_MISMATCH, WRAPPER_DIRECTORY};
use super::{exposure, folders, nginx_file, node, php, spring_boot};
use crate::app::{Container, EnvironmentKind, Framework, Policy};
use crate::diagnostic::{Findings, Levels, Location};
use crate::finding;

/// Inspects packages under one policy.
///
/// # Examples
///
/// ```
/// use cloudapp::app::{Framework, Policy};
/// use cloudapp::package::{Inspector, Verdict};
///
/// let policy = Policy::default();
/// let inspector = Inspector::new(&policy).framework(Framework::Php).file_name("shop.zip");
/// assert_eq!(Verdict::of(&inspector.inspect_bytes(b"MZ")), Verdict::Unreadable);
/// ```
#[derive(Clone, Debug)]
pub struct Inspector<'a> {
    policy: &'a Policy,
    framework: Option<Framework>,
    environment: Option<EnvironmentKind>,
    file_name: Option<&'a str>,
    limits: Limits,
    integrity: Integrity,
}

impl<'a> Inspector<'a> {
    /// An inspector that takes a package's framework from its format and content.
    #[must_use]
    pub fn new(policy: &'a Policy) -> Self {
        Self {
            policy,
            framework: None,
            environment: None,
            file_name: None,
            limits: Limits::default(),
            integrity: Integrity::default(),
        }
    }

    /// The same for packages of an app of `framework`: another framework's package is a finding.
    #[must_use]
    pub fn framework(self, framework: Framework) -> Self {
        Self { framework: Some(framework), ..self }
    }

    /// The same for a release to `environment`; without it, what holds for either environment is judged.
    #[must_use]
    pub fn environment(self, environment: EnvironmentKind) -> Self {
        Self { environment: Some(environment), ..self }
    }

    /// The same for a file of this name: commands that mend a fault name it, and its extension says what a file that is
    /// no archive was meant to be.
    #[must_use]
    pub fn file_name(self, name: &'a str) -> Self {
        Self { file_name: Some(name), ..self }
    }

    /// The same with other limits on the archive.
    #[must_use]
    pub fn limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// The same with another level of checking the archive's content.
    #[must_use]
    pub fn integrity(self, integrity: Integrity) -> Self {
        Self { integrity, ..self }
    }

    /// Inspects a package that is in memory.
    #[expect(clippy::missing_errors_doc, reason = "the error is the answer: a package that may not be released")]
    pub fn inspect_bytes(&self, bytes: &[u8]) -> Inspected {
        let container = self.container(bytes, |options, collector, findings| {
            let _ = archive::read_bytes(bytes, options, collector, findings);
        });
        let mut findings = Findings::new(&self.policy.levels);
        let options = self.options(container);
        let mut collector = self.collector(container);
        let outcome = archive::read_bytes(bytes, &options, &mut collector, &mut findings);
        let files = collector.finish();
        let libraries = self.libraries(container, &outcome, &files, |options, scan, findings| {
            let _ = archive::read_bytes(bytes, options, scan, findings);
        });
        self.judge(container, &outcome, &files, libraries.as_ref(), findings)
    }

    /// Inspects a package from a file or the like.
    ///
    /// # Errors
    ///
    /// Only those of `source`. A package that may not be released is the inner `Err`.
    pub fn inspect<R: Read + Seek>(&self, mut source: R) -> io::Result<Inspected> {
        let mut start = Vec::new();
        source.seek(SeekFrom::Start(0))?;
        source.by_ref().take(MAGIC_BYTES).read_to_end(&mut start)?;
        let mut failed = Ok(());
        let container = self.container(&start, |options, collector, findings| {
            failed = archive::read(&mut source, options, collector, findings).map(drop);
        });
        failed?;
        let mut findings = Findings::new(&self.policy.levels);
        let options = self.options(container);
        let mut collector = self.collector(container);
        source.seek(SeekFrom::Start(0))?;
        let outcome = archive::read(&mut source, &options, &mut collector, &mut findings)?;
        let files = collector.finish();
        let mut failed = Ok(());
        let libraries = self.libraries(container, &outcome, &files, |options, scan, findings| {
            failed = source
                .seek(SeekFrom::Start(0))
                .and_then(|_| archive::read(&mut source, options, scan, findings))
                .map(drop);
        });
        failed?;
        Ok(self.judge(container, &outcome, &files, libraries.as_ref(), findings))
    }

    /// Begins the inspection of a tgz of which nothing has arrived.
    #[must_use]
    pub fn arrival(&self) -> Arrival<'a> {
        Arrival::new(self.clone(), Findings::new(&self.policy.levels))
    }

    /// What the nested libraries of a JAR hold, when judging its files takes that: `read` reads the archive again.
    fn libraries(
        &self,
        container: Container,
        outcome: &Outcome,
        files: &Files,
        read: impl FnOnce(&Options, &mut spring_boot::Scan, &mut Findings<'_>),
    ) -> Option<spring_boot::Libraries> {
        if container != Container::Jar || outcome.summary().is_none() {
            return None;
        }
        let mut scan = spring_boot::Scan::needed(files, self.policy)?;
        let levels = Levels::default();
        let options = self.options(container).with_integrity(Integrity::Directory);
        read(&options, &mut scan, &mut Findings::new(&levels));
        Some(scan.finish())
    }

    /// The format to read a file as, from its start: a gzip as tgz, and a ZIP as JAR or as ZIP by the framework that is
    /// expected, or else by the names in it, which `list` reads.
    fn container(&self, start: &[u8], list: impl FnOnce(&Options, &mut Collector, &mut Findings<'_>)) -> Container {
        let expected = self.framework.map(|framework| framework.runtime().container);
        if start.starts_with(GZIP_MAGIC) {
            return Container::Tgz;
        }
        match expected {
            Some(Container::Jar) => Container::Jar,
            Some(Container::Zip) => Container::Zip,
            Some(Container::Tgz) if !start.starts_with(ZIP_MAGIC) => Container::Tgz,
            Some(Container::Tgz) | None => {
                let levels = Levels::default();
                let mut findings = Findings::new(&levels);
                let options = Options::new(Container::Zip).with_limits(self.limits);
                let options = options.with_integrity(Integrity::Directory);
                let mut names = Collector::new(options.clone(), |_| Want::Nothing);
                list(&options, &mut names, &mut findings);
                let names = names.finish();
                let wrapper = names.wrapper().map(|directory| format!("{directory}/")).unwrap_or_default();
                let roots = ["", wrapper.as_str()];
                if roots.iter().any(|root| evidence(&names, root, Framework::SpringBoot).is_some()) {
                    return Container::Jar;
                }
                match self.extension() {
                    Some("jar" | "war") => Container::Jar,
                    Some("tgz" | "gz" | "tar") if !start.starts_with(ZIP_MAGIC) => Container::Tgz,
                    _ => Container::Zip,
                }
            }
        }
    }

    fn extension(&self) -> Option<&str> {
        self.file_name?.rsplit_once('.').map(|(_, extension)| extension)
    }

    pub(super) fn options(&self, container: Container) -> Options {
        let runtime = framework_of(container).runtime();
        let options = Options::new(container).with_limits(self.limits).with_integrity(self.integrity);
        let options = options.deciding([runtime.nginx_test, runtime.nginx_production]);
        match container {
            Container::Jar => options.deciding(spring_boot::DECIDING),
            Container::Tgz => options.deciding(node::DECIDING),
            Container::Zip => options.deciding(php::DECIDING),
        }
    }

    /// What keeps of a package of this format all that its judgement needs.
    pub(super) fn collector(&self, container: Container) -> Collector {
        let options = self.options(container);
        match container {
            Container::Jar => Collector::new(options, |entry| want(Container::Jar, entry)),
            Container::Tgz => {
                Collector::new(options, |entry| want(Container::Tgz, entry)).keeping(node::says_something)
            }
            Container::Zip => Collector::new(options, |entry| want(Container::Zip, entry)).keeping(php::says_something),
        }
    }

    pub(super) fn judge(
        &self,
        container: Container,
        outcome: &Outcome,
        files: &Files,
        libraries: Option<&spring_boot::Libraries>,
        mut findings: Findings<'_>,
    ) -> Inspected {
        let wrapper = files.wrapper().map(|directory| format!("{directory}/")).unwrap_or_default();
        let recognised = recognise(files, "", container).or_else(|| recognise(files, &wrapper, container));
        let mut inspection = Inspection {
            framework: self.framework.or(recognised),
            archive: outcome.summary().cloned(),
            digest: files.digest.filter(|_| outcome.summary().is_some()),
            folders: folders::biggest(files),
            facts: None,
            nginx: Vec::new(),
        };
        let framework = inspection.framework.unwrap_or_else(|| framework_of(container));
        let expected = framework.runtime().container;
        if inspection.is_readable() && expected != container && recognised.is_none_or(|found| found == framework) {
            let found = if container == Container::Tgz { Format::Gzip } else { Format::Zip };
            findings.add(Location::input(), finding!(WRONG_CONTAINER { expected, found }));
            inspection.archive = None;
        }
        if inspection.is_readable() {
            inspection.framework = Some(framework);
            if !self.wrong_package(container, framework, files, &mut findings) {
                let context = Context { policy: self.policy, environment: self.environment, libraries };
                inspection.nginx = nginx_file::judge(files, framework, &context, &mut findings);
                inspection.facts = Some(match framework {
                    Framework::NodeJs => Facts::Node(node::judge(files, &context, &mut findings)),
                    Framework::Php => Facts::Php(php::judge(files, &context, &mut findings)),
                    Framework::SpringBoot => Facts::SpringBoot(spring_boot::judge(files, &context, &mut findings)),
                });
                exposure::judge(files, container, inspection.facts.as_ref(), &mut findings);
            }
        }
        let report = findings.finish();
        // Levels can silence what was wrong with an archive, but not make it readable.
        if inspection.is_readable() { report.accept(inspection) } else { Err(Box::new(report.reject(inspection))) }
    }

    /// Whether the package as a whole is not what it should be, so that judging its parts would only repeat that.
    fn wrong_package(
        &self,
        container: Container,
        framework: Framework,
        files: &Files,
        findings: &mut Findings<'_>,
    ) -> bool {
        let wrapper = files.wrapper().filter(|_| evidence(files, "", framework).is_none());
        let root = wrapper.map(|directory| format!("{directory}/")).unwrap_or_default();
        let found = recognise(files, "", container).map(|found| ("", found));
        let found = found.or_else(|| recognise(files, &root, container).map(|found| (root.as_str(), found)));
        if let Some((root, found)) = found
            && found != framework
            && let Some(evidence) = evidence(files, root, found)
        {
            let runtime = framework.runtime();
            findings.add(
                Location::entry(evidence.clone()),
                finding!(FRAMEWORK_MISMATCH { found, evidence, expected: framework, container: runtime.container }),
            );
            return true;
        }
        let Some((directory, evidence)) = wrapper.zip(evidence(files, &root, framework)) else { return false };
        let manifest = evidence.strip_prefix(&root).unwrap_or(&evidence).to_owned();
        // One folder that holds only `index.php` may be the entry directory itself.
        if framework == Framework::Php && (directory == "public" || manifest == "index.php") {
            return false;
        }
        let command = self.pack_command(framework, directory);
        findings.add(
            Location::entry(evidence),
            finding!(WRAPPER_DIRECTORY { directory: directory.to_owned(), manifest, command }),
        );
        true
    }

    /// The command that packs the content of `directory` at the root.
    fn pack_command(&self, framework: Framework, directory: &str) -> String {
        let container = framework.runtime().container;
        let name = self.file_name.map_or_else(|| format!("app.{container}"), ToOwned::to_owned);
        let (name, directory) = (quoted(&name), quoted(directory));
        match container {
            Container::Tgz => format!("tar czf {name} -C {directory} ."),
            // Spring Boot reads nested libraries only when they are stored (-0), and needs directory entries.
            Container::Jar => format!("cd {directory} && zip -0 -r ../{name} ."),
            Container::Zip => format!("cd {directory} && zip -r ../{name} ."),
        }
    }
}

/// What a framework's judgement needs to know beside the files.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context<'a> {
    pub(super) policy: &'a Policy,
    pub(super) environment: Option<EnvironmentKind>,
    /// What the nested libraries of a JAR hold, when they were looked into.
    pub(super) libraries: Option<&'a spring_boot::Libraries>,
}

fn want(container: Container, entry: &Entry) -> Want {
    if nginx_file::is_one(container, entry) {
        return Want::Whole;
    }
    match container {
        Container::Jar => spring_boot::want(entry),
        Container::Tgz => node::want(entry),
        Container::Zip => php::want(entry),
    }
}

/// A word as a POSIX shell reads it: in single quotes unless it is plain.
fn quoted(word: &str) -> String {
    let plain = |character: char| character.is_ascii_alphanumeric() || "._-/+@".contains(character);
    if !word.is_empty() && !word.starts_with('-') && word.chars().all(plain) {
        word.to_owned()
    } else if word.starts_with('-') {
        quoted(&format!("./{word}"))
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

const GZIP_MAGIC: &[u8] = &[0x1f, 0x8b];
const ZIP_MAGIC: &[u8] = b"PK";
const MAGIC_BYTES: u64 = 4;
