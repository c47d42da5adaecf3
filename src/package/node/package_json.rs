//! `package.json` as npm reads it.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::Value;
use serde_json::value::RawValue;

/// What npm takes from a `package.json`: a key that comes twice counts as its last, a script that is no text as absent.
#[derive(Debug, Default)]
pub(super) struct PackageJson<'a> {
    text: &'a str,
    fields: BTreeMap<String, &'a RawValue>,
    pub(super) scripts: BTreeMap<String, ScriptField<'a>>,
}

/// The value of a script's key.
#[derive(Debug)]
pub(super) enum ScriptField<'a> {
    /// A shell line.
    Text(ScriptText<'a>),
    /// Something that is no text, which npm drops.
    Other {
        /// Its JSON type.
        found: &'static str,
        /// Its place.
        span: Range<usize>,
    },
}

/// A shell line, with its place in the file.
#[derive(Debug)]
pub(super) struct ScriptText<'a> {
    pub(super) text: String,
    raw: &'a str,
    start: usize,
}

impl<'a> PackageJson<'a> {
    /// Reads the text after a byte order mark.
    ///
    /// # Errors
    ///
    /// Text that is no JSON object.
    pub(super) fn parse(text: &'a str) -> Result<Self, JsonFault> {
        // Of a key that comes twice the last counts, as for `JSON.parse`.
        let fields: BTreeMap<String, &RawValue> =
            serde_json::from_str(text).map_err(|error| JsonFault::new(text, &error))?;
        let mut scripts = BTreeMap::new();
        if let Some(raw) = fields.get("scripts")
            && let Ok(values) = serde_json::from_str::<BTreeMap<String, &RawValue>>(raw.get())
        {
            for (name, raw) in values {
                scripts.insert(name, ScriptField::new(text, raw.get()));
            }
        }
        Ok(Self { text, fields, scripts })
    }

    /// The value at a path of keys.
    pub(super) fn value(&self, path: &[&str]) -> Option<Value> {
        let (first, rest) = path.split_first()?;
        let value: Value = serde_json::from_str(self.fields.get(*first)?.get()).ok()?;
        rest.iter().try_fold(value, |mut value, key| value.get_mut(*key).map(Value::take))
    }

    /// The text at a path of keys.
    pub(super) fn string(&self, path: &[&str]) -> Option<String> {
        match self.value(path)? {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The keys and texts of the object at `key`: dependencies with their ranges.
    pub(super) fn map(&self, key: &str) -> BTreeMap<String, String> {
        let Some(Value::Object(object)) = self.value(&[key]) else { return BTreeMap::new() };
        let text = |(key, value): (String, Value)| match value {
            Value::String(text) => Some((key, text)),
            _ => None,
        };
        object.into_iter().filter_map(text).collect()
    }

    /// The shell line of the script `name`.
    pub(super) fn script(&self, name: &str) -> Option<&ScriptText<'a>> {
        match self.scripts.get(name)? {
            ScriptField::Text(text) => Some(text),
            ScriptField::Other { .. } => None,
        }
    }

    /// The place of the value of `key`.
    pub(super) fn span(&self, key: &str) -> Option<Range<usize>> {
        let raw = self.fields.get(key)?.get();
        let start = offset_in(self.text, raw);
        Some(start..start + raw.len())
    }
}

impl<'a> ScriptField<'a> {
    fn new(file: &str, raw: &'a str) -> Self {
        let start = offset_in(file, raw);
        if let Ok(text) = serde_json::from_str::<String>(raw) {
            return Self::Text(ScriptText { text, raw, start });
        }
        let found = match raw.as_bytes().first() {
            Some(b'{') => "object",
            Some(b'[') => "array",
            Some(b't' | b'f') => "boolean",
            Some(b'n') => "null",
            Some(b'"') => "invalid string",
            _ => "number",
        };
        Self::Other { found, span: start..start + raw.len() }
    }
}

impl ScriptText<'_> {
    /// The place of the whole value in the file.
    pub(super) fn value_span(&self) -> Range<usize> {
        self.start..self.start + self.raw.len()
    }

