//! One of the two slots of an app.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::deployment::Deployment;
use super::effect::{Action, Effect, Installation, Step};
use super::event::{Change, Standing};
use super::id::{CertificateRevision, DomainRevision, EffectId, Revision, VersionNumber, is_default};
use super::machine::{Direction, Machine, Operation, Run};
use super::proof::{CertificateProof, PackageProof};
use super::status::Status;
use crate::app::{DomainName, EnvironmentKind, PackageVersion};
use crate::plan::Plan;

/// An environment of an app: not built, or built from a plan.
///
/// # Examples
///
/// ```
/// use cloudapp::release::{Environment, Status};
///
/// let built = r#"{"kind": "production", "next_effect": 2, "commanded": 1, "resources": {
///     "plan": {"environment": "production", "tier": "starter", "billing": "prepaid", "hosts": 1},
///     "stage": {"built": {"domain": 1, "domains": ["www.example.com"], "certificates": 0, "versions": [{"label": "v1"}],
///         "machine": {"hosts": [{}], "run": "stopped", "current": {"version": 1}}}}}}"#;
/// let environment: Environment = serde_json::from_str(built)?;
/// assert_eq!(environment.status(), Status::Stopped);
/// assert_eq!(environment.current_version().unwrap().label.as_str(), "v1");
/// // The certificate is missing.
/// assert!(!environment.configured());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Environment {
    /// Which of the two.
    pub kind: EnvironmentKind,
    /// The id that the next effect gets. It is not reset when the environment is built again.
    pub next_effect: EffectId,
    /// The app's revision at which a user's command was last accepted here.
    pub commanded: Revision,
    /// What the environment waits for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<Step>,
    /// The resources; none while it is not built.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resources: Option<Resources>,
}

/// Resources that were requested.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Resources {
    /// What they are built from.
    pub plan: Plan,
    /// Standing with the billing system.
    #[serde(default, skip_serializing_if = "is_default")]
    pub standing: Standing,
    /// The domain that the platform assigned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned: Option<DomainName>,
    /// How far they have come.
    pub stage: Stage,
}

/// How far resources have come.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
#[expect(clippy::large_enum_variant, reason = "an environment is built for almost all of its life")]
pub enum Stage {
    /// They are being created.
    Building,
    /// They are there in part: creating them failed.
    BuildFailed,
    /// They are there.
    Built(Built),
    /// They are being deleted.
    Deleting,
    /// They are there in part: deleting them failed.
    DeletionFailed,
}

/// What a built environment holds.
///
/// # Examples
///
/// ```
/// use cloudapp::release::{Built, VersionNumber};
///
/// let built = r#"{"certificates": 0, "versions": [{"label": "v1"}], "machine": {"hosts": [{}], "run": "never"}}"#;
/// let built: Built = serde_json::from_str(built)?;
/// assert_eq!(built.numbered(&"v1".parse()?), Some(VersionNumber::new(1)));
/// assert_eq!(built.version(VersionNumber::new(2)), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Built {
    /// The domain: the assigned one, or the one that the user set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<DomainRevision>,
    /// Domains that it has had, in the order of their numbers, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub domains: Vec<DomainName>,
    /// The certificate that the next release installs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<CertificateRevision>,
    /// How many certificates were set.
    pub certificates: CertificateRevision,
    /// What was proven of each certificate that is set or on a host.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub proofs: BTreeMap<CertificateRevision, CertificateProof>,
    /// Uploaded versions, in the order of their numbers.
    pub versions: Vec<Version>,
    /// Hosts, what runs on them, and what is being done about it.
    pub machine: Machine,
}

/// An uploaded version.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Version {
    /// Its label.
    pub label: PackageVersion,
    /// Whether a release of it succeeded here.
    #[serde(default, skip_serializing_if = "is_default")]
    pub succeeded: bool,
    /// What was proven of its package; logs of schema 2 have no proofs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<PackageProof>,
}

