//! An app to try things on.

use cloudapp::app::{Billing, EnvironmentKind, Framework, PackageVersion, Policy, Tier, Timestamp, TlsEnd};
use cloudapp::plan::{self, Plan};
use cloudapp::release::{
    Action, App, AppNumber, CertificateProof, Command, Decision, Environment, Event, HostNumber, Input, Notice,
    Outcome, PackageProof, Rejection, Reply, Status, Upload,
};

/// An app, one environment of which is looked at, with its log.
#[derive(Clone)]
pub struct Trial {
    pub app: App,
    pub kind: EnvironmentKind,
    pub policy: Policy,
    pub now: Timestamp,
    pub log: Vec<Event>,
}

impl Trial {
    /// An environment that is not built.
    pub fn new(kind: EnvironmentKind) -> Self {
        let name = "todoapp".parse().unwrap();
        let (app, created) = App::create(AppNumber::new(2_143_434_635), name, Framework::NodeJs, None);
        let policy = Policy::default().offering(Tier::ALL).with(|policy| policy.release.vouching = true);
        let now = "2019-06-18T19:41:50+08:00".parse().unwrap();
        Self { app, kind, policy, now, log: vec![created] }
    }

    /// A test environment, built and with versions uploaded.
    pub fn built_test(versions: &[&str]) -> Self {
        let mut trial = Self::new(EnvironmentKind::Test);
        trial.build(Plan::new(EnvironmentKind::Test, Tier::Starter, Billing::Prepaid));
        trial.upload_all(versions);
        trial
    }

    /// A production environment of the standard tier, built, configured and with versions uploaded.
    pub fn built_standard(versions: &[&str], hosts: u8) -> Self {
        let mut trial = Self::new(EnvironmentKind::Production);
        let plan = Plan::new(EnvironmentKind::Production, Tier::Standard, Billing::PayAsYouGo);
        trial.build(plan.with_hosts(hosts));
        trial.accept(Command::SetDomain("www.example.com".parse().unwrap()));
        trial.accept(Command::SetCertificate(certificate(&["www.example.com"])));
        trial.upload_all(versions);
        trial
    }

    /// The same with a release of `version` behind it.
    pub fn running(mut self, version: &str) -> Self {
        self.accept(release(version));
        self.settle();
        assert_eq!(self.status(), Status::Running);
        self
    }

    pub fn environment(&self) -> &Environment {
        self.app.environment(self.kind)
    }

    pub fn status(&self) -> Status {
        self.environment().status()
    }

    pub fn input(&mut self, input: Input) -> Result<Reply, Rejection> {
        let verdict = self.app.apply(&self.policy, self.now, input)?;
        if let Reply::Accepted(decision) = &verdict {
            self.log.extend(decision.events.iter().cloned());
        }
        Ok(verdict)
    }

    pub fn command(&mut self, command: Command) -> Result<Reply, Rejection> {
        let seen = self.app.revision();
        self.input(Input::Command { environment: self.kind, seen, command })
    }

    pub fn accept(&mut self, command: Command) -> Decision {
        let text = format!("{command:?}");
        match self.command(command) {
            Ok(Reply::Accepted(decision)) => decision,
            other => panic!("{text}: {other:?}"),
        }
    }

    /// Everything in the way of a command, in words.
    pub fn refusal(&mut self, command: Command) -> String {
        match self.command(command) {
            Err(rejection) => rejection.to_string(),
            other => panic!("not refused: {other:?}"),
        }
    }

    /// The outstanding effect as an executor reads it: `install 2 v1`.
    pub fn wanted(&self) -> String {
        let Some(effect) = self.environment().outstanding() else { return "nothing".to_owned() };
        let mut words = vec![effect.action.as_str().to_owned()];
        words.extend(effect.action.host().map(|host| host.to_string()));
        let installs = matches!(effect.action, Action::Install { .. });
        words.extend(effect.version.filter(|_| installs).map(|version| version.to_string()));
        if let Action::Balance { weights, .. } = &effect.action {
            words.extend(weights.iter().map(|weight| weight.map_or("-".to_owned(), |weight| weight.to_string())));
        }
        words.join(" ")
    }

    pub fn done(&mut self) -> Decision {
        self.report(Outcome::Done)
    }

    pub fn fail(&mut self) -> Decision {
        self.report(Outcome::Failed { reason: "no space left on device".parse().unwrap() })
    }

    fn report(&mut self, outcome: Outcome) -> Decision {
        let effect = self.environment().outstanding().expect("an outstanding effect").id;
        match self.input(Input::Report { environment: self.kind, effect, outcome }).unwrap() {
            Reply::Accepted(decision) => decision,
            Reply::Ignored(ignored) => panic!("{ignored:?}"),
        }
    }

    /// Reports success until nothing is outstanding, and returns what was asked for.
    pub fn settle(&mut self) -> Vec<String> {
        let mut wanted = Vec::new();
        while self.environment().outstanding().is_some() {
            wanted.push(self.wanted());
            self.done();
        }
        wanted
    }

    /// Asks for a test environment.
    pub fn begin_build(&mut self) {
        let plan = Plan::new(EnvironmentKind::Test, Tier::Starter, Billing::Prepaid);
        let plan = plan::check(plan, &self.policy).unwrap();
        self.accept(Command::Build(plan));
    }

    /// Builds the environment in the starter tier.
    pub fn build_starter(&mut self) {
        self.build(Plan::new(self.kind, Tier::Starter, Billing::Prepaid));
    }

    /// A host stops answering.
    pub fn crash(&mut self, number: u16) {
        let host = HostNumber::new(number).unwrap();
        let epoch = self.environment().machine().unwrap().host(host).unwrap().epoch.unwrap();
        let _ = self.input(Input::HostDown { environment: self.kind, host, epoch }).unwrap();
    }

    pub fn notice(&mut self, notice: Notice) {
        let _ = self.input(Input::Billing { environment: self.kind, notice }).unwrap();
    }

    /// Builds a test environment anew.
    pub fn rebuild(&mut self) {
        self.build(Plan::new(EnvironmentKind::Test, Tier::Starter, Billing::Prepaid));
    }

    fn build(&mut self, plan: Plan) {
        let plan = plan::check(plan, &self.policy).unwrap();
        self.accept(Command::Build(plan));
        self.settle();
    }

    fn upload_all(&mut self, versions: &[&str]) {
        for version in versions {
            self.accept(upload(version));
        }
    }
}

pub fn version(label: &str) -> PackageVersion {
    label.parse().unwrap()
}

pub fn release(label: &str) -> Command {
    Command::Release { version: version(label), strategy: None }
}

pub fn rollback(label: &str) -> Command {
    Command::Rollback { version: version(label), strategy: None }
}

pub fn upload(label: &str) -> Command {
    Command::Upload(Upload::new(vouched(Framework::NodeJs)).label(version(label)))
}

/// A package that nobody has inspected.
pub fn vouched(framework: Framework) -> PackageProof {
    PackageProof::vouched(framework, &Policy::default(), Timestamp::UNIX_EPOCH)
}

/// A certificate for the load balancer that nobody has examined and that never ends.
pub fn certificate(names: &[&str]) -> CertificateProof {
    let names: Vec<_> = names.iter().map(|name| name.parse().unwrap()).collect();
    let always = (Timestamp::UNIX_EPOCH, Timestamp::MAX);
    CertificateProof::vouched(&names, always, TlsEnd::LoadBalancer, &Policy::default(), Timestamp::UNIX_EPOCH)
}
