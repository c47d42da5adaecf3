//! Reading what embedders and users write, with the place of what is wrong.

use serde::de::DeserializeOwned;

use crate::diagnostic::Escaped;

/// Why a text is not a catalogue or a workload, and where in it.
#[derive(Debug, thiserror::Error)]
#[error("{place}{reason}")]
pub struct ReadError {
    place: Place,
    reason: String,
}

impl ReadError {
    /// The entry, as a path from the outermost object: `standard.load_balancers[2].requests`; `.` for the whole text.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.place.path
    }

    /// Line, from 1; 0 where none is known.
    #[must_use]
    pub const fn line(&self) -> usize {
        self.place.line
    }

    /// Column, from 1; 0 where none is known.
    #[must_use]
    pub const fn column(&self) -> usize {
        self.place.column
    }
}

#[derive(Debug)]
struct Place {
    path: String,
    line: usize,
    column: usize,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.path != "." {
            write!(f, "{}: ", self.path)?;
        }
        if self.line > 0 {
            write!(f, "line {} column {}: ", self.line, self.column)?;
        }
        Ok(())
    }
}

/// Reads `text`; the path of a refusal is that of the innermost entry whose check refused.
pub(super) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, ReadError> {
    // serde would also read an array, by the order of fields that nobody should have to know.
    if !text.trim_start().starts_with('{') {
        return Err(ReadError {
            place: Place { path: ".".to_owned(), line: 1, column: 1 },
            reason: "expected a JSON object, which starts with {".to_owned(),
        });
    }
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        refuse(&path, &error.into_inner())
    })?;
    deserializer.end().map_err(|error| refuse(".", &error))?;
    Ok(value)
}

fn refuse(path: &str, error: &serde_json::Error) -> ReadError {
    let (line, column) = (error.line(), error.column());
    // The parser ends its sentence with the place, which stands in front here.
    let sentence = error.to_string();
    let reason = match sentence.rsplit_once(" at line ") {
        Some((reason, place)) if place == format!("{line} column {column}") => reason.to_owned(),
        _ => sentence,
    };
    // Both may quote names out of the text.
    let (path, reason) = (Escaped(path).to_string(), Escaped(&reason).to_string());
    ReadError { place: Place { path, line, column }, reason }
}
