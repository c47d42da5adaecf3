//! Which Node.js the app asks for, and which the hosts can run.

use nodejs_semver::Range;
use semver::Version;

use super::app::App;
use super::rules::ENGINES_UNSATISFIABLE;
use crate::app::Glibc;
use crate::diagnostic::{Findings, Phrase, shortened_text};
use crate::{finding, phrase};

/// Judges `engines.node`.
pub(super) fn judge(app: &App<'_>, findings: &mut Findings<'_>) {
    let Some(range) = app.package.string(&["engines", "node"]) else { return };
    if let Some(fault) = fault(&range, app.policy.glibc) {
        let range = shortened_text(&range);
        let finding = finding!(ENGINES_UNSATISFIABLE { range: &range, fault: fault.phrase(range) });
        let finding = match fault {
            Fault::Host { .. } => finding.mended_by(phrase!(
                "bring a Node.js built for the hosts, or ask for an older one in engines"
                    / "请自带适合服务器的 Node.js，或在 engines 中要求较旧的版本"
            )),
            Fault::Contradiction | Fault::Unreadable => finding,
        };
        findings.add(app.at_key("engines"), finding);
    }
}

/// Why no Node.js satisfies a range.
#[derive(Clone, Copy, serde::Serialize)]
#[serde(rename_all = "snake_case")]
enum Fault {
    /// No version at all is in it.
    Contradiction,
    /// The official binaries of its versions need a newer GNU C library than the hosts have.
    Host {
        /// First major version that the hosts cannot run.
        below: u64,
        /// GNU C library of the hosts.
        glibc: Glibc,
    },
    /// It is no range.
    Unreadable,
}

impl Fault {
    fn phrase(self, range: String) -> Phrase {
        let phrase = match self {
            Self::Contradiction => phrase!(
                "no version of Node.js is in the range {range}" / "没有任何 Node.js 版本满足范围 {range}",
                range
            ),
            Self::Host { below, glibc } => phrase!(
                "engines asks for Node.js {range}; hosts with glibc {glibc} run official binaries below version {below}"
                    / "engines 要求 Node.js {range}；glibc {glibc} 的服务器只能运行低于 {below} 的官方版本",
                range,
                glibc,
                below
            ),
            Self::Unreadable => phrase!(
                "engines asks for Node.js {range}, which is no range" / "engines 要求 Node.js {range}，这不是版本范围",
                range
            ),
        };
        phrase.standing_for(self)
    }
}

fn fault(text: &str, glibc: Glibc) -> Option<Fault> {
    if text.len() > MOST_BYTES {
        return Some(Fault::Unreadable);
    }
    let mut alternatives = Vec::new();
    for part in text.split("||") {
        match alternative(part) {
            Ok(range) => alternatives.push(range),
            Err(Fault::Contradiction) => {}
            Err(fault) => return Some(fault),
        }
    }
    if alternatives.is_empty() {
        return Some(Fault::Contradiction);
    }
    let limit = limit(glibc)?;
    // `-0` leaves out the pre-releases of the first version that does not run.
    let runnable = Range::parse(format!("<{limit}-0")).ok()?;
    let host = Fault::Host { below: limit.major, glibc };
    if alternatives.iter().any(|range| range.allows_any(&runnable)) { None } else { Some(host) }
}

/// The versions of one alternative. Its comparators are put together here: the crate would read those that contradict each
/// other as alternatives.
fn alternative(text: &str) -> Result<Range, Fault> {
    let parse = |text: &str| Range::parse(text).map_err(|_| Fault::Unreadable);
    // A hyphen range stands alone.
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
        return Err(Fault::Unreadable);
    }
    let both = |range: Range, other: &Range| range.intersect(other);
    comparators.iter().try_fold(Range::any(), both).ok_or(Fault::Contradiction)
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
