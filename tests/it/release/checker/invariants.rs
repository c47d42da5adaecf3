//! What must hold of every state and of every move.

use cloudapp::app::{EnvironmentKind, Strategy, Timestamp};
use cloudapp::release::{
    Action, Built, Change, Deployment, Environment, Event, Host, Input, Machine, OrderKind, Reply, Run, Traffic,
};

use super::world::{Config, Model, Move, Node, RealHost, Step};

/// A broken invariant.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Broken {
    /// One active order.
    S1,
    /// Production neither serves nor releases without domain and certificate.
    S2,
    /// The machine never causes a total outage (standard tier).
    S3,
    /// Swap never serves two versions.
    S4,
    /// Idle and in step: the real weights are the wanted ones, and no healthy host with the current version is left out.
    S5,
    /// The current version once succeeded.
    S6,
    /// What is believed of serving hosts is so.
    S7,
    /// Running: a release succeeded.
    S8,
    /// Running in production: the certificate covers the domain, and was valid when it was released.
    S9,
    /// Running: the gate admitted the version to this environment, or somebody vouched for it by name.
    S10,
    /// Ids strictly increase, and a retry keeps its own.
    E1,
    /// Resources are deleted only while the app does not run.
    E2,
    /// A host is installed only after its drain is acknowledged.
    E3,
    /// A rollback goes to a version that once succeeded.
    E4,
    /// An order begins only with domain and certificate.
    E5,
    /// An order begins only with parts that fit: a version that the gate admitted to this environment under the policy in
    /// force, and a certificate that was judged under it, covers the domain and is valid.
    E9,
    /// A failed order leaves the baseline restored, the app degraded, or nothing serving.
    E6,
    /// At most one effect is outstanding, it is the last one that was asked for, and the environment is busy exactly
    /// while there is one.
    E7,
    /// Every accepted input records an event.
    E8,
    /// The events make the state.
    Replay,
    /// A command delivered twice is carried out once.
    Twice,
    /// Without misbehaviour everything comes to rest by itself.
    L1,
    /// From every state the environment can be given back, and brought to run.
    L2,
}

/// Holds the invariants of states against `node`.
pub fn of_state(model: &Model, node: &Node, broken: &mut Vec<Broken>) {
    let environment = model.environment(node);
    if environment.step.is_some() != environment.status().is_busy() {
        broken.push(Broken::E7);
    }
    let Some(machine) = environment.machine() else { return };
    let Config { strategy, .. } = model.config;
    let config = &model.config;
    let world = &node.world;
    let believed = &machine.hosts;
    let real = &world.hosts[..believed.len()];
    let running = machine.run == Run::Running;
    let idle = machine.operation.is_none();
    let balanced = config.has_balancer();

    let releasing = machine.order().is_some();
    let rotating = believed.iter().any(|host| host.in_rotation);
    if (running || releasing || rotating) && !environment.configured() {
        broken.push(Broken::S2);
    }
    let serving = |index: &usize| real[*index].up && world.balancer.weights[*index] > 0;
    if balanced && running && !world.excused && !(0..real.len()).any(|index| serving(&index)) {
        broken.push(Broken::S3);
    }
    if balanced && strategy == Strategy::Swap && !world.excused {
        let mut versions = (0..real.len()).filter(serving).map(|index| real[index].version);
        if versions.next().is_some_and(|first| versions.any(|other| other != first)) {
            broken.push(Broken::S4);
        }
    }
    if balanced && idle && machine.in_step() {
        let wanted = believed.iter().map(|host| if host.in_rotation { host.weight.get() } else { 0 });
        let paused = machine.balancer.is_some_and(|balancer| balancer.traffic == Traffic::Paused);
        if !wanted.eq(world.balancer.weights[..believed.len()].iter().copied()) || world.balancer.paused != paused {
            broken.push(Broken::S5);
        }
        let left_out = |host: &Host| running && host.installed == machine.current && host.healthy && !host.in_rotation;
        if believed.iter().any(left_out) {
            broken.push(Broken::S5);
        }
    }
    if environment.current_version().is_some_and(|version| !version.succeeded) {
        broken.push(Broken::S6);
    }
    if idle && running && !world.excused {
        let differs = |(host, real): (&Host, &RealHost)| {
            let installed = host.installed.map_or((0, 0, 0), |installed| {
                let domain = installed.domain.map_or(0, cloudapp::release::DomainRevision::get);
                let certificate = installed.certificate.map_or(0, cloudapp::release::CertificateRevision::get);
                (installed.version.get(), domain, certificate)
            });
            let same_installation = host.epoch.map_or(0, cloudapp::release::EffectId::get) == real.epoch;
            let wrong = host.healthy && (installed != (real.version, real.domain, real.certificate) || !real.up);
            let wronged = balanced && !host.healthy && same_installation && real.up;
            host.in_rotation && (wrong || wronged)
        };
        if believed.iter().zip(real).any(differs) {
            broken.push(Broken::S7);
        }
    }
    if running && machine.current.is_none() {
        broken.push(Broken::S8);
    }
    if let Some((built, current)) = environment.built().zip(machine.baseline()) {
        // Time stands still here, so that what was valid at the release is valid now.
        if environment.kind.needs_certificate() && !certified(built, current) {
            broken.push(Broken::S9);
        }
        if !admitted(environment.kind, built, current) {
            broken.push(Broken::S10);
        }
    }
}

