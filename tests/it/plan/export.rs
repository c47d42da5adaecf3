//! Exports: accepted by the published schemas, and the same in every language.

mod document;
mod same;
mod schema;

use cloudapp::app::{AppName, Billing, EnvironmentKind, Policy, Tier};
use cloudapp::diagnostic::Accepted;
use cloudapp::plan::{self, Catalogue, DocumentFormat, LoadBalancerSpec, Plan};
use serde_json::{Value, json};

fn accepted(plan: Plan) -> Accepted<Plan> {
    plan::check(plan, &Policy::default().offering(Tier::ALL)).unwrap()
}

/// Every plan that can be built, the standard tier also scaled out and with other load balancers.
fn plans() -> Vec<Plan> {
    let mut plans = Vec::new();
    for environment in EnvironmentKind::ALL {
        for tier in environment.tiers() {
            for billing in environment.billings() {
                let plan = Plan::new(*environment, *tier, *billing);
                plans.push(plan);
                if *tier == Tier::Standard {
                    plans.push(plan.with_hosts(3));
                    plans.push(plan.with_hosts(11).with_load_balancer(LoadBalancerSpec::S3Large));
                    plans.push(plan.with_load_balancer(LoadBalancerSpec::ByUse));
                }
            }
        }
    }
    assert_eq!(plans.len(), 11);
    plans
}

/// Names of 1 and 50 characters, and in mixed case.
fn names() -> Vec<AppName> {
    let longest = format!("a{}Z", "9bC".repeat(16));
    assert_eq!(longest.len(), 50);
    ["a", "todoApp1", "zZ9", &longest].iter().map(|name| name.parse().unwrap()).collect()
}

fn export(plan: Plan, name: &AppName, target: DocumentFormat) -> Value {
    json!(plan::export(&accepted(plan), name, &Catalogue::documented(), target).document)
}

const fn production(tier: Tier, billing: Billing) -> Plan {
    Plan::new(EnvironmentKind::Production, tier, billing)
}
