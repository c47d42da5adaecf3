//! The state of an environment's hosts, and how events change it.

use serde::{Deserialize, Serialize};

use super::deployment::{Deployment, Traffic};
use super::effect::Action;
use super::event::{Change, OrderKind};
use super::host::{Balancer, Host, HostProgress};
use super::id::{EffectId, HostNumber, is_default};
use crate::app::{ReleaseOrderId, Strategy, Tier};
use crate::plan::Plan;

/// Whether the app of an environment runs.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Run {
    /// No release has succeeded yet.
    Never,
    /// A release has succeeded.
    Running,
    /// The user stopped it.
    Stopped,
}

/// Which way an order is going.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Direction {
    /// To its goal.
    #[default]
    Forward,
    /// To the baseline, the deployment that last succeeded.
    Back,
}

/// An active release order.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Order {
    /// Its id, which also says when it was accepted.
    pub id: ReleaseOrderId,
    /// What kind of order the user placed.
    pub kind: OrderKind,
    /// What should run in the end.
    pub goal: Deployment,
    /// In which order it updates the hosts.
    pub strategy: Strategy,
    /// Which way it is going.
    #[serde(default, skip_serializing_if = "is_default")]
    pub direction: Direction,
    /// Whether its user asked to abort it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub abort: bool,
    /// Hosts still to be added before anything is installed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub adding: u16,
    /// Whether an installation has started, so that a first release has to stop the app when it fails.
    #[serde(default, skip_serializing_if = "is_default")]
    pub touched: bool,
    /// Whether setting the load balancer failed on the way back.
    #[serde(default, skip_serializing_if = "is_default")]
    pub balancer_failed: bool,
}

/// What an environment is busy with.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Operation {
    /// Setting the load balancer to what the user changed.
    Balancing,
    /// Changing the database.
    Database,
    /// A release, a rollback or a scale-out.
    Order(Order),
    /// Checking the hosts and the load balancer again.
    Repairing,
    /// Stopping the app.
    Stopping,
}

/// The hosts of a built environment, what runs on them and what is being done about it.
///
/// # Examples
///
/// ```
/// use cloudapp::release::{HostNumber, HostStatus, Machine};
///
/// let machine: Machine = serde_json::from_str(r#"{"run": "running", "current": {"version": 3},
///     "balancer": {"in_step": true}, "hosts": [
///         {"installed": {"version": 3}, "healthy": true, "in_rotation": true},
///         {"installed": {"version": 3}}
///     ]}"#)?;
/// assert_eq!(machine.baseline(), machine.current);
/// assert!(machine.in_step() && machine.degraded() && machine.repairable());
/// let second = HostNumber::new(2).and_then(|number| machine.host(number)).unwrap();
/// assert_eq!((second.serves(), machine.host_status(second)), (false, HostStatus::Faulty));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Machine {
    /// Hosts, in the order of their numbers.
    pub hosts: Vec<Host>,
    /// The load balancer of the standard tier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub balancer: Option<Balancer>,
    /// Whether the app runs.
    pub run: Run,
    /// The deployment of the last order that succeeded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<Deployment>,
    /// What is being done; `None` while the environment is idle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<Operation>,
}

impl Machine {
    /// Freshly built hosts.
    pub(super) fn new(plan: Plan) -> Self {
        // A new load balancer forwards to nobody, which is what hosts without an app want.
        let balancer = Balancer { in_step: true, traffic: Traffic::Flowing };
        Self {
            hosts: vec![Host::new(); usize::from(plan.hosts)],
            balancer: (plan.tier == Tier::Standard).then_some(balancer),
            run: Run::Never,
            current: None,
            operation: None,
        }
    }

    /// A host by its number.
    #[must_use]
    pub fn host(&self, number: HostNumber) -> Option<&Host> {
        self.hosts.get(number.index())
    }

    /// Hosts with their numbers.
    pub fn numbered(&self) -> impl Iterator<Item = (HostNumber, &Host)> {
        self.hosts.iter().enumerate().map(|(index, host)| (HostNumber::at(index), host))
    }

    /// The active order.
    #[must_use]
    pub const fn order(&self) -> Option<&Order> {
        match &self.operation {
            Some(Operation::Order(order)) => Some(order),
            _ => None,
        }
    }

    /// What a failing order goes back to: the deployment that runs; `None` when the app does not run.
    #[must_use]
    pub fn baseline(&self) -> Option<Deployment> {
        self.current.filter(|_| self.run == Run::Running)
    }

    /// Whether the load balancer is in step; a tier without one always is.
    #[must_use]
    pub fn in_step(&self) -> bool {
        self.balancer.is_none_or(|balancer| balancer.in_step)
    }

