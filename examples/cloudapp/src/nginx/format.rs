//! `cloudapp nginx format`

use std::path::PathBuf;

use cloudapp::app::Policy;
use cloudapp::diagnostic::{Findings, render};
use cloudapp::nginx::{self, Check, Config, Target};
use serde_json::json;

use crate::output::{Failure, Output};
use crate::{Format, Verdict};

/// Prints a configuration in its canonical layout: same words, comments kept.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Configuration to lay out.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Result<Verdict, Failure> {
    output.no_sarif("nginx format")?;
    let path = &arguments.file;
    let config = Config::parse(std::fs::read(path).map_err(|error| Failure::file(path, &error))?);
    let Ok(text) = nginx::format(&config) else {
        let policy = Policy::default();
        let mut findings = Findings::new(&policy.levels);
        Check::new(&Target::of(policy.nginx_version)).run(&config, &mut findings);
        eprint!("{}", render::text(&findings.finish(), &path.display().to_string(), output.language));
        return Ok(Verdict::Rejected);
    };
    let text = String::from_utf8_lossy(&text);
    match output.format {
        Format::Json => output.json(&json!({ "path": path.display().to_string(), "text": text }))?,
        Format::Text | Format::Sarif => output.text(text)?,
    }
    Ok(Verdict::Accepted)
}
