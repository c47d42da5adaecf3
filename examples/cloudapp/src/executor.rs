//! A simulated platform: executors that carry effects out, and a chaos that fails, loses, repeats and delays.

use std::collections::BTreeMap;

use cloudapp::app::{EnvironmentKind, PackageVersion, Policy, Remark, Timestamp, Weight};
use cloudapp::diagnostic::{Accepted, Phrase};
use cloudapp::phrase;
use cloudapp::plan::Plan;
use cloudapp::release::{
    Action, App, Command, Effect, EffectId, Environment, Event, HostNumber, Input, Outcome, Rejection, Reply, Status,
    Traffic, Upload,
};

/// An app, driven in one environment by simulated executors. Each thing that happens is told as one line.
pub(crate) struct Simulation<'a> {
    pub(crate) app: App,
    /// Every event, from the creation of the app.
    pub(crate) log: Vec<Event>,
    kind: EnvironmentKind,
    policy: &'a Policy,
    now: Timestamp,
    chaos: Option<Chaos>,
    mail: Vec<Mail>,
    executors: BTreeMap<Scope, Executor>,
    tell: Box<dyn FnMut(Phrase) + 'a>,
}

impl<'a> Simulation<'a> {
    /// Drives `app`, whose log so far is `log`, in its environment `kind` from `now` on. With a seed the platform
    /// misbehaves, a limited number of times and the same in each run.
    pub(crate) fn new(
        (app, log): (App, Vec<Event>),
        kind: EnvironmentKind,
        policy: &'a Policy,
        now: Timestamp,
        chaos: Option<u64>,
        tell: impl FnMut(Phrase) + 'a,
    ) -> Self {
        let chaos = chaos.map(Chaos::new);
        let (mail, executors, tell) = (Vec::new(), BTreeMap::new(), Box::new(tell));
        Self { app, log, kind, policy, now, chaos, mail, executors, tell }
    }

    /// Brings the environment from whatever state to a release of `version` that runs: builds, configures, uploads and
    /// releases, and begins again where the platform failed.
    ///
    /// `configure` are the commands between the build and the upload; `upload` is the version's.
    pub(crate) fn deploy(
        &mut self,
        plan: &Accepted<Plan>,
        configure: &[Command],
        upload: &Upload,
        version: &PackageVersion,
    ) -> Result<(), Rejection> {
        while self.environment().built().is_none() {
            match self.environment().status() {
                Status::NotBuilt => self.command(Command::Build(plan.clone()))?,
                _ => self.command(Command::DeleteResources)?,
            }
        }
        configure.iter().try_for_each(|command| self.command(command.clone()))?;
        self.command(Command::Upload(upload.clone()))?;
        loop {
            self.command(Command::Release { version: version.clone(), strategy: None })?;
            let environment = self.environment();
            let runs = environment.current_version().is_some_and(|current| current.label == *version);
            if runs && environment.status() == Status::Running {
                return Ok(());
            }
        }
    }

    fn environment(&self) -> &Environment {
        self.app.environment(self.kind)
    }

    /// Gives a command and lets the platform work until the environment is idle.
    pub(crate) fn command(&mut self, command: Command) -> Result<(), Rejection> {
        let seen = self.app.revision();
        let effects = self.input(Input::Command { environment: self.kind, seen, command })?;
        for effect in effects {
            self.send(effect);
        }
        while let Some(outstanding) = self.app.environment(self.kind).outstanding() {
            self.step(&outstanding);
        }
        Ok(())
    }

    /// Lets late mail arrive, so that it can be seen to do no harm.
    pub(crate) fn drain(&mut self) {
        while let Some(mail) = self.next_before(Timestamp::MAX) {
            self.deliver(mail);
        }
    }

    fn step(&mut self, outstanding: &Effect) {
        if let Some(mail) = self.next_before(outstanding.due) {
            self.deliver(mail);
            return;
        }
        self.now = self.now.max(outstanding.due);
        let words = phrase!(
            "{task}: no answer until {now} (attempt {attempt} of {attempts})"
                / "{task}：到 {now} 仍无应答（第 {attempt} 次，共 {attempts} 次）",
            task = name(outstanding),
            now = self.now,
            attempt = outstanding.attempt,
            attempts = self.policy.release.attempts
        );
        self.say(words);
        self.observe(Input::TimedOut { environment: self.kind, effect: outstanding.id });
    }

    fn deliver(&mut self, mail: Mail) {
        self.now = self.now.max(mail.at);
        match mail.message {
            Message::Request(effect) => self.execute(&effect),
            Message::Report(effect, outcome) => {
                self.observe(Input::Report { environment: self.kind, effect, outcome });
            }
        }
    }