impl Environment {
    pub(super) fn test() -> Self {
        Self::new(EnvironmentKind::Test)
    }

    pub(super) fn production() -> Self {
        Self::new(EnvironmentKind::Production)
    }

    /// Whether nothing has ever happened in it.
    pub(super) fn is_untouched(&self) -> bool {
        *self == Self::new(self.kind)
    }

    fn new(kind: EnvironmentKind) -> Self {
        Self { kind, next_effect: EffectId::new(1), commanded: Revision::default(), step: None, resources: None }
    }

    /// What a built environment holds; none unless the resources are there.
    #[must_use]
    pub const fn built(&self) -> Option<&Built> {
        match &self.resources {
            Some(Resources { stage: Stage::Built(built), .. }) => Some(built),
            _ => None,
        }
    }

    /// The hosts and what runs on them; none unless the resources are there.
    #[must_use]
    pub fn machine(&self) -> Option<&Machine> {
        self.built().map(|built| &built.machine)
    }

    /// Whether a domain, where the environment needs one, and a certificate, where it needs one, are set (§2.4, §3.5).
    #[must_use]
    pub fn configured(&self) -> bool {
        let certified = |built: &Built| built.certificate.is_some() || !self.kind.needs_certificate();
        self.built().is_some_and(|built| built.domain.is_some() && certified(built))
    }

    /// The version that runs or last ran.
    #[must_use]
    pub fn current_version(&self) -> Option<&Version> {
        let built = self.built()?;
        built.version(built.machine.current?.version)
    }

