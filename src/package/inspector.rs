//! The inspection of a package, from its bytes to a verdict.

use std::borrow::Cow;
use std::convert::Infallible;
use std::io::{self, Read, Seek, SeekFrom};

use super::archive::rules::path::WRONG_CONTAINER;
use super::archive::{self, Alternative, Integrity, Limits, Options, Paths, ReadOutcome, Visitor};
use super::collector::{Collected, Collector};
use super::context::Context;
use super::files::{File, Files};
use super::inspection::{Inspected, Inspection};
use super::packaging::Packaging;
use super::paths::extension;
use super::rules::{FRAMEWORK_MISMATCH, WRAPPER_DIRECTORY};
use super::{exposure, folders, nginx_file, spring_boot};
use crate::app::{Container, EnvironmentKind, Framework, Policy};
use crate::diagnostic::{Findings, Levels, Location, shell_word};
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
    pub(crate) policy: Cow<'a, Policy>,
    framework: Option<Framework>,
    pub(crate) environment: Option<EnvironmentKind>,
    file_name: Option<Cow<'a, str>>,
    limits: Limits,
    integrity: Integrity,
}

impl<'a> Inspector<'a> {
    /// An inspector that takes a package's framework from its format and content.
    #[must_use]
    pub fn new(policy: &'a Policy) -> Self {
        Self {
            policy: Cow::Borrowed(policy),
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

    /// The same for a file of this name: commands that fix a fault name it, and its extension says what a file that is
    /// no archive was meant to be.
    #[must_use]
    pub fn file_name(self, name: &'a str) -> Self {
        Self { file_name: Some(Cow::Borrowed(name)), ..self }
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

    /// The same with a policy of its own, to be kept beside what it inspects or sent to another thread.
    #[must_use]
    pub fn into_owned(self) -> Inspector<'static> {
        let Self { policy, framework, environment, file_name, limits, integrity } = self;
        let (policy, file_name) =
            (Cow::Owned(policy.into_owned()), file_name.map(|name| Cow::Owned(name.into_owned())));
        Inspector { policy, framework, environment, file_name, limits, integrity }
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
    ///
    /// # Examples
    ///
    /// ```
    /// use std::io::Cursor;
    ///
    /// use cloudapp::app::Policy;
    /// use cloudapp::package::{Inspector, Verdict};
    ///
    /// let policy = Policy::default();
    /// let file = Cursor::new(b"<html>404</html>");
    /// assert_eq!(Verdict::of(&Inspector::new(&policy).inspect(file)?), Verdict::Unreadable);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn inspect<R: Read + Seek>(&self, source: R) -> io::Result<Inspected> {
        self.run(Seekable(source))
    }

    fn run<U: Upload>(&self, mut upload: U) -> Result<Inspected, U::Error> {
        let mut findings = Findings::new(&self.policy.levels);
        let (packaging, may_be_jar) = self.packaging(&upload.start()?);
        let options = self.options(packaging);
        let mut collector = Collector::new(options.clone(), packaging);
        let jar = Packaging::of(Container::Jar);
        let jar_options = self.options(jar);
        let mut jar_collector = Collector::new(jar_options.clone(), jar);
        let mut alternative = may_be_jar.then_some(Alternative {
            options: &jar_options,
            visitor: &mut jar_collector,
            is_shown_by: show_a_jar,
            is_taken: false,
        });
        let outcome = upload.read(&options, &mut collector, alternative.as_mut(), &mut findings)?;
        let is_jar = alternative.is_some_and(|alternative| alternative.is_taken);
        let (packaging, options, collector) =
            if is_jar { (jar, jar_options, jar_collector) } else { (packaging, options, collector) };
        let collected = collector.finish();
        let scan = outcome.summary().and_then(|_| (packaging.scan)(&collected.files, &self.policy));
        let seen = match scan {
            Some(mut scan) => {
                let levels = Levels::default();
                let options = spring_boot::Scan::options(options);
                loop {
                    let _ = upload.read(&options, &mut scan, None, &mut Findings::new(&levels))?;
                    if !scan.goes_on() {
                        break;
                    }
                }
                Some(scan.finish())
            }
            None => None,
        };
        Ok(self.judge(packaging, &outcome, &collected, seen.as_ref(), findings))
    }

    /// What to read a file as, from its start, the framework that is expected and the file's name; and whether a ZIP may
    /// turn out to be a JAR, which only the names in it tell.
    fn packaging(&self, start: &[u8]) -> (&'static Packaging, bool) {
        let is_zip = start.starts_with(ZIP_MAGIC);
        let expected = self.framework.map(Packaging::for_framework);
        let container = match expected.map(|expected| expected.container) {
            // Whatever was expected: once it is read, the messages are more exact.
            _ if start.starts_with(GZIP_MAGIC) => Container::Tgz,
            Some(container) if container != Container::Tgz || !is_zip => container,
            _ => {
                let extension = self.file_name.as_deref().and_then(extension);
                let named = |container: &Container| {
                    extension.is_some_and(|extension| Packaging::of(*container).extensions.contains(&extension))
                };
                match Container::ALL.iter().copied().find(named).unwrap_or(Container::Zip) {
                    Container::Tgz if is_zip => return (Packaging::of(Container::Zip), true),
                    container => return (Packaging::of(container), container == Container::Zip),
                }
            }
        };
        (Packaging::of(container), false)
    }

    /// Whether a package that begins with `start` can be read from start to end: the directory of a ZIP is at its end.
    #[allow(dead_code, reason = "only the gate asks, which a build without nginx does not have")]
    pub(crate) fn reads_as_it_comes(&self, start: &[u8]) -> bool {
        self.packaging(start).0.container == Container::Tgz
    }

    pub(super) fn options(&self, packaging: &Packaging) -> Options {
        packaging.options(self.limits, self.integrity)
    }

    pub(super) fn judge(
        &self,
        packaging: &Packaging,
        outcome: &ReadOutcome,
        collected: &Collected,
        seen: Option<&spring_boot::Seen>,
        mut findings: Findings<'_>,
    ) -> Inspected {
        let files = &collected.files;
        let wrapper = files.wrapper().map(|directory| format!("{directory}/")).unwrap_or_default();
        let recognised = packaging.recognise(files, "").or_else(|| packaging.recognise(files, &wrapper));
        let mut inspection = Inspection {
            framework: self.framework.or(recognised),
            archive: outcome.summary().cloned(),
            digest: collected.digest.filter(|_| outcome.summary().is_some()),
            folders: folders::biggest(files),
            facts: None,
            nginx: Vec::new(),
        };
        let framework = inspection.framework.unwrap_or(packaging.framework);
        let expected = framework.runtime().container;
        let is_expected = expected == packaging.container;
        if inspection.is_readable() && !is_expected && recognised.is_none_or(|found| found == framework) {
            let found = packaging.format;
            findings.add(Location::input(), finding!(WRONG_CONTAINER { expected, found }));
            inspection.archive = None;
        }
        if inspection.is_readable() {
            inspection.framework = Some(framework);
            if !self.wrong_package(packaging, framework, files, &mut findings) {
                let archive = outcome.summary();
                let context = Context { policy: &self.policy, environment: self.environment, archive };
                let expected = Packaging::for_framework(framework);
                inspection.nginx = nginx_file::judge(files, expected, &context, &mut findings);
                inspection.facts = Some((expected.judge)(files, seen, &context, &mut findings));
                exposure::judge(collected, packaging, inspection.facts.as_ref(), &mut findings);
            }
        }
        let report = findings.finish();
        // Levels can silence what was wrong with an archive, but not make it readable.
        if inspection.is_readable() { report.accept(inspection) } else { Err(Box::new(report.reject(inspection))) }
    }

    /// Whether the package as a whole is not what it should be, so that judging its parts would only repeat that.
    fn wrong_package(
        &self,
        packaging: &Packaging,
        framework: Framework,
        files: &Files,
        findings: &mut Findings<'_>,
    ) -> bool {
        let expected = Packaging::for_framework(framework);
        let wrapper = files.wrapper().filter(|_| expected.evidence(files, "").is_none());
        let root = wrapper.map(|directory| format!("{directory}/")).unwrap_or_default();
        let found = packaging.recognise(files, "").map(|found| ("", found));
        let found = found.or_else(|| packaging.recognise(files, &root).map(|found| (root.as_str(), found)));
        if let Some((root, found)) = found
            && found != framework
            && let Some(evidence) = Packaging::for_framework(found).evidence(files, root)
        {
            let place = Location::entry(evidence.clone());
            let container = expected.container;
            findings.add(place, finding!(FRAMEWORK_MISMATCH { found, evidence, expected: framework, container }));
            return true;
        }
        let Some((directory, evidence)) = wrapper.zip(expected.evidence(files, &root)) else { return false };
        let manifest = evidence.strip_prefix(&root).unwrap_or(&evidence).to_owned();
        if (expected.belongs_at_root)(directory, &manifest) {
            return false;
        }
        let name = self.file_name.as_deref().map_or_else(|| format!("app.{}", expected.container), ToOwned::to_owned);
        let command = (expected.pack)(&shell_word(&name), &shell_word(directory));
        findings.add(
            Location::entry(evidence),
            finding!(WRAPPER_DIRECTORY { directory: directory.to_owned(), manifest, command }),
        );
        true
    }
}

/// Whether these entries are a JAR's, at the root or in a directory that holds them all.
fn show_a_jar(entries: &mut Paths<'_>) -> bool {
    let mut files = Files::default();
    for (path, is_directory) in entries {
        files.insert(path, File::unread(is_directory));
    }
    let wrapper = files.wrapper().map(|directory| format!("{directory}/")).unwrap_or_default();
    let jar = Packaging::of(Container::Jar);
    ["", wrapper.as_str()].iter().any(|root| jar.evidence(&files, root).is_some())
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
        alternative: Option<&mut Alternative<'_>>,
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
        alternative: Option<&mut Alternative<'_>>,
        findings: &mut Findings<'_>,
    ) -> Result<ReadOutcome, Infallible> {
        Ok(archive::read_bytes_either(self, options, visitor, alternative, findings))
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
        alternative: Option<&mut Alternative<'_>>,
        findings: &mut Findings<'_>,
    ) -> io::Result<ReadOutcome> {
        self.0.seek(SeekFrom::Start(0))?;
        archive::read_either(&mut self.0, options, visitor, alternative, findings)
    }
}

const GZIP_MAGIC: &[u8] = &[0x1f, 0x8b];
const ZIP_MAGIC: &[u8] = b"PK";
const MAGIC_BYTES: u64 = 4;
