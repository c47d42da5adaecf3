//! `exports` and `imports` of a package: which file a name stands for (`resolve.js` of Node.js, `packageExportsResolve`).

use super::manifest::Mapping;

/// What a name stands for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Target {
    /// A file of the package, by its path from the package's directory.
    File(String),
    /// Nothing: the package does not name it, or hides it.
    None,
    /// Another package's module, which `imports` may name.
    Other(String),
    /// What depends on the version of Node.js, or is refused for its form.
    Unknown,
}

/// The conditions that hold.
pub(super) type Conditions<'a> = &'a [&'a str];

/// The target of `key`: `.`, `./path` or `#name`.
pub(super) fn target(mapping: &Mapping, key: &str, conditions: Conditions<'_>) -> Target {
    let is_import = key.starts_with('#');
    let has_paths = |entries: &[(String, Mapping)]| entries.iter().any(|(key, _)| key.starts_with('.'));
    let entries = match mapping {
        Mapping::Conditions(entries) if is_import || has_paths(entries) => entries,
        // One target for the package itself.
        _ if key == "." => return found(mapping, "", conditions, is_import),
        _ => return Target::None,
    };
    if !is_import && entries.iter().any(|(key, _)| !key.starts_with('.')) {
        return Target::Unknown;
    }
    if let Some((_, exact)) = entries.iter().rev().find(|(name, _)| name == key && !name.contains('*')) {
        return if key.ends_with('/') { Target::Unknown } else { found(exact, "", conditions, is_import) };
    }
    // Maps of folders went with 17.
    if entries.iter().any(|(name, _)| name.ends_with('/') && key.starts_with(name.as_str())) {
        return Target::Unknown;
    }
    let patterns = entries.iter().filter_map(|(name, value)| {
        let (before, after) = name.split_once('*')?;
        let star = key.strip_prefix(before)?.strip_suffix(after).filter(|star| !star.is_empty())?;
        Some((before.len(), name.len(), star, value))
    });
    // The longest part before the `*`, then the longest name (`patternKeyCompare`).
    match patterns.max_by_key(|(before, length, ..)| (*before, *length)) {
        Some((.., star, value)) => found(value, star, conditions, is_import),
        None => Target::None,
    }
}

fn found(mapping: &Mapping, star: &str, conditions: Conditions<'_>, is_import: bool) -> Target {
    match resolved(mapping, star, conditions, is_import) {
        Step::Found(target) => target,
        Step::Null | Step::Undefined => Target::None,
        Step::Invalid => Target::Unknown,
    }
}

/// What one value comes to.
enum Step {
    Found(Target),
    Invalid,
    Null,
    Undefined,
}

/// Values hold each other no deeper than JSON is read.
fn resolved(mapping: &Mapping, star: &str, conditions: Conditions<'_>, is_import: bool) -> Step {
    match mapping {
        Mapping::Text(text) => of_text(text, star, is_import),
        Mapping::Null => Step::Null,
        Mapping::Other => Step::Invalid,
        Mapping::List(values) => {
            let mut last = Step::Null;
            for value in values {
                match resolved(value, star, conditions, is_import) {
                    found @ Step::Found(_) => return found,
                    Step::Undefined => {}
                    other => last = other,
                }
            }
            last
        }
        Mapping::Conditions(entries) => {
            for (condition, value) in entries {
                // Numbers as names are refused.
                if condition.bytes().all(|byte| byte.is_ascii_digit()) {
                    return Step::Invalid;
                }
                if condition == "default" || conditions.contains(&condition.as_str()) {
                    match resolved(value, star, conditions, is_import) {
                        Step::Undefined => {}
                        step => return step,
                    }
                }
            }
            Step::Undefined
        }
    }
}

fn of_text(text: &str, star: &str, is_import: bool) -> Step {
    let Some(path) = text.strip_prefix("./") else {
        let is_package = is_import && !text.starts_with(['.', '/']) && !text.contains(':');
        return if is_package { Step::Found(Target::Other(text.replace('*', star))) } else { Step::Invalid };
    };
    let is_hidden = |path: &str| {
        path.split(['/', '\\']).any(|part| matches!(part, "." | ".." | "node_modules")) || path.contains('%')
    };
    if is_hidden(path) || is_hidden(star) || path.ends_with('/') {
        return Step::Invalid;
    }
    Step::Found(Target::File(path.replace('*', star)))
}
