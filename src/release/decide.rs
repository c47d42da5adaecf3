//! From an input to what it means, or why it is refused.

mod commands;
mod parts;

use std::cell::OnceCell;

use commands::Target;

use super::app::App;
use super::breakage::{Breakage, broken};
use super::effect::{Action, Effect, Step};
use super::environment::{Environment, Resources, Stage};
use super::event::{Change, Event, OrderKind, Reason, Standing};
use super::id::{EffectId, HostNumber, Revision};
use super::input::{Command, Input, Notice, Outcome};
use super::machine::{Machine, Run};
use super::obstacle::{Activity, Obstacle, Obstacles, Rejection};
use super::planner::{Planner, due};
use super::warning::Warning;
use crate::app::{DomainSource, Policy, Timestamp, test_domain};
use crate::diagnostic::terms;
use crate::plan::Plan;

/// What an input means.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Reply {
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
    /// What was let pass, and should be seen to by whoever gave the command.
    pub warnings: Vec<Warning>,
}

terms! {
    /// Why an input means nothing.
    pub Ignored {
        AnotherInstallation = "it speaks of an installation that is no longer there" / "所指的安装已不存在",
        NotDue = "the deadline has not come yet" / "期限未到",
        NotOutstanding = "nothing waits for this effect" / "没有任务在等待该操作",
        Known = "it is known" / "已知",
    }
}

impl App {
    /// Decides about `input` and, when it is accepted, records the events.
    ///
    /// # Errors
    ///
    /// As [`decide`](Self::decide).
    ///
    /// # Examples
    ///
    /// ```
    /// # use cloudapp::app::{Billing, EnvironmentKind, Framework, Policy, Tier, Timestamp};
    /// # use cloudapp::plan::{self, Plan};
    /// # use cloudapp::release::{App, AppNumber, Command, Input, Reply};
    /// # let (policy, environment, now) = (Policy::default(), EnvironmentKind::Test, Timestamp::UNIX_EPOCH);
    /// # let (mut app, _) = App::create(AppNumber::new(1), "todoapp".parse()?, Framework::NodeJs, None);
    /// # let plan = plan::check(Plan::new(environment, Tier::Starter, Billing::Prepaid), &policy)?;
    /// # let build = Input::Command { environment, seen: app.revision(), command: Command::Build(plan) };
    /// let Reply::Accepted(decision) = app.apply(&policy, now, build.clone())? else { unreachable!() };
    /// assert_eq!(decision.effects, app.outstanding().collect::<Vec<_>>());
    /// // Delivered once more, the command has seen too little.
    /// let refused = app.apply(&policy, now, build).unwrap_err();
    /// assert_eq!(refused.obstacles()[0].as_str(), "outdated");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn apply(&mut self, policy: &Policy, now: Timestamp, input: Input) -> Result<Reply, Rejection> {
        let verdict = self.decide(policy, now, input)?;
        if let Reply::Accepted(decision) = &verdict {
            decision.events.iter().for_each(|event| self.evolve(event));
        }
        Ok(verdict)
    }

    /// What `input` means at `now`; nothing is changed.
    ///
    /// # Errors
    ///
    /// A command that is not allowed in the present state: everything that is in its way. Reports and observations are
    /// never refused, only ignored.
    ///
    /// # Examples
    ///
    /// ```
    /// # use cloudapp::app::{Billing, EnvironmentKind, Framework, Policy, Tier, Timestamp};
    /// # use cloudapp::plan::{self, Plan};
    /// # use cloudapp::release::{App, AppNumber, Command, Input, Reply, Status};
    /// # let (policy, environment, now) = (Policy::default(), EnvironmentKind::Test, Timestamp::UNIX_EPOCH);
    /// # let (mut app, _) = App::create(AppNumber::new(1), "todoapp".parse()?, Framework::NodeJs, None);
    /// # let plan = plan::check(Plan::new(environment, Tier::Starter, Billing::Prepaid), &policy)?;
    /// # let build = Input::Command { environment, seen: app.revision(), command: Command::Build(plan) };
    /// let Reply::Accepted(decision) = app.decide(&policy, now, build)? else { unreachable!() };
    /// assert_eq!(app.environment(environment).status(), Status::NotBuilt);
    /// decision.events.iter().for_each(|event| app.evolve(event));
    /// assert_eq!(app.environment(environment).status(), Status::Building);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn decide(&self, policy: &Policy, now: Timestamp, input: Input) -> Result<Reply, Rejection> {
        let deciding = Deciding { app: self, policy, now, fingerprint: OnceCell::new() };
        let (environment, changes) = match input {
            Input::Command { environment, seen, command } => {
                let environment = self.environment(environment);
                (environment, deciding.command(environment, seen, command)?)
            }
            Input::DeleteApp { seen } => {
                self.may_be_deleted(seen)?;
                let events = vec![Event::AppDeleted];
                return Ok(Reply::Accepted(Decision { events, effects: Vec::new(), warnings: Vec::new() }));
            }
            Input::Report { environment, effect, outcome } => {
                let environment = self.environment(environment);
                match deciding.report(environment, effect, outcome) {
                    Ok(changes) => (environment, changes),
                    Err(ignored) => return Ok(Reply::Ignored(ignored)),
                }
            }
            Input::TimedOut { environment, effect } => {
                let environment = self.environment(environment);
                match deciding.timed_out(environment, effect) {
                    Ok(changes) => (environment, changes),
                    Err(ignored) => return Ok(Reply::Ignored(ignored)),
                }
            }
            Input::HostDown { environment, host, epoch } => {
                let environment = self.environment(environment);
                match host_down(environment, host, epoch) {
                    Ok(changes) => (environment, changes),
                    Err(ignored) => return Ok(Reply::Ignored(ignored)),
                }
            }
            Input::Billing { environment, notice } => {
                let environment = self.environment(environment);
                match billing(environment, notice, now) {
                    Ok(changes) => (environment, changes),
                    Err(ignored) => return Ok(Reply::Ignored(ignored)),
                }
            }
        };
        let warnings = deciding.warnings(environment, &changes);
        Ok(Reply::Accepted(Decision { warnings, ..Decision::new(environment, changes) }))
    }

    fn may_be_deleted(&self, seen: Revision) -> Result<(), Rejection> {
        let mut obstacles = Obstacles::default();
        obstacles.add_if(self.deleted, || Obstacle::AppDeleted);
        obstacles.add(self.unknown(seen));
        for environment in [&self.test, &self.production] {
            // A command to either environment is news to whoever deletes both.
            obstacles.add(outdated(environment, seen));
            obstacles.add_if(environment.resources.is_some(), || Obstacle::EnvironmentBuilt {
                environment: environment.kind,
                status: environment.status(),
            });
        }
        obstacles.finish()
    }

    /// Nobody can have seen a revision that the app does not have yet.
    fn unknown(&self, seen: Revision) -> Option<Obstacle> {
        let revision = self.revision;
        (seen > revision).then_some(Obstacle::UnknownRevision { seen, revision })
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
                    // The event names the step alone; what it asks for stands in the state.
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
        Self { events, effects, warnings: Vec::new() }
    }
}

