//! The world around an environment.

use cloudapp::app::{Billing, EnvironmentKind, Framework, Policy, Strategy, Tier, Timestamp, Weight};
use cloudapp::diagnostic::Accepted;
use cloudapp::plan::{self, Plan};
use cloudapp::release::{
    Action, App, AppNumber, CertificateProof, Command, Decision, Effect, EffectId, Environment, Event, HostNumber,
    Input, Notice, Outcome, PackageProof, Reply, Run, Traffic, Upload,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Greatest number of hosts of a model.
pub const MOST: usize = 8;

/// What is explored.
#[derive(Clone, Debug)]
pub struct Config {
    pub kind: EnvironmentKind,
    pub tier: Tier,
    pub strategy: Strategy,
    /// Hosts that are built.
    pub hosts: usize,
    /// Hosts that a scale-out may reach.
    pub most_hosts: usize,
    pub versions: usize,
    /// How often the world may misbehave.
    pub faults: u8,
    /// How often an effect is asked for.
    pub attempts: u8,
    /// Weights that users set; none keeps them at 100.
    pub weights: &'static [u8],
    /// Whether users pause the load balancer.
    pub pauses: bool,
    /// Whether users set a second certificate while the first is in use.
    pub recertifies: bool,
    /// Whether parts are mixed up: a second domain, certificates that do not cover the domain or have ended, packages for
    /// another environment, and a second policy.
    pub mixes: bool,
    /// Whether the billing system expires, suspends and resumes.
    pub bills: bool,
    /// Whether the platform takes resources back.
    pub reclaims: bool,
    /// Whether executors refuse an id below the greatest they have seen.
    pub fences: bool,
    /// Whether executors answer an id that they have carried out from memory.
    pub remembers: bool,
}

impl Config {
    pub fn starter(versions: usize, faults: u8) -> Self {
        Self {
            kind: EnvironmentKind::Production,
            tier: Tier::Starter,
            strategy: Strategy::Rolling,
            hosts: 1,
            most_hosts: 1,
            versions,
            faults,
            attempts: 2,
            weights: &[],
            pauses: false,
            recertifies: false,
            mixes: false,
            bills: false,
            reclaims: true,
            fences: true,
            remembers: true,
        }
    }

    pub fn standard(strategy: Strategy, versions: usize, faults: u8) -> Self {
        let tier = Tier::Standard;
        Self { tier, strategy, hosts: 2, most_hosts: 2, weights: &[0, 100], ..Self::starter(versions, faults) }
    }

    pub fn has_balancer(&self) -> bool {
        self.tier == Tier::Standard
    }
}

/// A host as it really is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct RealHost {
    /// Version, domain and certificate; 0 when there is none, or rubbish.
    pub version: u32,
    pub domain: u32,
    pub certificate: u32,
    /// Whether it answers.
    pub up: bool,
    /// The greatest id that it has seen, and how that went.
    pub fence: u64,
    pub memory: Option<bool>,
    /// The installation that is on it.
    pub epoch: u64,
}

/// The load balancer as it really is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct RealBalancer {
    pub weights: [u8; MOST],
    pub paused: bool,
    pub fence: u64,
    pub memory: Option<bool>,
}

/// Everything outside the machine.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct World {
    pub exists: bool,
    pub fence: u64,
    pub memory: Option<bool>,
    pub hosts: [RealHost; MOST],
    pub balancer: RealBalancer,
    /// Messages under way, in no order.
    pub mail: Vec<Message>,
    /// Misbehaviour that is left.
    pub faults: u8,
    /// Whether the second policy is in force.
    pub second_policy: bool,
    /// Whether an outage would not be the machine's doing: a host crashed, or the user asked for one.
    pub excused: bool,
}

#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Message {
    Request(u64, Job),
    Report(u64, bool),
    Down(u16, u64),
}

