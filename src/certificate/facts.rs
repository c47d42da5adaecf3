//! Three questions about a certificate, each with its answer and the rules that speak against it.

use serde::Serialize;

use super::{BALANCER_RULES, CLIENT_RULES, Examination, SERVER_RULES};
use crate::app::TlsEnd;
use crate::diagnostic::{Rule, Severity};

/// What an examination answers. Every rule of certificates belongs to one of the questions.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Facts {
    /// Does nginx load the files as they were uploaded, with OpenSSL 3.0? The load balancer is taken to be as strict.
    pub server: Answered,
    /// Does every client trust the certificate for the domains?
    pub clients: Answered,
    /// Does the load balancer take the files? `None` where TLS does not end in it.
    pub balancer: Option<Answered>,
}

/// An answer with its reasons.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Answered {
    /// The answer.
    pub answer: Answer,
    /// Ids of the rules of the question that were broken, sorted.
    pub rules: Vec<&'static str>,
}

/// The answer to a question.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Answer {
    /// No.
    No,
    /// Nothing speaks against it, but not all that it takes is known: the roots, a signature, a file that cannot be read.
    Unknown,
    /// Yes.
    Yes,
}

impl Facts {
    pub(super) fn of(examination: &Examination) -> Self {
        let answered = |table: &[&Rule], is_known: bool| {
            let of_table = |rule: &Rule| table.iter().any(|known| known.id == rule.id);
            let found = || examination.report.diagnostics().iter().filter(|found| of_table(found.rule()));
            let answer = match () {
                () if found().any(|found| found.severity() == Severity::Error) => Answer::No,
                () if is_known => Answer::Yes,
                () => Answer::Unknown,
            };
            let mut rules: Vec<&'static str> = found().map(|found| found.rule().id).collect();
            rules.sort_unstable();
            rules.dedup();
            Answered { answer, rules }
        };
        let is_read = examination.certificate.is_some();
        let balancer = examination.tls_end == TlsEnd::LoadBalancer;
        Self {
            server: answered(SERVER_RULES, is_read),
            clients: answered(CLIENT_RULES, examination.is_known),
            balancer: balancer.then(|| answered(BALANCER_RULES, is_read)),
        }
    }
}
