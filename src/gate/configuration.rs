//! What nginx will read in an environment: the package's own file, or the generated one.

use super::rules::NOT_WHOLE_FILE;
use crate::app::{EnvironmentKind, Policy};
use crate::diagnostic::{Findings, Location, Source};
use crate::nginx::policy::{Contract, Origin};
use crate::nginx::{Check, Config, Profile, Site, Target, generate, stock};
use crate::package::{Inspection, NginxFile, digest};
use crate::release::Configuration;
use crate::{finding, phrase};

/// What `site` gets from the package, after it was checked.
pub(super) fn judge(
    inspection: &Inspection,
    site: &Site,
    policy: &Policy,
    findings: &mut Findings<'_>,
) -> Configuration {
    if let Some(own) = inspection.nginx.iter().find(|file| file.environment == site.environment()) {
        let config = Config::parse(own.content.clone());
        let origin = if is_documented(&config, site) { Origin::Platform } else { Origin::User };
        if is_whole(own, &config, findings) {
            check(&config, site, origin, &Location::entry(&own.entry), policy, findings);
        }
        Configuration::Own { entry: own.entry.clone(), digest: digest(&own.content) }
    } else {
        // Without a domain there is nothing to generate yet: one is set before the first release.
        if site.environment() == EnvironmentKind::Test || site.domains().next().is_some() {
            let config = Config::parse(generate(site, Profile::Hardened).as_str());
            check(&config, site, Origin::Platform, &Location::input(), policy, findings);
        }
        Configuration::generated(site.app_entry())
    }
}

fn check(config: &Config, site: &Site, origin: Origin, entry: &Location, policy: &Policy, findings: &mut Findings<'_>) {
    let target = Target::of(policy.nginx_version);
    let check = Check::new(&target).including(stock).within(entry.clone());
    Contract::of(site).from(origin).check(config, &check, entry, findings);
}

/// Whether a file is the guide's, whatever its layout, its comments and the names that it answers to.
fn is_documented(config: &Config, site: &Site) -> bool {
    let documented = Config::parse(generate(site, Profile::Documented).as_str());
    config.syntax_error().is_none() && config.says_the_same_as(&documented, b"server_name")
}

/// Whether a file is a whole configuration; what is none is a part of one that nginx would only refuse line by line.
fn is_whole(file: &NginxFile, config: &Config, findings: &mut Findings<'_>) -> bool {
    if config.syntax_error().is_some() {
        return true;
    }
    let source = Source::new(Location::entry(&file.entry), &file.content);
    let outermost: Vec<_> = config.directives().collect();
    if outermost.is_empty() {
        let found = phrase!("found nothing" / "空的").standing_for("nothing");
        findings.add(source.at(0..0), finding!(NOT_WHOLE_FILE { found }));
        return false;
    }
    // Either shows that a whole file was meant; what it lacks is nginx's to say.
    if outermost.iter().any(|directive| matches!(directive.name(), b"http" | b"events")) {
        return true;
    }
    let inner = outermost.iter().find_map(|directive| {
        let written = directive.name();
        let written = written.strip_prefix(BYTE_ORDER_MARK).unwrap_or(written);
        Some((INNER.iter().find(|name| name.as_bytes() == written)?, directive.words().next()?.span()))
    });
    let Some((name, span)) = inner else { return true };
    let found = phrase!("found {name}" / "{name}", name = *name).standing_for(serde_json::json!({ "directive": name }));
    findings.add(source.at(span.end.saturating_sub(name.len())..span.end), finding!(NOT_WHOLE_FILE { found }));
    false
}

/// Directives for `http` or deeper, which are outermost only in a part of a file.
const INNER: &[&str] = &[
    "add_header",
    "fastcgi_pass",
    "gzip",
    "index",
    "listen",
    "location",
    "map",
    "proxy_pass",
    "root",
    "server",
    "server_name",
    "upstream",
];

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