    /// Whether the app runs, but not everywhere as it should: a host that is out of rotation, unhealthy or has another
    /// deployment than the current one, or a load balancer out of step.
    #[must_use]
    pub fn degraded(&self) -> bool {
        let as_wanted = |host: &Host| host.in_rotation && host.healthy && host.installed == self.current;
        self.run == Run::Running && !(self.in_step() && self.hosts.iter().all(as_wanted))
    }

    /// Whether there is something to repair: a load balancer out of step, or a host that has the current
    /// deployment and is unhealthy or out of rotation.
    #[must_use]
    pub fn repairable(&self) -> bool {
        let baseline = self.baseline();
        let broken = |host: &Host| host.installed == baseline && !(host.healthy && host.in_rotation);
        !self.in_step() || (baseline.is_some() && self.hosts.iter().any(broken))
    }

    /// Every deployment that runs, is to run, or may have to run again.
    pub(super) fn deployments(&self) -> impl Iterator<Item = Deployment> {
        let wanted = [self.current, self.order().map(|order| order.goal)];
        self.hosts.iter().map(|host| host.installed).chain(wanted).flatten()
    }

    /// Whether another host than `number` serves.
    pub(super) fn another_serves(&self, number: HostNumber) -> bool {
        self.numbered().any(|(other, host)| other != number && host.serves())
    }

    fn host_mut(&mut self, number: HostNumber) -> Option<&mut Host> {
        self.hosts.get_mut(number.index())
    }

    fn order_mut(&mut self) -> Option<&mut Order> {
        match &mut self.operation {
            Some(Operation::Order(order)) => Some(order),
            _ => None,
        }
    }

    /// Applies `change`; `action` is that of the outstanding effect. A change that does not fit the state is ignored.
    pub(super) fn evolve(&mut self, change: &Change, action: Option<&Action>) {
        match change {
            Change::OrderAccepted { order, kind, goal, strategy, .. } => self.start(Order {
                id: order.clone(),
                kind: *kind,
                goal: *goal,
                strategy: *strategy,
                direction: Direction::Forward,
                abort: false,
                adding: if let OrderKind::ScaleOut { hosts } = kind { *hosts } else { 0 },
                touched: false,
                balancer_failed: false,
            }),
            Change::StepStarted { effect, action, .. } => self.step_started(*effect, action),
            Change::StepSucceeded { .. } => self.step_succeeded(action),
            Change::StepFailed { .. } => self.step_failed(action),
            Change::AbortRequested {} => {
                if let Some(order) = self.order_mut() {
                    order.abort = true;
                }
            }
            Change::CompensationStarted { .. } => self.turn_back(),
            Change::HostGivenUp { host } => {
                if let Some(host) = self.host_mut(*host) {
                    host.progress = HostProgress::GivenUp;
                }
            }
            Change::OrderSucceeded { .. } => {
                if let Some(order) = self.order() {
                    self.current = Some(order.goal);
                    self.run = Run::Running;
                    self.end();
                }
            }
            Change::OrderFailed { .. } => {
                // A failed first release serves nothing, whatever was acknowledged on the way.
                if self.baseline().is_none() {
                    self.hosts.iter_mut().for_each(|host| host.in_rotation = false);
                }
                self.end();
            }
            Change::StopRequested {} => self.operation = Some(Operation::Stopping),
            Change::DatabaseChangeRequested { .. } => self.operation = Some(Operation::Database),
            Change::WeightSet { host, weight } => {
                if let Some(host) = self.host_mut(*host) {
                    host.weight = *weight;
                }
                self.operation = Some(Operation::Balancing);
            }
            Change::TrafficSet { traffic } => {
                if let Some(balancer) = &mut self.balancer {
                    balancer.traffic = *traffic;
                }
                self.operation = Some(Operation::Balancing);
            }
            Change::RepairRequested {} => {
                let current = self.baseline();
                for host in &mut self.hosts {
                    // A repair never installs: hosts with another deployment wait for a release.
                    let broken = current.is_some() && host.installed == current && !host.healthy;
                    host.progress = if broken { HostProgress::Waiting } else { HostProgress::Done };
                }
                self.operation = Some(Operation::Repairing);
            }
            Change::StopEnded { .. }
            | Change::BalancingEnded { .. }
            | Change::RepairEnded {}
            | Change::DatabaseChangeEnded { .. } => self.end(),
            Change::HostWentDown { host } => {
                if let Some(host) = self.host_mut(*host) {
                    host.healthy = false;
                    // An order succeeds only when every host is healthy, so this one has to be done again.
                    if host.progress == HostProgress::Done {
                        host.progress = HostProgress::Waiting;
                    }
                }
            }
            Change::BuildRequested { .. }
            | Change::Built { .. }
            | Change::BuildFailed { .. }
            | Change::DomainSet { .. }
            | Change::DomainCleared { .. }
            | Change::CertificateSet { .. }
            | Change::CertificateCleared { .. }
            | Change::VersionReadmitted { .. }
            | Change::VersionUploaded { .. }
            | Change::StepRetried { .. }
            | Change::DeletionRequested { .. }
            | Change::ResourcesDeleted { .. }
            | Change::DeletionFailed { .. }
            | Change::StandingChanged { .. }
            | Change::Reclaimed { .. } => {}
        }
    }

