//! Reading catalogues and workloads from JSON, with the place of each error.

use serde::de::DeserializeOwned;

use crate::app;
use crate::diagnostic::{Escaped, Phrase, Sentence, Value, speaks, translated};
use crate::phrase;

/// Why a text is not a catalogue or a workload, and where in it.
#[derive(Clone, Debug)]
pub struct ReadError {
    path: String,
    line: usize,
    column: usize,
    reason: Value,
}

impl ReadError {
    /// Path of the refused entry: `standard.load_balancers[2].requests`; `.` for the whole text.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Line, from 1; 0 where none is known.
    #[must_use]
    pub const fn line(&self) -> usize {
        self.line
    }

    /// Column, from 1; 0 where none is known.
    #[must_use]
    pub const fn column(&self) -> usize {
        self.column
    }

    fn phrase(&self) -> Phrase {
        let Self { path, line, column, reason } = self;
        let mut words = phrase!("{reason}" / "{reason}", reason = reason.clone());
        if *line > 0 {
            words = phrase!(
                "line {line} column {column}: {words}" / "第 {line} 行第 {column} 列：{words}",
                line = *line,
                column = *column,
                words
            );
        }
        if path == "." { words } else { phrase!("{path}: {words}" / "{path}：{words}", path, words) }
    }
}

speaks!(ReadError);

impl std::error::Error for ReadError {}

/// Reads `text`. An error has the path of the innermost refused entry; `sentences` are those of the checks in `T`, and
/// `unknown` words the refusal of a field that `T` does not have.
pub(super) fn from_json<T: DeserializeOwned>(
    text: &str,
    sentences: &[&[Sentence]],
    unknown: Option<fn(&str) -> Phrase>,
) -> Result<T, ReadError> {
    // Some editors begin a file with a byte order mark, which JSON does not have.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // serde would also accept an array with the values in the order of the fields.
    if !text.trim_start().starts_with('{') {
        let reason = phrase!("expected a JSON object, which starts with {{" / "应为以 {{ 开头的 JSON 对象");
        return Err(ReadError { path: ".".to_owned(), line: 1, column: 1, reason: reason.into() });
    }
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        let error = error.into_inner();
        let mut refused = refuse(&path, &error, sentences);
        if let Some(unknown) = unknown.filter(|_| error.to_string().starts_with("unknown field ")) {
            refused.reason = unknown(&refused.path).into();
        }
        refused
    })?;
    // One value was read: what follows it would go unseen.
    deserializer.end().map_err(|error| refuse(".", &error, sentences))?;
    Ok(value)
}

fn refuse(path: &str, error: &serde_json::Error, sentences: &[&[Sentence]]) -> ReadError {
    let (line, column) = (error.line(), error.column());
    // serde_json ends its message with the place; ours begins with it.
    let message = error.to_string();
    let reason = match message.rsplit_once(" at line ") {
        Some((reason, place)) if place == format!("{line} column {column}") => reason,
        _ => &message,
    };
    // Both may quote the input.
    let (path, reason) = (Escaped(path).to_string(), Escaped(reason).to_string());
    ReadError { path, line, column, reason: translated(&reason, &[app::SENTENCES, sentences].concat()) }
}
