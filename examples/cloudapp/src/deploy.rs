//! `cloudapp deploy`

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use cloudapp::app::{
    AppName, Billing, DomainName, EnvironmentKind, Framework, PackageVersion, Policy, Tier, Timestamp,
};
use cloudapp::diagnostic::{Accepted, Escaped, Location, Phrase, Report, Value as Words, render};
use cloudapp::nginx::policy::{Contract, Origin};
use cloudapp::nginx::{self, Check, Config, Profile, Site, Target};
use cloudapp::package::{Facts, Inspected, Inspection, Inspector};
use cloudapp::phrase;
use cloudapp::plan::{self, Plan};
use cloudapp::release::{Acceptance, App, AppNumber, Command, Upload};
use serde_json::{Value, json};

use crate::executor::Simulation;
use crate::output::{Failure, Output};
use crate::{Format, Verdict, inspect, samples};

/// Walks a package through the whole flow, to a running release on simulated hosts.
///
/// Without a package: three samples that it builds itself, one of each framework.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Package: a Spring Boot JAR, a Node.js .tgz or a PHP .zip.
    #[arg(value_name = "PACKAGE")]
    package: Option<PathBuf>,
    /// Name of the app. Without it, one is made from the package's name.
    #[arg(long)]
    name: Option<String>,
    /// The app's framework: spring-boot, node-js or php. Without it, the package's own is taken.
    #[arg(long)]
    framework: Option<Framework>,
    /// Environment: test or production.
    #[arg(long, default_value_t = EnvironmentKind::Test)]
    environment: EnvironmentKind,
    /// Tier: starter or standard.
    #[arg(long, default_value_t = Tier::Starter)]
    tier: Tier,
    /// Billing: prepaid or pay-as-you-go.
    #[arg(long, default_value_t = Billing::Prepaid)]
    billing: Billing,
    /// Domain of a production environment.
    #[arg(long)]
    domain: Option<DomainName>,
    /// Lets the simulated platform fail, lose, repeat and delay, the same for the same seed.
    #[arg(long, value_name = "SEED")]
    chaos: Option<u64>,
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Result<Verdict, Failure> {
    let policy = Policy::default().offering(Tier::ALL);
    let mut verdict = Verdict::Accepted;
    let mut deploy = |file: &str, inspected: Inspected, output: &mut Output| {
        let mut flow = Flow { arguments, policy: &policy, file, steps: Vec::new(), output };
        let reached = flow.walk(&inspected)?;
        if reached == Verdict::Rejected {
            verdict = reached;
        }
        flow.finish(reached)
    };
    match &arguments.package {
        Some(path) => {
            let inspected = inspect::inspect(path, &policy, arguments.framework, Some(arguments.environment))
                .map_err(|error| Failure::file(path, &error))?;
            deploy(&path.display().to_string(), inspected, output)?;
        }
        None => {
            for sample in samples::all().map_err(|error| {
                let error = error.to_string();
                Failure::Message(phrase!("samples: {error}" / "示例：{error}", error))
            })? {
                let inspector = Inspector::new(&policy).framework(sample.framework).file_name(sample.file);
                let inspected = inspector.environment(arguments.environment).inspect_bytes(&sample.bytes);
                deploy(sample.file, inspected, output)?;
            }
        }
    }
    Ok(verdict)
}

/// One package on its way.
struct Flow<'a> {
    arguments: &'a Arguments,
    policy: &'a Policy,
    file: &'a str,
    steps: Vec<Value>,
    output: &'a mut Output,
}

