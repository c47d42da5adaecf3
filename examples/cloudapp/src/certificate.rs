//! `cloudapp certificate`

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use clap::Subcommand;
use cloudapp::app::{DomainName, Policy, Tier, Timestamp};
use cloudapp::certificate::{self, Answer, Destination, Examination, File, Root, Use};
use cloudapp::diagnostic::{Sentence, render};
use cloudapp::phrase;
use serde_json::json;

use crate::output::{Failure, Output};
use crate::{Format, Verdict};

/// Checks certificates and their keys.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Check(Check),
}

/// Says whether a certificate and its key may be uploaded.
#[derive(clap::Args)]
struct Check {
    /// Certificate with the intermediate certificates of its authority, .pem or .crt.
    #[arg(long = "cert", value_name = "FILE")]
    certificate: PathBuf,
    /// Private key.
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// Domain that the certificate has to cover; may be given more than once.
    #[arg(long = "domain", value_name = "DOMAIN")]
    domains: Vec<DomainName>,
    /// When it has to be valid: a date or RFC 3339; now when it is left out.
    #[arg(long, value_name = "DATE")]
    at: Option<Timestamp>,
    /// Tier, which says where the certificate goes: starter or standard.
    #[arg(long, default_value_t = Tier::Starter)]
    tier: Tier,
    /// Certificates of the authorities that clients trust; may be given more than once. Without any, whether they trust the
    /// last issuer stays unknown.
    #[arg(long = "root", value_name = "FILE")]
    roots: Vec<PathBuf>,
    /// Where to write the chain in order, without what does not belong to it.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Result<Verdict, Failure> {
    let Command::Check(arguments) = &arguments.command;
    let at = arguments.at.map_or_else(now, Ok)?;
    let mut roots = Vec::new();
    for path in &arguments.roots {
        roots.extend(Root::read_all(&read(path)?.1));
    }
    let purpose = Use::new(arguments.domains.clone()).at(at).ending_in(arguments.tier.tls_end()).trusting(roots);
    let (name, bytes) = read(&arguments.certificate)?;
    let (key_name, key_bytes) = read(&arguments.key)?;
    let file = File { name: &name, bytes: &bytes };
    let key = File { name: &key_name, bytes: &key_bytes };
    let inspection = certificate::inspect(file, key, &purpose, &Policy::default());
    let verdict = if inspection.report().has_errors() { Verdict::Rejected } else { Verdict::Accepted };
    print(&inspection, verdict, arguments, &name, output)?;
    if let (Some(out), Some(certificate)) = (&arguments.out, inspection.certificate()) {
        fs::write(out, &certificate.pem).map_err(|error| Failure::file(out, &error))?;
    }
    Ok(verdict)
}

fn print(
    inspection: &Examination,
    verdict: Verdict,
    arguments: &Check,
    name: &str,
    output: &mut Output,
) -> Result<(), Failure> {
    let word = verdict.sentence();
    let destination = Destination::of(arguments.tier.tls_end());
    match output.format {
        Format::Json => output.json(&json!({
            "path": name,
            "verdict": word.english,
            "certificate": inspection.certificate(),
            "destination": destination,
            "facts": inspection.facts(),
            "repaired": inspection.repaired(),
            "diagnostics": render::json(inspection.report(), output.language),
        })),
        Format::Sarif => {
            output.sarif("upload", inspection.report());
            Ok(())
        }
        Format::Text => {
            output.text(render::text(inspection.report(), "", output.language))?;
            if let Some(certificate) = inspection.certificate() {
                for link in &certificate.chain {
                    let (subject, algorithm, end) = (&link.subject, link.algorithm, link.not_after);
                    output.say(&phrase!(
                        "{subject} ({algorithm}), until {end}" / "{subject}（{algorithm}），有效期至 {end}",
                        subject,
                        algorithm,
                        end
                    ))?;
                }
                output.say(&phrase!("names: {names}" / "域名：{names}", names = certificate.names.clone()))?;
            }
            let facts = inspection.facts();
            let [server, clients] = [facts.server.answer, facts.clients.answer].map(word_of);
            output.say(&phrase!("a server loads it: {server}" / "服务器能否加载：{server}", server))?;
            output.say(&phrase!("clients trust it: {clients}" / "客户端是否信任：{clients}", clients))?;
            if let Some(balancer) = facts.balancer.map(|balancer| word_of(balancer.answer)) {
                output.say(&phrase!(
                    "the load balancer takes it: {balancer}" / "负载均衡是否接受：{balancer}",
                    balancer
                ))?;
            }
            if verdict == Verdict::Accepted {
                output.say(&match destination {
                    Destination::Host { certificate, key } => phrase!(
                        "goes to {certificate} and {key}, and takes effect at the next release"
                            / "将安装到 {certificate} 和 {key}，下次发布时生效",
                        certificate,
                        key
                    ),
                    _ => phrase!("goes to the HTTPS listener of the load balancer" / "将安装到负载均衡的 HTTPS 监听"),
                })?;
            }
            output.say(&phrase!("{word} {name}" / "{word} {name}", word, name))
        }
    }
}

const fn word_of(answer: Answer) -> Sentence {
    match answer {
        Answer::Yes => Sentence::plain("yes", "是"),
        Answer::No => Sentence::plain("no", "否"),
        _ => Sentence::plain("not known", "未知"),
    }
}

/// A file's name as the user wrote it, and its bytes.
fn read(path: &Path) -> Result<(String, Vec<u8>), Failure> {
    let bytes = fs::read(path).map_err(|error| Failure::file(path, &error))?;
    Ok((path.display().to_string(), bytes))
}

fn now() -> Result<Timestamp, Failure> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
    Timestamp::from_unix_seconds(seconds)
        .map_err(|error| Failure::Message(phrase!("the clock: {error}" / "系统时钟：{error}", error)))
}
