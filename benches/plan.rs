//! Sizing and exporting plans. Limits that are held on the documented tiers: sizing below 5 µs, exporting below 200 µs.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench says in its names what it measures")]

use std::hint::black_box;

use cloudapp::app::{AppName, Billing, EnvironmentKind, Policy, Tier};
use cloudapp::diagnostic::Accepted;
use cloudapp::plan::{self, Catalogue, DocumentFormat, Fit, Plan, Workload};
use divan::Bencher;

fn main() {
    divan::main();
}

const WORKLOAD: &str = r#"{"peak_rps": 900, "average_rps": 100, "cpu_us_per_request": 5000, "memory_mib": 1500,
    "peak_connections": 4000, "new_connections_per_second": 300, "db_connections_per_instance": 50, "db_iops": 400,
    "db_size_gb": 60, "survive_one_loss": true}"#;

fn standard(hosts: u8) -> Plan {
    Plan::new(EnvironmentKind::Production, Tier::Standard, Billing::Prepaid).with_hosts(hosts)
}

fn policy() -> Policy {
    Policy::default().offering(Tier::ALL)
}

#[divan::bench]
fn read_a_workload(bencher: Bencher) {
    assert!(Workload::from_json(WORKLOAD).is_ok());
    bencher.bench(|| Workload::from_json(black_box(WORKLOAD)));
}

#[divan::bench]
fn read_a_catalogue(bencher: Bencher) {
    let text = serde_json::to_string(&Catalogue::documented()).unwrap();
    assert_eq!(Catalogue::from_json(&text).unwrap(), Catalogue::documented());
    bencher.bench(|| Catalogue::from_json(black_box(&text)));
}

#[divan::bench(args = [Tier::Starter, Tier::Standard])]
fn size_a_workload(bencher: Bencher, tier: Tier) {
    let (workload, catalogue) = (Workload::from_json(WORKLOAD).unwrap(), Catalogue::documented());
    let plan = Plan::new(EnvironmentKind::Production, tier, Billing::Prepaid);
    assert_eq!(plan::size(&workload, plan, &catalogue).verdict, Fit::Exceeds);
    bencher.bench(|| plan::size(black_box(&workload), black_box(plan), black_box(&catalogue)));
}

#[divan::bench]
fn recommend_a_tier(bencher: Bencher) {
    let (workload, catalogue, policy) = (Workload::from_json(WORKLOAD).unwrap(), Catalogue::documented(), policy());
    let at = "2021-11-25".parse().unwrap();
    let recommend = |workload: &Workload| {
        plan::recommend(workload, EnvironmentKind::Production, Billing::Prepaid, &catalogue, &policy, at)
    };
    assert_eq!(recommend(&workload).plan.unwrap().hosts, 4);
    bencher.bench(|| recommend(black_box(&workload)));
}

#[divan::bench]
fn advise_on_a_plan(bencher: Bencher) {
    let (workload, catalogue, policy) = (Workload::from_json(WORKLOAD).unwrap(), Catalogue::documented(), policy());
    let at = "2026-01-01".parse().unwrap();
    let advise = |workload: &Workload| plan::advise(standard(2), Some(workload), &catalogue, &policy, at);
    assert_eq!(advise(&workload).diagnostics().len(), 10);
    bencher.bench(|| advise(black_box(&workload)));
}

#[divan::bench(args = [2, 100])]
fn export_to_ros(bencher: Bencher, hosts: u8) {
    export(bencher, hosts, DocumentFormat::Ros);
}

#[divan::bench(args = [2, 100])]
fn export_to_terraform(bencher: Bencher, hosts: u8) {
    export(bencher, hosts, DocumentFormat::Terraform);
}

#[divan::bench(args = [2, 100])]
fn export_to_mermaid(bencher: Bencher, hosts: u8) {
    export(bencher, hosts, DocumentFormat::Mermaid);
}

/// The document with its text, as a caller wants it.
fn export(bencher: Bencher, hosts: u8, target: DocumentFormat) {
    let (plan, catalogue): (Accepted<Plan>, _) =
        (plan::check(standard(hosts), &policy()).unwrap(), Catalogue::documented());
    let name: AppName = "todoApp".parse().unwrap();
    let text = |plan: &Accepted<Plan>| plan::export(plan, &name, &catalogue, target).document.to_string();
    assert!(text(&plan).contains(&format!("host{}{hosts}", if target == DocumentFormat::Mermaid { "" } else { "-" })));
    bencher.bench(|| text(black_box(&plan)));
}
