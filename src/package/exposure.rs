//! What should not be in a package of any framework: secrets, and files that only its author's computer needs.

use super::collector::Collected;
use super::foreign::is_system_metadata;
use super::inspection::Facts;
use super::rules::{MACOS_METADATA, SECRET_IN_PACKAGE};
use super::secrets::SecretKind;
use crate::app::Container;
use crate::diagnostic::{Findings, Location, Severity};
use crate::finding;

pub(super) fn judge(collected: &Collected, container: Container, facts: Option<&Facts>, findings: &mut Findings<'_>) {
    let web_roots = web_roots(facts);
    for secret in &collected.secrets {
        // A script in the web root is run, not shown.
        let is_script =
            secret.path.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("php"));
        let below = |root: &String| secret.path.strip_prefix(root.as_str()).is_some_and(|rest| rest.starts_with('/'));
        let served = !is_script && web_roots.iter().any(below);
        let is_error = served && secret.kind != SecretKind::EnvironmentSettings;
        let severity = if is_error { Severity::Error } else { Severity::Warning };
        let finding = finding!(SECRET_IN_PACKAGE { kind: secret.kind, file: secret.path.clone(), served });
        findings.add_as(severity, secret.location.clone(), finding);
    }
    let mut metadata = collected.files.iter().map(|(path, _)| path).filter(|path| is_system_metadata(path));
    if let Some(first) = metadata.next() {
        let count = u64::try_from(metadata.count()).unwrap_or(u64::MAX).saturating_add(1);
        let command = match container {
            Container::Tgz => "COPYFILE_DISABLE=1 tar czf app.tgz --exclude .DS_Store .",
            Container::Jar => "zip -d app.jar '__MACOSX/*' '*/._*' '._*' '*.DS_Store'",
            Container::Zip => "zip -r app.zip . -x '__MACOSX/*' '*/._*' '._*' '*.DS_Store'",
        };
        findings.add(Location::entry(first), finding!(MACOS_METADATA { first: first.to_owned(), count, command }));
    }
}

/// Directories whose files the web sees.
fn web_roots(facts: Option<&Facts>) -> Vec<String> {
    match facts {
        Some(Facts::Php(php)) => php.app_entry.iter().map(ToString::to_string).collect(),
        Some(Facts::Node(_)) => ["public", "app/public"].map(str::to_owned).to_vec(),
        Some(Facts::SpringBoot(_)) => ["META-INF/resources", "public", "resources", "static"]
            .iter()
            .flat_map(|folder| [format!("BOOT-INF/classes/{folder}"), (*folder).to_owned()])
            .collect(),
        None => Vec::new(),
    }
}
