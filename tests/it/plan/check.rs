use cloudapp::app::{Billing, EnvironmentKind, Policy, Tier};
use cloudapp::diagnostic::{Language, Level, Rejected};
use cloudapp::plan::{self, LoadBalancerSpec, Plan};

use crate::chinese::assert_chinese;

const fn starter() -> Plan {
    Plan::new(EnvironmentKind::Test, Tier::Starter, Billing::Prepaid)
}

const fn standard() -> Plan {
    Plan::new(EnvironmentKind::Production, Tier::Standard, Billing::PayAsYouGo)
}

fn everything() -> Policy {
    Policy::default().offering(Tier::ALL)
}

fn rules(rejected: &Rejected<Plan>) -> Vec<&'static str> {
    assert_chinese(rejected.report());
    rejected.report().diagnostics().iter().map(|diagnostic| diagnostic.rule().id).collect()
}

#[test]
fn the_documented_table_of_environments_decides() {
    for (environment, tier, billing, expected) in [
        (EnvironmentKind::Test, Tier::Starter, Billing::Prepaid, vec![]),
        (EnvironmentKind::Test, Tier::Starter, Billing::PayAsYouGo, vec!["plan/billing-not-allowed"]),
        (EnvironmentKind::Test, Tier::Standard, Billing::Prepaid, vec!["plan/tier-not-allowed"]),
        (
            EnvironmentKind::Test,
            Tier::Standard,
            Billing::PayAsYouGo,
            vec!["plan/billing-not-allowed", "plan/tier-not-allowed"],
        ),
        (EnvironmentKind::Production, Tier::Starter, Billing::Prepaid, vec![]),
        (EnvironmentKind::Production, Tier::Starter, Billing::PayAsYouGo, vec![]),
        (EnvironmentKind::Production, Tier::Standard, Billing::Prepaid, vec![]),
        (EnvironmentKind::Production, Tier::Standard, Billing::PayAsYouGo, vec![]),
    ] {
        let found = plan::check(Plan::new(environment, tier, billing), &everything());
        let found = found.err().map(|rejected| rules(&rejected)).unwrap_or_default();
        assert_eq!(found, expected, "{environment} {tier} {billing}");
    }
}

#[test]
fn the_default_policy_sells_the_starter_tier_only() {
    let rejected = plan::check(standard(), &Policy::default()).unwrap_err();
    assert_eq!(rejected.to_string(), "plan/tier-not-offered: the standard tier is not on sale; on sale: starter");
    assert!(plan::check(starter(), &Policy::default()).is_ok());
}

#[test]
fn everything_wrong_is_found_at_once() {
    let plan = Plan::new(EnvironmentKind::Test, Tier::Standard, Billing::PayAsYouGo).with_hosts(1);
    let rejected = plan::check(plan, &Policy::default()).unwrap_err();
    let expected =
        ["plan/billing-not-allowed", "plan/hosts-not-allowed", "plan/tier-not-allowed", "plan/tier-not-offered"];
    assert_eq!(rules(&rejected), expected);
    assert_eq!(rejected.value(), &plan);
}

#[test]
fn each_finding_says_what_can_be_had() {
    let rejected =
        plan::check(Plan::new(EnvironmentKind::Test, Tier::Standard, Billing::PayAsYouGo), &everything()).unwrap_err();
    let texts = |language| -> Vec<String> {
        let diagnostics = rejected.report().diagnostics();
        diagnostics.iter().flat_map(|found| [found.message(language), found.help(language)]).collect()
    };
    assert_eq!(
        texts(Language::English),
        [
            "the test environment cannot be paid pay-as-you-go; it can be paid: prepaid",
            "choose one of: prepaid; or plan the production environment: --environment production",
            "the test environment cannot have the standard tier; it can have: starter",
            "choose one of: starter; or plan the production environment: --environment production",
        ]
    );
    assert_eq!(
        texts(Language::Chinese),
        [
            "测试环境不能使用按量付费，可用：预付费",
            "请选择：预付费；或改为生产环境：--environment production",
            "测试环境不能使用标准版，可用：入门版",
            "请选择：入门版；或改为生产环境：--environment production",
        ]
    );
}

#[test]
fn only_the_standard_tier_scales_out() {
    let rejected = plan::check(starter().with_hosts(2), &everything()).unwrap_err();
    let data = rejected.report().diagnostics()[0].data().to_string();
    assert_eq!(data, r#"{"hosts":2,"least":1,"most":1,"tier":"starter"}"#);
    for (hosts, accepted) in [(0, false), (1, false), (2, true), (3, true), (100, true), (101, false)] {
        assert_eq!(plan::check(standard().with_hosts(hosts), &everything()).is_ok(), accepted, "{hosts} hosts");
    }
}

#[test]
fn a_load_balancer_belongs_to_the_standard_tier() {
    let plan = starter().with_load_balancer(LoadBalancerSpec::S1Small);
    assert_eq!(rules(&plan::check(plan, &everything()).unwrap_err()), ["plan/load-balancer-mismatch"]);
    let plan: Plan =
        serde_json::from_str(r#"{"environment":"production","tier":"standard","billing":"prepaid","hosts":2}"#)
            .unwrap();
    assert_eq!(rules(&plan::check(plan, &everything()).unwrap_err()), ["plan/load-balancer-mismatch"]);
    assert!(plan::check(standard().with_load_balancer(LoadBalancerSpec::S3Large), &everything()).is_ok());
}

#[test]
fn an_embedder_may_allow_what_the_guide_does_not() {
    let mut policy = everything();
    policy.levels = policy.levels.with("plan/tier-not-allowed", Level::Allow).unwrap();
    assert!(plan::check(Plan::new(EnvironmentKind::Test, Tier::Standard, Billing::Prepaid), &policy).is_ok());
}

#[test]
fn a_plan_reads_back_from_json_as_it_was() {
    for plan in [starter(), standard().with_hosts(7).with_load_balancer(LoadBalancerSpec::ByUse)] {
        let text = serde_json::to_string(&plan).unwrap();
        assert_eq!(serde_json::from_str::<Plan>(&text).unwrap(), plan);
    }
    assert_eq!(
        serde_json::to_string(&standard()).unwrap(),
        "{\"environment\":\"production\",\"tier\":\"standard\",\"billing\":\"pay-as-you-go\",\"hosts\":2,\
         \"load_balancer\":\"slb.s1.small\"}"
    );
}

#[test]
fn the_rules_are_sorted_by_id() {
    assert!(plan::RULES.is_sorted_by_key(|rule| rule.id));
}
