//! The next step, computed from what is known of the hosts.
//!
//! One planner goes forward and back; only the goal differs. It keeps no program: after a crash the same facts give the
//! same step.

use super::breakage::{Breakage, broken};
use super::deployment::{Deployment, Traffic};
use super::effect::{Action, Step};
use super::event::{Cause, Change, Reason};
use super::host::{Host, HostProgress};
use super::id::{EffectId, HostNumber};
use super::machine::{Direction, Machine, Operation, Order};
use crate::app::{Deadlines, ReleasePolicy, Strategy, Timestamp, Weight};

/// A decision in the making: changes, and what the machine would be after them.
pub(super) struct Planner<'a> {
    policy: &'a ReleasePolicy,
    now: Timestamp,
    next: EffectId,
    machine: Machine,
    changes: Vec<Change>,
}

impl<'a> Planner<'a> {
    pub(super) fn new(policy: &'a ReleasePolicy, now: Timestamp, next: EffectId, machine: Machine) -> Self {
        Self { policy, now, next, machine, changes: Vec::with_capacity(4) }
    }

    pub(super) fn finish(self) -> Vec<Change> {
        self.changes
    }

    /// Records a change that needs no action to be understood.
    pub(super) fn record(&mut self, change: Change) {
        self.machine.evolve(&change, None);
        self.changes.push(change);
    }

    /// Asks for an effect.
    pub(super) fn start(&mut self, action: Action) {
        let due = due(&self.policy.deadlines, self.now, &action);
        self.record(Change::StepStarted { effect: self.next, action, due });
        // An id is never given twice, since executors fence by it.
        self.next = self.next.next();
    }

    /// Tells the load balancer what it should do.
    ///
    /// Every healthy host with the current deployment is in rotation. As soon as one of them serves, the hosts leave it
    /// that a failed order left with another deployment.
    pub(super) fn balance(&mut self) {
        let current = self.machine.baseline();
        let runs_it = |host: &Host| current.is_some() && host.installed == current && host.healthy;
        let relieved = self.machine.hosts.iter().any(|host| runs_it(host) && host.weight.serves());
        let stays = |host: &Host| host.in_rotation && !(relieved && host.installed != current);
        let action = balance(&self.machine, |host| runs_it(host) || stays(host));
        self.start(action);
    }

    /// Begins a repair.
    pub(super) fn repair(&mut self) {
        self.record(Change::RepairRequested {});
        self.continue_repair();
    }

    /// Goes on after the outstanding step succeeded.
    pub(super) fn succeeded(&mut self, step: &Step) {
        self.settle(step, Change::StepSucceeded { effect: step.effect });
        match (&self.machine.operation, &step.action) {
            // That it was installed does not say that it works, and only a host that works may get requests.
            (Some(Operation::Order(order)), Action::Install { host, deployment }) if !order.abort => {
                self.start(Action::Verify { host: *host, deployment: Some(*deployment) });
            }
            (Some(Operation::Order(_)), _) => self.continue_order(),
            // Until its weights are 0 the load balancer forwards to hosts where nothing answers any more.
            (Some(Operation::Stopping), Action::StopApp) if self.machine.balancer.is_some() => self.balance(),
            (Some(Operation::Stopping), _) => self.record(Change::StopEnded { stopped: true }),
            (Some(Operation::Balancing), _) => self.record(Change::BalancingEnded { in_step: true }),
            (Some(Operation::Repairing), Action::Balance { .. }) => self.record(Change::RepairEnded {}),
            (Some(Operation::Repairing), _) => self.continue_repair(),
            (Some(Operation::Database), _) => self.record(Change::DatabaseChangeEnded { succeeded: true }),
            (None, _) => {}
        }
    }