    /// The place of a part of the text in the file.
    pub(super) fn span(&self, part: &Range<usize>) -> Range<usize> {
        self.start + self.raw_offset(part.start)..self.start + self.raw_offset(part.end)
    }

    /// The offset in the JSON text of an offset in the decoded one.
    fn raw_offset(&self, offset: usize) -> usize {
        if !self.raw.contains('\\') {
            return offset + 1;
        }
        let mut raw = 1;
        for (_, character) in self.text.char_indices().take_while(|(at, _)| *at < offset) {
            let rest = self.raw.as_bytes().get(raw..).unwrap_or_default();
            raw += match rest {
                // JSON writes what is above U+FFFF as two escapes, one for each surrogate.
                [b'\\', b'u', ..] if character.len_utf16() == 2 => 12,
                [b'\\', b'u', ..] => 6,
                [b'\\', ..] => 2,
                _ => character.len_utf8(),
            };
        }
        raw
    }
}

/// Why a text is no JSON object.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct JsonFault {
    /// Offset of the fault.
    pub(super) at: usize,
    /// Line of the fault, from 1.
    pub(super) line: usize,
    /// Column of the fault in characters, from 1.
    pub(super) column: usize,
    /// What is there.
    pub(super) found: String,
    /// What JSON has there.
    pub(super) expected: &'static str,
}

impl JsonFault {
    fn new(text: &str, error: &serde_json::Error) -> Self {
        let line_start = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
        let mut at = (line_start + error.column().saturating_sub(1)).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        // At the end of the text the reader names the last character that it saw.
        if error.is_eof() {
            at = text.len();
        }
        let message = error.to_string();
        // A value of another type is read to its end.
        if message.starts_with("invalid type") {
            at = text.len() - text.trim_start().len();
        }
        if message.starts_with("control character") {
            let rest = text.get(at..).unwrap_or_default();
            at += rest.find(|character: char| character < ' ').unwrap_or_default();
        }
        let before = text.get(..at).unwrap_or_default();
        let after = text.get(at..).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Self { at, line, column, found: found(after), expected: expected(&message, after) }
    }
}

/// What was found at a fault, in a word that needs no translation.
fn found(after: &str) -> String {
    if let Some(mark) = CONFLICT_MARKS.into_iter().find(|mark| after.starts_with(mark)) {
        return mark.to_owned();
    }
    if let Some(mark) = ["//", "/*"].into_iter().find(|mark| after.starts_with(mark)) {
        return format!("{mark} (comment)");
    }
    match after.chars().next() {
        None => "EOF".to_owned(),
        Some(character) => character.to_string(),
    }
}

/// What JSON has in place of what was found, in symbols that need no translation.
fn expected(message: &str, after: &str) -> &'static str {
    let table = [
        ("EOF while parsing a string", "\""),
        ("EOF while parsing a list", "]"),
        ("EOF while parsing an object", "}"),
        ("EOF while parsing a value", "{"),
        ("trailing comma", if after.starts_with(']') { "value" } else { "\"key\"" }),
        ("key must be a string", "\"key\""),
        ("expected `:`", ":"),
        ("expected `,` or `}`", ", }"),
        ("expected `,` or `]`", ", ]"),
        ("expected value", "value"),
        ("trailing characters", "EOF"),
        ("control character", "\\n \\t \\u00XX"),
        ("invalid escape", "\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0000"),
        ("invalid number", "number"),
        ("expected ident", "true false null"),
        ("invalid type", "{"),
    ];
    table.into_iter().find(|(start, _)| message.starts_with(start)).map_or("JSON", |(_, expected)| expected)
}

/// Where `part`, which is a piece of `text`, starts in it.
fn offset_in(text: &str, part: &str) -> usize {
    part.as_ptr().addr().saturating_sub(text.as_ptr().addr())
}

const CONFLICT_MARKS: [&str; 3] = ["<<<<<<<", "=======", ">>>>>>>"];
