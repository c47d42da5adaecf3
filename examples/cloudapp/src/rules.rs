//! `cloudapp rules`

use cloudapp::diagnostic::{Language, Rule};
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
        let hint = if near.is_empty() { "`cloudapp rules` lists all".to_owned() } else { near.join(", ") };
        return Err(Failure::Message(format!("no rule `{id}`: {hint}")));
    };
    let page = rule.page(output.language);
    let [why, example, fix, source] = match output.language {
        Language::English => ["Why", "Example", "Fix", "Source"],
        Language::Chinese => ["原因", "示例", "解决", "来源"],
    };
    let text = format!(
        "{} ({})\n\n{}\n\n{why}: {}\n{example}: {}\n{fix}: {}\n{source}: {}",
        rule.id,
        rule.severity,
        page.what,
        page.why,
        lines(rule.example),
        page.fix,
        rule.source
    );
    print(rule, &text, output)?;
    Ok(Verdict::Accepted)
}

/// A text of several lines below the words before it.
fn lines(text: &str) -> String {
    if text.contains('\n') { format!("\n  {}", text.replace('\n', "\n  ")) } else { text.to_owned() }
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
