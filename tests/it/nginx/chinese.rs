//! In Chinese nothing is said in English.

use cloudapp::app::NginxVersion;
use cloudapp::diagnostic::{Findings, Language, Levels, Location};
use cloudapp::nginx::{Check, Config, Target};

use super::{check, mutants, policy};
use crate::support::english::english_in;

#[test]
fn what_is_said_of_nginx_files_in_chinese_holds_no_english() {
    let target = Target::of(NginxVersion::new(1, 22, 1));
    let (mut said, mut wrong) = (0, std::collections::BTreeSet::new());
    let mut judge = |text: &str, contract: Option<&cloudapp::nginx::policy::Contract>| {
        let levels = Levels::default();
        let mut findings = Findings::new(&levels);
        let config = Config::parse(text);
        match contract {
            Some(contract) => contract.run(&config, &Location::input(), &mut findings),
            None => drop(Check::new(&target).run(&config, &mut findings)),
        }
        for found in findings.finish().diagnostics() {
            for text in [found.message(Language::Chinese), found.help(Language::Chinese)] {
                said += 1;
                if let Some(words) = english_in(&text) {
                    wrong.insert(format!("{}: {words} in {text}", found.rule().id));
                }
            }
        }
    };
    for (_, bad, _) in check::CASES {
        judge(bad, None);
    }
    for text in mutants::some(400) {
        judge(&text, None);
    }
    for (contract, text) in policy::bad_cases() {
        judge(&text, Some(&contract));
    }
    assert!(said > 500, "only {said} sentences");
    assert_eq!(wrong, std::collections::BTreeSet::new());
}