/// Holds the invariants of moves against what `action` made of `before`. Marks in the new world what excuses an outage.
pub fn of_move(model: &Model, before: &Node, action: &Move, step: &mut Step, broken: &mut Vec<Broken>) {
    // The log is walked once more, event by event: each is judged by the machine as it was just before it.
    let kind = model.config.kind;
    let mut app = before.app.clone();
    let mut started = 0;
    for event in &step.events {
        let Event::Changed { change, .. } = event else { continue };
        before_event(model, step, app.environment(kind), change, broken);
        let baseline = app.environment(kind).machine().is_some_and(|machine| machine.baseline().is_some());
        app.evolve(event);
        after_event(model, step, baseline, app.environment(kind), change, broken);
        started += usize::from(matches!(change, Change::StepStarted { .. } | Change::StepRetried { .. }));
    }
    if !step.events.is_empty() && app != step.node.app {
        broken.push(Broken::Replay);
    }
    if step.events.is_empty() && step.node.app != before.app {
        broken.push(Broken::E8);
    }
    let outstanding = app.environment(kind).step.as_ref().map(|step| (step.effect, step.attempt));
    let asked = step.effects.last().map(|effect| (effect.id, effect.attempt));
    if started > 1 || started != step.effects.len() || (asked.is_some() && asked != outstanding) {
        broken.push(Broken::E7);
    }
    if let Move::Command(command) = action {
        let input =
            Input::Command { environment: model.config.kind, seen: before.app.revision(), command: command.clone() };
        let again = step.node.app.decide(model.policy(&step.node), Timestamp::MAX, input);
        if matches!(again, Ok(Reply::Accepted(_))) {
            broken.push(Broken::Twice);
        }
    }
    let succeeded = |event: &Event| matches!(event, Event::Changed { change: Change::OrderSucceeded { .. }, .. });
    if step.events.iter().any(succeeded) {
        let hosts = model.environment(&step.node).machine().map_or(0, |machine| machine.hosts.len());
        // After a success nothing that happened before excuses an outage any more.
        if step.node.world.hosts[..hosts].iter().all(|host| host.up) {
            step.node.world.excused = false;
        }
    }
}

