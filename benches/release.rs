//! Decisions, replays and snapshots of the release machine: `cargo bench --bench release`.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a program that measures")]

use cloudapp::app::{Billing, EnvironmentKind, Framework, Policy, Tier, Timestamp, TlsEnd};
use cloudapp::plan::{self, Plan};
use cloudapp::release::{
    App, AppNumber, CertificateProof, Command, Event, Input, Outcome, PackageProof, Reply, Status, Upload,
};
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

/// One input decided and applied: the report that begins the second host's installation.
#[divan::bench]
fn decide_and_evolve_a_report(bencher: Bencher) {
    let (life, input) = busy();
    bencher.counter(ItemsCount::new(1_u32)).with_inputs(|| (life.app.clone(), input.clone())).bench_values(
        |(mut app, input)| {
            let verdict = app.apply(&life.policy, NOW, black_box(input)).unwrap();
            assert!(matches!(verdict, Reply::Accepted(_)));
            app
        },
    );
}

/// A command that is refused with what is in its way.
#[divan::bench]
fn refuse_a_command(bencher: Bencher) {
    let (life, _) = busy();
    let command = Command::Release { version: "v1".parse().unwrap(), strategy: None };
    let input = Input::Command { environment: KIND, seen: life.app.revision(), command };
    bencher
        .counter(ItemsCount::new(1_u32))
        .with_inputs(|| input.clone())
        .bench_values(|input| life.app.decide(&life.policy, NOW, black_box(input)).unwrap_err());
}

/// The whole log of an app with a hundred releases on two hosts.
#[divan::bench]
fn replay_events(bencher: Bencher) {
    let mut life = Life::running();
    for index in 0..100 {
        life.release(if index % 2 == 0 { "v2" } else { "v1" });
    }
    let count = life.log.len();
    bencher.counter(ItemsCount::new(count)).bench(|| {
        let app = App::replay(black_box(&life.log)).unwrap();
        assert_eq!(app.revision(), life.app.revision());
        app
    });
}

/// The same log from its text.
#[divan::bench]
fn read_events_from_json(bencher: Bencher) {
    let life = Life::running();
    let lines: Vec<String> = life.log.iter().map(|event| serde_json::to_string(event).unwrap()).collect();
    bencher.counter(ItemsCount::new(lines.len())).bench(|| {
        let read: Vec<Event> = lines.iter().map(|line| serde_json::from_str(black_box(line)).unwrap()).collect();
        assert_eq!(read.len(), lines.len());
        read
    });
}

/// The snapshot of two hosts in the middle of a release.
#[divan::bench]
fn write_a_snapshot(bencher: Bencher) {
    let (life, _) = busy();
    let size = life.app.to_snapshot().len();
    assert!(size <= 1024, "{size}");
    bencher.counter(BytesCount::new(size)).bench(|| life.app.to_snapshot());
}

struct Life {
    app: App,
    policy: Policy,
    log: Vec<Event>,
}

impl Life {
    /// Two hosts that run `v1`, and `v2` uploaded.
    fn running() -> Self {
        let (app, created) = App::create(AppNumber::new(1), "todoapp".parse().unwrap(), Framework::NodeJs, None);
        let policy = Policy::default().offering(Tier::ALL).with(|policy| policy.release.vouching = true);
        let plan = plan::check(Plan::new(KIND, Tier::Standard, Billing::Prepaid), &policy).unwrap();
        let mut life = Self { app, policy, log: vec![created] };
        life.command(Command::Build(plan));
        life.settle();
        life.command(Command::SetDomain("www.example.com".parse().unwrap()));
        let (names, always) = (["www.example.com".parse().unwrap()], (Timestamp::UNIX_EPOCH, Timestamp::MAX));
        let tls_end = TlsEnd::LoadBalancer;
        let certificate = CertificateProof::vouched(&names, always, tls_end, &life.policy, Timestamp::UNIX_EPOCH);
        life.command(Command::SetCertificate(certificate));
        for label in ["v1", "v2"] {
            let proof = PackageProof::vouched(Framework::NodeJs, &life.policy, Timestamp::UNIX_EPOCH);
            let upload = Upload::new(proof);
            life.command(Command::Upload(upload.label(label.parse().unwrap())));
        }
        life.release("v1");
        assert_eq!(life.app.environment(KIND).status(), Status::Running);
        life
    }

    fn release(&mut self, label: &str) {
        self.command(Command::Release { version: label.parse().unwrap(), strategy: None });
        self.settle();
    }

    fn command(&mut self, command: Command) {
        self.input(Input::Command { environment: KIND, seen: self.app.revision(), command });
    }

    fn input(&mut self, input: Input) {
        let Reply::Accepted(decision) = self.app.apply(&self.policy, NOW, input).unwrap() else {
            panic!("an input was ignored")
        };
        self.log.extend(decision.events);
    }

    fn done(&self) -> Option<Input> {
        let effect = self.app.environment(KIND).outstanding()?.id;
        Some(Input::Report { environment: KIND, effect, outcome: Outcome::Done })
    }

    fn settle(&mut self) {
        while let Some(input) = self.done() {
            self.input(input);
        }
    }
}

/// A release of `v2` in the middle, and the report that takes it further.
fn busy() -> (Life, Input) {
    let mut life = Life::running();
    life.command(Command::Release { version: "v2".parse().unwrap(), strategy: None });
    for _ in 0..4 {
        let input = life.done().unwrap();
        life.input(input);
    }
    let input = life.done().unwrap();
    (life, input)
}

const KIND: EnvironmentKind = EnvironmentKind::Production;
const NOW: Timestamp = Timestamp::UNIX_EPOCH;
