//! From an input to what it means, or why it is refused.

use super::app::App;
use super::breakage::{Breakage, broken};
use super::effect::{Action, Effect, Step};
use super::environment::{Built, Environment, Resources, Stage};
use super::event::{Change, Event, OrderKind, Reason, Standing};
use super::id::{AppNumber, EffectId, HostNumber, Revision, VersionNumber};
use super::input::{Command, Input, Notice, Outcome, Upload};
use super::machine::{Deployment, Direction, Host, Machine, Run, Traffic};
use super::obstacle::{Activity, Obstacle, Obstacles, Rejection};
use super::planner::{Planner, due};
use crate::app::{
    DomainSource, PackageVersion, Policy, ReleaseOrderId, Strategy, Tier, Timestamp, Weight, test_domain,
};
use crate::plan::Plan;

/// What an input means.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// Something happens.
    Accepted(Decision),
    /// Nothing happens, and that is right: the input is to be acknowledged.
    Ignored(Ignored),
}

/// What happens, and what the outside world has to do about it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Decision {
    /// Events, at least one, to be appended to the log in one transaction with the outbox.
    pub events: Vec<Event>,
    /// Rows for the outbox, at most one for an environment.
    pub effects: Vec<Effect>,
}

/// Why an input means nothing.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Ignored {
    /// It speaks of an installation that is no longer there.
    AnotherInstallation,
    /// Its deadline has not come yet.
    NotDue,
    /// It speaks of an effect that nothing waits for.
    NotOutstanding,
    /// It is known.
    Known,
}

impl Ignored {
    /// The reason in words.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AnotherInstallation => "it speaks of an installation that is no longer there",
            Self::NotDue => "the deadline has not come yet",
            Self::NotOutstanding => "nothing waits for this effect",
            Self::Known => "it is known",
        }
    }
}

impl App {
    /// What `input` means at `now`; nothing is changed.
    ///
    /// # Errors
    ///
    /// A command that is not allowed in the present state: everything that is in its way. Reports and observations are
    /// never refused, only ignored.
    pub fn decide(&self, policy: &Policy, now: Timestamp, input: Input) -> Result<Verdict, Rejection> {
        let deciding = Deciding { app: self, policy, now };
        let (environment, changes) = match input {
            Input::Command { environment, seen, command } => {
                let environment = self.environment(environment);
                (environment, deciding.command(environment, seen, command)?)
            }
            Input::DeleteApp { seen } => {
                self.may_be_deleted(seen)?;
                return Ok(Verdict::Accepted(Decision { events: vec![Event::AppDeleted], effects: Vec::new() }));
            }
            Input::Report { environment, effect, outcome } => {
                let environment = self.environment(environment);
                match deciding.report(environment, effect, outcome) {
                    Ok(changes) => (environment, changes),
                    Err(ignored) => return Ok(Verdict::Ignored(ignored)),
                }
            }
            Input::TimedOut { environment, effect } => {
                let environment = self.environment(environment);
                match deciding.timed_out(environment, effect) {
                    Ok(changes) => (environment, changes),
                    Err(ignored) => return Ok(Verdict::Ignored(ignored)),
                }
            }
            Input::HostDown { environment, host, epoch } => {
                let environment = self.environment(environment);
                match host_down(environment, host, epoch) {
                    Ok(changes) => (environment, changes),
                    Err(ignored) => return Ok(Verdict::Ignored(ignored)),
                }
            }
            Input::Billing { environment, notice } => {
                let environment = self.environment(environment);
                match billing(environment, notice, now) {
                    Ok(changes) => (environment, changes),
                    Err(ignored) => return Ok(Verdict::Ignored(ignored)),
                }
            }
        };
        Ok(Verdict::Accepted(Decision::new(environment, changes)))
    }

