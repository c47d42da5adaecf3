//! `cloudapp plan size --sweep`

use cloudapp::phrase;
use cloudapp::plan::{Range, Sweep};
use serde_json::json;

use super::Size;
use crate::output::{Failure, Output};

impl Size {
    /// Prints a sweep, and writes its picture.
    pub(super) fn swept(&self, sweep: &Sweep, output: &mut Output) -> Result<crate::Verdict, Failure> {
        if let Some(path) = &self.svg {
            std::fs::write(path, sweep.svg(output.language)).map_err(|error| Failure::file(path, &error))?;
        }
        if output.format == crate::Format::Json {
            output.json(&json!(sweep))?;
            return Ok(crate::Verdict::Accepted);
        }
        for point in &sweep.points {
            let busiest = point.utilisation.iter().max_by_key(|(_, used)| *used);
            let used = busiest.map_or_else(String::new, |(dimension, used)| {
                format!("{}.{} % {}", used.0 / 10, used.0 % 10, dimension.subject(output.language))
            });
            let resources = point.plan.headline(output.language);
            let standing = point.standing.describe(output.language);
            output.line(format!("{:>12}  {resources}  {standing}  {used}", point.value))?;
        }
        for point in sweep.changes().skip(1) {
            let (value, resources) = (point.value, point.plan.headline(output.language));
            output.say(&phrase!(
                "due at {value}: {resources}" / "达到 {value} 时需要：{resources}",
                value,
                resources
            ))?;
        }
        Ok(crate::Verdict::Accepted)
    }
}

/// `FIELD=FROM..TO`.
pub(super) fn range(text: &str, steps: u16) -> Result<Range<'_>, Failure> {
    let parts = text.split_once('=').and_then(|(field, values)| {
        let (from, to) = values.split_once("..")?;
        Some(Range { field, from: from.parse().ok()?, to: to.parse().ok()?, steps })
    });
    parts.ok_or_else(|| {
        Failure::Message(phrase!(
            "--sweep {text}: expected FIELD=FROM..TO, for example peak_requests_per_second=100..2000"
                / "--sweep {text}：应为 FIELD=FROM..TO，例如 peak_requests_per_second=100..2000",
            text
        ))
    })
}