    /// What an executor does with a request: refuse an old one, answer a known one from memory, carry out a new one.
    fn execute(&mut self, effect: &Effect) {
        let task = name(effect);
        let scope = Scope::of(&effect.action);
        let fence = self.fence(scope);
        if effect.id < fence {
            let fence = fence.get();
            self.say(phrase!(
                "{task}: refused, effect {fence} was seen since" / "{task}：拒绝，已收到更新的操作 {fence}",
                task,
                fence
            ));
            return;
        }
        let executor = self.executors.get(&scope).filter(|executor| executor.fence == effect.id);
        let remembered = executor.map(|executor| executor.outcome.clone());
        let outcome = if let Some(outcome) = remembered {
            self.say(phrase!(
                "{task}: asked for again, answered from memory" / "{task}：重复的请求，按记录应答",
                task = task.clone()
            ));
            outcome
        } else {
            let fails = self.strikes(Trouble::Fail);
            let outcome = if fails { Outcome::Failed { reason: reason(&effect.action) } } else { Outcome::Done };
            self.executors.insert(scope, Executor { fence: effect.id, outcome: outcome.clone() });
            match &outcome {
                Outcome::Failed { reason } => {
                    let (task, reason) = (task.clone(), reason.as_str());
                    self.say(phrase!("{task}: failed, {reason}" / "{task}：失败，\"{reason}\"", task, reason));
                }
                _ => self.say(phrase!("{task}: done" / "{task}：完成", task = task.clone())),
            }
            outcome
        };
        if self.strikes(Trouble::Lose) {
            self.say(phrase!("{task}: the report is lost" / "{task}：报告丢失", task));
            return;
        }
        let delay = if self.strikes(Trouble::Delay) { LONG } else { SHORT };
        if self.strikes(Trouble::Repeat) {
            let message = Message::Report(effect.id, outcome.clone());
            self.mail.push(Mail { at: self.now.saturating_add_seconds(LONG), message });
        }
        let message = Message::Report(effect.id, outcome);
        self.mail.push(Mail { at: self.now.saturating_add_seconds(delay), message });
    }

    /// The greatest id that was seen by anyone whom an effect of `scope` touches. What the platform does touches all.
    fn fence(&self, scope: Scope) -> EffectId {
        let touches = |other: Scope| other == scope || other == Scope::Platform || scope == Scope::Platform;
        let seen = self.executors.iter().filter(|(other, _)| touches(**other)).map(|(_, executor)| executor.fence);
        seen.max().unwrap_or_default()
    }

    fn send(&mut self, effect: Effect) {
        let task = name(&effect);
        self.say(match effect.attempt {
            1 => phrase!("-> {task}" / "-> {task}", task),
            _ => phrase!("-> {task}, asked for again under the same id" / "-> {task}，以同一编号再次请求", task),
        });
        if self.strikes(Trouble::Lose) {
            self.say(phrase!("{task}: the request is lost" / "{task}：请求丢失", task = name(&effect)));
            return;
        }
        let delay = if self.strikes(Trouble::Delay) { LONG } else { SHORT };
        if self.strikes(Trouble::Repeat) {
            let message = Message::Request(Box::new(effect.clone()));
            self.mail.push(Mail { at: self.now.saturating_add_seconds(SHORT + 1), message });
        }
        self.mail
            .push(Mail { at: self.now.saturating_add_seconds(delay), message: Message::Request(Box::new(effect)) });
    }

    /// Tells the app something that it never refuses.
    fn observe(&mut self, input: Input) {
        for effect in self.input(input).unwrap_or_default() {
            self.send(effect);
        }
    }

    fn input(&mut self, input: Input) -> Result<Vec<Effect>, Rejection> {
        let (before, topic) = (self.app.environment(self.kind).status(), topic(&input));
        match self.app.apply(self.policy, self.now, input)? {
            Reply::Ignored(ignored) => {
                self.say(phrase!("{topic}: ignored, {ignored}" / "{topic}：忽略，{ignored}", topic, ignored));
                Ok(Vec::new())
            }
            Reply::Accepted(decision) => {
                self.log.extend(decision.events);
                let after = self.app.environment(self.kind).status();
                if before != after {
                    self.say(phrase!("== {label} {after}" / "== {after}", after, label = after.label()));
                }
                Ok(decision.effects)
            }
        }
    }

    fn next_before(&mut self, due: Timestamp) -> Option<Mail> {
        let arrives = |mail: &&(usize, &Mail)| mail.1.at <= due;
        let mail = self.mail.iter().enumerate().min_by_key(|(index, mail)| (mail.at, *index));
        let index = mail.as_ref().filter(arrives)?.0;
        Some(self.mail.remove(index))
    }