/// An action, in the model's small words. Hosts count from 0.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Job {
    Provision,
    Teardown,
    AddHost(usize),
    Balance { weights: [u8; MOST], paused: bool },
    Install { host: usize, version: u32, domain: u32, certificate: u32 },
    Verify(usize),
    StopApp,
}

impl Job {
    pub fn of(action: &Action) -> Self {
        let index = |host: &HostNumber| usize::from(host.get()) - 1;
        match action {
            Action::Provision { .. } => Self::Provision,
            Action::Teardown => Self::Teardown,
            Action::AddHost { host } => Self::AddHost(index(host)),
            Action::Balance { traffic, weights } => {
                let mut real = [0; MOST];
                for (real, weight) in real.iter_mut().zip(weights) {
                    *real = weight.map_or(0, Weight::get);
                }
                Self::Balance { weights: real, paused: *traffic == Traffic::Paused }
            }
            Action::Install { host, deployment } => Self::Install {
                host: index(host),
                version: deployment.version.get(),
                domain: deployment.domain.map_or(0, cloudapp::release::DomainRevision::get),
                certificate: deployment.certificate.map_or(0, cloudapp::release::CertificateRevision::get),
            },
            Action::Verify { host, .. } => Self::Verify(index(host)),
            Action::StopApp => Self::StopApp,
            other => panic!("not part of the model: {other:?}"),
        }
    }
}

/// One thing that can happen next.
#[derive(Clone, Debug)]
pub enum Move {
    Command(Command),
    Notice(Notice),
    /// A message arrives, and an executor carries out what it asks for.
    Deliver(Message),
    /// An effect fails and changes nothing.
    FailCleanly(Message),
    /// An effect fails half done.
    FailHalfDone(Message),
    /// The version is bad: it is installed and does not run.
    BadVersion(Message),
    Repeat(Message),
    Lose(Message),
    /// The deadline of an effect passes that nothing is under way for any more.
    TimeOut,
    /// The deadline passes while something still is.
    EarlyTimeOut,
    Crash(usize),
    /// The platform changes its policy.
    Policy,
}

impl Move {
    /// Whether the world misbehaves, which it may do only so often.
    pub fn is_fault(&self) -> bool {
        match self {
            Self::Notice(notice) => *notice == Notice::Reclaimed,
            Self::Command(_) | Self::Deliver(_) | Self::TimeOut | Self::Policy => false,
            _ => true,
        }
    }

    /// Whether it happens by itself, without users and misbehaviour.
    pub fn is_system(&self) -> bool {
        matches!(self, Self::Deliver(_) | Self::TimeOut)
    }
}

/// A machine and its world.
#[derive(Clone, Debug)]
pub struct Node {
    pub app: App,
    pub world: World,
}

/// What a move did.
#[derive(Clone, Debug)]
pub struct Step {
    pub node: Node,
    /// Each event with the machine before it.
    pub events: Vec<Event>,
    pub effects: Vec<Effect>,
}

pub struct Model {
    pub config: Config,
    /// The policy in force and the one that it may change to.
    policies: [Policy; 2],
    /// What the gate gave out under each of them.
    proofs: [Proofs; 2],
    plan: Accepted<Plan>,
}

impl Model {
    pub fn new(config: Config) -> Self {
        let mut policy = Policy::default().offering(Tier::ALL);
        policy.release.strategy = config.strategy;
        policy.release.attempts = config.attempts;
        let plan = Plan::new(config.kind, config.tier, Billing::Prepaid);
        let plan = plan::check(plan.with_hosts(u8::try_from(config.hosts).unwrap()), &policy).unwrap();
        let second = policy.clone().with(|policy| policy.java_limit = 17);
        let policies = [policy, second];
        let proofs = [0, 1].map(|index: usize| Proofs::new(&config, &policies[index]));
        Self { config, policies, proofs, plan }
    }

    /// The policy in force.
    pub fn policy(&self, node: &Node) -> &Policy {
        &self.policies[usize::from(node.world.second_policy)]
    }

    /// What the gate gives out now.
    fn proofs(&self, node: &Node) -> &Proofs {
        &self.proofs[usize::from(node.world.second_policy)]
    }

