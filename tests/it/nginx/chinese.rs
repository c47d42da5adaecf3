//! In Chinese nothing is said in English.

use cloudapp::app::NginxVersion;
use cloudapp::diagnostic::{Findings, Language, Levels, Location};
use cloudapp::nginx::{Check, Config, Target};

use super::{check, mutants, policy};

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
                if let Some(words) = english(&text) {
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

/// Two English words in a row outside code, quotes and brackets.
fn english(text: &str) -> Option<String> {
    let mut plain = String::new();
    let mut until = None;
    for character in text.chars() {
        match (until, character) {
            (Some(end), _) if character == end => until = None,
            (Some(_), _) => {}
            (None, '“') => until = Some('”'),
            (None, '`' | '"') => until = Some(character),
            (None, _) => plain.push(character),
        }
    }
    let is_word = |word: &&str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let words: Vec<&str> = plain.split(' ').collect();
    words.windows(2).find(|pair| pair.iter().all(is_word)).map(|pair| pair.join(" "))
}
