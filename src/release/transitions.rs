//! The machine's transitions, found by trying everything.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::app::App;
use super::database::DatabaseChange;
use super::decide::Reply;
use super::deployment::Traffic;
use super::environment::Stage;
use super::id::{AppNumber, CertificateRevision, EffectId, HostNumber, Revision};
use super::input::{Command, Input, Notice, Outcome, Upload};
use super::proof::{CertificateProof, PackageProof};
use super::status::Status;
use crate::app::{AppName, Billing, EnvironmentKind, Framework, Policy, Strategy, Tier, Timestamp, Weight};
use crate::plan::{self, Plan};

/// What each input does in each state of an environment, found by exploring the machine: nothing is kept by hand.
///
/// Every answer is tried to every effect, whether the world could give it or not, in a production environment of either
/// tier with one version, and with either strategy.
///
/// # Examples
///
/// ```
/// let transitions = cloudapp::release::Transitions::explore();
/// assert!(transitions.mermaid().contains("    running --> stopping : stop\n"));
/// assert!(transitions.dot().contains("    \"running\" -> \"stopping\" [label=\"stop\"];\n"));
/// assert!(transitions.table().contains("| running | 运行中 | stop | stopping"));
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Transitions {
    found: BTreeMap<(Status, &'static str), BTreeSet<Meaning>>,
}

/// What an input may mean in a state.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Meaning {
    Leads(Status),
    Ignored,
    Refused(&'static str),
}

impl Transitions {
    /// Tries every input in every state.
    #[must_use]
    pub fn explore() -> Self {
        let mut transitions = Self::default();
        for (tier, strategy) in
            [(Tier::Starter, Strategy::Rolling), (Tier::Standard, Strategy::Rolling), (Tier::Standard, Strategy::Swap)]
        {
            if let Some(trials) = Trials::new(tier, strategy) {
                transitions.explore_from(&trials);
            }
        }
        transitions
    }

    /// A table in Markdown: a row for each state and input, with what it may lead to.
    #[must_use]
    pub fn table(&self) -> String {
        let mut table = "| state | | input | leads to |\n|---|---|---|---|\n".to_owned();
        for ((status, input), meanings) in &self.found {
            let meanings: Vec<String> = meanings.iter().map(Meaning::to_string).collect();
            let label = status.label();
            // Writing to a text cannot fail.
            let _ = writeln!(table, "| {status} | {label} | {input} | {} |", meanings.join(", "));
        }
        table
    }

    /// A state diagram for Mermaid. Inputs that leave the state as it is are left out.
    #[must_use]
    pub fn mermaid(&self) -> String {
        let mut diagram = "stateDiagram-v2\n".to_owned();
        for status in Status::ALL {
            let _ = writeln!(diagram, "    {} : {} {status}", identifier(*status), status.label());
        }
        let _ = writeln!(diagram, "    [*] --> {}", identifier(Status::NotBuilt));
        for ((from, to), inputs) in self.edges() {
            let _ = writeln!(diagram, "    {} --> {} : {}", identifier(from), identifier(to), inputs.join(" / "));
        }
        diagram
    }

    /// A graph for Graphviz. Inputs that leave the state as it is are left out.
    #[must_use]
    pub fn dot(&self) -> String {
        let mut graph = "digraph release {\n    rankdir=LR;\n    node [shape=box, style=rounded];\n".to_owned();
        for status in Status::ALL {
            let _ = writeln!(graph, "    \"{status}\" [label=\"{}\\n{status}\"];", status.label());
        }
        for ((from, to), inputs) in self.edges() {
            let _ = writeln!(graph, "    \"{from}\" -> \"{to}\" [label=\"{}\"];", inputs.join("\\n"));
        }
        graph.push_str("}\n");
        graph
    }

    /// From a state to another: the inputs that lead there.
    fn edges(&self) -> BTreeMap<(Status, Status), Vec<&'static str>> {
        let mut edges: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for ((from, input), meanings) in &self.found {
            for meaning in meanings {
                if let Meaning::Leads(to) = meaning
                    && to != from
                {
                    edges.entry((*from, *to)).or_default().push(*input);
                }
            }
        }
        edges
    }

    /// Tries every input in every state. What is not needed to come from one to the other of the main states is
    /// followed only until the environment is idle again: the states beyond differ in details that no screen shows.
    fn explore_from(&mut self, trials: &Trials) {
        let start = trials.start();
        let mut known = BTreeSet::from([fingerprint(&start, Way::Main)]);
        let mut open = vec![(start, Way::Main)];
        while let Some((app, way)) = open.pop() {
            let from = app.environment(KIND).status();
            for (name, input) in trials.inputs(&app) {
                // At the end of time every deadline has passed.
                let decision = match app.decide(&trials.policy, Timestamp::MAX, input.clone()) {
                    Ok(Reply::Accepted(decision)) => decision,
                    Ok(Reply::Ignored(_)) => {
                        self.found.entry((from, name)).or_default().insert(Meaning::Ignored);
                        continue;
                    }
                    Err(rejection) => {
                        let words = rejection.obstacles().iter().map(|obstacle| Meaning::Refused(obstacle.as_str()));
                        self.found.entry((from, name)).or_default().extend(words);
                        continue;
                    }
                };
                let mut next = app.clone();
                for event in &decision.events {
                    next.evolve(event);
                }
                let environment = next.environment(KIND);
                self.found.entry((from, name)).or_default().insert(Meaning::Leads(environment.status()));
                let way = if is_aside(&input) { Way::Aside } else { way };
                if way == Way::Aside && environment.step.is_none() {
                    continue;
                }
                Trials::rename(&mut next);
                if known.insert(fingerprint(&next, way)) {
                    open.push((next, way));
                }
            }
        }
    }
}

