//! `cloudapp nginx check`

use std::path::PathBuf;

use cloudapp::app::{NginxVersion, Policy};
use cloudapp::diagnostic::{Findings, render};
use cloudapp::nginx::{Check, Config, Included, Target};
use serde_json::json;

use crate::output::{Failure, Output};
use crate::{Format, Verdict};

/// Says what `nginx -t` would say, without nginx.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Configurations to check.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// nginx that would run them, as in 1.22.1.
    #[arg(long, value_name = "V")]
    nginx_version: Option<NginxVersion>,
    /// Checks only whether nginx would start, not what the platform allows.
    #[arg(long)]
    syntax_only: bool,
    /// A module that the nginx does not have, as in `stream` or `http_dav`.
    #[arg(long, value_name = "MODULE")]
    without_module: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Result<Verdict, Failure> {
    let policy = Policy::default();
    let mut target = Target::of(arguments.nginx_version.unwrap_or(policy.nginx_version));
    for module in &arguments.without_module {
        target = target.without_module(module);
    }
    let check = Check::new(&target).including(included);
    let mut verdict = Verdict::Accepted;
    for path in &arguments.files {
        let text = std::fs::read(path).map_err(|error| Failure::file(path, &error))?;
        let name = path.display().to_string();
        let mut findings = Findings::new(&policy.levels);
        check.run(&Config::parse(text), &mut findings);
        let report = findings.finish();
        let word = if report.has_errors() { "fail" } else { "ok" };
        if report.has_errors() {
            verdict = Verdict::Rejected;
        }
        match output.format {
            Format::Text => {
                output.text(render::text(&report, &name, output.language))?;
                output.line(format!("{name}: {word}"))?;
            }
            Format::Json => {
                let diagnostics = render::json(&report, output.language);
                output.json(&json!({ "path": name, "verdict": word, "diagnostics": diagnostics }))?;
            }
            Format::Sarif => output.sarif(&name, &report),
        }
    }
    Ok(verdict)
}

/// The files that nginx's packages bring: one whose place in a configuration matters, and lists of parameters, whose
/// content changes no verdict. Others are not read.
pub(crate) fn included(path: &str) -> Included {
    match path.strip_prefix("/etc/nginx/") {
        Some("mime.types") => Included::Files(vec![(path.to_owned(), b"types {}".to_vec())]),
        Some("fastcgi.conf" | "fastcgi_params" | "proxy_params" | "scgi_params" | "uwsgi_params") => {
            Included::Files(vec![(path.to_owned(), Vec::new())])
        }
        _ => Included::Unread,
    }
}
