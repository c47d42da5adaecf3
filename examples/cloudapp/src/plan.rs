//! `cloudapp plan`

mod sweep;

use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{Args, Subcommand};
use cloudapp::app::{AppName, Billing, Date, EnvironmentKind, Framework, Policy, Tier, Timestamp};
use cloudapp::diagnostic::{Language, Report, Sentence, render};
use cloudapp::phrase;
use cloudapp::plan::{
    self, BurstTime, Catalogue, CertificatePlace, DocumentFormat, Fit, LoadBalancerSpec, Plan, Ports, Recommendation,
    Sizing, Workload,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::output::{Failure, Output};

/// Sizes an app and plans its environment.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Prints the built-in catalogue of resources as JSON, each number with its source.
    Catalogue,
    Describe(Describe),
    Export(Export),
    Size(Size),
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Result<crate::Verdict, Failure> {
    match &arguments.command {
        Command::Catalogue => catalogue(output),
        Command::Describe(describe) => describe.run(output),
        Command::Export(export) => export.run(output),
        Command::Size(size) => size.run(output),
    }
}

/// Holds a workload against a tier, or finds the tier that it needs.
///
/// Exit code 1 when it exceeds a limit.
#[derive(Args)]
#[command(after_long_help = WORKLOAD_HELP)]
struct Size {
    /// A JSON object with the demands that are known.
    #[arg(value_name = "WORKLOAD.json")]
    workload: PathBuf,
    /// Tier to size in, with its documented resources; without it, the tier that is recommended.
    #[arg(long)]
    tier: Option<Tier>,
    /// Environment that is planned.
    #[arg(long, default_value = "production")]
    environment: EnvironmentKind,
    /// How it is paid for.
    #[arg(long, default_value = "prepaid")]
    billing: Billing,
    #[command(flatten)]
    scale: Scale,
    /// Tiers on sale, separated by commas; by default the documented ones.
    #[arg(long, value_delimiter = ',')]
    offered: Option<Vec<Tier>>,
    /// Day of the purchase, YYYY-MM-DD; today by default.
    #[arg(long, value_name = "DATE")]
    at: Option<Date>,
    /// Plan anew for values of a field, and print where another plan is due: `peak_requests_per_second=100..2000`.
    #[arg(long, value_name = "FIELD=FROM..TO", conflicts_with_all = ["tier", "hosts", "load_balancer"])]
    sweep: Option<String>,
    /// How many values a sweep has.
    #[arg(long, value_name = "N", default_value_t = 20, requires = "sweep")]
    steps: u16,
    /// Write a picture of the sweep to this file, as SVG.
    #[arg(long, value_name = "FILE", requires = "sweep")]
    svg: Option<PathBuf>,
}

/// How far the standard tier is scaled, and what everything is made of.
#[derive(Args)]
struct Scale {
    /// Number of hosts, when it is not the documented one.
    #[arg(long, value_name = "N")]
    hosts: Option<u8>,
    /// Load balancer, when it is not the documented one: slb.s1.small to slb.s4.large, or slb.lcu.elastic.
    #[arg(long, value_name = "SPECIFICATION")]
    load_balancer: Option<LoadBalancerSpec>,
    /// Another catalogue than the built-in one, which `cloudapp plan catalogue` prints.
    #[arg(long, value_name = "FILE")]
    catalogue: Option<PathBuf>,
}

impl Scale {
    fn apply(&self, plan: Plan) -> Plan {
        let plan = self.hosts.map_or(plan, |hosts| plan.with_hosts(hosts));
        self.load_balancer.map_or(plan, |specification| plan.with_load_balancer(specification))
    }

    fn catalogue(&self) -> Result<Catalogue, Failure> {
        match &self.catalogue {
            None => Ok(Catalogue::documented()),
            Some(path) => Catalogue::from_json(&read(path)?).map_err(|error| unreadable(path, &error)),
        }
    }
}

impl Size {
    fn run(&self, output: &mut Output) -> Result<crate::Verdict, Failure> {
        output.no_sarif("plan size")?;
        let text = read(&self.workload)?;
        let workload = Workload::from_json(&text).map_err(|error| unreadable(&self.workload, &error))?;
        let catalogue = self.scale.catalogue()?;
        let at = self.at.map_or_else(today, Ok)?;
        let policy = policy(self.offered.as_deref());
        if let Some(sweep) = &self.sweep {
            let range = sweep::range(sweep, self.steps)?;
            let (environment, billing) = (self.environment, self.billing);
            let sweep = plan::sweep(&workload, range, environment, billing, &catalogue, &policy, at)
                .map_err(|error| unreadable(Path::new("--sweep"), &error))?;
            return self.swept(&sweep, output);
        }
        let advice = plan::recommend(&workload, self.environment, self.billing, &catalogue, &policy, at);
        let plan = match (self.tier, advice.plan) {
            (None, Some(plan)) => plan,
            (Some(tier), _) => Plan::new(self.environment, tier, self.billing),
            // Nothing is enough: show what comes nearest.
            (None, None) => match advice.candidates.first() {
                Some(nearest) => nearest.plan,
                None => Plan::new(self.environment, Tier::Starter, self.billing),
            },
        };
        let plan = self.scale.apply(plan);
        let sizing = plan::size(&workload, plan, &catalogue);
        let advisories = plan::advise(plan, Some(&workload), &catalogue, &policy, at);
        if output.format == crate::Format::Json {
            let mut object = object(&sizing, &advice, &advisories, output.language);
            if let Value::Object(fields) = &mut object {
                // With these three the answer is an input of `plan export`.
                fields.extend([
                    ("plan".to_owned(), json!(plan)),
                    ("at".to_owned(), json!(at)),
                    ("workload".to_owned(), json!(workload)),
                ]);
            }
            output.json(&object)?;
        } else {
            let text = describe(plan, &sizing, &advice, output.language);
            output.text(text)?;
            output.text(render::text(&advisories, &self.workload.display().to_string(), output.language))?;
        }
        let rejected = sizing.verdict == Fit::Exceeds || advisories.has_errors();
        Ok(if rejected { crate::Verdict::Rejected } else { crate::Verdict::Accepted })
    }
}

fn object(sizing: &Sizing, advice: &Recommendation, advisories: &Report, language: Language) -> Value {
    let constraints = sizing.constraints.iter().map(|fact| Explained {
        fact,
        why: fact.why(language),
        remedy: fact.remedy(language),
    });
    let unknown = sizing.unknown.iter().map(|fact| Explained { fact, why: fact.text(language), remedy: None });
    let candidates = advice.candidates.iter().map(|candidate| {
        json!({
            "tier": candidate.plan.tier,
            "hosts": candidate.plan.hosts,
            "load_balancer": candidate.plan.load_balancer,
            "standing": candidate.standing,
            "verdict": candidate.sizing.verdict,
            "obstacles": candidate.obstacles,
            "why": candidate.why(language),
        })
    });
    json!({
        "verdict": sizing.verdict,
        "tier": sizing.tier,
        "hosts": sizing.hosts,
        "load_balancer": sizing.load_balancer,
        "binding": sizing.binding,
        "constraints": constraints.collect::<Vec<_>>(),
        "unknown": unknown.collect::<Vec<_>>(),
        "burst": sizing.burst,
        "needed": sizing.needed,
        "recommendation": {
            "plan": advice.plan,
            "why": advice.why(language),
            "candidates": candidates.collect::<Vec<_>>(),
        },
        "advisories": render::json(advisories, language),
    })
}

/// A part of a sizing with its sentence for people.
#[derive(Serialize)]
struct Explained<'a, T> {
    #[serde(flatten)]
    fact: &'a T,
    why: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<String>,
}

