//! Whether the parts of a release belong together: package, domain, certificate and policy.

use super::commands::Target;
use super::{Deciding, Environment};
use crate::app::{Digest, DomainName};
use crate::release::breakage::{Breakage, broken};
use crate::release::environment::{Built, Version};
use crate::release::event::Change;
use crate::release::id::CertificateRevision;
use crate::release::obstacle::{Obstacle, Obstacles, Rejection};
use crate::release::proof::{CertificateProof, Checked, PackageProof};
use crate::release::warning::Warning;

impl Target<'_> {
    /// What is wrong with the proof of a package, or with a package that is kept with files of the digest `stored`.
    pub(super) fn package(&self, proof: &PackageProof, stored: Option<Digest>, obstacles: &mut Obstacles) {
        let (app, package) = (self.deciding.app.framework, proof.framework());
        obstacles.add_if(app != package, || Obstacle::FrameworkMismatch { app, package });
        let differ = stored.zip(proof.digest()).is_some_and(|(stored, proven)| stored != proven);
        obstacles.add_if(differ, || Obstacle::PackageChanged);
        if broken(Breakage::AnyProof) {
            return;
        }
        let (environment, tier) = (self.environment.kind, self.tier);
        let admitted = proof.admission(environment, tier).is_some();
        obstacles.add_if(!admitted, || Obstacle::PackageNotAdmitted { environment, tier });
        match proof.checked() {
            Checked::Vouched => {
                obstacles.add_if(!self.deciding.policy.release.vouching, || Obstacle::PackageVouched);
            }
            Checked::Inspected => {
                let another = self.is_of_another_policy(proof.policy());
                obstacles.add_if(another, || Obstacle::PackageUnderAnotherPolicy);
            }
        }
    }

    /// A fingerprint costs more than the rest of a decision, so that a busy environment, which takes no order anyway, is
    /// not asked.
    fn is_of_another_policy(&self, fingerprint: &str) -> bool {
        self.busy().is_none()
            && fingerprint != *self.deciding.fingerprint.get_or_init(|| self.deciding.policy.fingerprint())
    }

    /// What is wrong with the proof of a version.
    pub(super) fn proven(&self, version: &Version, obstacles: &mut Obstacles) {
        match &version.proof {
            Some(proof) => self.package(proof, None, obstacles),
            None => obstacles.add(Some(Obstacle::PackageUnproven)),
        }
    }

    pub(super) fn set_certificate(&self, proof: CertificateProof) -> Result<Vec<Change>, Rejection> {
        let mut obstacles = Obstacles::default();
        self.certificate(&proof, self.built.domain_name(), &mut obstacles);
        obstacles.finish()?;
        // The embedder keeps the files of each certificate that was set, the same one set again included.
        let certificate = self.built.certificates.next();
        Ok(vec![Change::CertificateSet { certificate, proof: Some(proof) }])
    }

    /// What is wrong with a certificate that is to be installed for `domain`; that one is missing is said elsewhere.
    pub(super) fn certified(
        &self,
        certificate: Option<CertificateRevision>,
        domain: Option<&DomainName>,
        obstacles: &mut Obstacles,
    ) {
        let Some(certificate) = certificate.filter(|_| self.environment.kind.needs_certificate()) else { return };
        match self.built.proofs.get(&certificate) {
            Some(proof) => self.certificate(proof, domain, obstacles),
            None => obstacles.add(Some(Obstacle::CertificateUnproven)),
        }
    }

    fn certificate(&self, proof: &CertificateProof, domain: Option<&DomainName>, obstacles: &mut Obstacles) {
        if broken(Breakage::AnyCertificate) {
            return;
        }
        let Deciding { policy, now, .. } = self.deciding;
        let (from, until, tier) = (proof.valid_from(), proof.valid_until(), self.tier);
        obstacles.add_if(*now < from, || Obstacle::CertificateNotYetValid { from });
        obstacles.add_if(*now > until, || Obstacle::CertificateExpired { until });
        let elsewhere = proof.tls_end() != tier.tls_end();
        obstacles.add_if(elsewhere, || Obstacle::CertificateOfAnotherTier { tier });
        let uncovered = domain.filter(|domain| !proof.covers(domain));
        obstacles.add(uncovered.map(|domain| Obstacle::DomainNotCovered { domain: domain.clone() }));
        match proof.checked() {
            Checked::Vouched => obstacles.add_if(!policy.release.vouching, || Obstacle::CertificateVouched),
            Checked::Inspected => {
                let another = self.is_of_another_policy(proof.policy());
                obstacles.add_if(another, || Obstacle::CertificateUnderAnotherPolicy);
            }
        }
    }
}

impl Deciding<'_> {
    /// What `changes` let pass.
    pub(super) fn warnings(&self, environment: &Environment, changes: &[Change]) -> Vec<Warning> {
        let Some(built) = environment.built() else { return Vec::new() };
        // What a command means comes first; steps and reports that follow from it are no news to its user.
        match changes.first() {
            Some(Change::DomainSet { domain }) => {
                let uncovered = built.certificate_proof().is_some_and(|proof| !proof.covers(domain));
                uncovered.then(|| Warning::DomainNotCovered { domain: domain.clone() }).into_iter().collect()
            }
            Some(Change::CertificateSet { proof, .. }) => {
                proof.as_ref().and_then(|proof| self.ends_soon(proof)).into_iter().collect()
            }
            Some(Change::OrderAccepted { goal, .. }) => {
                let certificate = goal.certificate.and_then(|certificate| built.proofs.get(&certificate));
                let ends_soon = certificate.and_then(|proof| self.ends_soon(proof));
                ends_soon.into_iter().chain(other_rules(built, goal.version)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn ends_soon(&self, proof: &CertificateProof) -> Option<Warning> {
        let until = proof.valid_until();
        let seconds = u32::from(self.policy.release.certificate_warning_days).saturating_mul(SECONDS_A_DAY);
        (until < self.now.saturating_add_seconds(seconds)).then_some(Warning::CertificateEndsSoon { until })
    }
}

fn other_rules(built: &Built, version: crate::release::VersionNumber) -> Option<Warning> {
    let proof = built.version(version)?.proof.as_ref()?;
    let foreign = proof.checked() == Checked::Inspected && !proof.is_of_these_rules();
    foreign.then(|| Warning::OtherRules { version: proof.rules().to_owned() })
}

const SECONDS_A_DAY: u32 = 86_400;