    /// The effect that the environment waits for: what the outbox holds, rebuilt from the state.
    ///
    /// # Examples
    ///
    /// ```
    /// # use cloudapp::app::{Billing, EnvironmentKind, Framework, Policy, Tier, Timestamp};
    /// # use cloudapp::plan::{self, Plan};
    /// # use cloudapp::release::{App, AppNumber, Command, Input};
    /// # let (policy, environment, now) = (Policy::default(), EnvironmentKind::Test, Timestamp::UNIX_EPOCH);
    /// # let (mut app, _) = App::create(AppNumber::new(1), "todoapp".parse()?, Framework::NodeJs, None);
    /// # let plan = plan::check(Plan::new(environment, Tier::Starter, Billing::Prepaid), &policy)?;
    /// # let build = Input::Command { environment, seen: app.revision(), command: Command::Build(plan) };
    /// app.apply(&policy, now, build)?;
    /// let owed = app.environment(environment).outstanding().expect("the resources are to be created");
    /// assert_eq!(owed.due, now.saturating_add_seconds(policy.release.deadlines.resources));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn outstanding(&self) -> Option<Effect> {
        self.step.as_ref().map(|step| self.effect(step))
    }

    pub(super) fn effect(&self, step: &Step) -> Effect {
        // The state counts versions, domains and certificates; an executor is told what they are.
        let deployed = self.built().zip(step.action.deployment());
        let version = deployed.and_then(|(built, deployment)| built.version(deployment.version));
        Effect {
            environment: self.kind,
            id: step.effect,
            attempt: step.attempt,
            action: step.action.clone(),
            version: version.map(|version| version.label.clone()),
            installation: deployed.and_then(|(built, deployment)| self.installation(built, deployment)),
            due: step.due,
        }
    }

    fn installation(&self, built: &Built, deployment: Deployment) -> Option<Installation> {
        let proof = built.version(deployment.version)?.proof.as_ref()?;
        let admission = proof.admission(self.kind, self.resources.as_ref()?.plan.tier)?;
        let runtime = proof.framework.runtime();
        Some(Installation {
            framework: proof.framework,
            digest: proof.digest,
            configuration: admission.configuration.clone(),
            domain: deployment.domain.and_then(|domain| built.domain_of(domain)).cloned(),
            tls_end: admission.tls_end,
            certificate: deployment.certificate.and_then(|certificate| built.proofs.get(&certificate)).cloned(),
            port: runtime.port,
            health_path: runtime.health_path.to_owned(),
        })
    }

    /// What a screen shows.
    #[must_use]
    pub fn status(&self) -> Status {
        let Some(resources) = &self.resources else { return Status::NotBuilt };
        let machine = match &resources.stage {
            Stage::Building => return Status::Building,
            Stage::BuildFailed => return Status::BuildFailed,
            Stage::Deleting => return Status::Deleting,
            Stage::DeletionFailed => return Status::DeletionFailed,
            Stage::Built(built) => &built.machine,
        };
        match (&machine.operation, machine.run) {
            (Some(Operation::Order(order)), _) => match order.direction {
                Direction::Forward => Status::Releasing,
                Direction::Back => Status::Compensating,
            },
            (Some(Operation::Stopping), _) => Status::Stopping,
            (Some(Operation::Balancing), _) => Status::SyncingWeights,
            (Some(Operation::Repairing), _) => Status::Repairing,
            // A change of the database stops nobody: the screen goes on showing what runs.
            (Some(Operation::Database) | None, Run::Never) => Status::Ready,
            (Some(Operation::Database) | None, Run::Stopped) => Status::Stopped,
            (Some(Operation::Database) | None, Run::Running) if machine.degraded() => Status::Degraded,
            (Some(Operation::Database) | None, Run::Running) => Status::Running,
        }
    }

    /// Records `change`, after which the app is at `revision`.
    pub(super) fn evolve(&mut self, change: &Change, revision: Revision) {
        if change.is_command() {
            self.commanded = revision;
        }
        self.evolve_resources(change);
        match change {
            Change::StepStarted { effect, action, due } => {
                // Ids only rise, whatever a log says: executors refuse a lower one.
                self.next_effect = self.next_effect.max(effect.next());
                self.step = Some(Step { effect: *effect, attempt: 1, action: action.clone(), due: *due });
            }
            Change::StepRetried { effect, due } => {
                self.next_effect = self.next_effect.max(effect.next());
                if let Some(step) = &mut self.step {
                    step.effect = *effect;
                    step.attempt = step.attempt.saturating_add(1);
                    step.due = *due;
                }
            }
            Change::StepSucceeded { .. } | Change::StepFailed { .. } | Change::Reclaimed { .. } => self.step = None,
            Change::BuildRequested { .. }
            | Change::Built { .. }
            | Change::BuildFailed { .. }
            | Change::DomainSet { .. }
            | Change::DomainCleared { .. }
            | Change::CertificateSet { .. }
            | Change::CertificateCleared { .. }
            | Change::VersionReadmitted { .. }
            | Change::VersionUploaded { .. }
            | Change::OrderAccepted { .. }
            | Change::AbortRequested { .. }
            | Change::CompensationStarted { .. }
            | Change::HostGivenUp { .. }
            | Change::OrderSucceeded { .. }
            | Change::OrderFailed { .. }
            | Change::StopRequested { .. }
            | Change::StopEnded { .. }
            | Change::DeletionRequested { .. }
            | Change::ResourcesDeleted { .. }
            | Change::DeletionFailed { .. }
            | Change::WeightSet { .. }
            | Change::TrafficSet { .. }
            | Change::BalancingEnded { .. }
            | Change::RepairRequested { .. }
            | Change::RepairEnded { .. }
            | Change::DatabaseChangeRequested { .. }
            | Change::DatabaseChangeEnded { .. }
            | Change::HostWentDown { .. }
            | Change::StandingChanged { .. } => {}
        }
    }

    fn evolve_resources(&mut self, change: &Change) {
        let resources = match (change, &mut self.resources) {
            (Change::BuildRequested { plan, domain }, resources) => {
                *resources = Some(Resources {
                    plan: *plan,
                    // Bought anew: what was owed for the last ones is over.
                    standing: Standing::Good,
                    assigned: domain.clone(),
                    stage: Stage::Building,
                });
                return;
            }
            (Change::Reclaimed { .. } | Change::ResourcesDeleted {}, resources) => {
                *resources = None;
                return;
            }
            (_, None) => return,
            (_, Some(resources)) => resources,
        };
        match change {
            Change::Built {} => resources.stage = Stage::Built(Built::new(resources)),
            Change::BuildFailed {} => resources.stage = Stage::BuildFailed,
            Change::DeletionRequested {} => resources.stage = Stage::Deleting,
            Change::DeletionFailed {} => resources.stage = Stage::DeletionFailed,
            Change::StandingChanged { standing } => resources.standing = *standing,
            _ => {
                if let Stage::Built(built) = &mut resources.stage {
                    built.evolve(change, self.step.as_ref().map(|step| &step.action));
                }
            }
        }
    }
}

