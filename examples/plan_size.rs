//! Finds the tier that an app needs, says why, and writes it down for Terraform.
#![allow(clippy::print_stdout, reason = "an example shows its result")]

use cloudapp::app::{Billing, EnvironmentKind, Policy, Tier};
use cloudapp::diagnostic::Language;
use cloudapp::plan::{self, Catalogue, DocumentFormat, Workload};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let workload = Workload::from_json(
        r#"{
            "peak_requests_per_second": 900, "average_requests_per_second": 100,
            "cpu_microseconds_per_request": 5000, "memory_mib_per_instance": 1500,
            "peak_connections": 4000, "new_connections_per_second": 300,
            "database_connections_per_instance": 50, "database_iops": 400, "database_size_gb": 60,
            "survive_instance_loss": true
        }"#,
    )?;
    let catalogue = Catalogue::documented();
    let policy = Policy::default().offering(Tier::ALL);
    let (environment, billing) = (EnvironmentKind::Production, Billing::PayAsYouGo);

    let advice = plan::recommend(&workload, environment, billing, &catalogue, &policy, "2021-11-25".parse()?);
    println!("{}", advice.why(Language::English));
    let Some(chosen) = advice.chosen() else { return Ok(()) };
    for constraint in &chosen.sizing.constraints {
        println!("  {:<8} {}", constraint.verdict.as_str(), constraint.why(Language::English));
    }

    let plan = plan::check(chosen.plan, &policy)?;
    let export = plan::export(&plan, &"todoApp".parse()?, &catalogue, DocumentFormat::Terraform);
    println!("main.tf.json has {} bytes; left to others:", format!("{:#}", export.document).len());
    for part in export.not_expressed {
        println!("  {}", part.explanation(Language::English));
    }
    Ok(())
}
