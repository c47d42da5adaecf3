//! `cloudapp inspect`

use std::fs::File;
use std::io::{self, BufReader, IsTerminal, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use cloudapp::app::{EnvironmentKind, Framework, HostProfile, NestedLibraries, Policy, TlsEnd};
use cloudapp::diagnostic::{Findings, Level, Location, Phrase, Report, Sentence, Severity, Value as Words, render};
use cloudapp::nginx::policy::Contract;
use cloudapp::nginx::{self, Check, Config, Target};
use cloudapp::package::{Inspected, Inspection, Inspector, NginxFile, Verdict as PackageVerdict};
use cloudapp::phrase;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use crate::output::{Failure, Output};
use crate::{Format, Verdict};

/// Inspects packages as the platform's run time would.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Packages: a Spring Boot JAR, a Node.js .tgz or a PHP .zip.
    #[arg(value_name = "PACKAGE", required = true)]
    packages: Vec<PathBuf>,
    /// The app's framework: spring-boot, node-js or php. Without it, the package's own is taken.
    #[arg(long)]
    framework: Option<Framework>,
    /// Environment of the release: test or production. Without it, what holds for either is judged.
    #[arg(long)]
    environment: Option<EnvironmentKind>,
    /// Hosts of the release: centos-6, alibaba-cloud-linux-3, debian-12, ubuntu-22.04 or ubuntu-24.04.
    #[arg(long, default_value_t = HostProfile::CentOs6)]
    hosts: HostProfile,
    /// Looks into a JAR's libraries too, for classes that the hosts' Java cannot load.
    #[arg(long)]
    scan_libraries: bool,
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Result<Verdict, Failure> {
    let policy = Policy::for_hosts(arguments.hosts).with(|policy| {
        if arguments.scan_libraries {
            policy.nested_libraries = NestedLibraries::Scanned;
        }
    });
    let mut verdict = Verdict::Accepted;
    let mut failed = None;
    for path in &arguments.packages {
        match inspect(path, &policy, arguments.framework, arguments.environment) {
            Ok(inspected) => {
                let judged = Judged::new(&inspected, &policy, arguments.environment);
                if judged.verdict != PackageVerdict::Accepted {
                    verdict = Verdict::Rejected;
                }
                print(&path.display().to_string(), &judged, output)?;
            }
            Err(error) => {
                output.flush()?;
                if let Some(Failure::Message(earlier)) = failed.replace(Failure::file(path, &error)) {
                    eprintln!("{}", phrase!("error: {earlier}" / "错误：{earlier}", earlier).text(output.language));
                }
            }
        }
    }
    failed.map_or(Ok(verdict), Err)
}

/// Inspects the package at `path`, with progress on a terminal when it is long.
pub(crate) fn inspect(
    path: &Path,
    policy: &Policy,
    framework: Option<Framework>,
    environment: Option<EnvironmentKind>,
) -> io::Result<Inspected> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut inspector = Inspector::new(policy).file_name(&name);
    if let Some(framework) = framework {
        inspector = inspector.framework(framework);
    }
    if let Some(environment) = environment {
        inspector = inspector.environment(environment);
    }
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "is a directory, expected a package file"));
    }
    if !metadata.is_file() {
        // A pipe has no end to start from: take all of it, up to more than any package may have.
        let mut bytes = Vec::new();
        file.take(MOST_PIPED).read_to_end(&mut bytes)?;
        return Ok(inspector.inspect_bytes(&bytes));
    }
    let length = metadata.len();
    let shown = length > LONG && io::stderr().is_terminal();
    let bar = if shown { ProgressBar::new(length) } else { ProgressBar::hidden() };
    if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {percent}% {eta}") {
        bar.set_style(style);
    }
    bar.set_message(name.clone());
    let inspected = inspector.inspect(Watched { source: BufReader::new(file), bar: &bar })?;
    bar.finish_and_clear();
    Ok(inspected)
}

/// A package with what its nginx files come to, which the package module hands on.
struct Judged<'a> {
    inspection: &'a Inspection,
    report: Report,
    verdict: PackageVerdict,
}

impl<'a> Judged<'a> {
    fn new(inspected: &'a Inspected, policy: &Policy, environment: Option<EnvironmentKind>) -> Self {
        let (inspection, report) = parts(inspected);
        let mut findings = Findings::new(&policy.levels);
        findings.append(report);
        let files = inspection.nginx.iter().filter(|file| environment.is_none_or(|only| only == file.environment));
        for file in files.filter(|file| !is_refused(report, &file.entry)) {
            if let Some(framework) = inspection.framework {
                findings.append(&nginx_report(file, framework, policy));
            }
        }
        let report = findings.finish();
        let verdict = match PackageVerdict::of(inspected) {
            PackageVerdict::Accepted if report.has_errors() => PackageVerdict::Rejected,
            verdict => verdict,
        };
        Self { inspection, report, verdict }
    }
}

/// Whether the file was already found to be no whole configuration.
fn is_refused(report: &Report, entry: &str) -> bool {
    report.diagnostics().iter().any(|found| {
        found.severity() == Severity::Error && found.location().entry_name().is_some_and(|name| name == entry)
    })
}

