//! What users ask of an environment: whether it may be, and what it takes.

use super::{Deciding, busy, changed};
use crate::app::{DomainSource, PackageVersion, ReleaseOrderId, Strategy, Tier, Weight};
use crate::plan::Plan;
use crate::release::breakage::{Breakage, broken};
use crate::release::deployment::{Deployment, Traffic};
use crate::release::effect::Action;
use crate::release::environment::{Built, Environment};
use crate::release::event::{Change, OrderKind, Standing};
use crate::release::host::Host;
use crate::release::id::{AppNumber, HostNumber, VersionNumber};
use crate::release::input::Upload;
use crate::release::machine::{Direction, Run};
use crate::release::obstacle::{Obstacle, Obstacles, Rejection};
use crate::release::planner::Planner;
use crate::release::proof::PackageProof;

/// A built environment that a command is for.
pub(super) struct Target<'a> {
    pub(super) deciding: &'a Deciding<'a>,
    pub(super) environment: &'a Environment,
    pub(super) built: &'a Built,
    pub(super) tier: Tier,
    pub(super) standing: Standing,
}

impl<'a> Target<'a> {
    pub(super) fn upload(&self, upload: Upload) -> Result<Vec<Change>, Rejection> {
        let Upload { proof, stored, label, remark } = upload;
        let at = self.deciding.now;
        let label = label.unwrap_or_else(|| PackageVersion::from_upload_time(at));
        let mut obstacles = Obstacles::default();
        self.package(&proof, stored, &mut obstacles);
        let taken = self.built.numbered(&label).is_some();
        obstacles.add_if(taken, || Obstacle::LabelTaken { label: label.clone() });
        obstacles.finish()?;
        let version = VersionNumber::at(self.built.versions.len());
        Ok(vec![Change::VersionUploaded { version, label, remark, proof: Some(proof), at }])
    }

    pub(super) fn readmit(&self, label: PackageVersion, proof: PackageProof) -> Result<Vec<Change>, Rejection> {
        let number = self.built.numbered(&label);
        let Some((number, version)) = number.and_then(|number| Some((number, self.built.version(number)?))) else {
            return Err(Obstacle::UnknownVersion { version: label }.into());
        };
        let mut obstacles = Obstacles::default();
        // A label stands for one package for good: what ran under it has to be what a rollback to it runs.
        self.package(&proof, version.proof.as_ref().and_then(PackageProof::digest), &mut obstacles);
        obstacles.finish()?;
        changed(version.proof.as_ref() != Some(&proof))?;
        Ok(vec![Change::VersionReadmitted { version: number, proof }])
    }

    pub(super) fn release(
        &self,
        label: PackageVersion,
        kind: OrderKind,
        strategy: Option<Strategy>,
    ) -> Result<Vec<Change>, Rejection> {
        let machine = &self.built.machine;
        let version = self.built.numbered(&label);
        let mut obstacles = self.may_order();
        match version.and_then(|number| self.built.version(number)) {
            None => obstacles.add(Some(Obstacle::UnknownVersion { version: label })),
            Some(version) => {
                // A rollback promises something that once ran here; an upload alone is no proof of that.
                let barred = kind == OrderKind::Rollback && !version.succeeded && !broken(Breakage::AnyRollback);
                obstacles.add_if(barred, || Obstacle::NeverSucceeded { version: label });
                // What was admitted at its upload need not be any more: the policy may have changed since.
                self.proven(version, &mut obstacles);
            }
        }
        self.certified(self.built.certificate, self.built.domain_name(), &mut obstacles);
        // Its hosts are drained one after the other: with one weight above zero, nobody would serve meanwhile.
        let weighted = machine.hosts.iter().filter(|host| host.weight.serves()).count();
        let serving = machine.hosts.iter().any(Host::serves);
        let stops = machine.balancer.is_some() && serving && weighted < 2 && !broken(Breakage::NoLastHostGuard);
        obstacles.add_if(stops, || Obstacle::WouldStopTraffic { weighted });
        obstacles.finish()?;
        let Some(version) = version else { return Ok(Vec::new()) };
        let needed = self.environment.kind.needs_certificate();
        // A test environment serves plain HTTP, whatever certificate was set.
        let certificate = self.built.certificate.filter(|_| needed);
        let goal = Deployment { version, domain: self.built.domain, certificate };
        Ok(self.order(kind, goal, strategy))
    }