/// Everything a decision looks at.
struct Deciding<'a> {
    app: &'a App,
    policy: &'a Policy,
    now: Timestamp,
    /// Of the policy, once it is asked for.
    fingerprint: OnceCell<String>,
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
        if let Some(obstacle) = self.app.unknown(seen).or_else(|| outdated(environment, seen)) {
            return Err(obstacle.into());
        }
        match command {
            // Neither needs a built environment: one makes it, the other also clears away what a failed build left.
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
                changed(built.domain_name() != Some(&domain))?;
                Ok(vec![Change::DomainSet { domain }])
            }
            Command::ClearDomain => {
                on.may_be_cleared(built.domain.is_some())?;
                Ok(vec![Change::DomainCleared {}])
            }
            Command::SetCertificate(proof) => on.set_certificate(proof),
            Command::ClearCertificate => {
                on.may_be_cleared(built.certificate.is_some())?;
                Ok(vec![Change::CertificateCleared {}])
            }
            Command::Upload(upload) => on.upload(upload),
            Command::Readmit { version, proof } => on.readmit(version, proof),
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
                // Expired resources still serve (§6 FAQ); suspended ones answer nobody.
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
        // Delivery is at least once: the id tells the report that is waited for from one that comes twice or too late.
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
        // A timer may fire early, or run on another clock: the recorded deadline counts.
        if self.now < step.due {
            return Err(Ignored::NotDue);
        }
        if step.attempt < self.policy.release.attempts {
            let due = due(&self.policy.release.deadlines, self.now, &step.action);
            let fresh = broken(Breakage::FreshRetryId);
            // Silence does not say that nothing was done. Under the same id an executor that has done it answers from
            // memory.
            let effect = if fresh { environment.next_effect } else { step.effect };
            return Ok(vec![Change::StepRetried { effect, due }]);
        }
        if broken(Breakage::DroppedTimeOut) {
            return Err(Ignored::Known);
        }
        // An executor that died never reports, and the environment would stay busy for ever.
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

fn busy(machine: &Machine) -> Option<Obstacle> {
    let activity = machine.operation.as_ref().map(Activity::from);
    activity.map(|activity| Obstacle::Busy { activity })
}

fn changed(is_changed: bool) -> Result<(), Rejection> {
    if is_changed { Ok(()) } else { Err(Obstacle::Unchanged.into()) }
}

fn outdated(environment: &Environment, seen: Revision) -> Option<Obstacle> {
    let commanded = environment.commanded;
    // Held against the last command, not the last event: reports move the revision on while a user reads the screen.
    (seen < commanded).then_some(Obstacle::Outdated { seen, commanded })
}

fn host_down(environment: &Environment, number: HostNumber, epoch: EffectId) -> Result<Vec<Change>, Ignored> {
    let host = environment.machine().and_then(|machine| machine.host(number)).ok_or(Ignored::AnotherInstallation)?;
    // The host may have been installed anew since the watcher looked: what it saw fail is gone.
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
        // Whatever is under way: there is nothing left to do it with.
        Notice::Reclaimed => return Ok(vec![Change::Reclaimed { at: Some(now) }]),
        Notice::Expired => Standing::Expired,
        Notice::Suspended => Standing::Suspended,
        Notice::Resumed => Standing::Good,
    };
    if resources.standing == standing { Err(Ignored::Known) } else { Ok(vec![Change::StandingChanged { standing }]) }
}
