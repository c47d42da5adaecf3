//! Small configurations, explored whole: no invariant is broken. And deliberately broken machines: the checker finds
//! each of them. `cargo run --release` in `benches/states` explores larger configurations.

use cloudapp::app::Strategy;
use cloudapp::release::{Breakage, with_breakage};

use super::checker::explore::{Until, explore, explore_far};
use super::checker::invariants::Broken;
use super::checker::world::{Config, Model};

#[test]
fn a_starter_environment_in_a_world_that_misbehaves_once_keeps_every_invariant() {
    assert_states(Config::starter(2, 1), 11_272);
}

#[test]
fn a_rolling_environment_in_a_well_behaved_world_keeps_every_invariant() {
    assert_states(Config::standard(Strategy::Rolling, 2, 0), 6_440);
}

#[test]
fn a_swapping_environment_in_a_well_behaved_world_keeps_every_invariant() {
    assert_states(Config::standard(Strategy::Swap, 2, 0), 6_416);
}

#[test]
fn every_command_and_observation_keeps_every_invariant() {
    let rolling = Config::standard(Strategy::Rolling, 1, 0);
    assert_states(Config { most_hosts: 3, ..rolling.clone() }, 5_012);
    assert_states(Config { pauses: true, ..rolling.clone() }, 3_088);
    assert_states(Config { bills: true, ..rolling.clone() }, 7_074);
    assert_states(Config { recertifies: true, ..rolling }, 2_182);
}

#[test]
fn no_parts_that_do_not_belong_together_are_released() {
    assert_states(Config { mixes: true, reclaims: false, ..Config::starter(1, 0) }, 17_418);
}

#[test]
fn an_exploration_by_fingerprints_sees_the_same_states() {
    let model = Model::new(Config::starter(1, 1));
    assert_eq!(explore_far(&model, |_, _| {}).states, explore(&model, Until::End).states);
}

/// The table of breakages: what is broken, the smallest world that shows it, and the invariants that find it.
#[test]
fn every_deliberate_breakage_is_found() {
    let starter = |versions, faults| Config { reclaims: false, ..Config::starter(versions, faults) };
    let rolling =
        |versions, faults| Config { reclaims: false, ..Config::standard(Strategy::Rolling, versions, faults) };
    let none = Breakage::None;
    let table = [
        ("no guard of the last host", Breakage::NoLastHostGuard, rolling(1, 0), &[Broken::S3][..]),
        ("a forgotten undrain", Breakage::ForgottenUndrain, rolling(2, 1), &[Broken::S5, Broken::E6]),
        ("a fresh id for a retry", Breakage::FreshRetryId, starter(1, 1), &[Broken::E1]),
        ("no certificate gate", Breakage::NoCertificateGate, starter(1, 0), &[Broken::S2, Broken::E5]),
        ("any certificate", Breakage::AnyCertificate, Config { mixes: true, ..starter(1, 0) }, &[Broken::E9]),
        ("any package", Breakage::AnyProof, Config { mixes: true, ..starter(1, 0) }, &[Broken::E9]),
        ("a rollback to any upload", Breakage::AnyRollback, starter(2, 0), &[Broken::E4]),
        ("deletion while running", Breakage::DeleteWhileRunning, starter(1, 0), &[Broken::E2]),
        ("stale reports accepted", Breakage::StaleReports, rolling(1, 1), &[Broken::S5, Broken::E6]),
        (
            "a dropped time-out",
            Breakage::DroppedTimeOut,
            Config { attempts: 1, ..starter(1, 1) },
            &[Broken::L1, Broken::L2],
        ),
        ("no health epoch", Breakage::AnyEpoch, rolling(1, 1), &[Broken::S7]),
        ("no drain acknowledgement", Breakage::HastyInstall, rolling(1, 0), &[Broken::E3, Broken::E7]),
        ("executors without a fence", none, Config { fences: false, ..rolling(1, 1) }, &[Broken::S5, Broken::E6]),
        ("executors without a memory", none, Config { remembers: false, ..starter(2, 1) }, &[Broken::S7]),
    ];
    let mut found = Vec::new();
    for (name, breakage, config, _) in &table {
        let model = Model::new(config.clone());
        // Liveness is judged of the whole graph: only a time-out that is dropped needs it.
        let until = if *breakage == Breakage::DroppedTimeOut { Until::End } else { Until::Broken(100_000) };
        let explored = with_breakage(*breakage, || explore(&model, until));
        found.push((*name, explored.broken.keys().copied().collect::<Vec<_>>()));
    }
    let expected: Vec<_> = table.iter().map(|(name, _, _, broken)| (*name, broken.to_vec())).collect();
    assert_eq!(found, expected);
}

fn assert_states(config: Config, states: usize) {
    let found = explore(&Model::new(config), Until::End);
    assert!(found.broken.is_empty(), "{:#?}", found.broken);
    assert_eq!(found.states, states);
}