impl Built {
    fn new(resources: &Resources) -> Self {
        Self {
            domain: resources.assigned.is_some().then(|| DomainRevision::at(0)),
            domains: resources.assigned.iter().cloned().collect(),
            certificate: None,
            certificates: CertificateRevision::default(),
            proofs: BTreeMap::new(),
            versions: Vec::new(),
            machine: Machine::new(resources.plan),
        }
    }

    /// An uploaded version by its number.
    #[must_use]
    pub fn version(&self, number: VersionNumber) -> Option<&Version> {
        self.versions.get(number.index()?)
    }

    /// The domain that the next release answers to.
    #[must_use]
    pub fn domain_name(&self) -> Option<&DomainName> {
        self.domain_of(self.domain?)
    }

    /// A domain by its number.
    #[must_use]
    pub fn domain_of(&self, domain: DomainRevision) -> Option<&DomainName> {
        self.domains.get(domain.index()?)
    }

    /// What was proven of the certificate that the next release installs.
    #[must_use]
    pub fn certificate_proof(&self) -> Option<&CertificateProof> {
        self.proofs.get(&self.certificate?)
    }

    /// The number of the version with this label.
    #[must_use]
    pub fn numbered(&self, label: &PackageVersion) -> Option<VersionNumber> {
        self.versions.iter().position(|version| version.label == *label).map(VersionNumber::at)
    }

    fn evolve(&mut self, change: &Change, action: Option<&Action>) {
        match change {
            Change::DomainSet { domain } => {
                let known = self.domains.iter().position(|known| known == domain);
                self.domain = Some(DomainRevision::at(known.unwrap_or(self.domains.len())));
                if known.is_none() {
                    self.domains.push(domain.clone());
                }
            }
            Change::DomainCleared {} => self.domain = None,
            Change::CertificateSet { certificate, proof } => {
                self.certificate = Some(*certificate);
                self.certificates = self.certificates.max(*certificate);
                // Whatever is on a host, or may come back to one, is still needed.
                let used: Vec<_> = self.machine.deployments().filter_map(|deployment| deployment.certificate).collect();
                self.proofs.retain(|revision, _| used.contains(revision));
                self.proofs.extend(proof.clone().map(|proof| (*certificate, proof)));
            }
            Change::CertificateCleared {} => self.certificate = None,
            Change::VersionUploaded { label, proof, .. } => {
                self.versions.push(Version { label: label.clone(), succeeded: false, proof: proof.clone() });
            }
            Change::VersionReadmitted { version, proof } => {
                if let Some(version) = version.index().and_then(|index| self.versions.get_mut(index)) {
                    version.proof = Some(proof.clone());
                }
            }
            Change::OrderSucceeded { .. } => {
                // Before the machine ends the order, which alone says what the version is.
                let goal = self.machine.order().and_then(|order| order.goal.version.index());
                if let Some(version) = goal.and_then(|index| self.versions.get_mut(index)) {
                    version.succeeded = true;
                }
                self.machine.evolve(change, action);
            }
            _ => self.machine.evolve(change, action),
        }
    }
}
