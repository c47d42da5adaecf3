//! Which Node.js the app asks for, and which the hosts can run.

use nodejs_semver::Range;
use semver::Version;

use super::app::App;
use super::rules::{EnginesFault, EnginesUnsatisfiable};
use crate::app::Glibc;
use crate::diagnostic::{Findings, shortened_text};

/// Judges `engines.node`.
pub(super) fn judge(app: &App<'_>, findings: &mut Findings<'_>) {
    let Some(range) = app.package.string(&["engines", "node"]) else { return };
    if let Some(fault) = fault(&range, app.policy.glibc) {
        findings.add(app.at_key("engines"), EnginesUnsatisfiable { range: shortened_text(&range), fault });
    }
}

fn fault(text: &str, glibc: Glibc) -> Option<EnginesFault> {
    if text.len() > MOST_BYTES {
        return Some(EnginesFault::Unreadable);
    }
    let mut alternatives = Vec::new();
    for part in text.split("||") {
        match alternative(part) {
            Ok(range) => alternatives.push(range),
            Err(EnginesFault::Contradiction) => {}
            Err(fault) => return Some(fault),
        }
    }
    if alternatives.is_empty() {
        return Some(EnginesFault::Contradiction);
    }
    let limit = limit(glibc)?;
    let runnable = Range::parse(format!("<{limit}-0")).ok()?;
    let host = EnginesFault::Host { below: limit.major, glibc };
    if alternatives.iter().any(|range| range.allows_any(&runnable)) { None } else { Some(host) }
}

/// The versions of one alternative. Its comparators are put together here: the crate would read those that contradict each
/// other as alternatives.
fn alternative(text: &str) -> Result<Range, EnginesFault> {
    let parse = |text: &str| Range::parse(text).map_err(|_| EnginesFault::Unreadable);
    if text.contains(" - ") {
        return parse(text);
    }
    let mut comparators = Vec::new();
    let mut comparator = String::new();
    for word in text.split_whitespace() {
        comparator.push_str(word);
        if !comparator.ends_with(['<', '>', '=', '~', '^']) {
            comparators.push(parse(&std::mem::take(&mut comparator))?);
        }
    }
    if !comparator.is_empty() {
        return Err(EnginesFault::Unreadable);
    }
    let both = |range: Range, other: &Range| range.intersect(other);
    comparators.iter().try_fold(Range::any(), both).ok_or(EnginesFault::Contradiction)
}

/// The first Node.js whose binaries hosts with this GNU C library cannot run.
fn limit(glibc: Glibc) -> Option<Version> {
    let newer = NEEDS.iter().find(|(_, needed)| *needed > glibc)?;
    // Of hosts older than all of them nothing is known.
    (newer.1 != NEEDS.first()?.1).then(|| Version::new(newer.0, 0, 0))
}

/// GNU C library that the official x64 binaries need, from a major version on (BUILDING.md of v8, v12 and v18).
const NEEDS: &[(u64, Glibc)] =
    &[(0, Glibc { major: 2, minor: 12 }), (12, Glibc { major: 2, minor: 17 }), (18, Glibc { major: 2, minor: 28 })];

/// Longest range that npm reads.
const MOST_BYTES: usize = 256;
