//! What is worked out when the crate is compiled: whether sentences fit their values, and tables put together.
#![expect(clippy::indexing_slicing, reason = "constants only: an index out of bounds does not compile")]

use super::rule::Rule;

/// Panics unless each `{name}` and `{name:?}` of a template is one of `names`.
pub(super) const fn check(template: &[u8], names: &[&str]) {
    let mut at = 0;
    while at < template.len() {
        let doubled = at + 1 < template.len() && template[at + 1] == template[at];
        match template[at] {
            b'{' | b'}' if doubled => at += 2,
            b'{' => {
                let start = at + 1;
                while at < template.len() && template[at] != b'}' {
                    at += 1;
                }
                assert!(at < template.len(), "a placeholder has no end");
                let quoted = at - start > 2 && template[at - 2] == b':' && template[at - 1] == b'?';
                let end = if quoted { at - 2 } else { at };
                assert!(has(names, template, start, end), "a placeholder names no value");
                at += 1;
            }
            byte => {
                assert!(byte != b'}', "a brace that closes nothing is written twice");
                at += 1;
            }
        }
    }
}

/// Panics unless the names `given` are those of `fields`.
pub(super) const fn expect(fields: &[&str], given: &[&str]) {
    assert!(given.len() == fields.len(), "a finding has more or fewer values than its rule has fields");
    let mut index = 0;
    while index < given.len() {
        assert!(contains(fields, given[index]), "a value of a finding is no field of its rule");
        index += 1;
    }
}

/// Whether `name` is one of `names`.
const fn contains(names: &[&str], name: &str) -> bool {
    has(names, name.as_bytes(), 0, name.len())
}

/// Whether `names` has the bytes of `text` from `start` to `end`.
const fn has(names: &[&str], text: &[u8], start: usize, end: usize) -> bool {
    let mut index = 0;
    while index < names.len() {
        let name = names[index].as_bytes();
        let mut same = name.len() == end - start;
        let mut byte = 0;
        while same && byte < name.len() {
            same = name[byte] == text[start + byte];
            byte += 1;
        }
        if same {
            return true;
        }
        index += 1;
    }
    false
}

/// How many rules some tables have.
#[allow(dead_code, reason = "only nginx and packages have rules in several tables")]
pub(crate) const fn length(tables: &[&[&'static Rule]]) -> usize {
    let (mut sum, mut table) = (0, 0);
    while table < tables.len() {
        sum += tables[table].len();
        table += 1;
    }
    sum
}

/// The rules of some tables as one, sorted by id. `N` is their [`length`].
#[allow(dead_code, reason = "only nginx and packages have rules in several tables")]
pub(crate) const fn joined<const N: usize>(tables: &[&[&'static Rule]]) -> [&'static Rule; N] {
    let mut all = [tables[0][0]; N];
    let (mut count, mut table) = (0, 0);
    while table < tables.len() {
        let mut row = 0;
        while row < tables[table].len() {
            // Insertion keeps the rows in order: a table has some dozens.
            let mut at = count;
            while at > 0 && is_before(tables[table][row].id, all[at - 1].id) {
                all[at] = all[at - 1];
                at -= 1;
            }
            all[at] = tables[table][row];
            count += 1;
            row += 1;
        }
        table += 1;
    }
    all
}

const fn is_before(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < one.len() && at < other.len() {
        if one[at] != other[at] {
            return one[at] < other[at];
        }
        at += 1;
    }
    one.len() < other.len()
}