fn describe(plan: Plan, sizing: &Sizing, advice: &Recommendation, language: Language) -> String {
    let (resources, verdict) = (plan.headline(language), sizing.verdict);
    let first = phrase!("{resources}: {verdict}" / "{resources}：{verdict}", resources, verdict);
    let mut lines = vec![first.text(language)];
    for constraint in &sizing.constraints {
        let verdict = phrase!("{verdict}" / "{verdict}", verdict = constraint.verdict).text(language);
        lines.push(format!("  {verdict:<8} {}", constraint.why(language)));
    }
    for question in &sizing.unknown {
        lines.push(format!("  ?        {}", question.text(language)));
    }
    if let Some(bandwidth) = sizing.needed.public_mbit_per_second {
        let buy = phrase!(
            "buy at least {bandwidth} Mbit/s at the public address" / "公网带宽至少购买 {bandwidth} Mbit/s",
            bandwidth
        );
        lines.push(buy.text(language));
    }
    if let Some(BurstTime { minutes_from_initial, minutes_from_full, .. }) = sizing.burst {
        let credits = phrase!(
            "CPU credits carry the peak for {new} min on a new instance, {full} min on a full balance"
                / "CPU 积分可支撑峰值 {new} 分钟（新实例）至 {full} 分钟（积分满）",
            new = minutes_from_initial,
            full = minutes_from_full
        );
        lines.push(credits.text(language));
    }
    lines.push(advice.why(language));
    lines.join("\n") + "\n"
}

