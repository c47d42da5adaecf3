//! `cloudapp deploy`

use std::path::{Path, PathBuf};

use cloudapp::app::{
    AppName, Billing, DomainName, DomainPattern, EnvironmentKind, Framework, PackageVersion, Policy, Tier,
};
use cloudapp::certificate::File;
use cloudapp::diagnostic::{Accepted, Escaped, Phrase, Report, Value as Words, render};
use cloudapp::gate::{self, Admitted, Gate};
use cloudapp::package::Inspector;
use cloudapp::phrase;
use cloudapp::plan::{self, Plan};
use cloudapp::release::{App, AppNumber, CertificateProof, Command, Configuration, Upload};
use serde_json::{Value, json};

use crate::executor::Simulation;
use crate::output::{Failure, Output};
use crate::{Format, Verdict, inspect, now, samples};

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
    /// Certificate of a production environment, with the intermediate certificates of its authority. Without one the
    /// simulated platform vouches for its own.
    #[arg(long = "cert", value_name = "FILE", requires = "key")]
    certificate: Option<PathBuf>,
    /// Private key of the certificate.
    #[arg(long, value_name = "FILE", requires = "certificate")]
    key: Option<PathBuf>,
    /// Lets the simulated platform fail, lose, repeat and delay, the same for the same seed.
    #[arg(long, value_name = "SEED")]
    chaos: Option<u64>,
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Result<Verdict, Failure> {
    // Only the sample certificate needs somebody's word.
    let vouching = arguments.certificate.is_none();
    let policy = Policy::default().offering(Tier::ALL).with(|policy| policy.release.vouching = vouching);
    let mut verdict = Verdict::Accepted;
    let mut deploy = |file: &str, gate: &Gate<'_>, judged: gate::Verdict, output: &mut Output| {
        let mut flow = Flow { arguments, policy: &policy, file, steps: Vec::new(), output };
        let reached = flow.walk(gate, judged)?;
        if reached == Verdict::Rejected {
            verdict = reached;
        }
        flow.finish(reached)
    };
    match &arguments.package {
        Some(path) => {
            let gate = arguments.through(inspect::gate(&policy, path, arguments.framework, None)?);
            let judged = inspect::inspect(path, &gate).map_err(|error| Failure::file(path, &error))?;
            deploy(&path.display().to_string(), &gate, judged, output)?;
        }
        None => {
            for sample in samples::all().map_err(|error| {
                let error = error.to_string();
                Failure::Message(phrase!("samples: {error}" / "示例：{error}", error))
            })? {
                let inspector = Inspector::new(&policy).framework(sample.framework).file_name(sample.file);
                let gate = arguments.through(Gate::new(inspector, now()?));
                deploy(sample.file, &gate, gate.inspect_bytes(&sample.bytes), output)?;
            }
        }
    }
    Ok(verdict)
}

impl Arguments {
    fn through<'a>(&self, gate: Gate<'a>) -> Gate<'a> {
        self.domain.iter().cloned().fold(gate.releasing_to(self.environment, self.tier), Gate::and_domain)
    }
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
    fn walk(&mut self, gate: &Gate<'_>, judged: gate::Verdict) -> Result<Verdict, Failure> {
        let Some(name) = self.name()? else { return Ok(Verdict::Rejected) };
        self.step("inspect", &inspect::summary(&judged), Some(inspect::parts(&judged).1))?;
        let Ok(admitted) = judged.map(Accepted::into_value) else { return Ok(Verdict::Rejected) };
        self.step("nginx", &passed(self.configuration(&admitted)), None)?;
        let Some(configure) = self.configure(gate)? else { return Ok(Verdict::Rejected) };
        let Some(plan) = self.plan()? else { return Ok(Verdict::Rejected) };
        self.release(name, admitted, &configure, &plan)
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

    /// Which configuration nginx will have.
    fn configuration(&self, admitted: &Admitted) -> Phrase {
        let words = match admitted.proof.admissions().first().map(|admission| &admission.configuration) {
            Some(Configuration::Own { entry, .. }) => phrase!("the package's {entry}" / "软件包中的 {entry}", entry),
            _ => phrase!("generated, hardened profile" / "自动生成，hardened 方案"),
        };
        let version = self.policy.nginx_version;
        phrase!("{words}, for nginx {version}" / "{words}，适用于 nginx {version}", words, version)
    }

    /// What a production environment needs before its first release.
    fn configure(&mut self, gate: &Gate<'_>) -> Result<Option<Vec<Command>>, Failure> {
        if self.arguments.environment == EnvironmentKind::Test {
            return Ok(Some(Vec::new()));
        }
        let domain = self.domain()?.clone();
        let proof = match (&self.arguments.certificate, &self.arguments.key) {
            (Some(certificate), Some(key)) => {
                let read = |path: &Path| std::fs::read(path).map_err(|error| Failure::file(path, &error));
                let (bytes, key_bytes) = (read(certificate)?, read(key)?);
                let (name, key_name) = (certificate.display().to_string(), key.display().to_string());
                let certificate = File { name: &name, bytes: &bytes };
                match gate.certificate(certificate, File { name: &key_name, bytes: &key_bytes }, self.arguments.tier) {
                    Ok(certified) => {
                        let until = certified.value().proof.valid_until();
                        let words = phrase!("valid until {until}" / "有效期至 {until}", until);
                        self.step("tls", &passed(words), Some(certified.report()))?;
                        certified.into_value().proof
                    }
                    Err(refused) => {
                        self.step("tls", &refused_certificate(), Some(refused.report()))?;
                        return Ok(None);
                    }
                }
            }
            _ => self.sample_certificate(&domain)?,
        };
        Ok(Some(vec![Command::SetDomain(domain), Command::SetCertificate(proof)]))
    }

    /// A certificate that nobody examined, on the simulated platform's word.
    fn sample_certificate(&mut self, domain: &DomainName) -> Result<CertificateProof, Failure> {
        let names: Vec<DomainPattern> = domain.as_str().parse().into_iter().collect();
        let now = now()?;
        let words = phrase!(
            "a sample certificate for {domain}, vouched for: give yours with --cert and --key"
                / "{domain} 的示例证书，仅凭担保；可用 --cert 和 --key 指定自己的证书",
            domain = domain.clone()
        );
        self.step("tls", &passed(words), None)?;
        let year = (now, now.saturating_add_seconds(365 * 86_400));
        Ok(CertificateProof::vouched(&names, year, self.arguments.tier.tls_end(), self.policy, now))
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
        admitted: Admitted,
        configure: &[Command],
        plan: &Accepted<Plan>,
    ) -> Result<Verdict, Failure> {
        let environment = self.arguments.environment;
        let now = now()?;
        let framework = admitted.proof.framework();
        let version = PackageVersion::from_upload_time(now);
        let upload = Upload::new(admitted.proof).label(version.clone());
        let (app, created) = App::create(AppNumber::new(1), name, framework, None);
        let mut story = Vec::new();
        let mut simulation =
            Simulation::new((app, vec![created]), environment, self.policy, now, self.arguments.chaos, |line| {
                story.push(line);
            });
        let result = simulation.deploy(plan, configure, &upload, &version);
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

fn refused_certificate() -> Phrase {
    refused(phrase!("the certificate cannot be installed" / "证书无法安装"))
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
