//! The inspection of a package, from its bytes to a verdict.

use std::convert::Infallible;
use std::io::{self, Read, Seek, SeekFrom};

use super::archive::rules::path::WRONG_CONTAINER;
use super::archive::{self, Entry, Format, Integrity, Limits, Options, ReadOutcome, Visitor, Want};
use super::collector::{Collected, Collector};
use super::context::Context;
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
    pub(super) policy: &'a Policy,
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
        let Ok(inspected) = self.run(bytes);
        inspected
    }

    /// Inspects a package from a file or the like.
    ///
    /// # Errors
    ///
    /// Only those of `source`. A package that may not be released is the inner `Err`.
    pub fn inspect<R: Read + Seek>(&self, source: R) -> io::Result<Inspected> {
        self.run(Seekable(source))
    }

    fn run<U: Upload>(&self, mut upload: U) -> Result<Inspected, U::Error> {
        let container = self.container(&mut upload)?;
        let mut findings = Findings::new(&self.policy.levels);
        let mut collector = self.collector(container);
        let outcome = upload.read(&self.options(container), &mut collector, &mut findings)?;
        let collected = collector.finish();
        let libraries = match self.scan(container, &outcome, &collected.files) {
            Some(mut scan) => {
                let options = spring_boot::Scan::options(self.options(container));
                let levels = Levels::default();
                let _ = upload.read(&options, &mut scan, &mut Findings::new(&levels))?;
                Some(scan.finish())
            }
            None => None,
        };
        Ok(self.judge(container, &outcome, &collected, libraries.as_ref(), findings))
    }

    /// What has to be read again for the nested libraries of a JAR, when judging its files takes them.
    fn scan(&self, container: Container, outcome: &ReadOutcome, files: &Files) -> Option<spring_boot::Scan> {
        let is_jar = container == Container::Jar && outcome.summary().is_some();
        is_jar.then(|| spring_boot::Scan::needed(files, self.policy)).flatten()
    }

    /// The format to read a file as, from its start: a gzip as tgz, and a ZIP as JAR or as ZIP by the framework that is
    /// expected, or else by the names in it.
    fn container<U: Upload>(&self, upload: &mut U) -> Result<Container, U::Error> {
        let start = upload.start()?;
        let expected = self.framework.map(|framework| framework.runtime().container);
        if start.starts_with(GZIP_MAGIC) {
            return Ok(Container::Tgz);
        }
        Ok(match expected {
            Some(Container::Jar) => Container::Jar,
            Some(Container::Zip) => Container::Zip,
            Some(Container::Tgz) if !start.starts_with(ZIP_MAGIC) => Container::Tgz,
            Some(Container::Tgz) | None => {
                let levels = Levels::default();
                let mut findings = Findings::new(&levels);
                let options = Options::new(Container::Zip).with_limits(self.limits);
                let options = options.with_integrity(Integrity::Directory);
                let mut names = Collector::new(options.clone(), |_| Want::Nothing);
                let _ = upload.read(&options, &mut names, &mut findings)?;
                let names = names.finish().files;
                let wrapper = names.wrapper().map(|directory| format!("{directory}/")).unwrap_or_default();
                let roots = ["", wrapper.as_str()];
                if roots.iter().any(|root| evidence(&names, root, Framework::SpringBoot).is_some()) {
                    return Ok(Container::Jar);
                }
                match self.extension() {
                    Some("jar" | "war") => Container::Jar,
                    Some("tgz" | "gz" | "tar") if !start.starts_with(ZIP_MAGIC) => Container::Tgz,
                    _ => Container::Zip,
                }
            }
        })
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
        outcome: &ReadOutcome,
        collected: &Collected,
        libraries: Option<&spring_boot::Libraries>,
        mut findings: Findings<'_>,
    ) -> Inspected {
        let files = &collected.files;
        let wrapper = files.wrapper().map(|directory| format!("{directory}/")).unwrap_or_default();
        let recognised = recognise(files, "", container).or_else(|| recognise(files, &wrapper, container));
        let mut inspection = Inspection {
            framework: self.framework.or(recognised),
            archive: outcome.summary().cloned(),
            digest: collected.digest.filter(|_| outcome.summary().is_some()),
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
                let context = Context { policy: self.policy, environment: self.environment };
                inspection.nginx = nginx_file::judge(files, framework, &context, &mut findings);
                inspection.facts = Some(match framework {
                    Framework::NodeJs => Facts::Node(node::judge(files, &context, &mut findings)),
                    Framework::Php => Facts::Php(php::judge(files, &context, &mut findings)),
                    Framework::SpringBoot => {
                        Facts::SpringBoot(spring_boot::judge(files, libraries, &context, &mut findings))
                    }
                });
                exposure::judge(collected, container, inspection.facts.as_ref(), &mut findings);
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

/// Where the bytes of a package come from. They are read more than once.
trait Upload {
    type Error;

    /// The first bytes.
    fn start(&mut self) -> Result<Vec<u8>, Self::Error>;

    /// Reads the archive from its start.
    fn read(
        &mut self,
        options: &Options,
        visitor: &mut dyn Visitor,
        findings: &mut Findings<'_>,
    ) -> Result<ReadOutcome, Self::Error>;
}

impl Upload for &[u8] {
    type Error = Infallible;

    fn start(&mut self) -> Result<Vec<u8>, Infallible> {
        Ok(self.get(..GZIP_MAGIC.len().max(ZIP_MAGIC.len())).unwrap_or(self).to_vec())
    }

    fn read(
        &mut self,
        options: &Options,
        visitor: &mut dyn Visitor,
        findings: &mut Findings<'_>,
    ) -> Result<ReadOutcome, Infallible> {
        Ok(archive::read_bytes(self, options, visitor, findings))
    }
}

struct Seekable<R>(R);

impl<R: Read + Seek> Upload for Seekable<R> {
    type Error = io::Error;

    fn start(&mut self) -> io::Result<Vec<u8>> {
        let mut start = Vec::new();
        self.0.seek(SeekFrom::Start(0))?;
        self.0.by_ref().take(MAGIC_BYTES).read_to_end(&mut start)?;
        Ok(start)
    }

    fn read(
        &mut self,
        options: &Options,
        visitor: &mut dyn Visitor,
        findings: &mut Findings<'_>,
    ) -> io::Result<ReadOutcome> {
        self.0.seek(SeekFrom::Start(0))?;
        archive::read(&mut self.0, options, visitor, findings)
    }
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
