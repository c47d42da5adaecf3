//! Values that nginx stores by its common readers.

use super::fault::{Fault, Kind, Outcome, says, text, value};
use super::number;
use super::walk::Statement;
use crate::nginx::directives::Reader;
use crate::nginx::target::Target;

/// Whether a second directive for the same place is refused before its value is read.
pub(super) fn holds_one(reader: Reader) -> bool {
    matches!(
        reader,
        Reader::Access
            | Reader::Bind
            | Reader::Buffers
            | Reader::Charset
            | Reader::Complex
            | Reader::ComplexSize
            | Reader::Enum
            | Reader::Flag
            | Reader::Milliseconds
            | Reader::Number
            | Reader::Offset
            | Reader::OpenFileCache
            | Reader::Path
            | Reader::Seconds
            | Reader::Size
            | Reader::String
    )
}

/// Reads the arguments as the kind that the table names.
pub(super) fn read(statement: &Statement<'_, '_>, target: &Target) -> Outcome {
    let (name, first) = (statement.name(), statement.value(1));
    let valid = |valid: bool| if valid { Ok(()) } else { Err(says(name, "invalid value").at(1)) };
    match statement.definition.reader {
        Reader::Flag => flag(name, first),
        Reader::Milliseconds => valid(number::milliseconds(first).is_some()),
        Reader::Seconds => valid(number::seconds(first).is_some()),
        Reader::Size => valid(number::size(first).is_some()),
        Reader::Offset => valid(number::offset(first).is_some()),
        Reader::Number if number::number(first).is_none() => Err(says(name, "invalid number").at(1)),
        Reader::Buffers => {
            let count = number::number(first).is_some_and(|count| count > 0);
            valid(count && number::size(statement.value(2)).is_some_and(|size| size > 0))
        }
        Reader::Enum => word(statement, target, 1),
        Reader::Bitmask => (1..statement.values.len()).try_for_each(|index| word(statement, target, index)),
        Reader::Path => path_levels(statement),
        Reader::Access => access(statement),
        _ => Ok(()),
    }
}

/// `on` or `off`, in any case.
pub(super) fn flag(name: &[u8], given: &[u8]) -> Outcome {
    if given.eq_ignore_ascii_case(b"on") || given.eq_ignore_ascii_case(b"off") {
        return Ok(());
    }
    let (given, name) = (text(given), text(name));
    let words = format!("invalid value \"{given}\" in \"{name}\" directive, it must be \"on\" or \"off\"");
    Err(Fault::new(Kind::Value, words).at(1))
}

/// One of the words of an enum or bitmask, in any case.
fn word(statement: &Statement<'_, '_>, target: &Target, index: usize) -> Outcome {
    let given = statement.value(index);
    let known = statement.definition.words.iter().any(|(word, since)| {
        word.as_bytes().eq_ignore_ascii_case(given) && since.is_none_or(|since| since <= target.version())
    });
    if known { Ok(()) } else { Err(value(given, index)) }
}

/// A directory, then up to three numbers of digits for each level below it.
fn path_levels(statement: &Statement<'_, '_>) -> Outcome {
    let mut length = 0_i64;
    let levels = statement.values.len().saturating_sub(2);
    for index in 2..statement.values.len() {
        match number::number(statement.value(index)) {
            Some(level) if level > 0 => length = length.saturating_add(level).saturating_add(1),
            _ => return Err(says(statement.name(), "invalid value").at(index)),
        }
    }
    if length > i64::try_from(levels).unwrap_or(i64::MAX) + 10 {
        return Err(says(statement.name(), "invalid value").at(2));
    }
    Ok(())
}

/// Rights as in `user:rw group:r`.
fn access(statement: &Statement<'_, '_>) -> Outcome {
    for (index, given) in statement.values.iter().enumerate().skip(1) {
        let right = [&b"user:"[..], b"group:", b"all:"].iter().find_map(|who| given.strip_prefix(*who));
        if !matches!(right, Some(b"rw" | b"r")) {
            return Err(value(given, index));
        }
    }
    Ok(())
}
