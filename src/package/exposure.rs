//! What should not be in a package of any framework: secrets, and files that only its author's computer needs.

use super::collector::Collected;
use super::foreign::is_system_metadata;
use super::inspection::Facts;
use super::packaging::Packaging;
use super::paths::extension;
use super::rules::{MACOS_METADATA, SECRET_IN_PACKAGE};
use super::secrets::SecretKind;
use crate::diagnostic::{Findings, Location, Severity};
use crate::{finding, phrase};

pub(super) fn judge(collected: &Collected, packaging: &Packaging, facts: Option<&Facts>, findings: &mut Findings<'_>) {
    let web_roots = web_roots(packaging, facts);
    for secret in &collected.secrets {
        // A script in the web root is run, not shown.
        let is_script = extension(&secret.path).is_some_and(|extension| extension.eq_ignore_ascii_case("php"));
        let below = |root: &&str| secret.path.strip_prefix(root).is_some_and(|rest| rest.starts_with('/'));
        let served = !is_script && web_roots.iter().any(below);
        // A `.env` may hold nothing but settings, which the app on the hosts needs.
        if !served && secret.kind == SecretKind::EnvironmentSettings {
            continue;
        }
        let is_error = served && secret.kind != SecretKind::EnvironmentSettings;
        let severity = if is_error { Severity::Error } else { Severity::Warning };
        let finding = finding!(SECRET_IN_PACKAGE { kind: secret.kind, file: secret.path.clone(), served });
        let finding = if secret.kind == SecretKind::EnvironmentSettings {
            finding.mended_by(phrase!(
                "move {file} out of the web root" / "请把 {file} 移出 Web 根目录",
                file = secret.path.clone()
            ))
        } else {
            finding
        };
        findings.add_as(severity, secret.location.clone(), finding);
    }
    let mut metadata = collected.files.iter().map(|(path, _)| path).filter(|path| is_system_metadata(path));
    if let Some(first) = metadata.next() {
        let count = u64::try_from(metadata.count()).unwrap_or(u64::MAX).saturating_add(1);
        let command = packaging.without_metadata;
        findings.add(Location::entry(first), finding!(MACOS_METADATA { first: first.to_owned(), count, command }));
    }
}

/// Directories whose files the web sees.
fn web_roots<'a>(packaging: &Packaging, facts: Option<&'a Facts>) -> Vec<&'a str> {
    match facts {
        Some(Facts::Php(php)) => php.app_entry.iter().map(AsRef::as_ref).collect(),
        Some(_) => packaging.web_roots.to_vec(),
        None => Vec::new(),
    }
}