    /// Goes on after the outstanding step failed.
    pub(super) fn failed(&mut self, step: &Step, reason: Reason) {
        self.settle(step, Change::StepFailed { effect: step.effect, reason });
        match (&self.machine.operation, &step.action) {
            (Some(Operation::Order(order)), action) => {
                match (order.direction, action) {
                    // A release that succeeded on some hosts only has not succeeded.
                    (Direction::Forward, _) => self.record(Change::CompensationStarted { cause: Cause::Step }),
                    // There is nothing further to go back to: the host is left to a repair or to the next release.
                    (Direction::Back, Action::Install { host, .. } | Action::Verify { host, .. }) => {
                        self.record(Change::HostGivenUp { host: *host });
                    }
                    (Direction::Back, _) => {}
                }
                self.continue_order();
            }
            (Some(Operation::Stopping), action) => {
                // Weights that were not zeroed do not matter to a stopped app; the load balancer shows as out of step.
                let stopped = !matches!(action, Action::StopApp);
                self.record(Change::StopEnded { stopped });
            }
            (Some(Operation::Balancing), _) => self.record(Change::BalancingEnded { in_step: false }),
            (Some(Operation::Repairing), Action::Verify { host, .. }) => {
                self.record(Change::HostGivenUp { host: *host });
                self.continue_repair();
            }
            (Some(Operation::Repairing), _) => self.record(Change::RepairEnded {}),
            (Some(Operation::Database), _) => self.record(Change::DatabaseChangeEnded { succeeded: false }),
            (None, _) => {}
        }
    }

    /// Brings the active order one step further, or to its end.
    pub(super) fn continue_order(&mut self) {
        // Each turn without a step turns the order back, gives up a host or ends the order.
        while let Some(order) = self.machine.order() {
            match next(&self.machine, order) {
                Next::Step(action) => {
                    self.start(action);
                    if let Some(action) = self.hasty_install() {
                        self.start(action);
                    }
                    return;
                }
                Next::TurnBack(cause) => self.record(Change::CompensationStarted { cause }),
                Next::GiveUp(host) => self.record(Change::HostGivenUp { host }),
                Next::Succeed => self.record(Change::OrderSucceeded { at: self.now }),
                Next::Fail { restored } => self.record(Change::OrderFailed { restored, at: self.now }),
            }
        }
    }

    /// Brings the repair one step further, or to its end.
    fn continue_repair(&mut self) {
        let current = self.machine.baseline();
        let left_out = |host: &Host| host.installed == current && host.healthy && !host.in_rotation;
        let left_out = current.is_some() && self.machine.hosts.iter().any(left_out);
        // Hosts are looked at before the load balancer is told: its weights follow from what they are.
        let doubtful = self.machine.numbered().find(|(_, host)| host.progress == HostProgress::Waiting);
        let doubtful = doubtful.map(|(number, host)| (number, host.installed));
        if let Some((host, deployment)) = doubtful {
            self.start(Action::Verify { host, deployment });
        } else if self.machine.balancer.is_some() && (!self.machine.in_step() || left_out) {
            self.balance();
        } else {
            self.record(Change::RepairEnded {});
        }
    }

    /// Records the end of `step`.
    fn settle(&mut self, step: &Step, change: Change) {
        self.machine.evolve(&change, Some(&step.action));
        self.changes.push(change);
    }

    /// The installation that a broken machine begins before the drain is acknowledged.
    fn hasty_install(&self) -> Option<Action> {
        let order = self.machine.order().filter(|_| broken(Breakage::HastyInstall))?;
        let deployment = goal(&self.machine, order)?;
        let drained = |(_, host): &(_, &Host)| host.progress == HostProgress::Waiting && !host.in_rotation;
        let balancing = matches!(self.changes.last(), Some(Change::StepStarted { action: Action::Balance { .. }, .. }));
        let (host, _) = self.machine.numbered().find(drained).filter(|_| balancing)?;
        Some(Action::Install { host, deployment })
    }
}

/// What comes next in an order.
enum Next {
    Fail { restored: bool },
    GiveUp(HostNumber),
    Step(Action),
    Succeed,
    TurnBack(Cause),
}