    fn may_be_deleted(&self, seen: Revision) -> Result<(), Rejection> {
        let mut obstacles = Obstacles::default();
        obstacles.add_if(self.deleted, || Obstacle::AppDeleted);
        for environment in [&self.test, &self.production] {
            obstacles.add(outdated(environment, seen));
            obstacles.add_if(environment.resources.is_some(), || Obstacle::EnvironmentBuilt {
                environment: environment.kind,
                status: environment.status(),
            });
        }
        obstacles.finish()
    }
}

impl Decision {
    fn new(environment: &Environment, changes: Vec<Change>) -> Self {
        let mut effects = Vec::new();
        for change in &changes {
            match change {
                Change::StepStarted { effect, action, due } => {
                    let step = Step { effect: *effect, attempt: 1, action: action.clone(), due: *due };
                    effects.push(environment.effect(&step));
                }
                Change::StepRetried { effect, due } => {
                    effects.extend(environment.step.as_ref().map(|step| {
                        let attempt = step.attempt.saturating_add(1);
                        environment.effect(&Step { effect: *effect, attempt, due: *due, ..step.clone() })
                    }));
                }
                _ => {}
            }
        }
        let kind = environment.kind;
        let events = changes.into_iter().map(|change| Event::Changed { environment: kind, change }).collect();
        Self { events, effects }
    }
}

/// Everything a decision looks at.
struct Deciding<'a> {
    app: &'a App,
    policy: &'a Policy,
    now: Timestamp,
}

impl<'a> Deciding<'a> {
    fn command(
        &self,
        environment: &'a Environment,
        seen: Revision,
        command: Command,
    ) -> Result<Vec<Change>, Rejection> {
        if self.app.deleted {
            return Err(Obstacle::AppDeleted.into());
        }
        if let Some(obstacle) = outdated(environment, seen) {
            return Err(obstacle.into());
        }
        match command {
            Command::Build(plan) => return self.build(environment, plan.into_value()),
            Command::DeleteResources => return self.delete_resources(environment),
            _ => {}
        }
        let Some(Resources { stage: Stage::Built(built), plan, standing, .. }) = &environment.resources else {
            return Err(Obstacle::NotBuilt { status: environment.status() }.into());
        };
        let on = Target { deciding: self, environment, built, tier: plan.tier, standing: *standing };
        match command {
            Command::Build(_) | Command::DeleteResources => Ok(Vec::new()),
            Command::SetDomain(domain) => {
                if environment.kind.domain_source() == DomainSource::Assigned {
                    return Err(Obstacle::DomainAssigned.into());
                }
                changed(built.domain.as_ref() != Some(&domain))?;
                Ok(vec![Change::DomainSet { domain }])
            }
            Command::ClearDomain => {
                on.may_be_cleared(built.domain.is_some())?;
                Ok(vec![Change::DomainCleared {}])
            }
            Command::SetCertificate => Ok(vec![Change::CertificateSet { certificate: built.certificates.next() }]),
            Command::ClearCertificate => {
                on.may_be_cleared(built.certificate.is_some())?;
                Ok(vec![Change::CertificateCleared {}])
            }
            Command::Upload(upload) => on.upload(upload),
            Command::Release { version, strategy } => on.release(version, OrderKind::Release, strategy),
            Command::Rollback { version, strategy } => on.release(version, OrderKind::Rollback, strategy),
            Command::Abort => on.abort(),
            Command::ScaleOut { hosts } => on.scale_out(hosts),
            Command::SetWeight { host, weight } => on.set_weight(host, weight),
            Command::SetTraffic(traffic) => on.set_traffic(traffic),
            Command::Repair => on.repair(),
            Command::Stop => on.stop(),
            Command::ChangeDatabase(change) => {
                let mut obstacles = Obstacles::default();
                obstacles.add(on.wrong_tier(change.tier()));
                obstacles.add(on.busy());
                obstacles.add_if(on.standing == Standing::Suspended, || Obstacle::Suspended);
                obstacles.finish()?;
                let mut planner = on.planner();
                planner.record(Change::DatabaseChangeRequested { change: change.clone() });
                planner.start(Action::Database { change });
                Ok(planner.finish())
            }
        }
    }

