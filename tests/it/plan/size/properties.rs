//! What holds for every sizing.

use cloudapp::app::Tier;
use cloudapp::plan::{self, Catalogue, Dimension, Fit, LoadBalancerSpec, Plan, Sizing, Workload};
use proptest::prelude::*;

use super::{documented, size};

/// Fields of a workload that are demands.
const FIELDS: [&str; 17] = [
    "peak_requests_per_second",
    "average_requests_per_second",
    "cpu_microseconds_per_request",
    "memory_mib_per_instance",
    "peak_connections",
    "new_connections_per_second",
    "database_connections_per_instance",
    "database_iops",
    "database_size_gb",
    "response_bytes",
    "database_cpu_microseconds_per_request",
    "database_memory_mib",
    "packets_per_second",
    "disk_megabytes_per_second",
    "peak_minutes",
    "peaks_per_day",
    "headroom_permille",
];

fn number() -> impl Strategy<Value = u64> {
    prop_oneof![0..10_u64, 0..5_000_u64, 0..1_000_000_u64, any::<u64>()]
}

fn demands() -> impl Strategy<Value = Vec<Option<u64>>> {
    prop::collection::vec(prop::option::weighted(0.8, number()), FIELDS.len())
}

fn stated(demands: &[Option<u64>], survive: bool) -> Workload {
    let mut object = serde_json::Map::new();
    for (field, demand) in FIELDS.iter().zip(demands) {
        let most = if *field == "headroom_permille" { Workload::GREATEST_HEADROOM.0 } else { u64::MAX };
        let demand = demand.map(|demand| demand.min(most));
        object.insert((*field).to_owned(), serde_json::json!(demand));
    }
    object.insert("survive_instance_loss".to_owned(), serde_json::json!(survive));
    Workload::from_json(&serde_json::Value::Object(object).to_string()).unwrap()
}

fn any_plan() -> impl Strategy<Value = Plan> {
    let standard = (2..=100_u8, 0..LoadBalancerSpec::ALL.len());
    prop_oneof![
        Just(documented(Tier::Starter)),
        standard.prop_map(|(hosts, specification)| documented(Tier::Standard)
            .with_hosts(hosts)
            .with_load_balancer(LoadBalancerSpec::ALL[specification])),
    ]
}

fn worst(sizing: &Sizing) -> Fit {
    sizing.constraints.iter().map(|constraint| constraint.verdict).max().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn the_whole_is_the_worst_of_its_parts(demands in demands(), survive: bool, plan in any_plan()) {
        let sizing = plan::size(&stated(&demands, survive), plan, &Catalogue::documented());
        prop_assert_eq!(sizing.verdict, worst(&sizing));
        let binding = sizing.constraint(sizing.binding.unwrap()).unwrap();
        prop_assert_eq!(binding.verdict, sizing.verdict);
        let asked: Vec<Dimension> = sizing.unknown.iter().map(|question| question.dimension).collect();
        for constraint in &sizing.constraints {
            prop_assert_eq!(constraint.verdict == Fit::Unknown, asked.contains(&constraint.dimension));
        }
    }

    #[test]
    fn more_demand_never_makes_a_dimension_better(
        demands in demands(), field in 0..FIELDS.len(), more in number(), survive: bool, plan in any_plan()
    ) {
        prop_assume!(demands[field].is_some());
        let mut greater = demands.clone();
        greater[field] = demands[field].map(|demand| demand.saturating_add(more));
        let catalogue = Catalogue::documented();
        let before = plan::size(&stated(&demands, survive), plan, &catalogue);
        for (greater, survive) in [(greater, survive), (demands, true)] {
            let after = plan::size(&stated(&greater, survive), plan, &catalogue);
            for constraint in &before.constraints {
                let later = after.constraint(constraint.dimension).unwrap();
                prop_assert!(later.verdict >= constraint.verdict, "{:?} then {:?}", constraint, later);
            }
            prop_assert!(after.verdict >= before.verdict);
            if let (Some(before), Some(after)) = (before.needed.hosts, after.needed.hosts) {
                prop_assert!(after >= before);
            }
        }
    }

    #[test]
    fn stating_more_never_turns_exceeds_into_fits(
        demands in demands(), field in 0..FIELDS.len(), value in number(), survive: bool, plan in any_plan()
    ) {
        // The headroom is a wish and not a demand: leaving it out states the default.
        // Packets are measured instead of counted from responses, and a day has one peak unless stated.
        prop_assume!(!["headroom_permille", "packets_per_second", "peaks_per_day"].contains(&FIELDS[field]));
        let (mut demands, mut fuller) = (demands.clone(), demands);
        demands[field] = None;
        fuller[field] = Some(value);
        let catalogue = Catalogue::documented();
        let before = plan::size(&stated(&demands, survive), plan, &catalogue);
        let after = plan::size(&stated(&fuller, survive), plan, &catalogue);
        for constraint in before.constraints.iter().filter(|constraint| constraint.verdict != Fit::Unknown) {
            prop_assert!(after.constraint(constraint.dimension).unwrap().verdict >= constraint.verdict);
        }
        if before.verdict == Fit::Exceeds {
            prop_assert_eq!(after.verdict, Fit::Exceeds);
        }
    }

    #[test]
    fn the_hosts_that_are_needed_are_enough_and_not_too_many(
        rate in 1..20_000_u64, micros in 1..20_000_u64, headroom in 0..1_000_u64, survive: bool
    ) {
        let workload = format!(
            r#"{{"peak_rps": {rate}, "cpu_us_per_request": {micros}, "headroom_permille": {headroom},
                "survive_instance_loss": {survive}}}"#
        );
        let needed = size(&workload, documented(Tier::Standard)).needed.hosts.unwrap();
        prop_assume!(needed <= 100);
        let needed = u8::try_from(needed).unwrap();
        let cpu = |hosts| {
            let sizing = size(&workload, documented(Tier::Standard).with_hosts(hosts));
            sizing.constraint(Dimension::Cpu).unwrap().verdict
        };
        prop_assert_eq!(cpu(needed), Fit::Fits);
        if needed > 2 {
            prop_assert_ne!(cpu(needed - 1), Fit::Fits);
        }
    }
}