    pub(super) fn scale_out(&self, more: u16) -> Result<Vec<Change>, Rejection> {
        let machine = &self.built.machine;
        let mut obstacles = self.may_order();
        obstacles.add(self.wrong_tier(Tier::Standard));
        obstacles.add(self.not_running());
        // A scale-out counts the present hosts as done, so that all of them have to run the current version.
        obstacles.add_if(machine.degraded(), || Obstacle::Degraded);
        let hosts = u32::try_from(machine.hosts.len()).unwrap_or(u32::MAX).saturating_add(u32::from(more));
        let most = u16::from(Plan::MAX_HOSTS);
        obstacles.add_if(more == 0 || hosts > u32::from(most), || Obstacle::TooManyHosts { hosts, most });
        // New hosts get what runs on the others, which the next release would replace.
        if let Some(current) = machine.current {
            if let Some(version) = self.built.version(current.version) {
                self.proven(version, &mut obstacles);
            }
            let domain = current.domain.and_then(|domain| self.built.domain_of(domain));
            self.certified(current.certificate, domain, &mut obstacles);
        }
        obstacles.finish()?;
        let Some(goal) = machine.current else { return Ok(Vec::new()) };
        Ok(self.order(OrderKind::ScaleOut { hosts: more }, goal, None))
    }

    fn order(&self, kind: OrderKind, goal: Deployment, strategy: Option<Strategy>) -> Vec<Change> {
        let Deciding { app, policy, now, .. } = self.deciding;
        let sequence = sequence(app.number, app.orders);
        // The sequence stays below 10000, and an id refuses nothing else.
        let Ok(order) = ReleaseOrderId::new(policy.release.site.clone(), *now, sequence) else { return Vec::new() };
        let strategy = strategy.unwrap_or(policy.release.strategy);
        let mut planner = self.planner();
        planner.record(Change::OrderAccepted { order, kind, goal, strategy, at: *now });
        planner.continue_order();
        planner.finish()
    }

    pub(super) fn abort(&self) -> Result<Vec<Change>, Rejection> {
        match self.built.machine.order() {
            Some(order) if order.direction == Direction::Forward && !order.abort => Ok(vec![Change::AbortRequested {}]),
            _ => Err(Obstacle::NothingToAbort.into()),
        }
    }

    pub(super) fn set_weight(&self, number: HostNumber, weight: Weight) -> Result<Vec<Change>, Rejection> {
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
        // At the load balancer weight 0 means no requests: on the last host it means an outage.
        let last = weighted == 0 || (host.serves() && !machine.another_serves(number));
        if !weight.serves() && last && !broken(Breakage::NoLastHostGuard) {
            return Err(Obstacle::WouldStopTraffic { weighted }.into());
        }
        let mut planner = self.planner();
        planner.record(Change::WeightSet { host: number, weight });
        planner.balance();
        Ok(planner.finish())
    }

    pub(super) fn set_traffic(&self, traffic: Traffic) -> Result<Vec<Change>, Rejection> {
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

    pub(super) fn repair(&self) -> Result<Vec<Change>, Rejection> {
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

    pub(super) fn stop(&self) -> Result<Vec<Change>, Rejection> {
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
    pub(super) fn may_be_cleared(&self, is_set: bool) -> Result<(), Rejection> {
        if self.environment.kind.domain_source() == DomainSource::Assigned && is_set {
            return Err(Obstacle::DomainAssigned.into());
        }
        changed(is_set)?;
        let mut obstacles = Obstacles::default();
        obstacles.add(self.busy());
        obstacles.add_if(self.built.machine.run == Run::Running, || Obstacle::StillRunning);
        obstacles.finish()
    }

    pub(super) fn busy(&self) -> Option<Obstacle> {
        busy(&self.built.machine)
    }

    fn not_running(&self) -> Option<Obstacle> {
        let running = self.built.machine.run == Run::Running;
        (!running).then(|| Obstacle::NotRunning { status: self.environment.status() })
    }

    pub(super) fn wrong_tier(&self, needs: Tier) -> Option<Obstacle> {
        (self.tier != needs).then_some(Obstacle::WrongTier { needs })
    }

    pub(super) fn planner(&self) -> Planner<'a> {
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