    fn strikes(&mut self, trouble: Trouble) -> bool {
        self.chaos.as_mut().is_some_and(|chaos| chaos.strikes(trouble))
    }

    fn say(&mut self, words: Phrase) {
        let time = self.now.to_string();
        let clock = time.get(11..19).unwrap_or_default();
        (self.tell)(phrase!("{clock} {words}" / "{clock} {words}", clock, words));
    }
}

/// Who carries effects out: each knows only what it was asked itself.
#[derive(Clone, Copy, Eq, Ord, PartialEq, PartialOrd)]
enum Scope {
    Balancer,
    Database,
    Host(HostNumber),
    Platform,
}

impl Scope {
    fn of(action: &Action) -> Self {
        match action {
            Action::Balance { .. } => Self::Balancer,
            Action::Database { .. } => Self::Database,
            action => action.host().map_or(Self::Platform, Self::Host),
        }
    }
}

/// The greatest id that an executor has seen, and how that effect went.
struct Executor {
    fence: EffectId,
    outcome: Outcome,
}

struct Mail {
    at: Timestamp,
    message: Message,
}

enum Message {
    Request(Box<Effect>),
    Report(EffectId, Outcome),
}

/// Misfortune from a seed: each kind strikes one time in six until there were enough.
struct Chaos {
    state: u64,
    left: u8,
}

#[derive(Clone, Copy)]
enum Trouble {
    Delay,
    Fail,
    Lose,
    Repeat,
}

impl Chaos {
    fn new(seed: u64) -> Self {
        Self { state: seed, left: 12 }
    }

    fn strikes(&mut self, trouble: Trouble) -> bool {
        let odds = match trouble {
            Trouble::Fail => 8,
            Trouble::Delay | Trouble::Lose | Trouble::Repeat => 6,
        };
        let strikes = self.left > 0 && self.next().is_multiple_of(odds);
        self.left -= u8::from(strikes);
        strikes
    }

    /// The generator `SplitMix64`.
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

fn topic(input: &Input) -> Phrase {
    match input {
        Input::Report { effect, .. } => {
            phrase!("report on effect {effect}" / "操作 {effect} 的报告", effect = effect.get())
        }
        Input::TimedOut { effect, .. } => {
            phrase!("deadline of effect {effect}" / "操作 {effect} 的期限", effect = effect.get())
        }
        _ => phrase!("input" / "输入"),
    }
}

/// An effect in words, with its id.
fn name(effect: &Effect) -> Phrase {
    let words = match &effect.action {
        Action::Provision { plan, .. } => {
            phrase!("create the resources of the {tier} tier" / "创建{tier}资源", tier = plan.tier)
        }
        Action::Teardown => phrase!("delete the resources" / "删除资源"),
        Action::AddHost { host } => phrase!("add host {host}" / "添加主机 {host}", host = host.to_string()),
        Action::Balance { traffic: Traffic::Paused, .. } => phrase!("stop forwarding" / "停止转发"),
        Action::Balance { weights, .. } => {
            let weights: Vec<_> = weights.iter().map(|weight| weight.map_or(0, Weight::get)).collect();
            let weights = format!("{weights:?}");
            phrase!("set weights {weights}" / "设置权重 {weights}", weights)
        }
        Action::Install { host, .. } => match &effect.version {
            Some(version) => phrase!(
                "install {version} on host {host}" / "在主机 {host} 上安装 {version}",
                version = version.as_str(),
                host = host.to_string()
            ),
            None => phrase!("install on host {host}" / "在主机 {host} 上安装", host = host.to_string()),
        },
        Action::Verify { host, .. } => phrase!("verify host {host}" / "检查主机 {host}", host = host.to_string()),
        Action::StopApp => phrase!("stop the app" / "停止应用"),
        Action::Database { .. } => phrase!("change the database" / "变更数据库"),
        action => phrase!("{action}" / "{action}", action = action.as_str()),
    };
    phrase!("[{id}] {words}" / "[{id}] {words}", id = effect.id.get(), words)
}

#[expect(clippy::expect_used, reason = "constants")]
fn reason(action: &Action) -> Remark {
    let words = match action {
        Action::Provision { .. } | Action::AddHost { .. } => "no stock in this zone",
        Action::Install { .. } => "no space left on device",
        Action::Verify { .. } => "the port answers nothing",
        _ => "the service answers 503",
    };
    words.parse().expect("a remark")
}

const SHORT: u32 = 2;
const LONG: u32 = 2000;
