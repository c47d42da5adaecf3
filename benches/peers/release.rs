//! One release of two hosts, input by input: the release machine beside two crates that carry machines.
//!
//! - `ours`: decides and applies, the events kept as a log.
//! - `cqrs_es`: the same machine as an aggregate of cqrs-es with its in-memory store, which replays the log for each input
//!   and prints a line for each load and each store. The printing is part of what is measured.
//! - `statig`: a hand-written machine of the same steps, which decides nothing else: no rejections, no events, no log. It is
//!   the floor of what dispatching costs.
//!
//! `cargo bench` in `benches/peers`; `cargo test --benches` runs each once and looks at what came of it.
#![allow(clippy::unwrap_used, missing_docs, reason = "a program that measures")]

use cloudapp::app::{Billing, EnvironmentKind, Framework, Policy, Tier, Timestamp, TlsEnd};
use cloudapp::plan::{self, Plan};
use cloudapp::release::{
    App, AppNumber, CertificateProof, Command, Event, Input, Outcome, PackageProof, Rejection, Reply, Status, Upload,
};
use cqrs_es::event_sink::EventSink;
use cqrs_es::mem_store::MemStore;
use cqrs_es::{Aggregate, CqrsFramework, DomainEvent, EventStore};
use divan::Bencher;
use divan::counter::ItemsCount;
use pollster::FutureExt;
use serde::{Deserialize, Serialize};
use statig::prelude::*;

fn main() {
    let (_, inputs) = release();
    assert_eq!(inputs.len(), STEPS);
    divan::main();
}

#[divan::bench]
fn ours(bencher: Bencher) {
    let (log, inputs) = release();
    let policy = policy();
    bencher
        .counter(ItemsCount::new(inputs.len()))
        .with_inputs(|| (App::replay(&log).unwrap(), log.clone(), inputs.clone()))
        .bench_values(|(mut app, mut log, inputs)| {
            for input in inputs {
                let Reply::Accepted(decision) = app.apply(&policy, NOW, input).unwrap() else { unreachable!() };
                log.extend(decision.events);
            }
            let environment = app.environment(KIND);
            assert_eq!(environment.status(), Status::Running);
            assert_eq!(environment.current_version().unwrap().label.as_str(), "v2");
            (app, log)
        });
}

#[divan::bench]
fn cqrs_es(bencher: Bencher) {
    let (log, inputs) = release();
    bencher
        .counter(ItemsCount::new(inputs.len()))
        .with_inputs(|| {
            let store = MemStore::<Carried>::default();
            let framework = CqrsFramework::new(store.clone(), Vec::new(), policy());
            framework.execute(ID, Order::Take(log.clone())).block_on().unwrap();
            (framework, store, inputs.clone())
        })
        .bench_values(|(framework, store, inputs)| {
            for input in inputs {
                framework.execute(ID, Order::Decide(input)).block_on().unwrap();
            }
            (framework, Stored(store))
        });
}

/// What a run has stored. It is looked at when it goes, outside of what is measured.
struct Stored(MemStore<Carried>);

impl Drop for Stored {
    fn drop(&mut self) {
        let app = self.0.load_aggregate(ID).block_on().unwrap().aggregate.0.unwrap();
        let environment = app.environment(KIND);
        assert_eq!(environment.status(), Status::Running);
        assert_eq!(environment.current_version().unwrap().label.as_str(), "v2");
    }
}

#[divan::bench]
fn statig(bencher: Bencher) {
    bencher.counter(ItemsCount::new(STEPS)).with_inputs(|| Steps::default().state_machine()).bench_values(
        |mut machine| {
            machine.handle(&Told::Release);
            for _ in 1..STEPS {
                machine.handle(divan::black_box(&Told::Done));
            }
            assert_eq!(machine.done, STEPS - 1);
            assert!(matches!(machine.state(), State::Running {}));
            machine
        },
    );
}

