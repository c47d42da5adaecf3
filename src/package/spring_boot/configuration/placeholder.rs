//! `${name:default}` in values.

/// How placeholders are read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Grammar {
    /// Before Spring Boot 3.4: the innermost first, and a `\` is a character like any other.
    Eager,
    /// A default only where it is needed; a `\` before `${` or `:` takes their meaning away.
    Lazy,
}

/// A value after its placeholders are replaced.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Resolved {
    /// It is another one in every run: `${random.int}`.
    Random,
    /// Its text.
    Text(String),
    /// It is the host's environment that decides: nothing in the package names this.
    Unresolved(String),
}

/// Replaces the placeholders of `value` by what `look_up` has of their names. Work and length are bounded, so that
/// placeholders which name each other end as unresolved.
pub(super) fn resolve(value: &str, grammar: Grammar, look_up: impl Fn(&str) -> Option<String>) -> Resolved {
    let mut text = value.replace(MASK, "");
    // What cannot be replaced is masked in the text: it only matters when nothing drops it.
    let mut masked: Vec<Resolved> = Vec::new();
    if grammar == Grammar::Lazy {
        for escaped in ["${", ":"] {
            masked.push(Resolved::Text(escaped.to_owned()));
            text = text.replace(&format!("\\{escaped}"), &mask(masked.len()));
        }
    }
    let steps = if text.len() > LONGEST_VALUE { 0 } else { MOST_STEPS };
    for _ in 0..steps {
        let Some(start) = next(&text, grammar) else { break };
        let inner = text.get(start + 2..).unwrap_or_default();
        // `PropertyPlaceholderHelper` leaves one without an end as it is.
        let Some(length) = end_of(inner) else {
            masked.push(Resolved::Text("${".to_owned()));
            text.replace_range(start..start + 2, &mask(masked.len()));
            continue;
        };
        let name = inner.get(..length).unwrap_or_default().to_owned();
        let (short, default) = match name.split_once(':') {
            Some((short, default)) => (short, Some(default)),
            None => (name.as_str(), None),
        };
        // The whole is tried as a name first: `${a:b}` may be the property `a:b`.
        let found = look_up(&name).or_else(|| look_up(short)).or_else(|| default.map(ToOwned::to_owned));
        let replacement = found.unwrap_or_else(|| {
            masked.push(if short.starts_with("random.") {
                Resolved::Random
            } else {
                Resolved::Unresolved(short.to_owned())
            });
            mask(masked.len())
        });
        text.replace_range(start..=start + 2 + length, &replacement);
        if text.len() > LONGEST_VALUE {
            break;
        }
    }
    if let Some(start) = text.find("${") {
        let name = text.get(start + 2..).unwrap_or_default();
        let name = name.split(['}', ':', '$']).next().unwrap_or_default();
        return Resolved::Unresolved(name.to_owned());
    }
    let mut parts = text.split(MASK);
    let mut plain = parts.next().unwrap_or_default().to_owned();
    while let (Some(number), Some(after)) = (parts.next(), parts.next()) {
        match number.parse::<usize>().ok().and_then(|number| masked.get(number.checked_sub(1)?)) {
            Some(Resolved::Text(literal)) => plain.push_str(literal),
            Some(other) => return other.clone(),
            None => {}
        }
        plain.push_str(after);
    }
    Resolved::Text(plain)
}

/// Where the placeholder starts that is to be replaced next.
fn next(text: &str, grammar: Grammar) -> Option<usize> {
    if grammar == Grammar::Eager {
        // The last opening has no other inside.
        return text.rfind("${");
    }
    let start = text.find("${")?;
    // A name may hold another placeholder, which goes first; a default waits.
    let end = text.get(start..)?.find([':', '}']).map_or(text.len(), |length| start + length);
    text.get(..end)?.rfind("${")
}

/// Where the placeholder that starts before `inner` ends: at the first `}` that no `{` in it opened.
fn end_of(inner: &str) -> Option<usize> {
    let mut open = 0_usize;
    for (at, byte) in inner.bytes().enumerate() {
        match byte {
            b'{' => open += 1,
            b'}' if open == 0 => return Some(at),
            b'}' => open -= 1,
            _ => {}
        }
    }
    None
}

fn mask(number: usize) -> String {
    format!("{MASK}{number}{MASK}")
}

/// Stands around the number of what cannot be replaced; no text of a configuration file has it.
const MASK: char = '\u{0}';
const MOST_STEPS: usize = 100;
const LONGEST_VALUE: usize = 16 << 10;