    pub fn start(&self) -> Node {
        let (app, _) = App::create(AppNumber::new(1), "a".parse().unwrap(), Framework::Php, None);
        Node { app, world: World { faults: self.config.faults, ..World::default() } }
    }

    pub fn environment<'a>(&self, node: &'a Node) -> &'a Environment {
        node.app.environment(self.config.kind)
    }

    /// Everything that can happen next.
    pub fn moves(&self, node: &Node) -> Vec<Move> {
        let mut moves = Vec::with_capacity(32);
        self.commands(node, &mut moves);
        let faulty = node.world.faults > 0;
        if self.config.reclaims && faulty {
            moves.push(Move::Notice(Notice::Reclaimed));
        }
        for (index, message) in node.world.mail.iter().enumerate() {
            if node.world.mail[..index].contains(message) {
                continue;
            }
            moves.push(Move::Deliver(*message));
            if faulty {
                moves.extend([Move::Repeat(*message), Move::Lose(*message)]);
                if let Message::Request(_, job) = message {
                    moves.push(Move::FailCleanly(*message));
                    if !matches!(job, Job::Verify(_)) {
                        moves.push(Move::FailHalfDone(*message));
                    }
                    if matches!(job, Job::Install { .. }) {
                        moves.push(Move::BadVersion(*message));
                    }
                }
            }
        }
        if let Some(step) = &self.environment(node).step {
            let id = step.effect.get();
            let about = |message: &&Message| match message {
                Message::Request(other, _) | Message::Report(other, _) => *other == id,
                Message::Down(..) => false,
            };
            match node.world.mail.iter().find(about) {
                None => moves.push(Move::TimeOut),
                Some(_) if faulty => moves.push(Move::EarlyTimeOut),
                Some(_) => {}
            }
        }
        if faulty {
            let up = (0..MOST).filter(|host| node.world.hosts[*host].up);
            moves.extend(up.map(Move::Crash));
        }
        moves
    }

    fn commands(&self, node: &Node, moves: &mut Vec<Move>) {
        let environment = self.environment(node);
        let mut add = |command| moves.push(Move::Command(command));
        add(Command::Build(self.plan.clone()));
        add(Command::DeleteResources);
        let Some(built) = environment.built() else { return };
        if self.config.kind == EnvironmentKind::Production {
            add(Command::SetDomain("a.example".parse().unwrap()));
            add(Command::ClearDomain);
            add(Command::ClearCertificate);
            let certificates = super::key::certificates(environment, &node.world).len();
            let first = built.certificate.is_none();
            if first || ((self.config.recertifies || self.config.mixes) && certificates < 2) {
                let [first, others @ ..] = &self.proofs(node).certificates;
                add(Command::SetCertificate(first.clone()));
                if self.config.mixes {
                    for proof in others {
                        add(Command::SetCertificate(proof.clone()));
                    }
                }
            }
            if self.config.mixes {
                add(Command::SetDomain("b.example".parse().unwrap()));
                if built.versions.len() == self.config.versions {
                    let proof = self.proofs(node).of_test.clone();
                    add(Command::Upload(Upload::new(proof).label("of-test".parse().unwrap())));
                }
                for version in &built.versions {
                    let proof = self.proofs(node).package.clone();
                    add(Command::Readmit { version: version.label.clone(), proof });
                }
            }
        }
        for version in &built.versions {
            add(Command::Release { version: version.label.clone(), strategy: None });
            add(Command::Rollback { version: version.label.clone(), strategy: None });
        }
        add(Command::Abort);
        add(Command::Stop);
        add(Command::Repair);
        if self.config.has_balancer() {
            for (number, _) in built.machine.numbered() {
                for weight in self.config.weights {
                    add(Command::SetWeight { host: number, weight: Weight::try_from(*weight).unwrap() });
                }
            }
            if built.machine.hosts.len() < self.config.most_hosts {
                add(Command::ScaleOut { hosts: 1 });
            }
            if self.config.pauses {
                add(Command::SetTraffic(Traffic::Paused));
                add(Command::SetTraffic(Traffic::Flowing));
            }
        }
        if self.config.bills {
            moves.extend([Notice::Expired, Notice::Suspended, Notice::Resumed].map(Move::Notice));
        }
        if self.config.mixes {
            moves.push(Move::Policy);
        }
    }

    /// What a move leads to; nothing when the machine refuses or ignores a command, a notice or a deadline.
    pub fn step(&self, node: &Node, action: &Move) -> Option<Step> {
        let environment = self.config.kind;
        let input = match action {
            Move::Command(command) => {
                Some(Input::Command { environment, seen: node.app.revision(), command: command.clone() })
            }
            Move::Notice(notice) => Some(Input::Billing { environment, notice: *notice }),
            Move::TimeOut | Move::EarlyTimeOut => {
                let effect = self.environment(node).step.as_ref()?.effect;
                Some(Input::TimedOut { environment, effect })
            }
            _ => None,
        };
        // Most commands are refused: nothing is copied for them.
        let decision = match input {
            Some(input) => Some(self.decide(node, input)?),
            None => None,
        };
        let mut step = Step { node: node.clone(), events: Vec::new(), effects: Vec::new() };
        if action.is_fault() {
            step.node.world.faults -= 1;
        }
        if let Some(decision) = decision {
            step.record(decision);
        }
        let world = &mut step.node.world;
        match action {
            Move::Command(Command::Stop | Command::SetTraffic(Traffic::Paused)) => world.excused = true,
            Move::Notice(Notice::Reclaimed) => world.vanish(),
            Move::Notice(Notice::Suspended) => world.suspend(),
            Move::Command(_) | Move::Notice(_) | Move::TimeOut | Move::EarlyTimeOut => {}
            Move::Policy => world.second_policy = !world.second_policy,
            Move::Lose(message) => world.take(*message),
            Move::Crash(host) => {
                world.hosts[*host].up = false;
                world.excused = true;
                let epoch = world.hosts[*host].epoch;
                if epoch != 0 {
                    world.mail.push(Message::Down(u16::try_from(*host).unwrap(), epoch));
                }
            }
            Move::Repeat(message) => self.arrive(&mut step, *message, How::Well),
            Move::Deliver(message)
            | Move::FailCleanly(message)
            | Move::FailHalfDone(message)
            | Move::BadVersion(message) => {
                world.take(*message);
                let how = match action {
                    Move::FailCleanly(_) => How::Cleanly,
                    Move::FailHalfDone(_) => How::HalfDone,
                    Move::BadVersion(_) => How::Bad,
                    _ => How::Well,
                };
                self.arrive(&mut step, *message, how);
            }
        }
        self.upload(&mut step);
        Some(step)
    }

    fn arrive(&self, step: &mut Step, message: Message, how: How) {
        let environment = self.config.kind;
        match message {
            Message::Request(id, job) => {
                if let Some(done) = step.node.world.carry_out(&self.config, id, job, how) {
                    step.node.world.mail.push(Message::Report(id, done));
                }
            }
            Message::Report(id, done) => {
                let outcome = if done { Outcome::Done } else { Outcome::Failed { reason: "x".parse().unwrap() } };
                self.input(step, Input::Report { environment, effect: EffectId::new(id), outcome });
            }
            Message::Down(host, epoch) => {
                let host = HostNumber::new(host + 1).unwrap();
                self.input(step, Input::HostDown { environment, host, epoch: EffectId::new(epoch) });
            }
        }
    }

    /// Tells the machine something that it may ignore.
    fn input(&self, step: &mut Step, input: Input) {
        if let Some(decision) = self.decide(&step.node, input) {
            step.record(decision);
        }
    }

    /// What the machine makes of an input. At the end of time, which is now, every deadline has passed.
    fn decide(&self, node: &Node, input: Input) -> Option<Decision> {
        match node.app.decide(self.policy(node), Timestamp::MAX, input) {
            Ok(Reply::Accepted(decision)) => Some(decision),
            _ => None,
        }
    }

    /// Every version of the model is uploaded as soon as the environment is built.
    fn upload(&self, step: &mut Step) {
        let uploaded = |node: &Node| self.environment(node).built().map(|built| built.versions.len());
        let Some(uploaded) = uploaded(&step.node) else { return };
        for index in uploaded..self.config.versions {
            let proof = self.proofs(&step.node).package.clone();
            let label = format!("v{}", index + 1).parse().unwrap();
            let command = Command::Upload(Upload::new(proof).label(label));
            let input = Input::Command { environment: self.config.kind, seen: step.node.app.revision(), command };
            let decision = self.decide(&step.node, input).expect("an upload");
            for event in decision.events {
                step.node.app.evolve(&event);
                step.events.push(event);
            }
        }
    }

    /// Whether nothing is under way and nothing is owed.
    pub fn is_quiet(&self, node: &Node) -> bool {
        node.world.mail.is_empty() && self.environment(node).step.is_none()
    }

    /// Whether the app runs everywhere, as the machine believes and in truth.
    pub fn is_healthy(&self, node: &Node) -> bool {
        let Some(machine) = self.environment(node).machine() else { return false };
        let up = node.world.hosts[..machine.hosts.len()].iter().all(|host| host.up);
        machine.run == Run::Running && machine.operation.is_none() && !machine.degraded() && up
    }
}