/// The log up to an app that runs `v1` on two hosts, and the inputs that bring it to `v2`.
fn release() -> (Vec<Event>, Vec<Input>) {
    let policy = policy();
    let (mut app, created) = App::create(AppNumber::new(1), "todoapp".parse().unwrap(), Framework::NodeJs, None);
    let mut log = vec![created];
    let plan = plan::check(Plan::new(KIND, Tier::Standard, Billing::Prepaid), &policy).unwrap();
    let upload = |label: &str| {
        let proof = PackageProof::vouched(Framework::NodeJs, &policy, Timestamp::UNIX_EPOCH);
        Command::Upload(Upload::new(proof).label(label.parse().unwrap()))
    };
    let go = |label: &str| Command::Release { version: label.parse().unwrap(), strategy: None };
    let domain = Command::SetDomain("www.example.com".parse().unwrap());
    let (names, always) = (["www.example.com".parse().unwrap()], (Timestamp::UNIX_EPOCH, Timestamp::MAX));
    let certificate = CertificateProof::vouched(&names, always, TlsEnd::LoadBalancer, &policy, Timestamp::UNIX_EPOCH);
    let certificate = Command::SetCertificate(certificate);
    let commands = [Command::Build(plan), domain, certificate, upload("v1"), upload("v2"), go("v1")];
    for command in commands {
        log.extend(run(&mut app, &policy, command).1);
    }
    (log, run(&mut app, &policy, go("v2")).0)
}

/// A command and the reports of all that it asks for: the inputs, and the events that came of them.
fn run(app: &mut App, policy: &Policy, command: Command) -> (Vec<Input>, Vec<Event>) {
    let (mut inputs, mut events) = (Vec::new(), Vec::new());
    let mut next = Some(Input::Command { environment: KIND, seen: app.revision(), command });
    while let Some(input) = next {
        let Reply::Accepted(decision) = app.apply(policy, NOW, input.clone()).unwrap() else { unreachable!() };
        inputs.push(input);
        events.extend(decision.events);
        let outstanding = app.environment(KIND).outstanding();
        next = outstanding.map(|effect| Input::Report { environment: KIND, effect: effect.id, outcome: Outcome::Done });
    }
    (inputs, events)
}

fn policy() -> Policy {
    Policy::default().offering(Tier::ALL).with(|policy| policy.release.vouching = true)
}

/// The machine as cqrs-es carries it: nothing until it is created.
#[derive(Clone, Default, Deserialize, Serialize)]
struct Carried(#[serde(skip)] Option<App>);

enum Order {
    Take(Vec<Event>),
    Decide(Input),
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
struct Recorded(Event);

impl DomainEvent for Recorded {
    fn event_type(&self) -> String {
        "event".to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

#[derive(Debug)]
struct Refused(Rejection);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

impl std::error::Error for Refused {}

impl Aggregate for Carried {
    const TYPE: &'static str = "app";
    type Command = Order;
    type Error = Refused;
    type Event = Recorded;
    type Services = Policy;

    async fn handle(&mut self, order: Order, policy: &Policy, sink: &EventSink<Self>) -> Result<(), Refused> {
        let events = match (order, &self.0) {
            (Order::Take(events), _) => events,
            (Order::Decide(input), Some(app)) => match app.decide(policy, NOW, input).map_err(Refused)? {
                Reply::Accepted(decision) => decision.events,
                _ => Vec::new(),
            },
            (Order::Decide(_), None) => Vec::new(),
        };
        for event in events {
            sink.write(Recorded(event), self).await;
        }
        Ok(())
    }

    fn apply(&mut self, Recorded(event): Recorded) {
        match &mut self.0 {
            Some(app) => app.evolve(&event),
            None => self.0 = App::replay([&event]).ok(),
        }
    }
}

/// The same steps without what decides them.
#[derive(Default)]
struct Steps {
    done: usize,
}

enum Told {
    Release,
    Done,
}

#[state_machine(initial = "State::running()")]
impl Steps {
    #[state]
    fn running(event: &Told) -> statig::Outcome<State> {
        match event {
            Told::Release => Transition(State::host(0, 0)),
            Told::Done => Handled,
        }
    }

    #[state(superstate = "releasing")]
    fn host(&mut self, host: &mut usize, step: &mut usize, event: &Told) -> statig::Outcome<State> {
        match event {
            Told::Release => Super,
            Told::Done => {
                self.done += 1;
                let (host, step) = if *step + 1 == STEPS_OF_A_HOST { (*host + 1, 0) } else { (*host, *step + 1) };
                if host == HOSTS { Transition(State::running()) } else { Transition(State::host(host, step)) }
            }
        }
    }

    #[superstate]
    fn releasing(event: &Told) -> statig::Outcome<State> {
        match event {
            // One release at a time.
            Told::Release | Told::Done => Handled,
        }
    }
}

const HOSTS: usize = 2;
/// Out of the load balancer, installed, checked, back again.
const STEPS_OF_A_HOST: usize = 4;
const STEPS: usize = 1 + HOSTS * STEPS_OF_A_HOST;
const ID: &str = "todoapp";
const KIND: EnvironmentKind = EnvironmentKind::Production;
const NOW: Timestamp = Timestamp::UNIX_EPOCH;
