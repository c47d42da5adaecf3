//! Inspects a Spring Boot JAR where it lies, by HTTP ranges: `range URL`.
#![allow(clippy::print_stderr, clippy::print_stdout, reason = "a program says what it found")]

use std::io;
use std::process::ExitCode;

use cloudapp::app::{Framework, Policy};
use cloudapp::diagnostic::{Language, Report, render};
use cloudapp::package::archive::Integrity;
use cloudapp::package::{Inspector, Verdict};
use streaming::remote::RemoteFile;

fn main() -> ExitCode {
    let Some(url) = std::env::args().nth(1) else {
        eprintln!("usage: range URL");
        return ExitCode::from(2);
    };
    match inspect(&url) {
        Ok(Verdict::Accepted) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn inspect(url: &str) -> io::Result<Verdict> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    let policy = Policy::default();
    // Only what decides how the JAR runs is read: not every byte of every entry.
    let inspector =
        Inspector::new(&policy).framework(Framework::SpringBoot).file_name(name).integrity(Integrity::Directory);
    let mut file = RemoteFile::open(url)?;
    let inspected = inspector.inspect(&mut file)?;
    print!("{}", render::text(Report::of(&inspected), name, Language::English));
    let verdict = Verdict::of(&inspected);
    let (cost, length) = (file.cost(), file.length());
    let permille = cost.bytes * 1000 / length;
    println!(
        "{}: {} requests, {} of {length} bytes ({}.{} %)",
        verdict.as_str(),
        cost.requests,
        cost.bytes,
        permille / 10,
        permille % 10
    );
    Ok(verdict)
}
