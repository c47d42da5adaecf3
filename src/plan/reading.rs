//! Reading what embedders and users write, with the place of what is wrong.

use serde::de::DeserializeOwned;

use crate::app;
use crate::diagnostic::{Escaped, Phrase, Sentence, Value, retold, speaks};
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
    /// The entry, as a path from the outermost object: `standard.load_balancers[2].requests`; `.` for the whole text.
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

/// Reads `text`; the path of a refusal is that of the innermost entry whose check refused. `said` is what the checks say.
pub(super) fn from_json<T: DeserializeOwned>(text: &str, said: &[&[Sentence]]) -> Result<T, ReadError> {
    // serde would also read an array, by the order of fields that nobody should have to know.
    if !text.trim_start().starts_with('{') {
        let reason = if text.starts_with('\u{feff}') {
            phrase!(
                "a byte order mark (BOM), expected a JSON object; save the file as UTF-8 without one"
                    / "文件开头有字节顺序标记（BOM），应为 JSON 对象；请另存为不带 BOM 的 UTF-8"
            )
        } else {
            phrase!("expected a JSON object, which starts with {{" / "应为以 {{ 开头的 JSON 对象")
        };
        return Err(ReadError { path: ".".to_owned(), line: 1, column: 1, reason: reason.into() });
    }
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        refuse(&path, &error.into_inner(), said)
    })?;
    // One value was read: what follows it would go unseen.
    deserializer.end().map_err(|error| refuse(".", &error, said))?;
    Ok(value)
}

fn refuse(path: &str, error: &serde_json::Error, said: &[&[Sentence]]) -> ReadError {
    let (line, column) = (error.line(), error.column());
    // The parser ends its sentence with the place, which stands in front here.
    let sentence = error.to_string();
    let reason = match sentence.rsplit_once(" at line ") {
        Some((reason, place)) if place == format!("{line} column {column}") => reason,
        _ => &sentence,
    };
    // Both may quote names out of the text.
    let (path, reason) = (Escaped(path).to_string(), Escaped(reason).to_string());
    ReadError { path, line, column, reason: retold(&reason, &[app::SAID, said].concat()) }
}
