//! What makes two states the same.
//!
//! Ids count without end, so a state is known by a key in which they are ranks: of an id it matters only whether it is
//! the same as, or smaller than, one that a message or the outstanding effect carries. Versions are all uploaded and
//! certificates only compared, so both are numbered in the order in which the key meets them.

use cloudapp::release::{
    Action, CertificateProof, CertificateRevision, Deployment, Direction, Environment, HostProgress, Operation,
    OrderKind, PackageProof, Run, Stage, Standing, Traffic,
};

use super::world::{Job, MOST, Message, Node, RealHost, World};
use cloudapp::app::{EnvironmentKind, Timestamp};

/// The key of a state.
pub fn key(kind: EnvironmentKind, node: &Node) -> Vec<u8> {
    let environment = node.app.environment(kind);
    let mut writer = Writer::new(environment, &node.world);
    writer.environment(environment);
    writer.world(environment, &node.world);
    writer.finish(environment)
}

/// Certificates that anything still knows of.
pub fn certificates(environment: &Environment, world: &World) -> Vec<u32> {
    let mut writer = Writer::new(environment, world);
    writer.environment(environment);
    writer.world(environment, world);
    writer.certificates
}

struct Writer {
    bytes: Vec<u8>,
    live: Vec<u64>,
    versions: Vec<u32>,
    certificates: Vec<u32>,
    /// The first letters of the domains, in the order of their numbers.
    domains: Vec<u8>,
}

impl Writer {
    fn new(environment: &Environment, world: &World) -> Self {
        let mut live: Vec<u64> = world
            .mail
            .iter()
            .map(|message| match message {
                Message::Request(id, _) | Message::Report(id, _) | Message::Down(_, id) => *id,
            })
            .chain(environment.step.iter().map(|step| step.effect.get()))
            .collect();
        live.sort_unstable();
        live.dedup();
        let domains = environment.built().map_or(&[][..], |built| &built.domains);
        let domains = domains.iter().map(|domain| domain.as_str().as_bytes()[0]).collect();
        Self { bytes: Vec::with_capacity(128), live, versions: Vec::new(), certificates: Vec::new(), domains }
    }

    fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    fn flags(&mut self, flags: &[bool]) {
        let byte = flags.iter().fold(0, |byte, flag| byte << 1 | u8::from(*flag));
        self.byte(byte);
    }

    /// Even when the id is live, odd when it lies between live ones.
    fn rank(&self, id: u64) -> u8 {
        let rank = match self.live.binary_search(&id) {
            Ok(index) => 2 * index + 2,
            Err(index) => 2 * index + 1,
        };
        u8::try_from(rank).unwrap()
    }

    fn is_live(&self, id: u64) -> bool {
        self.live.binary_search(&id).is_ok()
    }

    fn number(known: &mut Vec<u32>, name: u32) -> u8 {
        if name == 0 {
            return 0;
        }
        let index = known.iter().position(|other| *other == name).unwrap_or_else(|| {
            known.push(name);
            known.len() - 1
        });
        u8::try_from(index + 1).unwrap()
    }

    fn version(&mut self, version: u32) {
        let number = Self::number(&mut self.versions, version);
        self.byte(number);
    }

    fn certificate(&mut self, certificate: u32) {
        let number = Self::number(&mut self.certificates, certificate);
        self.byte(number);
    }

    /// Of two policies the digits differ somewhere, and a sum of them as well as not.
    fn policy(&mut self, fingerprint: Option<&str>) {
        self.byte(fingerprint.map_or(0, |digits| digits.bytes().fold(1, |sum, digit| sum.wrapping_mul(31) ^ digit)));
    }

    /// Domains are known by their names: the order in which they were set is of no matter. With one, whatever is deployed
    /// has that.
    fn domain(&mut self, number: u32) {
        if self.domains.len() > 1 {
            let letter = number.checked_sub(1).and_then(|index| self.domains.get(index as usize));
            self.byte(letter.copied().unwrap_or_default());
        }
    }