    fn start(&mut self, order: Order) {
        // In a scale-out the present hosts run the goal already: only new ones are to be installed.
        let done = matches!(order.kind, OrderKind::ScaleOut { .. });
        for host in &mut self.hosts {
            host.progress = if done { HostProgress::Done } else { HostProgress::Waiting };
        }
        self.operation = Some(Operation::Order(order));
    }

    fn end(&mut self) {
        self.operation = None;
        self.hosts.iter_mut().for_each(|host| host.progress = HostProgress::Waiting);
    }

    fn turn_back(&mut self) {
        let baseline = self.baseline();
        for host in &mut self.hosts {
            // A host that the order has not touched still runs the baseline.
            let done = baseline.is_some() && host.installed == baseline && host.healthy;
            host.progress = if done { HostProgress::Done } else { HostProgress::Waiting };
        }
        if let Some(order) = self.order_mut() {
            order.direction = Direction::Back;
            order.abort = false;
            order.adding = 0;
        }
    }

    fn step_started(&mut self, effect: EffectId, action: &Action) {
        match action {
            Action::Balance { weights, .. } => {
                for (host, weight) in self.hosts.iter_mut().zip(weights) {
                    host.in_rotation = weight.is_some();
                }
                // The call may be carried out without an answer: until one comes, nobody knows which weights hold.
                self.set_in_step(false);
            }
            Action::Install { host, .. } => {
                if let Some(host) = self.host_mut(*host) {
                    // Half an installation is neither version: nothing is relied on until it is acknowledged.
                    host.installed = None;
                    host.healthy = false;
                    // Reports of its health that are still under way are about what is being overwritten.
                    host.epoch = Some(effect);
                }
                if let Some(order) = self.order_mut() {
                    order.touched = true;
                }
            }
            Action::Provision { .. }
            | Action::Teardown
            | Action::AddHost { .. }
            | Action::Verify { .. }
            | Action::StopApp
            | Action::Database { .. } => {}
        }
    }

    fn step_succeeded(&mut self, action: Option<&Action>) {
        match action {
            Some(Action::Balance { .. }) => self.set_in_step(true),
            Some(Action::Install { host, deployment }) => {
                if let Some(host) = self.host_mut(*host) {
                    host.installed = Some(*deployment);
                }
            }
            Some(Action::AddHost { host }) => {
                if host.index() == self.hosts.len() {
                    self.hosts.push(Host::new());
                }
                if let Some(order) = self.order_mut() {
                    order.adding = order.adding.saturating_sub(1);
                }
            }
            Some(Action::Verify { host, .. }) => {
                // Without a load balancer a healthy host gets requests at once.
                let without_balancer = self.balancer.is_none();
                if let Some(host) = self.host_mut(*host) {
                    host.healthy = true;
                    host.progress = HostProgress::Done;
                    // Where no load balancer stands in front, a host that works serves.
                    host.in_rotation |= without_balancer;
                }
            }
            Some(Action::StopApp) => {
                for host in &mut self.hosts {
                    host.healthy = false;
                    host.in_rotation = false;
                }
                if let Some(order) = self.order_mut() {
                    order.touched = false;
                } else {
                    self.run = Run::Stopped;
                    // The hosts want no requests from here on, and the load balancer was not told.
                    self.set_in_step(false);
                }
            }
            Some(Action::Provision { .. } | Action::Teardown | Action::Database { .. }) | None => {}
        }
    }

    fn step_failed(&mut self, action: Option<&Action>) {
        match action {
            Some(Action::Balance { .. }) => {
                if let Some(order) = self.order_mut() {
                    // On the way forward a failure only turns the order back, where the next call sets every weight
                    // anew.
                    order.balancer_failed = order.direction == Direction::Back;
                }
            }
            Some(Action::Verify { host, .. }) => {
                if let Some(host) = self.host_mut(*host) {
                    host.healthy = false;
                }
            }
            Some(Action::StopApp) => match self.order_mut() {
                Some(order) => order.touched = false,
                // On which hosts the app still runs is not known.
                None => self.hosts.iter_mut().for_each(|host| host.healthy = false),
            },
            Some(
                Action::Provision { .. }
                | Action::Teardown
                | Action::AddHost { .. }
                | Action::Install { .. }
                | Action::Database { .. },
            )
            | None => {}
        }
    }

    fn set_in_step(&mut self, in_step: bool) {
        if let Some(balancer) = &mut self.balancer {
            balancer.in_step = in_step;
        }
    }
}
