//! What is checked when the crate is compiled: whether sentences fit their values.
#![expect(clippy::indexing_slicing, reason = "constants only: an index out of bounds does not compile")]

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
                let mut end = start;
                while end < at && template[end] != b':' {
                    end += 1;
                }
                assert!(end == at || is_form(template, end + 1, at), "a placeholder has an unknown form");
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

/// Whether the bytes of `text` from `start` to `end` are `?`, a quoted value, `code`, its word in JSON, or `sh`, a word of a
/// shell command.
const fn is_form(text: &[u8], start: usize, end: usize) -> bool {
    has(&["?", "code", "sh"], text, start, end)
}

/// Panics unless the names `given` are those of `fields`.
pub(super) const fn assert_same(fields: &[&str], given: &[&str]) {
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
        // A `const fn` has neither iterators nor the `==` of slices.
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
