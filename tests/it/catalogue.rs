//! The catalogue of rules as a whole.

use std::collections::BTreeSet;

use cloudapp::diagnostic::{Language, Page};

#[test]
fn rule_ids_are_unique_and_kebab_case() {
    let rules = cloudapp::rules();
    assert!(!rules.is_empty());
    let ids: BTreeSet<&str> = rules.iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), rules.len(), "an id stands twice");
    let word = |word: &str| {
        word.split('-')
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
    };
    for id in ids {
        let (group, fault) = id.split_once('/').unwrap_or_default();
        assert!(word(group) && word(fault), "{id} is not group/fault in kebab case");
    }
}

#[test]
fn every_rule_has_a_whole_page_in_each_language() {
    for rule in cloudapp::rules() {
        assert!(!rule.source.is_empty() && !rule.example.is_empty(), "{}", rule.id);
        for language in [Language::English, Language::Chinese] {
            let Page { what, why, fix, .. } = rule.page(language);
            for sentence in [what, why, fix] {
                assert!(
                    !sentence.is_empty() && !sentence.ends_with('.') && !sentence.ends_with('。'),
                    "{}: {sentence}",
                    rule.id
                );
                assert!(!sentence.contains('\n'), "{}: {sentence}", rule.id);
            }
        }
        let chinese = rule.page(Language::Chinese);
        let has_chinese = |text: &str| text.chars().any(|character| ('\u{4e00}'..='\u{9fff}').contains(&character));
        assert!(has_chinese(chinese.what) && has_chinese(chinese.why), "{} is not in Chinese", rule.id);
    }
}

#[test]
#[cfg(feature = "package")]
fn the_readme_shows_what_is_said() {
    use cloudapp::diagnostic::render;

    let package_json = r#"{"scripts": {"start": "node server.js", "stop": "node stop.js"}}"#;
    let package = crate::support::tar::Tar::new().file("shop/package.json", package_json).tgz();
    let policy = cloudapp::app::Policy::default();
    let rejected =
        cloudapp::package::Inspector::new(&policy).file_name("shop.tgz").inspect_bytes(&package).unwrap_err();
    let text = render::text(rejected.report(), "shop.tgz", Language::English);
    assert!(include_str!("../../README.md").contains(&format!("```text\n{text}```\n")), "{text}");
}
