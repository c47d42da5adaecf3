//! What the gate lets through runs, and what it does not admit, or admitted for something else, never does.

use std::io::Cursor;

use cloudapp::app::{Billing, Digest, EnvironmentKind, Framework, NginxVersion, Policy, Tier, Timestamp, TlsEnd};
use cloudapp::diagnostic::{Diagnostic, Report};
use cloudapp::gate::{Arrival, Gate, Verdict, site_of};
use cloudapp::nginx::{Profile, Site, generate};
use cloudapp::package::Inspector;
use cloudapp::package::archive::Progress;
use cloudapp::plan::{self, Plan};
use cloudapp::release::{
    Action, App, AppNumber, CertificateProof, Checked, Command, Configuration, Effect, Input, Outcome, PackageProof,
    Rejection, Reply, Status, Upload, Warning,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::chinese::assert_chinese;
use crate::package::node::support::Package;
use crate::package::spring_boot::jar::Jar;
use crate::support::zip::Zip;

#[test]
fn whatever_the_gate_admits_comes_to_run() {
    for place in places() {
        let proof = place.admitted(&place.package(&[]));
        let mut trial = place.built();
        trial.configure();
        trial.release(proof).unwrap();
        assert_eq!(trial.status(), Status::Running, "{place:?}");
    }
}

#[test]
fn a_package_with_a_file_of_its_own_runs_with_that_file() {
    for place in places() {
        let own = generate(&place.site(), Profile::Hardened);
        let entry = place.framework.runtime().nginx_file(place.environment);
        let proof = place.admitted(&place.package(&[(entry, own.as_str())]));
        let mut trial = place.built();
        trial.configure();
        trial.release(proof).unwrap();
        assert_eq!(trial.status(), Status::Running, "{place:?}");
        let installed = trial.installed();
        let Configuration::Own { entry: installed, .. } = &installed.configuration else { panic!("{installed:?}") };
        assert_eq!(installed, entry);
    }
}

#[test]
fn the_guides_own_file_is_admitted_everywhere() {
    for place in places() {
        let own = generate(&place.site(), Profile::Documented);
        let text = own.as_str().replace("server_name", "# theirs\n   server_name").replace("80;", "80 ;");
        let entry = place.framework.runtime().nginx_file(place.environment);
        let proof = place.admitted(&place.package(&[(entry, &text)]));
        assert!(matches!(proof.admissions()[0].configuration, Configuration::Own { .. }), "{place:?}");
    }
}

/// What can be wrong with a package's own file, whatever it is for.
#[test]
fn a_package_whose_own_file_is_wrong_is_not_admitted() {
    let whole = "events {} http { server { listen 80; location / { proxy_pas http://127.0.0.1:8080; } } }";
    let table = [
        ("garbage {", "nginx/"),
        (whole, "nginx/unknown-directive"),
        ("events {} http { server { listen 81; return 200; } }", "nginx/listen-elsewhere"),
        ("server { listen 80; }", "nginx-file/not-whole-file"),
        ("user admin;\nserver { listen 80; }", "nginx-file/not-whole-file"),
        ("", "nginx-file/not-whole-file"),
        (" # all of it is a comment: http {}\n", "nginx-file/not-whole-file"),
    ];
    for place in places() {
        let entry = place.framework.runtime().nginx_file(place.environment);
        for (text, expected) in table {
            let package = place.package(&[(entry, text)]);
            let judged = place.gate(&policy()).inspect_bytes(&package);
            let rules = errors(&judged);
            assert!(
                judged.is_err() && rules.iter().any(|rule| rule.starts_with(expected)),
                "{place:?} {text}: {rules:?}"
            );
        }
    }
}

#[test]
fn the_file_of_the_other_environment_is_not_looked_at() {
    for place in places() {
        let other = EnvironmentKind::ALL.iter().find(|other| **other != place.environment).unwrap();
        let entry = place.framework.runtime().nginx_file(*other);
        let package = place.package(&[(entry, "garbage {")]);
        assert!(place.gate(&policy()).inspect_bytes(&package).is_ok(), "{place:?}");
        let policy = policy();
        let both = Gate::new(Inspector::new(&policy).framework(place.framework), now());
        assert!(both.inspect_bytes(&package).is_err(), "{place:?}");
    }
}

#[test]
fn a_part_of_a_configuration_is_named_at_its_place() {
    let place = places()[6];
    for (text, found) in [
        ("server { listen 80; }", "server"),
        ("# mine\n\n  upstream a { server b; }\nserver {}", "upstream"),
        ("location / { return 200 \"http { events\"; }", "location"),
        ("\u{feff}server {}", "server"),
    ] {
        let entry = place.framework.runtime().nginx_file(place.environment);
        let judged = place.gate(&policy()).inspect_bytes(&place.package(&[(entry, text)]));
        let Err(rejected) = &judged else { panic!("{text}") };
        let found_there = rejected.report().diagnostics().iter().find(|it| it.rule().id == "nginx-file/not-whole-file");
        let message = found_there.unwrap().message(cloudapp::diagnostic::Language::English);
        assert_eq!(message, format!("found {found} outermost, expected events and http"));
        let place = found_there.unwrap().location();
        let before = text.split(found).next().unwrap();
        let line = u32::try_from(before.lines().count().max(1)).unwrap();
        assert_eq!(place.line(), Some(line), "{text}");
    }
}

/// What is changed, the obstacle that it meets, and how.
type Change = (&'static str, &'static [&'static str], fn(&mut Parts));

/// Every way in which the parts of a release do not belong together: what is changed, and the obstacle that it meets.
#[test]
fn parts_that_do_not_belong_together_never_run() {
    let changes: [Change; 16] = [
        ("another framework", &["framework-mismatch"], |parts| {
            parts.proof = change(&parts.proof, "framework", parts.place.other_framework().as_str());
        }),
        ("another environment or tier", &["package-not-admitted"], |parts| {
            parts.proof = parts.elsewhere.clone();
        }),
        ("another policy at the upload", &["package-under-another-policy"], |parts| {
            parts.proof = change(&parts.proof, "policy", newer_hosts().fingerprint());
        }),
        ("a word where none counts", &["package-vouched"], |parts| {
            parts.proof = change(&parts.proof, "checked", "vouched");
        }),
        ("another package than the one inspected", &["package-changed"], |parts| {
            parts.stored = Some(Digest::new([7; 32]));
        }),
        ("the policy changed after the upload", &["package-under-another-policy"], |parts| {
            parts.policy_at_release = Some(newer_hosts());
        }),
        ("no vouching any more", &["certificate-vouched"], |parts| {
            parts.certificate = change(&parts.certificate, "checked", "vouched");
            parts.vouching_until_release = true;
        }),
        ("a certificate for another domain", &["domain-not-covered"], |parts| {
            parts.certificate = change(&parts.certificate, "names", vec!["www.example.org"]);
        }),
        ("a certificate whose wildcards cover no such domain", &["domain-not-covered"], |parts| {
            parts.certificate = change(&parts.certificate, "names", vec!["*.www.example.com", "*.com"]);
        }),
        ("a certificate that has ended", &["certificate-expired"], |parts| {
            parts.certificate = change(&parts.certificate, "valid_until", "2026-11-30T00:00:00+08:00");
        }),
        ("a certificate that is not valid yet", &["certificate-not-yet-valid"], |parts| {
            parts.certificate = change(&parts.certificate, "valid_from", "2026-12-31T00:00:00+08:00");
        }),
        ("a certificate for another tier", &["certificate-of-another-tier"], |parts| {
            let other = if parts.place.tier == Tier::Starter { "load-balancer" } else { "nginx" };
            parts.certificate = change(&parts.certificate, "tls_end", other);
        }),
        ("a certificate under another policy", &["certificate-under-another-policy"], |parts| {
            parts.certificate = change(&parts.certificate, "policy", newer_hosts().fingerprint());
        }),
        ("a certificate on somebody's word", &["certificate-vouched"], |parts| {
            parts.certificate = change(&parts.certificate, "checked", "vouched");
        }),
        ("the domain changed after the certificate", &["domain-not-covered"], |parts| {
            parts.domain_later = Some("shop.example.net".parse().unwrap());
        }),
        ("the certificate ends before the release", &["certificate-expired"], |parts| {
            parts.certificate = change(&parts.certificate, "valid_until", "2026-12-02T00:00:00+08:00");
            parts.wait = 2 * 86_400;
        }),
    ];
    let mut tried = 0;
    for place in places() {
        for (name, expected, change) in changes {
            // A test environment has neither a domain of its own nor a certificate.
            if place.environment == EnvironmentKind::Test
                && (name.contains("certificate") || name == "no vouching any more")
            {
                continue;
            }
            let mut parts = Parts::of(place);
            change(&mut parts);
            let (refused, status) = parts.play();
            let words: Vec<_> = refused.obstacles().iter().map(cloudapp::release::Obstacle::as_str).collect();
            assert_eq!(words, expected, "{place:?}: {name}");
            assert_ne!(status, Status::Running, "{place:?}: {name}");
            tried += 1;
        }
    }
    assert_eq!(tried, 3 * (6 + 16 + 16));
}

#[test]
fn a_rollback_is_held_together_like_a_release() {
    let place = places()[2];
    let mut parts = Parts::of(place);
    let mut trial = parts.released().unwrap();
    let label = trial.label.clone();
    trial.policy = newer_hosts();
    let refused = trial.command(Command::Rollback { version: label.clone(), strategy: None }).unwrap_err();
    let words: Vec<_> = refused.obstacles().iter().map(cloudapp::release::Obstacle::as_str).collect();
    assert_eq!(words, ["package-under-another-policy", "certificate-under-another-policy"]);
    // What helps: the package is inspected again, under the policy in force, and so is the certificate.
    let proof = place.gate(&trial.policy).inspect_bytes(&place.package(&[])).unwrap().into_value().proof;
    trial.command(Command::Readmit { version: label.clone(), proof }).unwrap();
    let renewed = change(&parts.certificate, "policy", trial.policy.fingerprint());
    trial.command(Command::SetCertificate(renewed)).unwrap();
    trial.command(Command::Rollback { version: label, strategy: None }).unwrap();
    trial.settle();
    assert_eq!(trial.status(), Status::Running);
}

#[test]
fn a_version_is_readmitted_only_with_the_same_package() {
    let place = places()[0];
    let mut trial = Parts::of(place).released().unwrap();
    let other = place.package(&[("BOOT-INF/classes/more.txt", "more")]);
    let proof = place.gate(&trial.policy).inspect_bytes(&other).unwrap().into_value().proof;
    let refused = trial.command(Command::Readmit { version: trial.label.clone(), proof }).unwrap_err();
    assert_eq!(refused.to_string(), "the package is another one than the one that was inspected");
}

#[test]
fn a_decision_warns_of_a_certificate_that_ends_soon_and_of_a_domain_that_it_does_not_cover() {
    let place = places()[1];
    let mut parts = Parts::of(place);
    parts.certificate = change(&parts.certificate, "valid_until", "2026-12-20T00:00:00+08:00");
    let mut trial = parts.released().unwrap();
    let until = "2026-12-20T00:00:00+08:00".parse().unwrap();
    assert_eq!(trial.warnings, [Warning::CertificateEndsSoon { until }, Warning::CertificateEndsSoon { until }]);
    let domain: cloudapp::app::DomainName = "shop.example.net".parse().unwrap();
    trial.command(Command::SetDomain(domain.clone())).unwrap();
    assert_eq!(trial.warnings.last(), Some(&Warning::DomainNotCovered { domain }));
    assert_eq!(trial.status(), Status::Running);
}

#[test]
fn an_effect_carries_what_its_executor_needs() {
    let place = places()[1];
    let mut parts = Parts::of(place);
    let trial = parts.released().unwrap();
    let installed = trial.installed();
    assert_eq!((installed.port, installed.health_path.as_str()), (7001, "/"));
    assert_eq!(installed.digest, parts.proof.digest());
    assert_eq!(installed.certificate.as_ref(), Some(&parts.certificate));
    assert_eq!(installed.tls_end, Some(TlsEnd::Nginx));
    assert_eq!(site_of(&installed), place.site());
    let verified = trial.effects.iter().rev().find(|effect| matches!(effect.action, Action::Verify { .. })).unwrap();
    assert_eq!(verified.installation.as_ref(), Some(&installed));
    assert_eq!(verified.version.as_ref(), Some(&trial.label));
}

#[test]
fn one_inspection_is_admitted_to_both_environments() {
    for framework in Framework::ALL {
        let place = Place { framework: *framework, environment: EnvironmentKind::Test, tier: Tier::Starter };
        let policy = policy();
        let gate = Gate::new(Inspector::new(&policy).framework(*framework), now());
        let gate = gate.releasing_to(EnvironmentKind::Test, Tier::Starter);
        let gate = gate.releasing_to(EnvironmentKind::Production, Tier::Standard);
        let proof = gate.inspect_bytes(&place.package(&[])).unwrap().into_value().proof;
        let admitted: Vec<_> = proof.admissions().iter().map(|it| (it.environment, it.tls_end)).collect();
        let production = (EnvironmentKind::Production, Some(TlsEnd::LoadBalancer));
        assert_eq!(admitted, [(EnvironmentKind::Test, None), production]);
    }
}

#[test]
fn a_package_that_arrives_has_the_verdict_of_one_that_is_there() {
    const fn owned<T: Send + 'static>(_: &T) {}
    for place in places() {
        let entry = place.framework.runtime().nginx_file(place.environment);
        for package in
            [place.package(&[]), place.package(&[(entry, "garbage {")]), b"P".to_vec(), b"no package".to_vec()]
        {
            for size in [1, 7, 1 << 20] {
                let gate = place.gate(&policy()).into_owned();
                let expected = gate.inspect_bytes(&package);
                let mut arrival: Arrival<'static> = gate.arrival();
                owned(&arrival);
                let mut kept = Vec::new();
                for piece in package.chunks(size) {
                    if arrival.feed(piece) == Progress::Stopped {
                        break;
                    }
                    if arrival.needs_whole() {
                        kept.extend_from_slice(piece);
                    }
                }
                if place.framework == Framework::NodeJs && package.len() > 10 {
                    assert!(kept.len() < 2, "a tgz is not kept");
                }
                assert_eq!(arrival.finish(Cursor::new(kept)).unwrap(), expected, "{place:?} {size}");
            }
        }
    }
}

#[test]
fn a_proof_is_read_as_it_was_written() {
    let place = places()[1];
    let proof = place.admitted(&place.package(&[]));
    let text = serde_json::to_string(&proof).unwrap();
    assert_eq!(serde_json::from_str::<PackageProof>(&text).unwrap(), proof);
    assert_eq!((proof.checked(), proof.rules()), (Checked::Inspected, env!("CARGO_PKG_VERSION")));
    assert!(serde_json::from_str::<PackageProof>(&text.replacen("\"policy\"", "\"police\"", 1)).is_err());
}

/// Where a package of a framework is released.
#[derive(Clone, Copy, Debug)]
struct Place {
    framework: Framework,
    environment: EnvironmentKind,
    tier: Tier,
}

/// Every framework in every environment and tier.
fn places() -> Vec<Place> {
    let kinds = [
        (EnvironmentKind::Test, Tier::Starter),
        (EnvironmentKind::Production, Tier::Starter),
        (EnvironmentKind::Production, Tier::Standard),
    ];
    let place = |framework, (environment, tier)| Place { framework, environment, tier };
    Framework::ALL.iter().flat_map(|framework| kinds.map(|kind| place(*framework, kind))).collect()
}

impl Place {
    /// A good package of the framework with these files beside.
    fn package(self, files: &[(&str, &str)]) -> Vec<u8> {
        match self.framework {
            Framework::SpringBoot => {
                files.iter().fold(Jar::boot("2.3.12.RELEASE"), |jar, (path, text)| jar.file(path, text)).bytes()
            }
            Framework::NodeJs => {
                let package = Package::scripts("node app.js", "pkill node; sleep 1");
                let listens = package.without("app.js").file("app.js", "require('http').createServer().listen(7001)");
                files.iter().fold(listens, |package, (path, text)| package.file(path, text)).bytes()
            }
            _ => {
                let zip = Zip::new().file("public/index.php", "<?php echo 1;");
                files.iter().fold(zip, |zip, (path, text)| zip.file(path, text)).build()
            }
        }
    }

    fn gate(self, policy: &Policy) -> Gate<'_> {
        let gate = Gate::new(Inspector::new(policy).framework(self.framework), now());
        let gate = gate.releasing_to(self.environment, self.tier);
        if self.environment == EnvironmentKind::Test { gate } else { gate.and_domain(domain()) }
    }

    #[track_caller]
    fn admitted(self, package: &[u8]) -> PackageProof {
        let judged = self.gate(&policy()).inspect_bytes(package);
        assert!(judged.is_ok(), "{self:?}: {:?}", Report::of(&judged).diagnostics());
        judged.unwrap().into_value().proof
    }

    fn site(self) -> Site {
        let tls_end = self.tier.tls_end();
        match self.environment {
            EnvironmentKind::Test => Site::test(self.framework),
            EnvironmentKind::Production => Site::production(self.framework, tls_end, domain()),
        }
    }

    fn other_framework(self) -> Framework {
        *Framework::ALL.iter().find(|other| **other != self.framework).unwrap()
    }

    fn built(self) -> Trial {
        let (app, _) = App::create(AppNumber::new(7), "todoapp".parse().unwrap(), self.framework, None);
        let policy = policy();
        let plan = plan::check(Plan::new(self.environment, self.tier, Billing::Prepaid), &policy).unwrap();
        let (now, label) = (now(), "v1".parse().unwrap());
        let (effects, warnings) = (Vec::new(), Vec::new());
        let mut trial = Trial { app, place: self, policy, now, label, effects, warnings };
        trial.command(Command::Build(plan)).unwrap();
        trial.settle();
        trial
    }
}

/// An app in one of the places.
struct Trial {
    app: App,
    place: Place,
    policy: Policy,
    now: Timestamp,
    label: cloudapp::app::PackageVersion,
    effects: Vec<Effect>,
    warnings: Vec<Warning>,
}

impl Trial {
    fn command(&mut self, command: Command) -> Result<(), Rejection> {
        let input = Input::Command { environment: self.place.environment, seen: self.app.revision(), command };
        let Reply::Accepted(decision) = self.app.apply(&self.policy, self.now, input)? else { panic!("ignored") };
        self.effects.extend(decision.effects);
        self.warnings.extend(decision.warnings);
        Ok(())
    }

    fn configure(&mut self) {
        if self.place.environment == EnvironmentKind::Production {
            self.command(Command::SetDomain(domain())).unwrap();
            self.command(Command::SetCertificate(certificate(self.place))).unwrap();
        }
    }

    fn release(&mut self, proof: PackageProof) -> Result<(), Rejection> {
        self.command(Command::Upload(Upload::new(proof).label(self.label.clone())))?;
        self.command(Command::Release { version: self.label.clone(), strategy: None })?;
        self.settle();
        Ok(())
    }

    fn settle(&mut self) {
        let environment = self.place.environment;
        while let Some(effect) = self.app.environment(environment).outstanding() {
            let report = Input::Report { environment, effect: effect.id, outcome: Outcome::Done };
            let Ok(Reply::Accepted(decision)) = self.app.apply(&self.policy, self.now, report) else {
                panic!("report")
            };
            self.effects.extend(decision.effects);
        }
    }

    fn status(&self) -> Status {
        self.app.environment(self.place.environment).status()
    }

    /// What was installed last.
    fn installed(&self) -> cloudapp::release::Installation {
        let installs = |effect: &&Effect| matches!(effect.action, Action::Install { .. });
        self.effects.iter().rev().find(installs).unwrap().installation.clone().unwrap()
    }
}

/// The parts of one release, and what becomes of them on the way.
struct Parts {
    place: Place,
    proof: PackageProof,
    /// Of the same package, admitted to every other environment and tier.
    elsewhere: PackageProof,
    stored: Option<Digest>,
    certificate: CertificateProof,
    domain_later: Option<cloudapp::app::DomainName>,
    policy_at_release: Option<Policy>,
    vouching_until_release: bool,
    wait: u32,
}

impl Parts {
    fn of(place: Place) -> Self {
        let package = place.package(&[]);
        let others = places().into_iter().filter(|other| {
            other.framework == place.framework && (other.environment, other.tier) != (place.environment, place.tier)
        });
        let policy = policy();
        let gate = Gate::new(Inspector::new(&policy).framework(place.framework), now());
        let gate = others.fold(gate, |gate, other| gate.releasing_to(other.environment, other.tier));
        Self {
            place,
            proof: place.admitted(&package),
            elsewhere: gate.inspect_bytes(&package).unwrap().into_value().proof,
            stored: None,
            certificate: certificate(place),
            domain_later: None,
            policy_at_release: None,
            vouching_until_release: false,
            wait: 0,
        }
    }

    fn released(&mut self) -> Result<Trial, (Rejection, Status)> {
        let mut trial = self.place.built();
        let refused = self.walk(&mut trial);
        refused.map_err(|refused| (refused, trial.status())).map(|()| trial)
    }

    fn walk(&self, trial: &mut Trial) -> Result<(), Rejection> {
        trial.policy.release.vouching = self.vouching_until_release;
        if self.place.environment == EnvironmentKind::Production {
            trial.command(Command::SetDomain(domain()))?;
            trial.command(Command::SetCertificate(self.certificate.clone()))?;
            if let Some(later) = &self.domain_later {
                trial.command(Command::SetDomain(later.clone()))?;
            }
        }
        let upload = Upload::new(self.proof.clone()).label(trial.label.clone());
        trial.command(Command::Upload(match self.stored {
            Some(digest) => upload.stored(digest),
            None => upload,
        }))?;
        trial.policy.release.vouching = false;
        if let Some(policy) = &self.policy_at_release {
            trial.policy = policy.clone();
            // The certificate is not what is looked at here.
            if self.place.environment == EnvironmentKind::Production {
                let renewed = change(&self.certificate, "policy", trial.policy.fingerprint());
                trial.command(Command::SetCertificate(renewed))?;
            }
        }
        trial.now = trial.now.saturating_add_seconds(self.wait);
        trial.command(Command::Release { version: trial.label.clone(), strategy: None })?;
        trial.settle();
        Ok(())
    }

    /// Why the release is refused, and what the environment is then.
    #[track_caller]
    fn play(&mut self) -> (Rejection, Status) {
        match self.released() {
            Ok(trial) => panic!("{:?} is {}", self.place, trial.status()),
            Err(refused) => refused,
        }
    }
}

fn policy() -> Policy {
    Policy::default().offering(Tier::ALL)
}

/// The same platform with newer hosts.
fn newer_hosts() -> Policy {
    policy().with(|policy| policy.nginx_version = NginxVersion::new(1, 24, 0))
}

fn now() -> Timestamp {
    "2026-12-01T12:00:00+08:00".parse().unwrap()
}

fn domain() -> cloudapp::app::DomainName {
    "www.example.com".parse().unwrap()
}

/// A certificate as the gate would have proven it: whoever can write the store is trusted.
fn certificate(place: Place) -> CertificateProof {
    let names = ["www.example.com".parse().unwrap()];
    let year = (now(), now().saturating_add_seconds(365 * 86_400));
    let vouched = CertificateProof::vouched(&names, year, place.tier.tls_end(), &policy(), now());
    change(&vouched, "checked", "inspected")
}

/// The proof with another value of a field, through its stored form.
fn change<P: Serialize + DeserializeOwned>(proof: &P, field: &str, value: impl Serialize) -> P {
    let mut stored = serde_json::to_value(proof).unwrap();
    assert!(stored.get(field).is_some(), "{field}");
    stored[field] = serde_json::to_value(value).unwrap();
    serde_json::from_value(stored).unwrap()
}

fn errors(judged: &Verdict) -> Vec<&'static str> {
    assert_chinese(Report::of(judged));
    let is_error = |found: &&Diagnostic| found.severity() == cloudapp::diagnostic::Severity::Error;
    Report::of(judged).diagnostics().iter().filter(is_error).map(|found| found.rule().id).collect()
}
