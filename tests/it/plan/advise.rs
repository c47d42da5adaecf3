use cloudapp::app::{Billing, Date, EnvironmentKind, Policy, Tier};
use cloudapp::diagnostic::{Language, Level, Report, Severity};
use cloudapp::plan::{self, Catalogue, LoadBalancerSpec, Plan, Workload};
use serde_json::json;

use crate::chinese::assert_chinese;

fn starter() -> Plan {
    Plan::new(EnvironmentKind::Production, Tier::Starter, Billing::Prepaid)
}

fn standard() -> Plan {
    Plan::new(EnvironmentKind::Production, Tier::Standard, Billing::Prepaid)
}

fn advise(plan: Plan, workload: Option<&str>, at: &str) -> Report {
    let workload = workload.map(|text| Workload::from_json(text).unwrap());
    let policy = Policy::default().offering(Tier::ALL);
    let at: Date = at.parse().unwrap();
    let report = plan::advise(plan, workload.as_ref(), &Catalogue::documented(), &policy, at);
    assert_chinese(&report);
    report
}

fn messages(report: &Report, rule: &str) -> Vec<String> {
    let of_rule = report.diagnostics().iter().filter(|diagnostic| diagnostic.rule().id == rule);
    of_rule.map(|diagnostic| diagnostic.message(Language::English)).collect()
}

/// Whether `rule` fires on a day.
fn fires(plan: Plan, workload: Option<&str>, at: &str, rule: &str) -> bool {
    !messages(&advise(plan, workload, at), rule).is_empty()
}