impl Step {
    fn record(&mut self, decision: Decision) {
        for event in &decision.events {
            self.node.app.evolve(event);
        }
        for effect in &decision.effects {
            self.node.world.mail.push(Message::Request(effect.id.get(), Job::of(&effect.action)));
        }
        self.events = decision.events;
        self.effects = decision.effects;
    }
}

/// How an effect goes.
#[derive(Clone, Copy, Eq, PartialEq)]
enum How {
    Well,
    Cleanly,
    HalfDone,
    Bad,
}

impl World {
    fn take(&mut self, message: Message) {
        let index = self.mail.iter().position(|other| *other == message).unwrap();
        self.mail.swap_remove(index);
    }

    fn vanish(&mut self) {
        self.exists = false;
        self.hosts = [RealHost::default(); MOST];
        self.balancer = RealBalancer::default();
        self.excused = true;
    }

    fn suspend(&mut self) {
        self.hosts.iter_mut().for_each(|host| host.up = false);
        self.excused = true;
    }

    /// What executors do with a request: whether it was done, or nothing when it is refused as an old one.
    fn carry_out(&mut self, config: &Config, id: u64, job: Job, how: How) -> Option<bool> {
        match job {
            Job::Provision | Job::Teardown => {
                match known(config, id, self.fence, self.memory) {
                    Known::Refused => return None,
                    Known::Remembered(done) => return Some(done),
                    Known::New => {}
                }
                let done = how == How::Well;
                (self.fence, self.memory) = (id, Some(done));
                let changes = how != How::Cleanly;
                let emptied = RealHost { fence: id, ..RealHost::default() };
                if job == Job::Provision && changes {
                    self.exists = true;
                    self.hosts = [emptied; MOST];
                    self.balancer = RealBalancer { fence: id, ..RealBalancer::default() };
                } else if job == Job::Teardown && changes {
                    self.exists = !done;
                    self.hosts = [emptied; MOST];
                    if done {
                        self.balancer = RealBalancer::default();
                    }
                }
                Some(done)
            }
            _ if !self.exists => Some(false),
            Job::Balance { weights, paused } => {
                let balancer = &mut self.balancer;
                match known(config, id, balancer.fence, balancer.memory) {
                    Known::Refused => return None,
                    Known::Remembered(done) => return Some(done),
                    Known::New => {}
                }
                let done = how == How::Well;
                (balancer.fence, balancer.memory) = (id, Some(done));
                if how != How::Cleanly {
                    (balancer.weights, balancer.paused) = (weights, paused);
                }
                Some(done)
            }
            Job::StopApp => {
                if config.fences && self.hosts.iter().any(|host| id < host.fence) {
                    return None;
                }
                let remembered = self.hosts[0].memory.filter(|_| config.remembers && self.hosts[0].fence == id);
                if remembered.is_some() {
                    return remembered;
                }
                let done = how == How::Well;
                let stopped = match how {
                    How::Well => MOST,
                    How::Cleanly => 0,
                    How::HalfDone | How::Bad => 1,
                };
                for (index, host) in self.hosts.iter_mut().enumerate() {
                    (host.fence, host.memory) = (id, Some(done));
                    host.up &= index >= stopped;
                }
                Some(done)
            }
            Job::AddHost(host) | Job::Verify(host) | Job::Install { host, .. } => {
                let host = &mut self.hosts[host];
                match known(config, id, host.fence, host.memory) {
                    Known::Refused => return None,
                    Known::Remembered(done) => return Some(done),
                    Known::New => {}
                }
                let done = match (job, how) {
                    (Job::AddHost(_), How::Well | How::HalfDone) => {
                        *host = RealHost::default();
                        how == How::Well
                    }
                    (Job::Verify(_), How::Well) => host.up,
                    (Job::Install { version, domain, certificate, .. }, How::Well | How::Bad) => {
                        (host.version, host.domain, host.certificate) = (version, domain, certificate);
                        (host.up, host.epoch) = (how == How::Well, id);
                        true
                    }
                    (Job::Install { .. }, How::HalfDone) => {
                        (host.version, host.domain, host.certificate) = (0, 0, 0);
                        (host.up, host.epoch) = (false, id);
                        false
                    }
                    _ => false,
                };
                (host.fence, host.memory) = (id, Some(done));
                Some(done)
            }
        }
    }
}

