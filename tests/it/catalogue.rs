//! The catalogue of rules as a whole.

use std::collections::BTreeSet;
#[cfg(all(feature = "package", feature = "nginx", feature = "certificate"))]
use std::fmt::Write;

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
    let readmes = [
        (Language::English, include_str!("../../README.md")),
        (Language::Chinese, include_str!("../../README.zh-CN.md")),
    ];
    for (language, readme) in readmes {
        let text = render::text(rejected.report(), "shop.tgz", language);
        assert!(readme.contains(&format!("```text\n{text}```\n")), "{text}");
    }
}

/// All pages as one document.
#[cfg(all(feature = "package", feature = "nginx", feature = "certificate"))]
fn document(language: Language) -> String {
    let (title, count, words) = match language {
        Language::English => ("Rules", "rules", ["Why", "Example", "Fix", "Source"]),
        Language::Chinese => ("规则", "条规则", ["原因", "示例", "解决", "来源"]),
    };
    let rules = cloudapp::rules();
    let mut text = format!("# {title}\n\n{} {count}.\n", rules.len());
    let mut group = "";
    for rule in rules {
        let own = rule.id.split('/').next().unwrap();
        if own != group {
            group = own;
            writeln!(text, "\n## {group}").unwrap();
        }
        let page = rule.page(language);
        writeln!(text, "\n### `{}`\n\n**{}** – {}\n", rule.id, rule.severity, markdown(page.what)).unwrap();
        writeln!(text, "- {}: {}", words[0], markdown(page.why)).unwrap();
        writeln!(text, "- {}:{}", words[1], example(rule.example)).unwrap();
        writeln!(text, "- {}: {}", words[2], markdown(page.fix)).unwrap();
        writeln!(text, "- {}: {}", words[3], markdown(rule.source)).unwrap();
    }
    text
}

/// An input as code, in a block of its own when it has several lines; in words what no text can say.
#[cfg(all(feature = "package", feature = "nginx", feature = "certificate"))]
fn example(example: &str) -> String {
    if let Some(words) = example.strip_prefix('(').and_then(|example| example.strip_suffix(')')) {
        return format!(" {}", markdown(words));
    }
    if example.contains('\n') {
        format!("\n\n  ```text\n  {}\n  ```\n", example.replace('\n', "\n  "))
    } else {
        format!(" `` {example} ``")
    }
}

/// Text that Markdown shows as it is; what stands between backticks already is.
#[cfg(all(feature = "package", feature = "nginx", feature = "certificate"))]
fn markdown(text: &str) -> String {
    let parts = text.split('`').enumerate().map(|(number, part)| match number % 2 {
        0 => part.chars().fold(String::new(), |mut text, character| {
            if matches!(character, '<' | '*' | '_' | '[' | '\\') {
                text.push('\\');
            }
            text.push(character);
            text
        }),
        _ => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("`")
}

#[cfg(all(feature = "package", feature = "nginx", feature = "certificate"))]
#[test]
fn the_committed_catalogue_is_what_the_rules_say() {
    for (path, language) in [("docs/rules.md", Language::English), ("docs/rules.zh-CN.md", Language::Chinese)] {
        let document = document(language);
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(path, &document).unwrap();
        }
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        assert!(committed == document, "{path} is old: BLESS=1 cargo test --test it catalogue");
    }
}
