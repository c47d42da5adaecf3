//! `if`, `rewrite`, `return` and `set`.

use super::fault::{Fault, Kind, Outcome, fault, parameter, said, text};
use super::number;
use super::script::Variables;
use super::statement::Statement;

/// `ngx_http_rewrite`
pub(super) fn rewrite<'a>(statement: &Statement<'a, '_>, variables: &mut Variables<'a>) -> Outcome {
    if statement.value(2).is_empty() {
        return Err(fault!(Value at 2, "empty replacement" / "替换内容为空"));
    }
    variables.regex(statement, statement.value(1), 1)?;
    if statement.values.len() == 4 && !matches!(statement.value(3), b"last" | b"break" | b"redirect" | b"permanent") {
        return Err(parameter(statement.value(3), 3));
    }
    // A closing `?` is taken off before the rest is read.
    let replacement = statement.value(2);
    variables.complex_part(statement, replacement.strip_suffix(b"?").unwrap_or(replacement), 2)?;
    Ok(())
}

/// `ngx_http_rewrite_return`
pub(super) fn return_code<'a>(statement: &Statement<'a, '_>, variables: &mut Variables<'a>) -> Outcome {
    let code = statement.value(1);
    let invalid = || {
        let words = said!("invalid return code \"{code}\"" / "返回码“{code}”无效"; code = text(code));
        Err(Fault::new(Kind::Value, words).at(1))
    };
    let word = match number::number(code) {
        // Codes have three digits at most.
        Some(1000..) => return invalid(),
        Some(_) => 2,
        None => {
            let is_url = [&b"http://"[..], b"https://", b"$scheme"].iter().any(|start| code.starts_with(start));
            if statement.values.len() > 2 || !is_url {
                return invalid();
            }
            1
        }
    };
    variables.complex(statement, word).map(|_| ())
}

/// `ngx_http_rewrite_set`
pub(super) fn set<'a>(statement: &Statement<'a, '_>, variables: &mut Variables<'a>) -> Outcome {
    variables.define(statement, 1)?;
    variables.complex(statement, 2).map(|_| ())
}

/// The condition of an `if`: `ngx_http_rewrite_if_condition`.
pub(super) fn condition<'a>(statement: &Statement<'a, '_>, variables: &mut Variables<'a>) -> Outcome {
    let mut words: Vec<(usize, &'a [u8])> = statement.values.iter().copied().enumerate().skip(1).collect();
    let invalid = |(word, given): (usize, &[u8])| fault!(Condition at word, "invalid condition \"{given}\"" / "条件“{given}”无效"; given = text(given));
    let Some(first) = words.first_mut() else { return Ok(()) };
    first.1 = first.1.strip_prefix(b"(").ok_or_else(|| invalid(*first))?;
    let Some(last) = words.last_mut() else { return Ok(()) };
    last.1 = last.1.strip_suffix(b")").ok_or_else(|| invalid(*last))?;
    // A parenthesis on its own is not a word of the condition: nginx starts at the next word.
    let alone = |word: usize| statement.value(word).len() == 1;
    if alone(1) {
        words.remove(0);
    }
    if words.last().is_some_and(|(word, _)| alone(*word)) {
        words.pop();
    }
    let Some(subject) = words.first().copied() else {
        // nginx reads past its array here; `( )` is nothing that it takes.
        return Err(invalid((1, statement.value(1))));
    };
    match (subject.1, words.len()) {
        ([b'$', name @ ..], count) if !name.is_empty() => {
            if count != 1 && count != 3 {
                return Err(invalid(subject));
            }
            variables.take(statement, name, subject.0);
            match words.get(1..) {
                Some([(_, b"=" | b"!="), value]) => condition_value(statement, *value, variables),
                Some([(_, b"~" | b"~*" | b"!~" | b"!~*"), (word, pattern)]) => {
                    variables.regex(statement, pattern, *word).map(|_| ())
                }
                Some([(word, operator), _]) => {
                    let words = said!("unexpected \"{operator}\" in condition"
                        / "条件中不应有“{operator}”"; operator = text(operator));
                    Err(Fault::new(Kind::Condition, words).at(*word))
                }
                _ => Ok(()),
            }
        }
        ([b'-', test] | [b'!', b'-', test], count) => {
            if count != 2 {
                return Err(invalid(subject));
            }
            if let Some(value) = words.get(1) {
                condition_value(statement, *value, variables)?;
            }
            if matches!(test, b'f' | b'd' | b'e' | b'x') { Ok(()) } else { Err(invalid(subject)) }
        }
        _ => Err(invalid(subject)),
    }
}

/// `ngx_http_rewrite_value`
fn condition_value<'a>(
    statement: &Statement<'a, '_>,
    (word, value): (usize, &'a [u8]),
    variables: &mut Variables<'a>,
) -> Outcome {
    variables.complex_part(statement, value, word).map(|_| ())
}
