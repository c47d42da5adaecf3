//! The command-line tool that does everything the library does.
//!
//! Exit code 0: accepted. 1: rejected. 2: the command line is wrong, or a file cannot be read.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stderr,
    reason = "a program reads files and talks to people; the library does not"
)]

mod certificate;
mod deploy;
mod executor;
mod inspect;
mod name;
mod nginx;
mod output;
mod plan;
mod release;
mod rules;
mod samples;

use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{Parser, Subcommand, ValueEnum};
use cloudapp::app::Timestamp;
use cloudapp::diagnostic::{Language, Sentence};
use cloudapp::phrase;

use output::{Failure, Output};

/// Checks, configures, sizes and releases cloud apps.
#[derive(Parser)]
#[command(name = "cloudapp", version, arg_required_else_help = true, propagate_version = true)]
struct Cli {
    /// How results are printed.
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Language of findings and reasons: en or zh-CN.
    #[arg(long, global = true, value_parser = language, default_value = "en")]
    language: Language,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Certificate(certificate::Arguments),
    Deploy(deploy::Arguments),
    Inspect(inspect::Arguments),
    Name(name::Arguments),
    Plan(plan::Arguments),
    Nginx(nginx::Arguments),
    Release(release::Arguments),
    Rules(rules::Arguments),
}

/// How results are printed.
#[derive(Clone, Copy, Eq, PartialEq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// One JSON object per input, each on its own line.
    Json,
    /// SARIF 2.1.0, one log for all inputs.
    Sarif,
}

/// Whether what was asked about is fit for deployment.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Verdict {
    Accepted,
    Rejected,
}

impl Verdict {
    /// In both languages; JSON has the English word.
    const fn sentence(self) -> Sentence {
        match self {
            Self::Accepted => Sentence::plain("accepted", "通过"),
            Self::Rejected => Sentence::plain("rejected", "拒绝"),
        }
    }
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut output = Output::new(cli.format, cli.language);
    let result = match &cli.command {
        Command::Certificate(arguments) => certificate::run(arguments, &mut output),
        Command::Deploy(arguments) => deploy::run(arguments, &mut output),
        Command::Inspect(arguments) => inspect::run(arguments, &mut output),
        Command::Name(arguments) => name::run(arguments, &mut output),
        Command::Plan(arguments) => plan::run(arguments, &mut output),
        Command::Nginx(arguments) => nginx::run(arguments, &mut output),
        Command::Release(arguments) => release::run(arguments, &mut output),
        Command::Rules(arguments) => rules::run(arguments, &mut output),
    };
    let result = match result {
        Ok(verdict) => output.finish().map(|()| verdict),
        // What was found in the other inputs is not held back because one could not be read.
        Err(failure) => output.finish_found().and(Err(failure)),
    };
    match result {
        Ok(Verdict::Accepted) | Err(Failure::Closed) => ExitCode::SUCCESS,
        Ok(Verdict::Rejected) => ExitCode::from(1),
        Err(Failure::Message(message)) => {
            eprintln!("{}", phrase!("error: {message}" / "错误：{message}", message).text(cli.language));
            ExitCode::from(2)
        }
    }
}

fn language(word: &str) -> Result<Language, String> {
    match word {
        "en" => Ok(Language::English),
        "zh-CN" | "zh" => Ok(Language::Chinese),
        _ => Err("expected en or zh-CN".to_owned()),
    }
}

/// The library knows no clock: the program that embeds it tells the time.
fn now() -> Result<Timestamp, Failure> {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(elapsed.as_secs()).unwrap_or(i64::MAX);
    Timestamp::from_unix_seconds(seconds)
        .map_err(|error| Failure::Message(phrase!("the clock: {error}" / "系统时钟：{error}", error)))
}
