use std::collections::BTreeSet;

use cloudapp::diagnostic::Language;
use cloudapp::plan;

#[test]
fn the_rules_are_these() {
    let ids: Vec<&str> = plan::RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(
        ids,
        [
            "plan/average-above-peak",
            "plan/average-below-peaks",
            "plan/bandwidth-unstated",
            "plan/billing-not-allowed",
            "plan/burst-baseline-exceeded",
            "plan/database-end-of-life",
            "plan/database-shares-instance-memory",
            "plan/dns-ttl-below-minimum",
            "plan/end-of-life-soon",
            "plan/facts-disagree",
            "plan/hosts-not-allowed",
            "plan/https-listener-without-certificate",
            "plan/inferred-fact-used",
            "plan/large-responses",
            "plan/limit-exceeded",
            "plan/load-balancer-is-bottleneck",
            "plan/load-balancer-mismatch",
            "plan/load-balancer-spec-withdrawn",
            "plan/load-balancer-subscription-withdrawn",
            "plan/nginx-connections",
            "plan/os-end-of-life",
            "plan/redirect-loop-behind-load-balancer",
            "plan/single-instance",
            "plan/tier-not-allowed",
            "plan/tier-not-offered",
        ]
    );
}

#[test]
fn every_page_is_written_in_both_languages() {
    let mut sentences = BTreeSet::new();
    for rule in plan::RULES {
        for language in [Language::English, Language::Chinese] {
            let page = rule.page(language);
            for sentence in [page.what, page.why, page.fix] {
                assert!(!sentence.is_empty() && !sentence.ends_with(['.', '。']), "{}: {sentence}", rule.id);
                assert!(sentences.insert(sentence), "{} repeats: {sentence}", rule.id);
                let chinese = sentence.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter));
                assert_eq!(chinese, language == Language::Chinese, "{}: {sentence}", rule.id);
            }
        }
    }
    assert_eq!(sentences.len(), plan::RULES.len() * 6);
}
