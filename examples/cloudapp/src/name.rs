//! `cloudapp name`

use cloudapp::app::AppName;
use cloudapp::diagnostic::Escaped;
use cloudapp::phrase;
use serde_json::json;

use crate::output::{Failure, Output};
use crate::{Format, Verdict};

/// Says whether names may be names of apps, and why not.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Names to check.
    #[arg(value_name = "NAME", required = true)]
    names: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Result<Verdict, Failure> {
    output.no_sarif("name")?;
    let mut verdict = Verdict::Accepted;
    for name in &arguments.names {
        let (word, reason) = match name.parse::<AppName>() {
            Ok(name) => {
                let length = name.as_str().len();
                let reason = phrase!(
                    "a lowercase letter, then letters and digits, {length} of 50 characters"
                        / "以小写字母开头，其后为字母和数字，共 {length} 个字符，最多 50 个",
                    length
                );
                (Verdict::Accepted.sentence(), reason.text(output.language))
            }
            Err(error) => {
                verdict = Verdict::Rejected;
                (verdict.sentence(), error.message(output.language))
            }
        };
        match output.format {
            Format::Json => output.json(&json!({ "name": name, "verdict": word.english, "reason": reason }))?,
            Format::Text | Format::Sarif => {
                let name = Escaped(name).to_string();
                output.say(&phrase!(
                    "{word} \"{name}\": {reason}" / "{word} \"{name}\"：{reason}",
                    word,
                    name,
                    reason
                ))?;
            }
        }
    }
    Ok(verdict)
}