fn before_event(model: &Model, step: &Step, earlier: &Environment, change: &Change, broken: &mut Vec<Broken>) {
    match change {
        Change::StepStarted { effect, action, .. } => {
            if *effect < earlier.next_effect {
                broken.push(Broken::E1);
            }
            if let Action::Install { host, .. } = action
                && model.config.has_balancer()
            {
                let believed = earlier.machine().and_then(|machine| machine.host(*host));
                let in_step = earlier.machine().is_some_and(Machine::in_step);
                let weight = step.node.world.balancer.weights[usize::from(host.get()) - 1];
                let really = model.config.fences && weight > 0;
                if believed.is_none_or(|host| host.in_rotation) || !in_step || really {
                    broken.push(Broken::E3);
                }
            }
        }
        Change::DeletionRequested {} => {
            if earlier.machine().is_some_and(|machine| machine.run == Run::Running) {
                broken.push(Broken::E2);
            }
        }
        Change::StepRetried { effect, .. } => {
            if earlier.step.as_ref().is_none_or(|step| step.effect != *effect) {
                broken.push(Broken::E1);
            }
        }
        Change::OrderAccepted { kind, goal, .. } => {
            let Some(built) = earlier.built() else { return broken.push(Broken::S1) };
            if built.machine.operation.is_some() {
                broken.push(Broken::S1);
            }
            if !earlier.configured() {
                broken.push(Broken::E5);
            }
            let policy = model.policy(&step.node).fingerprint();
            let proof = built.version(goal.version).and_then(|version| version.proof.as_ref());
            let certificate = goal.certificate.and_then(|certificate| built.proofs.get(&certificate));
            let judged = proof.is_some_and(|proof| proof.policy() == policy)
                && certificate.is_none_or(|certificate| certificate.policy() == policy);
            if earlier.configured() && !(judged && certified(built, *goal) && admitted(earlier.kind, built, *goal)) {
                broken.push(Broken::E9);
            }
            let succeeded = built.version(goal.version).is_some_and(|version| version.succeeded);
            if *kind == OrderKind::Rollback && !succeeded {
                broken.push(Broken::E4);
            }
        }
        Change::OrderSucceeded { .. } => {
            let Some(machine) = earlier.machine() else { return broken.push(Broken::S1) };
            let goal = machine.order().map(|order| order.goal);
            if goal.is_none() || !machine.hosts.iter().all(|host| works(host, goal)) {
                broken.push(Broken::S6);
            }
        }
        _ => {}
    }
}

fn after_event(
    model: &Model,
    step: &Step,
    had_baseline: bool,
    later: &Environment,
    change: &Change,
    broken: &mut Vec<Broken>,
) {
    match change {
        Change::StepStarted { effect, .. } => {
            if later.next_effect <= *effect {
                broken.push(Broken::E1);
            }
        }
        Change::OrderFailed { restored, .. } => {
            let Some(machine) = later.machine() else { return broken.push(Broken::S1) };
            let all_work = machine.hosts.iter().all(|host| works(host, machine.current));
            let wrong = match (had_baseline, *restored) {
                (true, true) => !all_work || machine.degraded(),
                (true, false) => !machine.degraded(),
                // A failed first release serves nothing, unless the load balancer is known not to have listened.
                (false, restored) => {
                    let weighted = step.node.world.balancer.weights.iter().any(|weight| *weight > 0);
                    let rotates = model.config.has_balancer() && machine.hosts.iter().any(|host| host.in_rotation);
                    restored || rotates || (machine.in_step() && weighted)
                }
            };
            if wrong || machine.operation.is_some() {
                broken.push(Broken::E6);
            }
        }
        _ => {}
    }
}

fn works(host: &Host, deployment: Option<Deployment>) -> bool {
    host.installed == deployment && host.healthy && host.in_rotation
}

/// Whether a deployment's certificate covers its domain and has not ended.
fn certified(built: &Built, deployment: Deployment) -> bool {
    let proof = deployment.certificate.and_then(|certificate| built.proofs.get(&certificate));
    let domain = deployment.domain.and_then(|domain| built.domain_of(domain));
    proof.zip(domain).is_some_and(|(proof, domain)| {
        proof.names().iter().any(|name| name == domain.as_str()) && proof.valid_until() == Timestamp::MAX
    })
}

/// Whether a deployment's version was admitted to this environment.
fn admitted(kind: EnvironmentKind, built: &Built, deployment: Deployment) -> bool {
    let proof = built.version(deployment.version).and_then(|version| version.proof.as_ref());
    proof.is_some_and(|proof| proof.admissions().iter().any(|admission| admission.environment == kind))
}
