//! `cloudapp inspect`

use std::fs::File;
use std::io::{self, BufReader, IsTerminal, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use cloudapp::app::{EnvironmentKind, Framework, HostProfile, NestedLibraries, Policy};
use cloudapp::diagnostic::{Phrase, Report, Sentence, Severity, Value as Words, render};
use cloudapp::gate::{self, Gate};
use cloudapp::package::{Inspection, Inspector, Verdict as PackageVerdict};
use cloudapp::phrase;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use crate::output::{Failure, Output};
use crate::{Format, Verdict, now};

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
        match inspect(path, &gate(&policy, path, arguments.framework, arguments.environment)?) {
            Ok(judged) => {
                if judged.is_err() {
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

/// The gate for the package at `path`.
pub(crate) fn gate(
    policy: &Policy,
    path: &Path,
    framework: Option<Framework>,
    environment: Option<EnvironmentKind>,
) -> Result<Gate<'static>, Failure> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut inspector = Inspector::new(policy).file_name(&name);
    if let Some(framework) = framework {
        inspector = inspector.framework(framework);
    }
    if let Some(environment) = environment {
        inspector = inspector.environment(environment);
    }
    Ok(Gate::new(inspector, now()?).into_owned())
}

/// Judges the package at `path`, with progress on a terminal when it is long.
pub(crate) fn inspect(path: &Path, gate: &Gate<'_>) -> io::Result<gate::Verdict> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "is a directory, expected a package file"));
    }
    if !metadata.is_file() {
        // A pipe has no end to start from: take all of it, up to more than any package may have.
        let mut bytes = Vec::new();
        file.take(MOST_PIPED).read_to_end(&mut bytes)?;
        return Ok(gate.inspect_bytes(&bytes));
    }
    let length = metadata.len();
    let shown = length > LONG && io::stderr().is_terminal();
    let bar = if shown { ProgressBar::new(length) } else { ProgressBar::hidden() };
    if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {percent}% {eta}") {
        bar.set_style(style);
    }
    bar.set_message(name);
    let inspected = gate.inspect(Watched { source: BufReader::new(file), bar: &bar })?;
    bar.finish_and_clear();
    Ok(inspected)
}

fn print(path: &str, judged: &gate::Verdict, output: &mut Output) -> Result<(), Failure> {
    let (inspection, report) = parts(judged);
    match output.format {
        Format::Text => {
            let summary = summary(judged);
            output.say(&phrase!("{path}: {summary}" / "{path}：{summary}", path, summary))?;
            output.text(render::text(report, path, output.language))
        }
        Format::Json => output.json(&json!({
            "path": path,
            "verdict": PackageVerdict::of(judged),
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
pub(crate) fn summary(judged: &gate::Verdict) -> Phrase {
    let (inspection, report) = parts(judged);
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
    let verdict = match PackageVerdict::of(judged) {
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

pub(crate) fn parts(judged: &gate::Verdict) -> (&Inspection, &Report) {
    (Inspection::of(judged), Report::of(judged))
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
