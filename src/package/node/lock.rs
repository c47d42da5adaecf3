//! The parts of lock files that decide what is installed.

use std::collections::BTreeSet;

use super::app::App;
use super::rules::{LOCKFILE_CONFLICT, LOCKFILE_PRIVATE_REGISTRY};
use crate::diagnostic::{Findings, Location};
use crate::finding;

/// Judges the lock files.
pub(super) fn judge(app: &App<'_>, findings: &mut Findings<'_>) {
    let present: Vec<&str> = FILES.iter().map(|(file, _)| *file).filter(|file| app.files.is_file(file)).collect();
    let manager = |file: &str| FILES.iter().find(|(name, _)| *name == file).map_or("", |(_, manager)| *manager);
    if let Some((first, others)) = present.split_first()
        && let Some(other) = others.iter().find(|other| manager(other) != manager(first))
    {
        findings.add(
            Location::entry(*other),
            finding!(LOCKFILE_CONFLICT { used: (*first).to_owned(), other: (*other).to_owned() }),
        );
    }
    if app.is_installed() {
        for file in present {
            let Some(content) = app.files.content(file) else { continue };
            for (at, host) in private_hosts(&String::from_utf8_lossy(content)) {
                let place = crate::diagnostic::Source::new(Location::entry(file), content).at(at..at + host.len());
                findings.add(place, finding!(LOCKFILE_PRIVATE_REGISTRY { host }));
            }
        }
    }
}

/// Hosts that tarballs come from and that are not known to be public, each with its first place.
fn private_hosts(text: &str) -> Vec<(usize, String)> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        // `"resolved": …` of npm, `resolved "…"` of yarn 1, `resolution: {tarball: …}` of pnpm: in each the address
        // is in the field's own line.
        let field = line.trim_start().trim_start_matches('"');
        let is_source = ["resolved", "tarball", "resolution", "{tarball"].iter().any(|name| field.starts_with(name));
        if is_source && let Some((at, host)) = host_in(line) {
            // Whether a registry is public does not depend on its port.
            let name = host.split(':').next().unwrap_or(host).to_ascii_lowercase();
            let is_public = PUBLIC
                .split_ascii_whitespace()
                .any(|public| name.strip_suffix(public).is_some_and(|host| host.is_empty() || host.ends_with('.')));
            if !is_public && seen.insert(name) {
                found.push((start + at, host.to_owned()));
            }
        }
        start += line.len();
    }
    found
}

/// The host of the first address in a line.
fn host_in(line: &str) -> Option<(usize, &str)> {
    let at = line.find("://")? + 3;
    if !["http", "https"].iter().any(|scheme| line.get(..at - 3).is_some_and(|before| before.ends_with(scheme))) {
        return None;
    }
    let rest = line.get(at..)?;
    let end = rest.find(|c: char| c == '/' || c == '"' || c == '\'' || c.is_whitespace()).unwrap_or(rest.len());
    let authority = rest.get(..end)?;
    // A user's name or token before the host is not to be shown.
    let host = authority.rsplit('@').next()?;
    Some((at + authority.len() - host.len(), host)).filter(|(_, host)| !host.is_empty())
}

/// Lock files, with who reads them; the first of them that is there is the one npm would use.
pub(super) const FILES: &[(&str, &str)] = &[
    ("npm-shrinkwrap.json", "npm"),
    ("package-lock.json", "npm"),
    ("yarn.lock", "yarn"),
    ("pnpm-lock.yaml", "pnpm"),
    ("bun.lock", "bun"),
    ("bun.lockb", "bun"),
];

/// Hosts that every machine on the internet can ask.
const PUBLIC: &str = "
    registry.npmjs.org registry.yarnpkg.com registry.npmmirror.com cdn.npmmirror.com registry.npm.taobao.org
    registry.nlark.com r.cnpmjs.org registry.cnpmjs.org mirrors.cloud.tencent.com repo.huaweicloud.com
    mirrors.huaweicloud.com npm.jsr.io github.com codeload.github.com gitlab.com bitbucket.org gitee.com unpkg.com
    cdn.sheetjs.com jsdelivr.net pkg.pr.new
";
