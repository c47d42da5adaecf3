//! The key without which Laravel answers nothing.

use super::composer::Composer;
use super::rules::LARAVEL_KEY_MISSING;
use crate::diagnostic::{Findings, Location};
use crate::finding;
use crate::package::files::Files;

/// Judges whether Laravel gets its key from the package.
pub(super) fn judge(files: &Files, composer: Option<&Composer>, findings: &mut Findings<'_>) {
    let is_laravel = composer.is_some_and(|composer| composer.packages.contains("laravel/framework"));
    // `config:cache` writes the key into the cached settings.
    if !is_laravel || !files.is_file("artisan") || files.is_file("bootstrap/cache/config.php") {
        return;
    }
    let content = files.content(ENVIRONMENT);
    if content.is_some_and(has_key) {
        return;
    }
    let place = if content.is_some() { Location::entry(ENVIRONMENT) } else { Location::entry("artisan") };
    findings.add(place, finding!(LARAVEL_KEY_MISSING {}));
}

fn has_key(content: &[u8]) -> bool {
    let text = String::from_utf8_lossy(content);
    let mut values =
        text.lines().filter_map(|line| line.trim_start().strip_prefix("APP_KEY")?.trim_start().strip_prefix('='));
    values.any(|value| !value.trim().trim_matches(['"', '\'']).is_empty())
}

pub(super) const ENVIRONMENT: &str = ".env";
