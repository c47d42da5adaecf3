//! Which framework a package is for, by what it holds.

use super::files::Files;
use crate::app::{Container, Framework};

/// The framework whose files stand below `root` (empty, or a directory with its `/`), the one of `container` first:
/// a PHP application often holds a `package.json` too.
pub(super) fn recognise(files: &Files, root: &str, container: Container) -> Option<Framework> {
    let own = framework_of(container);
    let others = Framework::ALL.iter().copied().filter(|framework| *framework != own);
    std::iter::once(own).chain(others).find(|framework| evidence(files, root, *framework).is_some())
}

/// The framework of packages of this format.
pub(super) fn framework_of(container: Container) -> Framework {
    match container {
        Container::Jar => Framework::SpringBoot,
        Container::Tgz => Framework::NodeJs,
        Container::Zip => Framework::Php,
    }
}

/// A path below `root` that only a package of `framework` has.
pub(super) fn evidence(files: &Files, root: &str, framework: Framework) -> Option<String> {
    let (paths, directories): (&[&str], &[&str]) = match framework {
        Framework::NodeJs => (&["package.json"], &[]),
        Framework::Php => (&["_buildpack", "composer.json", "index.php", "public/index.php"], &[]),
        Framework::SpringBoot => (&["META-INF/MANIFEST.MF"], &["BOOT-INF"]),
    };
    let below = |path: &&str| format!("{root}{path}");
    let file = paths.iter().map(below).find(|path| files.is_file(path));
    file.or_else(|| directories.iter().map(below).find(|path| files.is_directory(path)))
}
