//! `cloudapp nginx`

mod check;
mod diff;
mod format;
mod include;
mod request;

use clap::Subcommand;
use cloudapp::app::{AppEntry, DomainName, EnvironmentKind, Framework, NginxVersion, ParseError, Policy, Tier};
use cloudapp::diagnostic::Language;
use cloudapp::nginx::{self, Profile, Site};
use cloudapp::phrase;
use serde_json::json;

use crate::output::{Failure, Output};
use crate::{Format, Verdict};

/// Generates and checks configurations of nginx.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Check(check::Arguments),
    Format(format::Arguments),
    Generate(Generate),
}

/// Prints the configuration that an environment gets when its package brings none.
#[derive(clap::Args)]
struct Generate {
    /// Framework of the app: node-js, php or spring-boot.
    #[arg(long)]
    framework: Framework,
    /// Environment: test or production.
    #[arg(long)]
    environment: EnvironmentKind,
    /// Tier, which says where TLS ends: starter or standard.
    #[arg(long, default_value_t = Tier::Starter)]
    tier: Tier,
    /// Domain to answer to; may be given more than once.
    #[arg(long = "domain", value_name = "DOMAIN")]
    domains: Vec<DomainName>,
    /// Directory of a PHP package that is served.
    #[arg(long, default_value_t)]
    app_entry: AppEntry,
    /// Profile: documented or hardened.
    #[arg(long, default_value_t)]
    profile: Profile,
    /// Version of nginx on the hosts.
    #[arg(long, value_name = "VERSION")]
    nginx_version: Option<NginxVersion>,
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Result<Verdict, Failure> {
    match &arguments.command {
        Command::Check(arguments) => check::run(arguments, output),
        Command::Format(arguments) => format::run(arguments, output),
        Command::Generate(arguments) => generate(arguments, output),
    }
}

fn generate(arguments: &Generate, output: &mut Output) -> Result<Verdict, Failure> {
    output.no_sarif("nginx generate")?;
    let config = nginx::generate(&site(arguments, output.language)?, arguments.profile);
    match output.format {
        Format::Json => output.json(&json!({
            "framework": arguments.framework,
            "environment": arguments.environment,
            "profile": arguments.profile,
            "text": config.as_str(),
        }))?,
        Format::Text | Format::Sarif => output.text(&config)?,
    }
    Ok(Verdict::Accepted)
}

fn site(arguments: &Generate, language: Language) -> Result<Site, Failure> {
    let Generate { framework, environment, tier, domains, .. } = arguments;
    if !environment.tiers().contains(tier) {
        let (environment, tier) = (*environment, *tier);
        return Err(Failure::Message(phrase!(
            "a {environment} environment has no {tier} tier; use --tier starter"
                / "{environment}没有{tier}，请使用 --tier starter",
            environment,
            tier
        )));
    }
    let mut domains = domains.iter().cloned();
    let site = match environment {
        EnvironmentKind::Test => Site::test(*framework),
        EnvironmentKind::Production => {
            let domain = match domains.next() {
                Some(domain) => domain,
                None => stand_in(arguments.profile, language)?,
            };
            Site::production(*framework, tier.tls_end(), domain)
        }
    };
    let mut policy = Policy::default();
    policy.nginx_version = arguments.nginx_version.unwrap_or(policy.nginx_version);
    Ok(domains.fold(site, Site::and_domain).with_app_entry(arguments.app_entry.clone()).under(&policy))
}

/// A domain to show the configuration with; the documented one names none.
fn stand_in(profile: Profile, language: Language) -> Result<DomainName, Failure> {
    if profile == Profile::Hardened {
        let note = phrase!(
            "note: www.example.com stands in for the domain; name yours with --domain"
                / "提示：以 www.example.com 代替域名，请用 --domain 指定"
        );
        eprintln!("{}", note.text(language));
    }
    "www.example.com".parse().map_err(|error: ParseError| Failure::Message(phrase!("{error}" / "{error}", error)))
}