/// What nginx would refuse, as errors; what goes against the contract of the environment, which `deploy` holds it to, as
/// warnings: the tier, and with it where TLS ends, is not known here.
fn nginx_report(file: &NginxFile, framework: Framework, policy: &Policy) -> Report {
    let refused = nginx::policy::RULES.iter().filter(|rule| rule.severity == Severity::Error);
    let levels = refused.fold(policy.levels.clone(), |levels, rule| match levels.severity(rule, rule.severity) {
        Some(Severity::Error) => levels.with_rule(rule, Level::Warn),
        _ => levels,
    });
    let target = Target::of(policy.nginx_version);
    let entry = Location::entry(&file.entry);
    let check = Check::new(&target).including(crate::nginx::included).within(entry.clone());
    let config = Config::parse(file.content.clone());
    let contract = |contract: Contract| {
        let contract = contract.on_nginx(policy.nginx_version);
        Report::of(&contract.accept(config.clone(), &check, &entry, &levels)).clone()
    };
    match file.environment {
        EnvironmentKind::Test => contract(Contract::test(framework)),
        EnvironmentKind::Production => {
            let ends = TlsEnd::ALL.iter().map(|end| contract(Contract::production(framework, *end)));
            ends.min_by_key(|report| report.diagnostics().len()).unwrap_or_default()
        }
    }
}

fn print(path: &str, judged: &Judged<'_>, output: &mut Output) -> Result<(), Failure> {
    let Judged { inspection, report, verdict } = judged;
    match output.format {
        Format::Text => {
            let summary = line(inspection, report, *verdict);
            output.say(&phrase!("{path}: {summary}" / "{path}：{summary}", path, summary))?;
            output.text(render::text(report, path, output.language))
        }
        Format::Json => output.json(&json!({
            "path": path,
            "verdict": verdict,
            "framework": inspection.framework,
            "facts": facts(inspection),
            "diagnostics": render::json(report, output.language),
        })),
        Format::Sarif => {
            output.sarif(path, report);
            Ok(())
        }
    }
}

/// The verdict with the most telling facts, on one line.
pub(crate) fn summary(inspected: &Inspected) -> Phrase {
    let (inspection, report) = parts(inspected);
    line(inspection, report, PackageVerdict::of(inspected))
}

fn line(inspection: &Inspection, report: &Report, verdict: PackageVerdict) -> Phrase {
    let mut parts: Vec<Words> = Vec::new();
    if let Some(framework) = inspection.framework {
        parts.push(framework.as_str().into());
    }
    if let Some(archive) = &inspection.archive {
        parts.push(phrase!("{count} entries" / "{count} 个条目", count = archive.entries).into());
    }
    let count = |severity| report.diagnostics().iter().filter(|found| found.severity() == severity).count();
    match count(Severity::Error) {
        0 => {}
        1 => parts.push(phrase!("1 error" / "1 个错误").into()),
        count => parts.push(phrase!("{count} errors" / "{count} 个错误", count).into()),
    }
    match count(Severity::Warning) {
        0 => {}
        1 => parts.push(phrase!("1 warning" / "1 个警告").into()),
        count => parts.push(phrase!("{count} warnings" / "{count} 个警告", count).into()),
    }
    let verdict = match verdict {
        PackageVerdict::Accepted => Verdict::Accepted.sentence(),
        PackageVerdict::Rejected => Verdict::Rejected.sentence(),
        PackageVerdict::Unreadable => Sentence::plain("unreadable", "无法读取"),
    };
    if parts.is_empty() {
        phrase!("{verdict}" / "{verdict}", verdict)
    } else {
        phrase!("{verdict} ({parts})" / "{verdict}（{parts}）", verdict, parts)
    }
}

pub(crate) fn parts(inspected: &Inspected) -> (&Inspection, &Report) {
    (Inspection::of(inspected), Report::of(inspected))
}

/// All that is known of a package, less what stands beside it.
fn facts(inspection: &Inspection) -> Value {
    let mut facts = serde_json::to_value(inspection).unwrap_or_default();
    if let Some(object) = facts.as_object_mut() {
        object.remove("framework");
    }
    facts
}

/// A source whose furthest place is shown on a bar.
struct Watched<'a, R> {
    source: R,
    bar: &'a ProgressBar,
}

impl<R: Read + Seek> Read for Watched<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        if !self.bar.is_hidden() {
            let place = self.source.stream_position()?;
            if place > self.bar.position() && place < self.bar.length().unwrap_or_default() {
                self.bar.set_position(place);
            }
        }
        Ok(count)
    }
}

impl<R: Seek> Seek for Watched<'_, R> {
    fn seek(&mut self, place: SeekFrom) -> io::Result<u64> {
        self.source.seek(place)
    }
}

/// Inputs from this size on take long enough to show progress.
const LONG: u64 = 8 << 20;
/// More than the archive layer's greatest package, so that the limit is found there.
const MOST_PIPED: u64 = (1 << 30) + 1;