    fn build(&self, environment: &Environment, plan: Plan) -> Result<Vec<Change>, Rejection> {
        let mut obstacles = Obstacles::default();
        let status = environment.status();
        obstacles.add_if(environment.resources.is_some(), || Obstacle::AlreadyBuilt { status });
        let plan_kind = plan.environment;
        obstacles.add_if(plan_kind != environment.kind, || Obstacle::PlanOfAnotherEnvironment { plan: plan_kind });
        obstacles.finish()?;
        let assigned = environment.kind.domain_source() == DomainSource::Assigned;
        let suffix = &self.policy.test_domain_suffix;
        // A suffix so long that no domain fits below it leaves the environment without one.
        let domain = assigned.then(|| test_domain(self.app.number.get(), suffix).ok()).flatten();
        let action = Action::Provision { plan, domain: domain.clone() };
        Ok(vec![Change::BuildRequested { plan, domain }, self.step(environment, action)])
    }

    fn delete_resources(&self, environment: &Environment) -> Result<Vec<Change>, Rejection> {
        let not_built = || Obstacle::NotBuilt { status: environment.status() };
        let Some(resources) = &environment.resources else { return Err(not_built().into()) };
        match &resources.stage {
            Stage::Building | Stage::Deleting => return Err(not_built().into()),
            Stage::BuildFailed | Stage::DeletionFailed => {}
            Stage::Built(built) => {
                let mut obstacles = Obstacles::default();
                obstacles.add(busy(&built.machine));
                let running = built.machine.run == Run::Running && !broken(Breakage::DeleteWhileRunning);
                obstacles.add_if(running, || Obstacle::StillRunning);
                obstacles.finish()?;
            }
        }
        Ok(vec![Change::DeletionRequested {}, self.step(environment, Action::Teardown)])
    }

    fn report(&self, environment: &Environment, effect: EffectId, outcome: Outcome) -> Result<Vec<Change>, Ignored> {
        let step = environment.step.as_ref().ok_or(Ignored::NotOutstanding)?;
        if step.effect != effect && !broken(Breakage::StaleReports) {
            return Err(Ignored::NotOutstanding);
        }
        Ok(match outcome {
            Outcome::Done => self.succeeded(environment, step),
            Outcome::Failed { reason } => self.failed(environment, step, Reason::Reported(reason)),
        })
    }

    fn timed_out(&self, environment: &Environment, effect: EffectId) -> Result<Vec<Change>, Ignored> {
        let step = environment.step.as_ref().filter(|step| step.effect == effect).ok_or(Ignored::NotOutstanding)?;
        if self.now < step.due {
            return Err(Ignored::NotDue);
        }
        if step.attempt < self.policy.release.attempts {
            let due = due(&self.policy.release.deadlines, self.now, &step.action);
            let fresh = broken(Breakage::FreshRetryId);
            let effect = if fresh { environment.next_effect } else { step.effect };
            return Ok(vec![Change::StepRetried { effect, due }]);
        }
        if broken(Breakage::DroppedTimeOut) {
            return Err(Ignored::Known);
        }
        Ok(self.failed(environment, step, Reason::TimedOut))
    }

    fn succeeded(&self, environment: &Environment, step: &Step) -> Vec<Change> {
        let effect = step.effect;
        match environment.resources.as_ref().map(|resources| &resources.stage) {
            Some(Stage::Building) => vec![Change::StepSucceeded { effect }, Change::Built {}],
            Some(Stage::Deleting) => vec![Change::StepSucceeded { effect }, Change::ResourcesDeleted {}],
            Some(Stage::Built(built)) => {
                let mut planner = self.planner(environment, &built.machine);
                planner.succeeded(step);
                planner.finish()
            }
            _ => vec![Change::StepSucceeded { effect }],
        }
    }