/// Prints what an environment consists of, what to set up around it, and what to know before buying it.
///
/// Exit code 1 when the environment cannot have the plan.
#[derive(Args)]
struct Describe {
    /// Tier: starter or standard.
    #[arg(long)]
    tier: Tier,
    /// Environment: test or production.
    #[arg(long)]
    environment: EnvironmentKind,
    /// How it is paid for: prepaid or pay-as-you-go.
    #[arg(long)]
    billing: Billing,
    /// Framework of the app: node-js, php or spring-boot.
    #[arg(long, default_value = "spring-boot")]
    framework: Framework,
    /// Public address of the environment, once it is built.
    #[arg(long, default_value = "203.0.113.1")]
    address: Ipv4Addr,
    #[command(flatten)]
    scale: Scale,
    /// Tiers on sale, separated by commas; by default the documented ones.
    #[arg(long, value_delimiter = ',')]
    offered: Option<Vec<Tier>>,
    /// Day of the purchase, YYYY-MM-DD; today by default.
    #[arg(long, value_name = "DATE")]
    at: Option<Date>,
}

impl Describe {
    fn run(&self, output: &mut Output) -> Result<crate::Verdict, Failure> {
        output.no_sarif("plan describe")?;
        let catalogue = self.scale.catalogue()?;
        let plan = self.scale.apply(Plan::new(self.environment, self.tier, self.billing));
        let policy = policy(self.offered.as_deref());
        let at = self.at.map_or_else(today, Ok)?;
        let advisories = plan::advise(plan, None, &catalogue, &policy, at);
        let logs = plan
            .logs(self.framework)
            .map(|(path, content)| json!({ "path": path, "content": content.template(output.language) }));
        let object = json!({
            "plan": plan,
            "resources": plan.resources(&catalogue),
            "dns_record": plan.dns_record(self.address),
            "certificate": plan.certificate_place(),
            "ports": plan.ports(self.framework),
            "logs": logs.collect::<Vec<_>>(),
            "advisories": render::json(&advisories, output.language),
        });
        if output.format == crate::Format::Json {
            output.json(&object)?;
        } else {
            for row in plan.resources(&catalogue) {
                let kind = phrase!("{kind}" / "{kind}", kind = row.kind).text(output.language);
                output.line(format!("{} × {kind:<15} {}", row.count, row.text(output.language)))?;
            }
            let record = plan.dns_record(self.address).map_or("-".to_owned(), |record| record.to_string());
            let certificate = match plan.certificate_place() {
                Some(CertificatePlace::Host { chain, key }) => format!("{chain}, {key}"),
                Some(_) => Sentence::plain("load-balancer", "负载均衡").template(output.language).to_owned(),
                None => "-".to_owned(),
            };
            let Ports { public, nginx, application, .. } = plan.ports(self.framework);
            let ports = format!("{public:?} → nginx {nginx:?} → {application}");
            output.say(&phrase!("DNS record: {record}" / "DNS 记录：{record}", record))?;
            output.say(&phrase!("certificate: {certificate}" / "证书：{certificate}", certificate))?;
            output.say(&phrase!("ports: {ports}" / "端口：{ports}", ports))?;
            for (path, content) in plan.logs(self.framework) {
                output.say(&phrase!("log: {path} ({content})" / "日志：{path}（{content}）", path, content))?;
            }
            output.text(render::text(&advisories, "plan", output.language))?;
        }
        Ok(if advisories.has_errors() { crate::Verdict::Rejected } else { crate::Verdict::Accepted })
    }
}

