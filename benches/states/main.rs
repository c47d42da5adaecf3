//! Explores configurations that are too large for `cargo test`:
//! `cargo run --release -- rolling --versions 2 --faults 1` in `benches/states`.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unwrap_used,
    missing_docs,
    unreachable_pub,
    dead_code,
    reason = "a program that measures, and a checker that is shared with the tests"
)]

use std::process::ExitCode;
use std::time::Instant;

use cloudapp::app::Strategy;

use checker::explore::{Until, explore, explore_far};
use checker::world::{Config, Model};

#[path = "../../tests/it/release/checker/mod.rs"]
mod checker;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.is_empty() {
        eprintln!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    let number = |name: &str, default: usize| {
        let at = arguments.iter().position(|argument| argument == name);
        at.map_or(default, |at| arguments[at + 1].parse().expect(USAGE))
    };
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let (versions, faults) = (number("--versions", 2), u8::try_from(number("--faults", 1)).expect(USAGE));
    let mut config = match arguments[0].as_str() {
        "starter" => Config::starter(versions, faults),
        "rolling" => Config::standard(Strategy::Rolling, versions, faults),
        "swap" => Config::standard(Strategy::Swap, versions, faults),
        _ => panic!("{USAGE}"),
    };
    config.most_hosts = number("--hosts", config.most_hosts);
    config.recertifies = has("--recertify");
    config.pauses = has("--pause");
    config.bills = has("--bill");
    config.reclaims = !has("--no-reclaim");
    if has("--no-weights") {
        config.weights = &[];
    }
    let model = Model::new(config);
    let start = Instant::now();
    let found = if has("--far") {
        explore_far(&model, |states, broken| {
            eprintln!("{states} states after {:.0} s, {broken} invariants broken", start.elapsed().as_secs_f64());
        })
    } else {
        explore(&model, Until::End)
    };
    let seconds = start.elapsed().as_secs_f64();
    let depth = if has("--far") { "stack" } else { "depth" };
    println!("{} states, {} moves, {depth} {}, {seconds:.1} s", found.states, found.moves, found.depth);
    for (broken, (times, way)) in &found.broken {
        println!("{broken:?} broken {times} times, first by");
        for line in way {
            println!("    {line}");
        }
    }
    if found.broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

const USAGE: &str = "usage: cargo run --release -- starter|rolling|swap [--versions N] [--faults N] \
    [--hosts N] [--recertify] [--pause] [--bill] [--no-weights] [--no-reclaim] [--far]";