    fn deployment(&mut self, deployment: Option<Deployment>) {
        self.version(deployment.map_or(0, |deployment| deployment.version.get()));
        let domain = deployment.and_then(|deployment| deployment.domain);
        self.domain(domain.map_or(0, cloudapp::release::DomainRevision::get));
        let certificate = deployment.and_then(|deployment| deployment.certificate);
        self.certificate(certificate.map_or(0, CertificateRevision::get));
    }

    fn environment(&mut self, environment: &Environment) {
        if let Some(step) = &environment.step {
            let rank = self.rank(step.effect.get());
            self.bytes.extend([1, rank, step.attempt]);
            self.job(Job::of(&step.action));
            // A host that is out of rotation and one of weight 0 look the same to the load balancer, not to the machine.
            if let Action::Balance { weights, .. } = &step.action {
                self.flags(&weights.iter().map(Option::is_some).collect::<Vec<_>>());
            }
        } else {
            self.byte(0);
        }
        let Some(resources) = &environment.resources else { return self.byte(0) };
        self.byte(match resources.standing {
            Standing::Good => 1,
            Standing::Expired => 2,
            Standing::Suspended => 3,
            other => panic!("{other:?}"),
        });
        let built = match &resources.stage {
            Stage::Building => return self.byte(1),
            Stage::BuildFailed => return self.byte(2),
            Stage::Deleting => return self.byte(3),
            Stage::DeletionFailed => return self.byte(4),
            Stage::Built(built) => built,
            other => panic!("{other:?}"),
        };
        self.byte(5);
        self.flags(&[built.domain.is_some()]);
        self.domain(built.domain.map_or(0, cloudapp::release::DomainRevision::get));
        self.certificate(built.certificate.map_or(0, CertificateRevision::get));
        let machine = &built.machine;
        self.byte(match machine.run {
            Run::Never => 0,
            Run::Running => 1,
            Run::Stopped => 2,
            other => panic!("{other:?}"),
        });
        self.deployment(machine.current);
        match &machine.operation {
            None => self.byte(0),
            Some(Operation::Balancing) => self.byte(1),
            Some(Operation::Repairing) => self.byte(2),
            Some(Operation::Stopping) => self.byte(3),
            Some(Operation::Order(order)) => {
                self.byte(4);
                self.deployment(Some(order.goal));
                let forward = order.direction == Direction::Forward;
                let scales = matches!(order.kind, OrderKind::ScaleOut { .. });
                self.flags(&[forward, order.abort, order.touched, order.balancer_failed, scales]);
                self.byte(u8::try_from(order.adding).unwrap());
            }
            Some(other) => panic!("{other:?}"),
        }
        if let Some(balancer) = machine.balancer {
            self.flags(&[balancer.in_step, balancer.traffic == Traffic::Paused]);
        }
        self.byte(u8::try_from(machine.hosts.len()).unwrap());
        for host in &machine.hosts {
            self.deployment(host.installed);
            self.flags(&[host.healthy, host.in_rotation]);
            self.byte(host.weight.get());
            self.byte(match host.progress {
                HostProgress::Waiting => 0,
                HostProgress::Done => 1,
                HostProgress::GivenUp => 2,
                other => panic!("{other:?}"),
            });
        }
    }