impl Flow<'_> {
    /// Goes on until something is rejected, or the release runs.
    fn walk(&mut self, inspected: &Inspected) -> Result<Verdict, Failure> {
        let Some(name) = self.name()? else { return Ok(Verdict::Rejected) };
        self.step("inspect", &inspect::summary(inspected), Some(inspect::parts(inspected).1))?;
        let Ok(inspection) = inspected else { return Ok(Verdict::Rejected) };
        let Some(framework) = inspection.value().framework else { return Ok(Verdict::Rejected) };
        let Some(_config) = self.nginx(framework, inspection.value())? else { return Ok(Verdict::Rejected) };
        let Some(plan) = self.plan()? else { return Ok(Verdict::Rejected) };
        self.release(name, framework, inspection, &plan)
    }

    fn name(&mut self) -> Result<Option<AppName>, Failure> {
        let text = self.arguments.name.clone().unwrap_or_else(|| name_of(self.file));
        match text.parse::<AppName>() {
            Ok(name) => {
                self.step("name", &passed(name.clone()), None)?;
                Ok(Some(name))
            }
            Err(error) => {
                self.step("name", &refused(error), None)?;
                Ok(None)
            }
        }
    }

    /// The package's own file or a generated one, checked as the nginx of the hosts would and held to the contract of the
    /// environment.
    fn nginx(&mut self, framework: Framework, inspection: &Inspection) -> Result<Option<Accepted<Config>>, Failure> {
        let environment = self.arguments.environment;
        let site = self.site(framework, inspection)?;
        let own = inspection.nginx.iter().find(|file| file.environment == environment);
        let (text, words, origin, entry) = if let Some(own) = own {
            let words = phrase!("the package's {entry}" / "软件包中的 {entry}", entry = &own.entry);
            (own.content.clone(), words, Origin::User, Location::entry(&own.entry))
        } else {
            let text = nginx::generate(&site, Profile::Hardened).as_str().into();
            let words = phrase!("generated, hardened profile" / "自动生成，hardened 方案");
            (text, words, Origin::Platform, Location::input())
        };
        let version = self.policy.nginx_version;
        let target = Target::of(version);
        let check = Check::new(&target).including(crate::nginx::included).within(entry.clone());
        let lines = String::from_utf8_lossy(&text).lines().count();
        let words = phrase!(
            "{words}, {lines} lines, for nginx {version}" / "{words}，{lines} 行，适用于 nginx {version}",
            words,
            lines,
            version
        );
        let contract = Contract::of(&site).from(origin);
        match contract.accept(Config::parse(text), &check, &entry, &self.policy.levels) {
            Ok(config) => {
                self.step("nginx", &passed(words), Some(config.report()))?;
                Ok(Some(config))
            }
            Err(rejected) => {
                self.step("nginx", &refused(words), Some(rejected.report()))?;
                Ok(None)
            }
        }
    }

    fn site(&self, framework: Framework, inspection: &Inspection) -> Result<Site, Failure> {
        let site = match self.arguments.environment {
            EnvironmentKind::Test => Site::test(framework),
            EnvironmentKind::Production => {
                Site::production(framework, self.arguments.tier.tls_end(), self.domain()?.clone())
            }
        };
        let site = site.under(self.policy);
        Ok(match &inspection.facts {
            Some(Facts::Php(php)) => match &php.app_entry {
                Some(app_entry) => site.with_app_entry(app_entry.clone()),
                None => site,
            },
            _ => site,
        })
    }

    fn plan(&mut self) -> Result<Option<Accepted<Plan>>, Failure> {
        let Arguments { environment, tier, billing, .. } = *self.arguments;
        let words = phrase!(
            "{environment} environment, {tier} tier, {billing}" / "{environment}，{tier}，{billing}",
            environment,
            tier,
            billing
        );
        match plan::check(Plan::new(environment, tier, billing), self.policy) {
            Ok(plan) => {
                let hosts = plan.value().hosts;
                let words = phrase!("{words}, hosts: {hosts}" / "{words}，主机 {hosts} 台", words, hosts);
                self.step("plan", &passed(words), Some(plan.report()))?;
                Ok(Some(plan))
            }
            Err(rejected) => {
                self.step("plan", &refused(words), Some(rejected.report()))?;
                Ok(None)
            }
        }
    }

    fn release(
        &mut self,
        name: AppName,
        framework: Framework,
        inspection: &Accepted<Inspection>,
        plan: &Accepted<Plan>,
    ) -> Result<Verdict, Failure> {
        let Some(acceptance) = Acceptance::inspected(inspection) else { return Ok(Verdict::Rejected) };
        let environment = self.arguments.environment;
        let now = now()?;
        let mut configure = Vec::new();
        if environment == EnvironmentKind::Production {
            configure = vec![Command::SetDomain(self.domain()?.clone()), Command::SetCertificate];
        }
        let version = PackageVersion::from_upload_time(now);
        let upload = Upload::new(acceptance).label(version.clone());
        let (app, created) = App::create(AppNumber::new(1), name, framework, None);
        let mut story = Vec::new();
        let mut simulation =
            Simulation::new((app, vec![created]), environment, self.policy, now, self.arguments.chaos, |line| {
                story.push(line);
            });
        let result = simulation.deploy(plan, &configure, &upload, &version);
        simulation.drain();
        let status = simulation.app.environment(environment).status();
        drop(simulation);
        let (verdict, summary) = match result {
            Ok(()) => {
                let (label, version) = (status.label(), version.as_str());
                let words = phrase!("{label} {status}: {version}" / "{status}：{version}", status, version, label);
                (Verdict::Accepted, words)
            }
            Err(rejection) => (Verdict::Rejected, refused(rejection)),
        };
        for line in &story {
            self.story("release", line)?;
        }
        self.step("release", &summary, None)?;
        Ok(verdict)
    }

    fn domain(&self) -> Result<&DomainName, Failure> {
        self.arguments.domain.as_ref().ok_or_else(|| {
            Failure::Message(phrase!(
                "a production environment needs a domain: --domain www.example.com"
                    / "生产环境需要域名：--domain www.example.com"
            ))
        })
    }

    fn story(&mut self, step: &str, line: &Phrase) -> Result<(), Failure> {
        let line = line.text(self.output.language);
        match self.output.format {
            Format::Text => self.output.line(format!("  {step:<9}{line}")),
            Format::Json | Format::Sarif => {
                self.steps.push(json!({ "step": step, "result": line }));
                Ok(())
            }
        }
    }

    fn step(&mut self, step: &str, result: &Phrase, report: Option<&Report>) -> Result<(), Failure> {
        let result = result.text(self.output.language);
        match self.output.format {
            Format::Text => {
                if self.steps.is_empty() {
                    self.output.line(format!("{}:", Escaped(self.file)))?;
                }
                self.steps.push(Value::Null);
                self.output.line(format!("  {step:<9}{result}"))?;
                report.map_or(Ok(()), |report| self.output.text(render::text(report, self.file, self.output.language)))
            }
            Format::Json => {
                let diagnostics = report.map(|report| render::json(report, self.output.language));
                self.steps.push(json!({ "step": step, "result": result, "diagnostics": diagnostics }));
                Ok(())
            }
            Format::Sarif => {
                if let Some(report) = report {
                    self.output.sarif(self.file, report);
                }
                Ok(())
            }
        }
    }

    fn finish(self, verdict: Verdict) -> Result<(), Failure> {
        let word = verdict.sentence().english;
        match self.output.format {
            Format::Json => self.output.json(&json!({ "path": self.file, "verdict": word, "steps": self.steps })),
            Format::Text => self.output.line(""),
            Format::Sarif => Ok(()),
        }
    }
}

fn passed(words: impl Into<Words>) -> Phrase {
    phrase!("accepted: {words}" / "通过：{words}", words = words.into())
}

fn refused(words: impl Into<Words>) -> Phrase {
    phrase!("rejected: {words}" / "拒绝：{words}", words = words.into())
}

/// A name made from a file's: its letters and digits, from the first letter on.
fn name_of(file: &str) -> String {
    let stem = Path::new(file).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let plain =
        stem.chars().filter(char::is_ascii_alphanumeric).skip_while(|character| !character.is_ascii_alphabetic());
    let name: String = plain.take(AppName::MAX_LENGTH).collect();
    let mut characters = name.chars();
    characters
        .next()
        .map_or_else(|| "app".to_owned(), |first| format!("{}{}", first.to_ascii_lowercase(), characters.as_str()))
}

/// The library knows no clock: the program that embeds it tells the time.
fn now() -> Result<Timestamp, Failure> {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(elapsed.as_secs()).unwrap_or(i64::MAX);
    Timestamp::from_unix_seconds(seconds)
        .map_err(|error| Failure::Message(phrase!("the clock: {error}" / "系统时钟：{error}", error)))
}
