//! Whether `_buildpack` can be read, and whether the platform knows what it sets.

use super::buildpack::{Buildpack, FaultKind};
use super::rules::{BuildpackBom, BuildpackInvalid, BuildpackUnknownKey};
use crate::diagnostic::{Findings, Source};
use crate::package::similar::nearest;

pub(super) fn judge(buildpack: &Buildpack<'_>, source: &Source<'_>, findings: &mut Findings<'_>) {
    if buildpack.has_bom() {
        findings.add(source.at(0..3), BuildpackBom {});
    }
    for fault in buildpack.faults() {
        let write = right_line(&fault.kind).unwrap_or_else(|| EXAMPLE.to_owned());
        findings.add(source.at(fault.span.clone()), BuildpackInvalid { fault: fault.kind.clone(), write });
    }
    for setting in buildpack.settings().iter().filter(|setting| !Buildpack::KEYS.contains(&setting.key)) {
        let expected = nearest(setting.key, Buildpack::KEYS);
        let expected = expected.map_or_else(|| Buildpack::KEYS.join(", "), ToOwned::to_owned);
        let key = setting.key.chars().take(MAX_SHOWN).collect();
        findings.add(source.at(setting.key_span()), BuildpackUnknownKey { key, expected });
    }
}

/// The line as it was likely meant, when it is written like YAML or like a command.
fn right_line(fault: &FaultKind) -> Option<String> {
    let FaultKind::NoEquals { line } = fault else { return None };
    let (key, value) = line.split_once([':', ' ', '\t', '：', '＝'])?;
    let key = nearest(key, Buildpack::KEYS)?;
    let value = value.trim_matches(|character: char| character.is_whitespace() || "\"':：".contains(character));
    Some(format!("{key}={value}"))
}

const EXAMPLE: &str = "app_entry=public";
const MAX_SHOWN: usize = 60;