/// The documented policy, with other tiers on sale where they are given.
fn policy(offered: Option<&[Tier]>) -> Policy {
    let policy = Policy::default();
    match offered {
        None => policy,
        Some(offered) => policy.offering(offered),
    }
}

/// Prints the plan for an engine that provisions it, as `{"document":…,"not_expressed":[…],"diagnostics":[…]}`.
///
/// The document is an object for ros and terraform, and text for mermaid. Exit code 1 when the environment cannot have
/// the plan; the document is null then. A file for the engine: `cloudapp plan export … | jq .document`.
#[derive(Args)]
struct Export {
    /// A sizing to export, as `cloudapp plan size --format json` prints it; `-` reads it from standard input. It has the
    /// plan, the workload and the day.
    #[arg(value_name = "SIZING.json", conflicts_with_all = ["tier", "environment", "billing", "hosts", "load_balancer"])]
    sizing: Option<PathBuf>,
    /// Tier: starter or standard.
    #[arg(long, required_unless_present = "sizing")]
    tier: Option<Tier>,
    /// Environment: test or production.
    #[arg(long, required_unless_present = "sizing")]
    environment: Option<EnvironmentKind>,
    /// How it is paid for: prepaid or pay-as-you-go.
    #[arg(long, required_unless_present = "sizing")]
    billing: Option<Billing>,
    /// Name of the app.
    #[arg(long)]
    name: AppName,
    /// Language of the document: ros, terraform or mermaid.
    #[arg(long)]
    to: DocumentFormat,
    #[command(flatten)]
    scale: Scale,
    /// Tiers on sale, separated by commas; all by default, since the document is for your own account.
    #[arg(long, value_delimiter = ',')]
    offered: Option<Vec<Tier>>,
    /// Day of the purchase, YYYY-MM-DD; that of the sizing, or else today.
    #[arg(long, value_name = "DATE")]
    at: Option<Date>,
}

impl Export {
    fn run(&self, output: &mut Output) -> Result<crate::Verdict, Failure> {
        output.no_sarif("plan export")?;
        let catalogue = self.scale.catalogue()?;
        let SizedPlan { plan, at, workload } = self.sized()?;
        let at = self.at.or(at).map_or_else(today, Ok)?;
        let policy = policy(Some(self.offered.as_deref().unwrap_or(Tier::ALL)));
        let (document, not_expressed, report) = match plan::check(plan, &policy) {
            Ok(accepted) => {
                let plan::Export { document, not_expressed, .. } =
                    plan::export(&accepted, &self.name, &catalogue, self.to);
                let report = plan::advise(plan, workload.as_ref(), &catalogue, &policy, at);
                (Some(document), not_expressed, report)
            }
            Err(rejected) => (None, Vec::new(), rejected.report().clone()),
        };
        let parts = not_expressed.iter().map(|part| json!({ "part": part, "why": part.explanation(output.language) }));
        let object = json!({
            "document": document,
            "not_expressed": parts.collect::<Vec<_>>(),
            "diagnostics": render::json(&report, output.language),
        });
        match output.format {
            crate::Format::Json => output.json(&object)?,
            _ => output.line(format!("{object:#}"))?,
        }
        Ok(if report.has_errors() { crate::Verdict::Rejected } else { crate::Verdict::Accepted })
    }
}

impl Export {
    /// The plan to export, from a sizing or from the options.
    fn sized(&self) -> Result<SizedPlan, Failure> {
        let Some(path) = &self.sizing else {
            // clap lets none of them be left out without a sizing.
            let tier = self.tier.unwrap_or(Tier::Starter);
            let environment = self.environment.unwrap_or(EnvironmentKind::Production);
            let plan = Plan::new(environment, tier, self.billing.unwrap_or(Billing::Prepaid));
            return Ok(SizedPlan { plan: self.scale.apply(plan), at: None, workload: None });
        };
        let text = if path.as_os_str() == "-" {
            std::io::read_to_string(std::io::stdin()).map_err(|error| Failure::file(path, &error))?
        } else {
            read(path)?
        };
        // A sizing has much more than is taken of it.
        serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|_| {
            let path = path.display().to_string();
            Failure::Message(phrase!(
                "{path}: no sizing, expected what `cloudapp plan size WORKLOAD.json --format json` prints"
                    / "{path}：不是评估结果，应为 `cloudapp plan size WORKLOAD.json --format json` 的输出",
                path
            ))
        })
    }
}

