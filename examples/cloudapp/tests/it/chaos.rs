//! The simulated platform of `cloudapp deploy`, well and ill behaved.

use cloudapp::app::{Billing, EnvironmentKind, Framework, Policy, Tier, Timestamp, TlsEnd};
use cloudapp::diagnostic::{Language, Phrase};
use cloudapp::plan::{self, Plan};
use cloudapp::release::{App, AppNumber, CertificateProof, Command, PackageProof, Status, Upload};

use crate::executor::Simulation;
use crate::support::version;

#[test]
fn a_deployment_by_a_well_behaved_platform_is_a_short_story() {
    let expected = [
        "19:41:50 == 构建中 building",
        "19:41:50 -> [1] create the resources of the starter tier",
        "19:41:52 [1] create the resources of the starter tier: done",
        "19:41:54 == 未发布 ready",
        "19:41:54 == 发布中 releasing",
        "19:41:54 -> [2] install v1 on host 1",
        "19:41:56 [2] install v1 on host 1: done",
        "19:41:58 -> [3] verify host 1",
        "19:42:00 [3] verify host 1: done",
        "19:42:02 == 运行中 running",
    ];
    assert_eq!(story(EnvironmentKind::Test, None), expected);
}

#[test]
fn a_deployment_ends_in_a_running_release_whatever_the_platform_does() {
    for seed in 0..300 {
        story(EnvironmentKind::Test, Some(seed));
        story(EnvironmentKind::Production, Some(seed));
    }
}

#[test]
fn a_seed_tells_the_same_story_again() {
    let kind = EnvironmentKind::Production;
    assert_eq!(story(kind, Some(7)), story(kind, Some(7)));
    assert_ne!(story(kind, Some(7)), story(kind, Some(8)));
}

fn story(kind: EnvironmentKind, chaos: Option<u64>) -> Vec<String> {
    let mut lines = Vec::new();
    let policy = Policy::default().offering(Tier::ALL).with(|policy| policy.release.vouching = true);
    let (app, created) = App::create(AppNumber::new(1), "todoapp".parse().unwrap(), Framework::NodeJs, None);
    let now = "2019-06-18T19:41:50+08:00".parse().unwrap();
    let tell = |line| lines.push(line);
    let mut simulation = Simulation::new((app, vec![created]), kind, &policy, now, chaos, tell);
    let (tier, configure) = match kind {
        EnvironmentKind::Test => (Tier::Starter, Vec::new()),
        EnvironmentKind::Production => {
            let names = ["www.example.com".parse().unwrap()];
            let certificate =
                CertificateProof::vouched(&names, (now, Timestamp::MAX), TlsEnd::LoadBalancer, &policy, now);
            let domain = Command::SetDomain("www.example.com".parse().unwrap());
            (Tier::Standard, vec![domain, Command::SetCertificate(certificate)])
        }
    };
    let plan = plan::check(Plan::new(kind, tier, Billing::Prepaid), &policy).unwrap();
    let upload = Upload::new(PackageProof::vouched(Framework::NodeJs, &policy, now)).label(version("v1"));
    simulation.deploy(&plan, &configure, &upload, &version("v1")).unwrap();
    simulation.drain();
    assert_eq!(simulation.app.environment(kind).status(), Status::Running);
    assert_eq!(App::replay(&simulation.log).unwrap(), simulation.app);
    drop(simulation);
    lines.iter().map(|line: &Phrase| line.text(Language::English)).collect()
}