    fn world(&mut self, environment: &Environment, world: &World) {
        self.flags(&[world.exists, world.excused, world.second_policy]);
        self.byte(world.faults);
        self.fence(world.fence, world.memory);
        let hosts = environment.machine().map_or(&[][..], |machine| &machine.hosts);
        for index in 0..MOST {
            let real = &world.hosts[index];
            if *real == RealHost::default() {
                self.byte(0);
                continue;
            }
            self.byte(1);
            self.version(real.version);
            self.domain(real.domain);
            self.certificate(real.certificate);
            self.flags(&[real.up]);
            self.fence(real.fence, real.memory);
            let believed = hosts.get(index).and_then(|host| host.epoch).map_or(0, cloudapp::release::EffectId::get);
            self.epoch(real.epoch, believed);
        }
        // What the machine believes of the installations matters by comparison with messages and the real ones.
        for (index, host) in hosts.iter().enumerate() {
            self.epoch(host.epoch.map_or(0, cloudapp::release::EffectId::get), world.hosts[index].epoch);
        }
        self.bytes.extend(world.balancer.weights);
        self.flags(&[world.balancer.paused]);
        self.fence(world.balancer.fence, world.balancer.memory);
        let mut mail = world.mail.clone();
        mail.sort_unstable();
        for message in mail {
            match message {
                Message::Request(id, job) => {
                    let rank = self.rank(id);
                    self.bytes.extend([1, rank]);
                    self.job(job);
                }
                Message::Report(id, done) => {
                    let rank = self.rank(id);
                    self.bytes.extend([2, rank, u8::from(done)]);
                }
                Message::Down(host, epoch) => {
                    let rank = self.rank(epoch);
                    self.bytes.extend([3, rank, u8::try_from(host).unwrap()]);
                }
            }
        }
    }

    /// A memory matters only while its id can come again.
    fn fence(&mut self, fence: u64, memory: Option<bool>) {
        let rank = self.rank(fence);
        self.byte(rank);
        let memory = memory.filter(|_| self.is_live(fence));
        self.byte(memory.map_or(0, |done| 1 + u8::from(done)));
    }

    fn epoch(&mut self, epoch: u64, other: u64) {
        let byte = match epoch {
            0 => 0,
            _ if self.is_live(epoch) => self.rank(epoch),
            _ if epoch == other => 251,
            _ => 253,
        };
        self.byte(byte);
    }

    fn job(&mut self, job: Job) {
        match job {
            Job::Provision => self.byte(1),
            Job::Teardown => self.byte(2),
            Job::AddHost(host) => self.bytes.extend([3, u8::try_from(host).unwrap()]),
            Job::Balance { weights, paused } => {
                self.bytes.extend([4, u8::from(paused)]);
                self.bytes.extend(weights);
            }
            Job::Install { host, version, domain, certificate } => {
                self.bytes.extend([5, u8::try_from(host).unwrap()]);
                self.version(version);
                self.domain(domain);
                self.certificate(certificate);
            }
            Job::Verify(host) => self.bytes.extend([6, u8::try_from(host).unwrap()]),
            Job::StopApp => self.byte(7),
        }
    }

    /// Adds which versions once succeeded: of those that were met one by one, of the others only how many.
    fn finish(mut self, environment: &Environment) -> Vec<u8> {
        if let Some(built) = environment.built() {
            let succeeded = |number: u32| built.versions.get(number as usize - 1).is_some_and(|it| it.succeeded);
            let met: Vec<bool> = self.versions.iter().map(|number| succeeded(*number)).collect();
            let others = (1..=built.versions.len() as u32)
                .filter(|number| !self.versions.contains(number) && succeeded(*number))
                .count();
            self.flags(&met);
            self.byte(u8::try_from(others).unwrap());
            // What was proven of the parts decides whether they are released once more.
            for version in &built.versions {
                self.policy(version.proof.as_ref().map(PackageProof::policy));
            }
            let machine = &built.machine;
            let goal = match &machine.operation {
                Some(Operation::Order(order)) => Some(order.goal),
                _ => None,
            };
            let deployed = machine.hosts.iter().map(|host| host.installed).chain([machine.current, goal]).flatten();
            let used: Vec<_> = deployed.filter_map(|it| it.certificate).chain(built.certificate).collect();
            for number in std::mem::take(&mut self.certificates) {
                // Of one that is on a host by mistake alone, what was proven is of no matter.
                let number = Some(CertificateRevision::new(number)).filter(|number| used.contains(number));
                let proof = number.and_then(|number| built.proofs.get(&number));
                self.policy(proof.map(CertificateProof::policy));
                let (name, ended) = proof
                    .map_or((0, false), |proof| (proof.names()[0].as_bytes()[0], proof.valid_until() < Timestamp::MAX));
                self.byte(name);
                self.flags(&[ended]);
            }
        }
        self.bytes
    }
}
