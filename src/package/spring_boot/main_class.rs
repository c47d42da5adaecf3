//! Where the main class of a JAR is.

use super::class_file::class_entry;
use super::launcher::Launcher;
use super::layout::Layout;
use super::manifest::Manifest;
use crate::package::files::Files;

/// The entry of the main class, from which it has to be searched: of a JAR that Spring Boot's launcher does not start.
pub(super) fn searched(files: &Files, manifest: &Manifest) -> Option<String> {
    let main_class = manifest.get("Main-Class")?.value().trim().replace('/', ".");
    let is_shaded = Launcher::of(&main_class).is_none() && Layout::of(files, Some(&main_class)) == Layout::Root;
    is_shaded.then(|| entry(files, manifest, &main_class)).flatten()
}

/// The entry from which Java loads a class of the JAR.
pub(super) fn entry(files: &Files, manifest: &Manifest, class: &str) -> Option<String> {
    let entry = class_entry(class);
    if files.is_file(&entry) {
        return Some(entry);
    }
    let is_multi = manifest.get("Multi-Release").is_some_and(|value| value.value().trim().eq_ignore_ascii_case("true"));
    let mut versions = files.below("META-INF/versions").filter(|_| is_multi).map(|(path, _)| path);
    let is_variant = |path: &&str| path.strip_suffix(entry.as_str()).is_some_and(|before| before.ends_with('/'));
    versions.find(is_variant).map(ToOwned::to_owned)
}
