//! `cloudapp nginx check --request`: what one request gets.

use cloudapp::app::{EnvironmentKind, Framework, Tier};
use cloudapp::diagnostic::{Language, Phrase};
use cloudapp::nginx::route::{Assumption, Outcome, Prediction, Question, Reason, Request, Router, Way};
use cloudapp::nginx::{Config, Includes, Site};
use cloudapp::phrase;

use crate::output::Failure;

/// What `request` with more `headers` gets from `config`.
pub(super) fn predict(
    config: &Config,
    includes: impl Includes,
    (framework, environment, tier): (Option<Framework>, Option<EnvironmentKind>, Tier),
    request: &Request,
) -> Result<Prediction, Failure> {
    let framework = framework.unwrap_or(Framework::SpringBoot);
    let site = match environment {
        Some(EnvironmentKind::Production) => Site::production(framework, tier.tls_end(), stand_in()?),
        _ => Site::test(framework),
    };
    let mut outside = request.clone();
    // A path alone is asked for as browsers do there.
    if outside.header("Host").is_none() && environment == Some(EnvironmentKind::Production) {
        (outside.tls, outside.port) = (true, 443);
    }
    let router = Router::new(&site).including(includes);
    Ok(router.predict(config, &router.arrival(&outside)))
}

fn stand_in() -> Result<cloudapp::app::DomainName, Failure> {
    "www.example.com"
        .parse()
        .map_err(|error: cloudapp::app::ParseError| Failure::Message(phrase!("{error}" / "{error}", error)))
}

/// `Name: value`
pub(super) fn header(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once(':').ok_or("expected `Name: value`")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

/// The prediction as people read it.
pub(super) fn text(request: &Request, prediction: &Prediction, language: Language) -> String {
    let asked = format!("{} {}", request.method, request.target);
    let mut lines = Vec::new();
    for way in &prediction.ways {
        let answer = outcome(way);
        lines.push(phrase!("{asked} {answer}" / "{asked} {answer}", asked = asked.as_str(), answer).text(language));
        lines.extend(way.assumptions.iter().map(|assumption| assumed(assumption).text(language)));
        lines.extend(way.steps.iter().map(|step| {
            let (line, directive) = (step.line, step.directive.as_str());
            phrase!("  line {line}: {directive}" / "  第 {line} 行：{directive}", line, directive).text(language)
        }));
        let fields: &[_] = match &way.outcome {
            Outcome::Passed(passed) => &passed.fields,
            _ => &[],
        };
        let fields = fields.iter().map(|(name, value)| format!("  > {name}: {value}"));
        lines.extend(fields.chain(way.headers.iter().map(|(name, value)| format!("  < {name}: {value}"))));
    }
    lines.join("\n")
}

fn outcome(way: &Way) -> Phrase {
    match &way.outcome {
        Outcome::Closed => phrase!("is closed without an answer" / "不应答，直接关闭"),
        Outcome::File { path, status } => {
            let path = path.to_string();
            phrase!("gets {status} with the file {path}" / "返回 {status}，文件为 {path}", status = *status, path)
        }
        Outcome::Handler { directive } => {
            phrase!("is answered by {directive}" / "由 {directive} 应答", directive = directive.as_str())
        }
        Outcome::Listing { path } => {
            phrase!("gets a list of {path}" / "返回 {path} 的文件列表", path = path.to_string())
        }
        Outcome::Passed(passed) => {
            let (target, uri) = (passed.target.to_string(), passed.uri.to_string());
            let method = passed.method.to_string();
            phrase!("goes to {target} as {method} {uri}" / "转发到 {target}：{method} {uri}", target, method, uri)
        }
        Outcome::Redirect { status, location } => {
            let location = location.to_string();
            phrase!(
                "is redirected with {status} to {location}" / "以 {status} 重定向到 {location}",
                status = *status,
                location
            )
        }
        Outcome::Status { code, .. } => phrase!("gets {code}" / "返回 {code}", code = *code),
        Outcome::Unknown { reason } => {
            let reason = match reason {
                Reason::Directive(directive) => phrase!("`{it}`" / "`{it}`", it = directive.as_str()),
                Reason::Pattern(pattern) => phrase!("the pattern {it}" / "模式 {it}", it = pattern.as_str()),
                Reason::Variable(name) => phrase!("the variable ${it}" / "变量 ${it}", it = name.as_str()),
                _ => phrase!("too many steps" / "步骤过多"),
            };
            phrase!("gets what is known at run time only: {reason}" / "的结果只有运行时才知道：{reason}", reason)
        }
        _ => phrase!("gets something else" / "得到其他结果"),
    }
}

fn assumed(assumption: &Assumption) -> Phrase {
    let (what, holds) = (&assumption.what, assumption.holds);
    match what {
        Question::File(path) if holds => phrase!("  if {it} is a file" / "  如果 {it} 是文件", it = path.to_string()),
        Question::File(path) => phrase!("  if {it} is no file" / "  如果 {it} 不是文件", it = path.to_string()),
        Question::Directory(path) if holds => {
            phrase!("  if {it} is a directory" / "  如果 {it} 是目录", it = path.to_string())
        }
        Question::Directory(path) => {
            phrase!("  if {it} is no directory" / "  如果 {it} 不是目录", it = path.to_string())
        }
        Question::Condition(text) if holds => phrase!("  if `{it}` holds" / "  如果 `{it}` 成立", it = text.as_str()),
        Question::Condition(text) => phrase!("  if `{it}` does not hold" / "  如果 `{it}` 不成立", it = text.as_str()),
        Question::Match(text) if holds => phrase!("  if {it} matches" / "  如果 {it} 匹配", it = text.as_str()),
        Question::Match(text) => phrase!("  if {it} does not match" / "  如果 {it} 不匹配", it = text.as_str()),
        _ => phrase!("  on one more condition" / "  还有一个条件"),
    }
}
