//! Certificates through the gate.

use super::Gate;
use crate::app::{Digest, Tier};
use crate::certificate::{Certificate, Examination, File, Use, inspect};
use crate::diagnostic::Accepted;
use crate::release::{CertificateProof, Checked};

/// A certificate that may be installed.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[must_use]
pub struct Certified {
    /// The certificate, with its chain as it is to be installed.
    pub certificate: Certificate,
    /// What setting it takes.
    pub proof: CertificateProof,
}

impl Gate<'_> {
    /// The verdict on a certificate with its key, for the gate's domains in an environment of `tier`, at the gate's time.
    ///
    /// # Errors
    ///
    /// The examination, when it found an error.
    pub fn certificate(
        &self,
        certificate: File<'_>,
        key: File<'_>,
        tier: Tier,
    ) -> Result<Accepted<Certified>, Box<Examination>> {
        let purpose = Use::new(self.domains.iter().cloned()).at(self.now).ending_in(tier.tls_end());
        let accepted = inspect(certificate, key, &purpose, &self.inspector.policy).accept()?;
        Ok(accepted.map(|certificate| {
            let fingerprint = |digits: &str| format!("sha256:{digits}").parse::<Digest>().ok();
            let proof = CertificateProof {
                names: certificate.names.clone(),
                checked: Checked::Inspected,
                valid_from: certificate.valid_from(),
                valid_until: certificate.valid_until(),
                key: fingerprint(&certificate.key_fingerprint),
                chain: fingerprint(&certificate.chain_fingerprint),
                tls_end: tier.tls_end(),
                policy: self.inspector.policy.fingerprint(),
                rules: CertificateProof::RULES.to_owned(),
                at: self.now,
            };
            Certified { certificate, proof }
        }))
    }
}
