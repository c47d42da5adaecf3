use cloudapp::app::{Billing, Date, EnvironmentKind, Policy, Tier};
use cloudapp::diagnostic::Language;
use cloudapp::plan::{self, Catalogue, Fit, LoadBalancerSpec, Recommendation, Shortfall, Standing, Workload};
use proptest::prelude::*;

fn recommend(workload: &str, environment: EnvironmentKind, policy: &Policy, at: &str) -> Recommendation {
    let workload = Workload::from_json(workload).unwrap();
    let at: Date = at.parse().unwrap();
    plan::recommend(&workload, environment, Billing::Prepaid, &Catalogue::documented(), policy, at)
}

fn everything() -> Policy {
    Policy::default().offering(Tier::ALL)
}

const SMALL: &str = r#"{"peak_rps": 20, "average_rps": 2, "cpu_us_per_request": 5000, "memory_mib": 1024,
    "peak_connections": 100, "new_connections_per_second": 10, "db_connections_per_instance": 20, "db_iops": 100,
    "db_size_gb": 10}"#;

const LARGE: &str = r#"{"peak_rps": 900, "average_rps": 100, "cpu_us_per_request": 5000, "memory_mib": 1024,
    "peak_connections": 100, "new_connections_per_second": 10, "db_connections_per_instance": 20, "db_iops": 100,
    "db_size_gb": 10}"#;

#[test]
fn the_starter_tier_comes_first() {
    let advice = recommend(SMALL, EnvironmentKind::Production, &everything(), "2021-11-25");
    let plan = advice.plan.unwrap();
    assert_eq!((plan.tier, plan.hosts, plan.load_balancer), (Tier::Starter, 1, None));
    assert_eq!(
        advice.why(Language::English),
        "recommended: starter, 1 host\n\
         1. starter, 1 host: fits; nearest to its limit: memory of a host: 1024 of 2048 MiB (50.0 %)\n\
         2. standard, 2 hosts, slb.s1.small: fits; nearest to its limit: memory of a host: 1024 of 4096 MiB (25.0 %)"
    );
}

#[test]
fn the_standard_tier_is_scaled_as_far_as_it_must_be() {
    // 900 × 5000 µs = 4500 mvCPU, × 1.2 = 5400: three hosts. 900 × 1.2 = 1080 requests/s: s2.small.
    let advice = recommend(LARGE, EnvironmentKind::Production, &everything(), "2021-11-25");
    let plan = advice.plan.unwrap();
    assert_eq!((plan.tier, plan.hosts), (Tier::Standard, 3));
    assert_eq!(plan.load_balancer, Some(LoadBalancerSpec::S2Small));
    assert_eq!(advice.chosen().unwrap().sizing.verdict, Fit::Fits);
    assert_eq!(
        advice.why(Language::Chinese),
        "推荐：标准版，3 台主机，slb.s2.small\n\
         1. 标准版，3 台主机，slb.s2.small：满足；最接近上限：峰值 CPU：4500 / 6000 mvCPU (75.0 %)\n\
         2. 入门版，1 台主机：不足；峰值 CPU：4500 / 1000 mvCPU (450.0 %)，超出 3500 mvCPU；\
         不超过 833 mvCPU，即可满足：降低每个请求的 CPU 用量，或增加主机（标准版可扩容）；\
         平均 CPU（对比突发性能实例基准）：500 / 200 mvCPU (250.0 %)，超出 300 mvCPU；\
         不超过 166 mvCPU，即可满足：降低 CPU 用量，或使用非突发性能实例（标准版）"
    );
}

#[test]
fn a_load_balancer_that_is_no_longer_sold_is_replaced_by_one_that_is() {
    let on = |at| recommend(LARGE, EnvironmentKind::Production, &everything(), at).plan.unwrap().load_balancer;
    assert_eq!(on("2025-05-31"), Some(LoadBalancerSpec::S2Small));
    assert_eq!(on("2025-06-01"), Some(LoadBalancerSpec::ByUse));
    // What is needed by the numbers is the same on both days.
    let advice = recommend(LARGE, EnvironmentKind::Production, &everything(), "2025-06-01");
    assert_eq!(advice.candidates[0].sizing.needed.load_balancer, Some(LoadBalancerSpec::S2Small));
}

#[test]
fn a_test_environment_cannot_have_the_standard_tier() {
    let advice = recommend(LARGE, EnvironmentKind::Test, &everything(), "2021-11-25");
    assert_eq!(advice.plan, None);
    assert_eq!(advice.candidates[1].obstacles, [Shortfall::NotAllowed]);
    assert!(advice.why(Language::English).starts_with("nothing to recommend: no tier is large enough\n"));
    assert!(advice.why(Language::English).ends_with("not allowed; the test environment cannot have it"));
}

#[test]
fn a_tier_on_sale_comes_before_one_that_is_not() {
    let starter_only = Policy::default();
    let standard_only = Policy::default().offering(&[Tier::Standard]);
    let tier = |workload, policy: &Policy| {
        recommend(workload, EnvironmentKind::Production, policy, "2021-11-25").plan.unwrap().tier
    };
    assert_eq!(tier(SMALL, &starter_only), Tier::Starter);
    assert_eq!(tier(SMALL, &standard_only), Tier::Standard);
    // Named as what would fit; buying it is still refused.
    assert_eq!(tier(LARGE, &starter_only), Tier::Standard);
    let advice = recommend(LARGE, EnvironmentKind::Production, &starter_only, "2021-11-25");
    assert!(plan::check(advice.plan.unwrap(), &starter_only).is_err());
}