enum Known {
    Refused,
    Remembered(bool),
    New,
}

fn known(config: &Config, id: u64, fence: u64, memory: Option<bool>) -> Known {
    match memory {
        _ if config.fences && id < fence => Known::Refused,
        Some(done) if config.remembers && id == fence => Known::Remembered(done),
        _ => Known::New,
    }
}

/// What the gate gives out under one policy.
struct Proofs {
    package: PackageProof,
    /// Of a package that was admitted to the test environment alone.
    of_test: PackageProof,
    /// For the first domain; for the second one; for the first one, and ended.
    certificates: [CertificateProof; 3],
}

impl Proofs {
    fn new(config: &Config, policy: &Policy) -> Self {
        let first = Timestamp::UNIX_EPOCH;
        let certificate = |(name, until): (&str, Timestamp)| {
            let names = [name.parse().unwrap()];
            as_inspected(&CertificateProof::vouched(&names, (first, until), config.tier.tls_end(), policy, first))
        };
        let certificates = [("a.example", Timestamp::MAX), ("b.example", Timestamp::MAX), ("a.example", first)];
        Self {
            package: inspected(config.kind, policy),
            of_test: inspected(EnvironmentKind::Test, policy),
            certificates: certificates.map(certificate),
        }
    }
}

/// A package that the gate admitted to `kind` under `policy`, as a store has it.
fn inspected(kind: EnvironmentKind, policy: &Policy) -> PackageProof {
    let vouched = PackageProof::vouched(Framework::Php, policy, Timestamp::UNIX_EPOCH);
    let mut stored = serde_json::to_value(as_inspected(&vouched)).unwrap();
    let admissions = stored["admissions"].as_array_mut().unwrap();
    admissions.retain(|admission| admission["environment"] == kind.as_str());
    serde_json::from_value(stored).unwrap()
}

/// A proof as if the gate had made it: whoever can write the store is trusted.
fn as_inspected<P: Serialize + DeserializeOwned>(vouched: &P) -> P {
    let mut stored = serde_json::to_value(vouched).unwrap();
    stored["checked"] = "inspected".into();
    serde_json::from_value(stored).unwrap()
}