    fn failed(&self, environment: &Environment, step: &Step, reason: Reason) -> Vec<Change> {
        let effect = step.effect;
        match environment.resources.as_ref().map(|resources| &resources.stage) {
            Some(Stage::Building) => vec![Change::StepFailed { effect, reason }, Change::BuildFailed {}],
            Some(Stage::Deleting) => vec![Change::StepFailed { effect, reason }, Change::DeletionFailed {}],
            Some(Stage::Built(built)) => {
                let mut planner = self.planner(environment, &built.machine);
                planner.failed(step, reason);
                planner.finish()
            }
            _ => vec![Change::StepFailed { effect, reason }],
        }
    }

    fn planner(&self, environment: &Environment, machine: &Machine) -> Planner<'a> {
        Planner::new(&self.policy.release, self.now, environment.next_effect, machine.clone())
    }

    fn step(&self, environment: &Environment, action: Action) -> Change {
        let due = due(&self.policy.release.deadlines, self.now, &action);
        Change::StepStarted { effect: environment.next_effect, action, due }
    }
}

/// A built environment that a command is for.
struct Target<'a> {
    deciding: &'a Deciding<'a>,
    environment: &'a Environment,
    built: &'a Built,
    tier: Tier,
    standing: Standing,
}

impl<'a> Target<'a> {
    fn upload(&self, upload: Upload) -> Result<Vec<Change>, Rejection> {
        let Upload { acceptance, label, remark } = upload;
        let at = self.deciding.now;
        let label = label.unwrap_or_else(|| PackageVersion::from_upload_time(at));
        let (app, package) = (self.deciding.app.framework, acceptance.framework());
        let mut obstacles = Obstacles::default();
        obstacles.add_if(app != package, || Obstacle::FrameworkMismatch { app, package });
        let taken = self.built.numbered(&label).is_some();
        obstacles.add_if(taken, || Obstacle::LabelTaken { label: label.clone() });
        obstacles.finish()?;
        let version = VersionNumber::at(self.built.versions.len());
        Ok(vec![Change::VersionUploaded { version, label, remark, checked: acceptance.checked(), at }])
    }

    fn release(
        &self,
        label: PackageVersion,
        kind: OrderKind,
        strategy: Option<Strategy>,
    ) -> Result<Vec<Change>, Rejection> {
        let machine = &self.built.machine;
        let version = self.built.numbered(&label);
        let mut obstacles = self.may_order();
        obstacles.add(match version.and_then(|number| self.built.version(number)) {
            None => Some(Obstacle::UnknownVersion { version: label }),
            Some(version) => {
                let barred = kind == OrderKind::Rollback && !version.succeeded && !broken(Breakage::AnyRollback);
                barred.then_some(Obstacle::NeverSucceeded { version: label })
            }
        });
        // Its hosts are drained one after the other: with one weight above zero, nobody would serve meanwhile.
        let weighted = machine.hosts.iter().filter(|host| host.weight.serves()).count();
        let serving = machine.hosts.iter().any(Host::serves);
        let stops = machine.balancer.is_some() && serving && weighted < 2 && !broken(Breakage::NoLastHostGuard);
        obstacles.add_if(stops, || Obstacle::WouldStopTraffic { weighted });
        obstacles.finish()?;
        let Some(version) = version else { return Ok(Vec::new()) };
        let needed = self.environment.kind.needs_certificate();
        let goal = Deployment { version, certificate: self.built.certificate.filter(|_| needed) };
        Ok(self.order(kind, goal, strategy))
    }