#[test]
fn what_is_unknown_is_not_recommended() {
    let advice = recommend(r#"{"peak_rps": 20}"#, EnvironmentKind::Production, &everything(), "2021-11-25");
    assert_eq!(advice.plan, None);
    assert!(
        advice.why(Language::English).starts_with("not enough is stated for a recommendation\n1. starter, 1 host: ")
    );
    assert!(advice.why(Language::English).contains("memory of a host: the workload does not state it"));
}

#[test]
fn what_fits_without_its_headroom_is_still_a_plan() {
    // 3 hosts are needed, and 3 × 400 connections of 1200 leave no headroom.
    let workload = LARGE.replace("\"db_connections_per_instance\": 20", "\"db_connections_per_instance\": 400");
    let advice = recommend(&workload, EnvironmentKind::Production, &everything(), "2021-11-25");
    assert_eq!(advice.chosen().unwrap().standing, Standing::Tight);
    assert_eq!(
        advice.why(Language::English).lines().nth(1).unwrap(),
        "1. standard, 3 hosts, slb.s2.small: fits, but without the requested headroom; connections to the database: \
         1200 of 1200 connections (100.0 %), without the requested headroom; at most 1000 connections would fit: use \
         smaller connection pools, or raise `max_connections` or the class of the database"
    );
    // No number of hosts helps a database that is full.
    let workload = LARGE.replace("\"db_connections_per_instance\": 20", "\"db_connections_per_instance\": 401");
    let advice = recommend(&workload, EnvironmentKind::Production, &everything(), "2021-11-25");
    assert_eq!(advice.plan, None);
}

#[test]
fn a_setting_that_its_owner_can_raise_is_a_condition() {
    let many = SMALL.replace("\"peak_connections\": 100", "\"peak_connections\": 2000");
    let advice = recommend(&many, EnvironmentKind::Production, &everything(), "2026-12-01");
    let chosen = advice.chosen().unwrap();
    assert_eq!((chosen.plan.tier, chosen.standing), (Tier::Starter, Standing::FitsAfterChange));
    assert!(advice.why(Language::English).contains("fits once a setting is raised; connections of nginx"));
    // 8000 clients are more than one host holds with any generated configuration.
    let more = SMALL.replace("\"peak_connections\": 100", "\"peak_connections\": 8000");
    let advice = recommend(&more, EnvironmentKind::Production, &everything(), "2026-12-01");
    assert_eq!(advice.plan.unwrap().tier, Tier::Standard);
}

#[test]
fn a_tier_off_sale_is_never_said_to_fit() {
    let advice = recommend(LARGE, EnvironmentKind::Production, &Policy::default(), "2026-12-01");
    assert_eq!(
        advice.why(Language::English).lines().take(2).collect::<Vec<_>>(),
        [
            "nothing on sale is enough; it takes: standard, 3 hosts, slb.lcu.elastic",
            "1. standard, 3 hosts, slb.lcu.elastic: would do, but is not on sale; nearest to its limit: CPU in the peak: \
             4500 of 6000 mvCPU (75.0 %)"
        ]
    );
}

proptest! {
    #[test]
    fn what_is_recommended_fits_in_every_dimension_and_may_be_built(
        peak in 0..60_000_u64, average in 0..500_u64, micros in 0..20_000_u64, memory in 0..5_000_u64,
        connections in 0..1_200_000_u64, new in 0..120_000_u64, pool in 0..300_u64, iops in 0..2_500_u64,
        size in 0..300_u64, survive: bool, headroom in 0..500_u64, production: bool
    ) {
        let workload = format!(
            r#"{{"peak_rps": {peak}, "average_rps": {average}, "cpu_us_per_request": {micros}, "memory_mib": {memory},
                "peak_connections": {connections}, "new_connections_per_second": {new},
                "db_connections_per_instance": {pool}, "db_iops": {iops}, "db_size_gb": {size},
                "survive_one_loss": {survive}, "headroom_permille": {headroom}}}"#
        );
        let environment = if production { EnvironmentKind::Production } else { EnvironmentKind::Test };
        let advice = recommend(&workload, environment, &everything(), "2024-01-01");
        if let Some(plan) = advice.plan {
            let parsed = Workload::from_json(&workload).unwrap();
            let sizing = plan::size(&parsed, plan, &Catalogue::documented());
            for constraint in &sizing.constraints {
                // What is unknown is a setting, whose default is known.
                let raisable = constraint.verdict == Fit::Unknown && constraint.limit.is_some();
                prop_assert!(constraint.verdict <= Fit::Tight || raisable, "{:?}", constraint);
            }
            prop_assert!(plan::check(plan, &everything()).is_ok());
        } else {
            prop_assert!(advice.candidates.iter().all(|candidate| candidate.standing >= Standing::Unknown));
        }
    }
}