fn next(machine: &Machine, order: &Order) -> Next {
    let forward = order.direction == Direction::Forward;
    if forward && order.abort {
        return Next::TurnBack(Cause::Abort);
    }
    let Some(goal) = goal(machine, order) else { return next_to_nothing(machine, order) };
    // Without the load balancer no host can be drained, and to install on one that serves would be an outage.
    if !forward && order.balancer_failed {
        return Next::Fail { restored: false };
    }
    // New hosts come before any installation: when one cannot be had, no host was changed.
    if forward && order.adding > 0 {
        return Next::Step(Action::AddHost { host: HostNumber::at(machine.hosts.len()) });
    }
    if machine.balancer.is_some() {
        // A host that is done and left out is capacity which the next drain would miss: it returns first.
        let returns = |host: &Host| host.progress == HostProgress::Done && !host.in_rotation;
        let forgotten = !forward && broken(Breakage::ForgottenUndrain);
        if !machine.in_step() || (machine.hosts.iter().any(returns) && !forgotten) {
            return Next::Step(balance(machine, rotation(machine, order)));
        }
    }
    let waiting = || machine.numbered().filter(|(_, host)| host.progress == HostProgress::Waiting);
    let direct = machine.balancer.is_none();
    // Without a load balancer there is nothing to drain: the only host is installed while it serves.
    if let Some((host, _)) = waiting().find(|(_, host)| direct || !host.in_rotation) {
        return Next::Step(Action::Install { host, deployment: goal });
    }
    // Hosts that serve nothing come first: to drain them costs no capacity.
    if let Some((number, host)) = waiting().min_by_key(|(_, host)| host.serves()) {
        // No drain takes the last serving host out of rotation, whichever way the order goes.
        let last = host.serves() && !machine.another_serves(number) && !broken(Breakage::NoLastHostGuard);
        return match (last, forward) {
            (true, true) => Next::TurnBack(Cause::LastHost),
            (true, false) => Next::GiveUp(number),
            (false, _) => {
                let weights = machine.numbered().map(|(other, host)| share(host, host.in_rotation && other != number));
                Next::Step(balance_to(machine, weights.collect()))
            }
        };
    }
    if forward {
        Next::Succeed
    } else {
        Next::Fail { restored: machine.hosts.iter().all(|host| host.progress == HostProgress::Done) }
    }
}

/// What comes next when nothing ran before: a failed first release serves nothing.
fn next_to_nothing(machine: &Machine, order: &Order) -> Next {
    let serving = machine.hosts.iter().any(|host| host.in_rotation);
    // Requests are taken away before the app is.
    if machine.balancer.is_some() && !order.balancer_failed && (!machine.in_step() || serving) {
        Next::Step(balance(machine, |_| false))
    } else if order.touched {
        Next::Step(Action::StopApp)
    } else {
        Next::Fail { restored: false }
    }
}

/// What should run on every host; none when the order goes back and nothing ran before.
fn goal(machine: &Machine, order: &Order) -> Option<Deployment> {
    match order.direction {
        Direction::Forward => Some(order.goal),
        Direction::Back => machine.baseline(),
    }
}

/// Which hosts are in rotation when every host that is done returns to it.
fn rotation(machine: &Machine, order: &Order) -> impl Fn(&Host) -> bool {
    let done = |host: &Host| host.progress == HostProgress::Done;
    let takes_over = machine.hosts.iter().any(|host| done(host) && host.healthy && host.weight.serves());
    // Two versions never serve at once: the hosts of the other one leave in the same call.
    let alone = order.strategy == Strategy::Swap && takes_over;
    move |host| done(host) || (host.in_rotation && !alone)
}

fn balance(machine: &Machine, in_rotation: impl Fn(&Host) -> bool) -> Action {
    balance_to(machine, machine.hosts.iter().map(|host| share(host, in_rotation(host))).collect())
}

fn balance_to(machine: &Machine, weights: Vec<Option<Weight>>) -> Action {
    let traffic = machine.balancer.map_or(Traffic::Flowing, |balancer| balancer.traffic);
    Action::Balance { traffic, weights }
}

fn share(host: &Host, in_rotation: bool) -> Option<Weight> {
    // Out of rotation the wanted weight stays with the host, for its return.
    in_rotation.then_some(host.weight)
}

/// When silence about `action` counts as failure.
pub(super) fn due(deadlines: &Deadlines, now: Timestamp, action: &Action) -> Timestamp {
    now.saturating_add_seconds(match action {
        Action::Provision { .. } | Action::Teardown | Action::AddHost { .. } => deadlines.resources,
        Action::Install { .. } => deadlines.install,
        _ => deadlines.other,
    })
}
