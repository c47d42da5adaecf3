//! `cloudapp rules`

use cloudapp::diagnostic::{Rule, Value};
use cloudapp::phrase;
use serde_json::json;

use crate::output::{Failure, Output};
use crate::{Format, Verdict};

/// Prints the catalogue of rules, or the page of one.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Id of the rule whose page to print.
    #[arg(value_name = "RULE")]
    rule: Option<String>,
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Result<Verdict, Failure> {
    output.no_sarif("rules")?;
    let rules = cloudapp::rules();
    let Some(id) = &arguments.rule else {
        for rule in rules {
            let row = format!("{:<8}{:<44}{}", rule.severity.as_str(), rule.id, rule.page(output.language).what);
            print(rule, &row, output)?;
        }
        return Ok(Verdict::Accepted);
    };
    let Some(rule) = rules.iter().find(|rule| rule.id == id) else {
        let near: Vec<&str> = rules.iter().map(|rule| rule.id).filter(|other| other.contains(id.as_str())).collect();
        let all = phrase!("`cloudapp rules` lists all" / "`cloudapp rules` 列出全部规则").into();
        let hint = if near.is_empty() { all } else { Value::from(near) };
        return Err(Failure::Message(phrase!("no rule `{id}`: {hint}" / "没有规则 `{id}`：{hint}", id, hint)));
    };
    let page = rule.page(output.language);
    let text = phrase!(
        "{id} ({severity})\n\n{what}\n\nWhy: {why}\nExample:{example}\nFix: {fix}\nSource: {source}"
            / "{id}（{severity}）\n\n{what}\n\n原因：{why}\n示例：{example}\n解决：{fix}\n来源：{source}",
        id,
        severity = rule.severity.sentence(),
        what = page.what,
        why = page.why,
        example = lines(rule.example),
        fix = page.fix,
        source = rule.source
    );
    print(rule, &text.text(output.language), output)?;
    Ok(Verdict::Accepted)
}

/// A text behind the colon before it, or below when it has several lines.
fn lines(text: &str) -> String {
    if text.contains('\n') { format!("\n  {}", text.replace('\n', "\n  ")) } else { format!(" {text}") }
}

fn print(rule: &Rule, text: &str, output: &mut Output) -> Result<(), Failure> {
    if output.format != Format::Json {
        return output.line(text);
    }
    let page = rule.page(output.language);
    output.json(&json!({
        "rule": rule.id,
        "severity": rule.severity,
        "what": page.what,
        "why": page.why,
        "example": rule.example,
        "fix": page.fix,
        "source": rule.source,
    }))
}