/// How a state was reached.
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
enum Way {
    Aside,
    Main,
}

/// Whether an input is not needed to come from one to the other of the main states.
fn is_aside(input: &Input) -> bool {
    match input {
        Input::Billing { notice, .. } => *notice != Notice::Reclaimed,
        Input::Command { command, .. } => matches!(
            command,
            Command::ChangeDatabase(_)
                | Command::ClearCertificate
                | Command::ClearDomain
                | Command::ScaleOut { .. }
                | Command::SetTraffic(_)
                | Command::SetWeight { .. }
        ),
        _ => false,
    }
}

fn fingerprint(app: &App, way: Way) -> u64 {
    // Its keys are fixed, so that every run explores alike.
    let mut hasher = DefaultHasher::new();
    (app, way).hash(&mut hasher);
    hasher.finish()
}

impl std::fmt::Display for Meaning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Leads(status) => f.write_str(status.as_str()),
            Self::Ignored => f.write_str("*ignored*"),
            Self::Refused(obstacle) => write!(f, "refused: {obstacle}"),
        }
    }
}

/// Everything that is tried.
struct Trials {
    policy: Policy,
    name: AppName,
    commands: Vec<Command>,
    upload: Upload,
}

impl Trials {
    fn new(tier: Tier, strategy: Strategy) -> Option<Self> {
        let mut policy = Policy::default().offering(Tier::ALL);
        policy.release.strategy = strategy;
        policy.release.vouching = true;
        let name = "todoapp".parse().ok()?;
        let plan = plan::check(Plan::new(KIND, tier, Billing::Prepaid), &policy).ok()?;
        let version: crate::app::PackageVersion = "v1".parse().ok()?;
        let names = ["www.example.com".parse().ok()?];
        let (first, last) = (Timestamp::UNIX_EPOCH, Timestamp::MAX);
        let certificate = CertificateProof::vouched(&names, (first, last), tier.tls_end(), &policy, first);
        let mut commands = vec![
            Command::Build(plan),
            Command::SetDomain("www.example.com".parse().ok()?),
            Command::ClearDomain,
            Command::SetCertificate(certificate),
            Command::ClearCertificate,
            Command::Release { version: version.clone(), strategy: None },
            Command::Rollback { version: version.clone(), strategy: None },
            Command::Abort,
            Command::ScaleOut { hosts: 1 },
            Command::SetTraffic(Traffic::Paused),
            Command::SetTraffic(Traffic::Flowing),
            Command::Repair,
            Command::Stop,
            Command::DeleteResources,
            Command::ChangeDatabase(match tier {
                Tier::Starter => DatabaseChange::OpenConsole,
                Tier::Standard => DatabaseChange::AddDatabase { database: "sample".parse().ok()? },
            }),
        ];
        for host in [1, 2].into_iter().filter_map(HostNumber::new) {
            commands.extend([Weight::ZERO, Weight::FULL].map(|weight| Command::SetWeight { host, weight }));
        }
        let upload = Upload::new(PackageProof::vouched(Framework::NodeJs, &policy, first)).label(version);
        Some(Self { policy, name, commands, upload })
    }

    fn start(&self) -> App {
        let (mut app, _) = App::create(AppNumber::new(1), self.name.clone(), Framework::NodeJs, None);
        Self::rename(&mut app);
        app
    }

    fn inputs(&self, app: &App) -> Vec<(&'static str, Input)> {
        let seen = app.revision;
        let environment = app.environment(KIND);
        // A scale-out is tried, but not once more on top of it.
        let mut inputs: Vec<_> = self
            .commands
            .iter()
            .map(|command| (command.as_str(), Input::Command { environment: KIND, seen, command: command.clone() }))
            .collect();
        let upload = Command::Upload(self.upload.clone());
        inputs.push((upload.as_str(), Input::Command { environment: KIND, seen, command: upload }));
        for notice in [Notice::Expired, Notice::Suspended, Notice::Resumed, Notice::Reclaimed] {
            inputs.push((notice.as_str(), Input::Billing { environment: KIND, notice }));
        }
        let effect = environment.step.as_ref().map_or(EffectId::new(0), |step| step.effect);
        inputs.push(("done", Input::Report { environment: KIND, effect, outcome: Outcome::Done }));
        if let Ok(reason) = "no space left on device".parse() {
            let outcome = Outcome::Failed { reason };
            inputs.push(("failed", Input::Report { environment: KIND, effect, outcome }));
        }
        inputs.push(("timed-out", Input::TimedOut { environment: KIND, effect }));
        for (host, known) in environment.machine().into_iter().flat_map(super::machine::Machine::numbered) {
            let epoch = known.epoch.unwrap_or_default();
            inputs.push(("host-down", Input::HostDown { environment: KIND, host, epoch }));
        }
        inputs
    }

    /// Gives numbers that only count on the same value in every state, so that states which differ in nothing else are
    /// one.
    fn rename(app: &mut App) {
        app.revision = Revision::default();
        app.orders = 0;
        let environment = &mut app.production;
        environment.commanded = Revision::default();
        environment.next_effect = EffectId::new(3);
        if let Some(step) = &mut environment.step {
            step.effect = EffectId::new(2);
        }
        let Some(resources) = &mut environment.resources else { return };
        let Stage::Built(built) = &mut resources.stage else { return };
        built.certificates = CertificateRevision::default();
        for host in &mut built.machine.hosts {
            host.epoch = host.epoch.map(|_| EffectId::new(1));
        }
    }
}

/// A name without hyphens, which Mermaid needs.
fn identifier(status: Status) -> String {
    status.as_str().replace('-', "_")
}

const KIND: EnvironmentKind = EnvironmentKind::Production;