    fn scale_out(&self, more: u16) -> Result<Vec<Change>, Rejection> {
        let machine = &self.built.machine;
        let mut obstacles = self.may_order();
        obstacles.add(self.wrong_tier(Tier::Standard));
        obstacles.add(self.not_running());
        obstacles.add_if(machine.degraded(), || Obstacle::Degraded);
        let hosts = u32::try_from(machine.hosts.len()).unwrap_or(u32::MAX).saturating_add(u32::from(more));
        let most = u16::from(Plan::MAX_HOSTS);
        obstacles.add_if(more == 0 || hosts > u32::from(most), || Obstacle::TooManyHosts { hosts, most });
        obstacles.finish()?;
        let Some(goal) = machine.current else { return Ok(Vec::new()) };
        Ok(self.order(OrderKind::ScaleOut { hosts: more }, goal, None))
    }

    fn order(&self, kind: OrderKind, goal: Deployment, strategy: Option<Strategy>) -> Vec<Change> {
        let Deciding { app, policy, now } = self.deciding;
        let sequence = sequence(app.number, app.orders);
        let Ok(order) = ReleaseOrderId::new(policy.release.site.clone(), *now, sequence) else { return Vec::new() };
        let strategy = strategy.unwrap_or(policy.release.strategy);
        let mut planner = self.planner();
        planner.record(Change::OrderAccepted { order, kind, goal, strategy, at: *now });
        planner.continue_order();
        planner.finish()
    }

    fn abort(&self) -> Result<Vec<Change>, Rejection> {
        match self.built.machine.order() {
            Some(order) if order.direction == Direction::Forward && !order.abort => Ok(vec![Change::AbortRequested {}]),
            _ => Err(Obstacle::NothingToAbort.into()),
        }
    }

    fn set_weight(&self, number: HostNumber, weight: Weight) -> Result<Vec<Change>, Rejection> {
        let machine = &self.built.machine;
        let mut obstacles = Obstacles::default();
        obstacles.add(self.wrong_tier(Tier::Standard));
        obstacles.add(self.busy());
        obstacles.finish()?;
        let hosts = machine.hosts.len();
        let host = machine.host(number).ok_or(Obstacle::UnknownHost { host: number, hosts })?;
        changed(host.weight != weight)?;
        let others = machine.numbered().filter(|(other, host)| *other != number && host.weight.serves());
        let weighted = others.count();
        let last = weighted == 0 || (host.serves() && !machine.another_serves(number));
        if !weight.serves() && last && !broken(Breakage::NoLastHostGuard) {
            return Err(Obstacle::WouldStopTraffic { weighted }.into());
        }
        let mut planner = self.planner();
        planner.record(Change::WeightSet { host: number, weight });
        planner.balance();
        Ok(planner.finish())
    }

    fn set_traffic(&self, traffic: Traffic) -> Result<Vec<Change>, Rejection> {
        let mut obstacles = Obstacles::default();
        obstacles.add(self.wrong_tier(Tier::Standard));
        obstacles.add(self.busy());
        obstacles.finish()?;
        changed(self.built.machine.balancer.is_some_and(|balancer| balancer.traffic != traffic))?;
        let mut planner = self.planner();
        planner.record(Change::TrafficSet { traffic });
        planner.balance();
        Ok(planner.finish())
    }

    fn repair(&self) -> Result<Vec<Change>, Rejection> {
        if let Some(obstacle) = self.busy() {
            return Err(obstacle.into());
        }
        if !self.built.machine.repairable() {
            return Err(Obstacle::InStep.into());
        }
        let mut planner = self.planner();
        planner.repair();
        Ok(planner.finish())
    }

    fn stop(&self) -> Result<Vec<Change>, Rejection> {
        let mut obstacles = Obstacles::default();
        obstacles.add(self.busy());
        obstacles.add(self.not_running());
        obstacles.finish()?;
        let mut planner = self.planner();
        planner.record(Change::StopRequested {});
        planner.start(Action::StopApp);
        Ok(planner.finish())
    }

