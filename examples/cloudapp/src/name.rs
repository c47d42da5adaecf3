//! `cloudapp name`

use cloudapp::app::AppName;
use cloudapp::diagnostic::Escaped;
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
                ("accepted", format!("a lowercase letter, then letters and digits, {length} of 50 characters"))
            }
            Err(error) => {
                verdict = Verdict::Rejected;
                ("rejected", error.to_string())
            }
        };
        match output.format {
            Format::Json => output.json(&json!({ "name": name, "verdict": word, "reason": reason }))?,
            Format::Text | Format::Sarif => output.line(format!("{word} \"{}\": {reason}", Escaped(name)))?,
        }
    }
    Ok(verdict)
}