#[test]
fn an_end_appears_on_its_day_and_is_announced_a_year_before() {
    let by_use = standard().with_load_balancer(LoadBalancerSpec::ByUse);
    for (plan, rule, subject, early, announced, before, day) in [
        (starter(), "plan/os-end-of-life", "operating-system", "2019-11-30", "2019-12-01", "2020-11-29", "2020-11-30"),
        (by_use, "plan/database-end-of-life", "database", "2020-02-05", "2020-02-06", "2021-02-04", "2021-02-05"),
        (
            by_use,
            "plan/load-balancer-subscription-withdrawn",
            "load-balancer-subscription",
            "2023-12-01",
            "2023-12-02",
            "2024-11-30",
            "2024-12-01",
        ),
        (
            standard(),
            "plan/load-balancer-spec-withdrawn",
            "load-balancer-spec",
            "2024-05-31",
            "2024-06-01",
            "2025-05-31",
            "2025-06-01",
        ),
    ] {
        let soon = |at: &str| {
            let report = advise(plan, None, at);
            let subject = format!(r#""subject":"{subject}""#);
            let mut soon = report.diagnostics().iter().filter(|found| found.rule().id == "plan/end-of-life-soon");
            soon.any(|found| found.data().to_string().contains(&subject))
        };
        let state = [early, announced, before, day, "2030-01-01"].map(|at| (soon(at), fires(plan, None, at, rule)));
        let expected = [(false, false), (true, false), (true, false), (false, true), (false, true)];
        assert_eq!(state, expected, "{rule}");
    }
}

#[test]
fn what_ended_is_named_with_its_day() {
    let report = advise(standard(), None, "2026-01-01");
    for (rule, message) in [
        ("plan/os-end-of-life", "CentOS-6.5-64bit has had no security updates since 2020-11-30"),
        ("plan/database-end-of-life", "MySQL 5.6 has had no fixes since 2021-02-05"),
        ("plan/load-balancer-spec-withdrawn", "slb.s1.small has not been sold since 2025-06-01"),
        ("plan/load-balancer-subscription-withdrawn", "load balancers have not been sold prepaid since 2024-12-01"),
    ] {
        assert_eq!(messages(&report, rule), [message]);
    }
    let soon = advise(standard(), None, "2020-06-01");
    assert_eq!(
        messages(&soon, "plan/end-of-life-soon"),
        ["database: MySQL 5.6 ends on 2021-02-05", "operating-system: CentOS-6.5-64bit ends on 2020-11-30"]
    );
}

#[test]
fn only_what_the_plan_contains_is_advised_on() {
    let at = "2026-01-01";
    assert!(!fires(starter(), None, at, "plan/database-end-of-life"));
    assert!(!fires(starter(), None, at, "plan/load-balancer-spec-withdrawn"));
    assert!(!fires(starter(), None, at, "plan/load-balancer-subscription-withdrawn"));
    let by_use = standard().with_load_balancer(LoadBalancerSpec::ByUse);
    assert!(!fires(by_use, None, at, "plan/load-balancer-spec-withdrawn"));
    let as_you_go = Plan::new(EnvironmentKind::Production, Tier::Standard, Billing::PayAsYouGo);
    assert!(!fires(as_you_go, None, at, "plan/load-balancer-subscription-withdrawn"));
}

#[test]
fn each_tier_has_its_own_traps() {
    for (rule, in_starter, in_standard) in [
        ("plan/single-instance", true, false),
        ("plan/database-shares-instance-memory", true, false),
        ("plan/redirect-loop-behind-load-balancer", false, true),
        ("plan/https-listener-without-certificate", false, true),
        ("plan/bandwidth-unstated", true, true),
    ] {
        assert_eq!(fires(starter(), None, "2021-11-25", rule), in_starter, "{rule} in starter");
        assert_eq!(fires(standard(), None, "2021-11-25", rule), in_standard, "{rule} in standard");
    }
}

#[test]
fn one_host_weighs_more_in_production() {
    let severity = |environment| {
        let report = advise(Plan::new(environment, Tier::Starter, Billing::Prepaid), None, "2021-11-25");
        let found = report.diagnostics().iter().find(|found| found.rule().id == "plan/single-instance");
        found.unwrap().severity()
    };
    assert_eq!(severity(EnvironmentKind::Test), Severity::Info);
    assert_eq!(severity(EnvironmentKind::Production), Severity::Warning);
}

#[test]
fn an_average_over_the_baseline_is_a_trap_of_burstable_hosts() {
    let rule = "plan/burst-baseline-exceeded";
    let over = r#"{"average_rps": 41, "cpu_us_per_request": 5000}"#;
    assert_eq!(
        messages(&advise(starter(), Some(over), "2021-11-25"), rule),
        ["205 mvCPU on average, and ecs.t5-lc1m2.small may always use 200 mvCPU"]
    );
    let just = r#"{"average_rps": 40, "cpu_us_per_request": 5000}"#;
    assert!(!fires(starter(), Some(just), "2021-11-25", rule));
    assert!(!fires(standard(), Some(over), "2021-11-25", rule));
    assert!(!fires(starter(), None, "2021-11-25", rule));
}

#[test]
fn a_load_balancer_that_gives_out_before_the_hosts_is_a_bottleneck() {
    let rule = "plan/load-balancer-is-bottleneck";
    // 900 of 1000 requests/s leave no headroom; 900 × 1000 µs are 900 of 4000 mvCPU.
    let many = r#"{"peak_rps": 900, "cpu_us_per_request": 1000}"#;
    assert_eq!(
        messages(&advise(standard(), Some(many), "2021-11-25"), rule),
        ["slb.s1.small reaches load-balancer-requests before the hosts reach theirs: 900 of 1000"]
    );
    // 900 × 4400 µs are 3960 of 4000 mvCPU: the hosts are used more than the load balancer.
    let heavy = r#"{"peak_rps": 900, "cpu_us_per_request": 4400}"#;
    assert!(!fires(standard(), Some(heavy), "2021-11-25", rule));
    let larger = standard().with_load_balancer(LoadBalancerSpec::S2Small);
    assert!(!fires(larger, Some(many), "2021-11-25", rule));
    assert!(!fires(standard(), Some(r#"{"peak_rps": 800, "cpu_us_per_request": 1000}"#), "2021-11-25", rule));
}

#[test]
fn an_average_above_the_peak_is_questioned() {
    let rule = "plan/average-above-peak";
    assert_eq!(
        messages(&advise(starter(), Some(r#"{"peak_rps": 10, "average_rps": 11}"#), "2021-11-25"), rule),
        ["11 requests/s on average, 10 requests/s in the peak"]
    );
    assert!(!fires(starter(), Some(r#"{"peak_rps": 10, "average_rps": 10}"#), "2021-11-25", rule));
}

#[test]
fn facts_that_are_inferred_say_so() {
    let rule = "plan/inferred-fact-used";
    assert_eq!(messages(&advise(starter(), None, "2021-11-25"), rule).len(), 1);
    assert_eq!(
        messages(&advise(standard(), None, "2021-11-25"), rule)[0],
        "`standard.database.class` is inferred to be rds.mysql.s2.large, from: product documentation: RDS for MySQL \
         instance types; the only class with 2 vCPU, 4 GiB and MySQL 5.6"
    );
    let mut catalogue = serde_json::to_value(Catalogue::documented()).unwrap();
    for entry in ["class", "connections", "iops"] {
        catalogue["standard"]["database"][entry]["basis"] = json!("supplied");
    }
    let catalogue = Catalogue::from_json(&catalogue.to_string()).unwrap();
    let policy = Policy::default().offering(Tier::ALL);
    let report = plan::advise(standard(), None, &catalogue, &policy, "2021-11-25".parse().unwrap());
    assert!(messages(&report, rule).is_empty());
}

#[test]
fn a_dns_service_with_a_higher_minimum_is_found() {
    let rule = "plan/dns-ttl-below-minimum";
    let mut catalogue = serde_json::to_value(Catalogue::documented()).unwrap();
    catalogue["dns_ttl_minimum"]["value"] = json!(601);
    let catalogue = Catalogue::from_json(&catalogue.to_string()).unwrap();
    let found = |plan, catalogue: &Catalogue| {
        messages(&plan::advise(plan, None, catalogue, &Policy::default(), "2021-11-25".parse().unwrap()), rule)
    };
    assert_eq!(
        found(starter(), &catalogue),
        ["the record's time to live is 600 s; the DNS service takes at least 601 s"]
    );
    assert!(found(starter(), &Catalogue::documented()).is_empty());
    // The platform sets up the domain of a test environment.
    let test = Plan::new(EnvironmentKind::Test, Tier::Starter, Billing::Prepaid);
    assert!(found(test, &catalogue).is_empty());
}

#[test]
fn a_stated_bandwidth_needs_no_advice() {
    let mut catalogue = serde_json::to_value(Catalogue::documented()).unwrap();
    catalogue["starter"]["public_bandwidth"] = json!({"value": 5, "source": "contract 7", "as_of": "2026-01-05"});
    let catalogue = Catalogue::from_json(&catalogue.to_string()).unwrap();
    let report = plan::advise(starter(), None, &catalogue, &Policy::default(), "2021-11-25".parse().unwrap());
    assert!(messages(&report, "plan/bandwidth-unstated").is_empty());
}

#[test]
fn what_does_not_fit_is_named_with_what_would() {
    let report = advise(starter(), Some(r#"{"memory_mib": 3000}"#), "2021-11-25");
    let found = report.diagnostics().iter().find(|found| found.rule().id == "plan/limit-exceeded").unwrap();
    assert_eq!(
        found.message(Language::English),
        "over the limit: memory of a host: 3000 of 2048 MiB (146.5 %), 952 MiB too much"
    );
    assert!(found.help(Language::English).starts_with("at most 1706 MiB would fit: "));
    assert!(!fires(starter(), Some(r#"{"memory_mib": 2000}"#), "2021-11-25", "plan/limit-exceeded"));
}

#[test]
fn more_clients_than_the_documented_nginx_holds_are_found() {
    let rule = "plan/nginx-connections";
    assert_eq!(
        messages(&advise(standard(), Some(r#"{"peak_connections": 8000}"#), "2021-11-25"), rule),
        ["each host takes 9600 connections of nginx, two for each client, and has 1024"]
    );
    assert!(!fires(standard(), Some(r#"{"peak_connections": 800}"#), "2021-11-25", rule));
    assert!(!fires(standard(), Some(r#"{"peak_connections": 8000, "nginx_connections": 10240}"#), "2021-11-25", rule));
}

#[test]
fn images_belong_into_object_storage() {
    let rule = "plan/large-responses";
    assert_eq!(
        messages(&advise(starter(), Some(r#"{"peak_rps": 20, "response_bytes": 400000}"#), "2021-11-25"), rule),
        ["responses of 400000 B on average, 64 Mbit/s in the peak: files for object storage and a CDN"]
    );
    assert!(!fires(starter(), Some(r#"{"peak_rps": 20, "response_bytes": 99999}"#), "2021-11-25", rule));
}

#[test]
fn peaks_that_use_more_than_the_average_are_questioned() {
    let rule = "plan/average-below-peaks";
    let peaks =
        r#"{"peak_rps": 100, "average_rps": 10, "cpu_us_per_request": 5000, "peak_minutes": 60, "peaks_per_day": 3}"#;
    // 3 of 24 hours of 500 mvCPU are 62 mvCPU over the day.
    assert_eq!(
        messages(&advise(starter(), Some(peaks), "2021-11-25"), rule),
        ["50 mvCPU on average, and the peaks alone come to 62 mvCPU over the day"]
    );
    assert!(!fires(starter(), Some(&peaks.replace("\"average_rps\": 10", "\"average_rps\": 13")), "2021-11-25", rule));
}

#[test]
fn sources_that_disagree_are_named() {
    let rule = "plan/facts-disagree";
    let found = messages(&advise(standard(), None, "2026-12-01"), rule);
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(
        found[1],
        "`standard.database.end_of_support` is 2028-02-05 by lifecycles of RDS for MySQL versions; a notice of the \
         database service named 2025-04-21; the day of the lifecycle page is an estimate"
    );
    assert!(!fires(starter(), None, "2026-12-01", rule));
}

fn leveled(policy: &Policy, level: Level) -> Policy {
    policy.clone().with(|policy| policy.levels = policy.levels.clone().with("plan/tier-not-offered", level).unwrap())
}

#[test]
fn a_tier_off_sale_is_a_warning_before_a_purchase_and_levels_decide() {
    let at: Date = "2021-11-25".parse().unwrap();
    let catalogue = Catalogue::documented();
    let policy = Policy::default();
    let severity = |policy: &Policy| {
        let report = plan::advise(standard(), None, &catalogue, policy, at);
        let found = report.diagnostics().iter().find(|found| found.rule().id == "plan/tier-not-offered");
        found.map(cloudapp::diagnostic::Diagnostic::severity)
    };
    assert_eq!(severity(&policy), Some(Severity::Warning));
    let strict = leveled(&policy, Level::Deny);
    assert_eq!(severity(&strict), Some(Severity::Error));
    let silent = leveled(&policy, Level::Allow);
    assert_eq!(severity(&silent), None);
}

#[test]
fn what_the_environment_cannot_have_is_an_error_before_a_purchase_too() {
    let plan = Plan::new(EnvironmentKind::Test, Tier::Standard, Billing::PayAsYouGo);
    let report = advise(plan, None, "2021-11-25");
    assert!(report.has_errors());
    assert_eq!(messages(&report, "plan/tier-not-allowed").len(), 1);
    assert_eq!(messages(&report, "plan/billing-not-allowed").len(), 1);
}