    /// What is in the way of every order.
    fn may_order(&self) -> Obstacles {
        let mut obstacles = Obstacles::default();
        obstacles.add(self.busy());
        obstacles.add_if(self.standing == Standing::Expired, || Obstacle::Expired);
        obstacles.add_if(self.standing == Standing::Suspended, || Obstacle::Suspended);
        let gated = !broken(Breakage::NoCertificateGate);
        obstacles.add_if(gated && self.built.domain.is_none(), || Obstacle::MissingDomain);
        let uncertified = self.environment.kind.needs_certificate() && self.built.certificate.is_none();
        obstacles.add_if(gated && uncertified, || Obstacle::MissingCertificate);
        obstacles
    }

    /// A domain or certificate goes only while nothing needs it.
    fn may_be_cleared(&self, is_set: bool) -> Result<(), Rejection> {
        if self.environment.kind.domain_source() == DomainSource::Assigned && is_set {
            return Err(Obstacle::DomainAssigned.into());
        }
        changed(is_set)?;
        let mut obstacles = Obstacles::default();
        obstacles.add(self.busy());
        obstacles.add_if(self.built.machine.run == Run::Running, || Obstacle::StillRunning);
        obstacles.finish()
    }

    fn busy(&self) -> Option<Obstacle> {
        busy(&self.built.machine)
    }

    fn not_running(&self) -> Option<Obstacle> {
        let running = self.built.machine.run == Run::Running;
        (!running).then(|| Obstacle::NotRunning { status: self.environment.status() })
    }

    fn wrong_tier(&self, needs: Tier) -> Option<Obstacle> {
        (self.tier != needs).then_some(Obstacle::WrongTier { needs })
    }

    fn planner(&self) -> Planner<'a> {
        self.deciding.planner(self.environment, &self.built.machine)
    }
}

/// The last four digits of the next order's id. Each app counts from a place of its own, so that apps rarely meet that
/// release in the same second: 6181 is 10000 divided by the golden ratio, which keeps the places of the first `n` apps
/// about 10000 / `n` apart, and has no factor in common with 10000.
fn sequence(app: AppNumber, orders: u32) -> u16 {
    let start = (app.get() % 10_000) * 6181;
    u16::try_from((start + u64::from(orders)) % 10_000).unwrap_or_default()
}

fn busy(machine: &Machine) -> Option<Obstacle> {
    let activity = machine.operation.as_ref().map(Activity::from);
    activity.map(|activity| Obstacle::Busy { activity })
}

fn changed(is_changed: bool) -> Result<(), Rejection> {
    if is_changed { Ok(()) } else { Err(Obstacle::Unchanged.into()) }
}

fn outdated(environment: &Environment, seen: Revision) -> Option<Obstacle> {
    let commanded = environment.commanded;
    (seen < commanded).then_some(Obstacle::Outdated { seen, commanded })
}

fn host_down(environment: &Environment, number: HostNumber, epoch: EffectId) -> Result<Vec<Change>, Ignored> {
    let host = environment.machine().and_then(|machine| machine.host(number)).ok_or(Ignored::AnotherInstallation)?;
    if host.epoch != Some(epoch) && !broken(Breakage::AnyEpoch) {
        return Err(Ignored::AnotherInstallation);
    }
    if !host.healthy {
        return Err(Ignored::Known);
    }
    Ok(vec![Change::HostWentDown { host: number }])
}

fn billing(environment: &Environment, notice: Notice, now: Timestamp) -> Result<Vec<Change>, Ignored> {
    let resources = environment.resources.as_ref().ok_or(Ignored::Known)?;
    let standing = match notice {
        Notice::Reclaimed => return Ok(vec![Change::Reclaimed { at: Some(now) }]),
        Notice::Expired => Standing::Expired,
        Notice::Suspended => Standing::Suspended,
        Notice::Resumed => Standing::Good,
    };
    if resources.standing == standing { Err(Ignored::Known) } else { Ok(vec![Change::StandingChanged { standing }]) }
}