/// What an export takes of a sizing.
#[derive(Deserialize)]
struct SizedPlan {
    plan: Plan,
    at: Option<Date>,
    workload: Option<Workload>,
}

/// Prints the built-in catalogue: the template for another one.
fn catalogue(output: &mut Output) -> Result<crate::Verdict, Failure> {
    output.no_sarif("plan catalogue")?;
    let catalogue = json!(Catalogue::documented());
    match output.format {
        crate::Format::Json => output.json(&catalogue)?,
        _ => output.line(format!("{catalogue:#}"))?,
    }
    Ok(crate::Verdict::Accepted)
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| Failure::file(path, &error))
}

fn unreadable(path: &Path, error: &plan::ReadError) -> Failure {
    let path = path.display().to_string();
    Failure::Message(phrase!("{path}: {error}" / "{path}：{error}", path, error = error.clone()))
}

fn today() -> Result<Date, Failure> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs());
    let now = Timestamp::from_unix_seconds(i64::try_from(seconds).unwrap_or(i64::MAX));
    now.map(Timestamp::date).map_err(|error| {
        Failure::Message(phrase!(
            "clock: {error}; give --at YYYY-MM-DD" / "系统时钟：{error}；请用 --at YYYY-MM-DD 指定",
            error
        ))
    })
}

const WORKLOAD_HELP: &str = "\
Fields of WORKLOAD.json, all optional, numbers except the last; a fraction is rounded up, of requests to a thousandth.
What is left out stays unknown:
  peak_requests_per_second           (or peak_rps) requests/s of the whole app in its busiest time
  average_requests_per_second        (or average_rps) requests/s of the whole app over a day
  cpu_microseconds_per_request       (or cpu_us_per_request) CPU time of one request on its host
  memory_mib_per_instance            (or memory_mib) MiB of everything on a host; starter: with the database,
                                     unless that is stated apart
  peak_connections                   connections of clients at one time
  new_connections_per_second         new connections of clients a second
  database_connections_per_instance  (or db_connections_per_instance) connections of each host to the database
  database_iops                      (or db_iops) reads and writes of the database a second
  database_size_gb                   (or db_size_gb) storage of the database in GB, 10^9 bytes
  database_cpu_microseconds_per_request (or db_cpu_us_per_request) CPU time of one request in the database
  database_memory_mib                (or db_memory_mib) MiB of the database
  response_bytes                     average size of a response; when stated, bandwidth and packets are sized too
  packets_per_second                 of the whole app in its busiest time, in both directions, when measured
  disk_megabytes_per_second          (or disk_mb_per_second) reads and writes of the busiest host, 10^6 bytes/s
  nginx_connections_per_instance     (or nginx_connections) worker_processes x worker_connections of the nginx that runs
  peak_minutes, peaks_per_day        how long a peak lasts, and how many there are; one a day unless stated
  headroom_permille                  what shall stay free, in thousandths of the demand, at most 3000; 200 unless stated
  survive_instance_loss              (or survive_one_loss) true: carry the peak with one host less

Arithmetic: whole numbers; demands are rounded up, limits down.
  cpu            peak x CPU time, in mvCPU, against the vCPUs of the hosts (of all but one with survive_instance_loss)
  cpu-credits    average x CPU time against the baseline of burstable hosts
  burst          minutes of a peak against a full balance of CPU credits
  nginx          two connections a client, against worker_connections
  packets        stated, or of a response of N segments 1 + N + N/2, against what the interfaces take
  fits           demand x (1000 + headroom) <= limit x 1000
  tight          demand <= limit
  exceeds        demand > limit
  unknown        demand or limit is not stated
The whole is the worst: exceeds, then unknown, then tight, then fits.";
