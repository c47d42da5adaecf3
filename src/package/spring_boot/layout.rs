//! Where a JAR keeps the application's classes and its libraries.

use serde::Serialize;

use super::class_file::BOOT_CLASSES;
use super::launcher::Launcher;
use crate::package::files::Files;

/// Where a JAR keeps the application's classes and its libraries.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Layout {
    /// Spring Boot since 1.4: `BOOT-INF/classes/` and `BOOT-INF/lib/`.
    BootInf,
    /// Spring Boot 1.0 to 1.3: classes at the root, libraries in `lib/`.
    Flat,
    /// No layout of Spring Boot's: everything at the root, as a shading plug-in packs it.
    #[default]
    Root,
}

impl Layout {
    /// The layout of a JAR with this main class.
    pub(super) fn of(files: &Files, main_class: Option<&str>) -> Self {
        if files.is_directory("BOOT-INF") {
            Self::BootInf
        } else if main_class.and_then(Launcher::of).is_some() {
            Self::Flat
        } else {
            Self::Root
        }
    }

    /// Whether `path` is a library in one of the layouts.
    pub(super) fn is_library(path: &str) -> bool {
        let below = |layout: Self| path.strip_prefix(layout.libraries()?)?.strip_prefix('/');
        [Self::BootInf, Self::Flat].into_iter().any(|layout| below(layout).is_some())
    }

    /// Entries of nested libraries.
    pub(super) fn libraries_in(self, files: &Files) -> impl Iterator<Item = &str> {
        let inside = self.libraries().map(|directory| files.below(directory));
        inside.into_iter().flatten().filter(|(_, file)| file.is_file()).map(|(path, _)| path)
    }

    /// Directory of the application's classes with its `/`; empty for the root.
    #[must_use]
    pub const fn classes(self) -> &'static str {
        match self {
            Self::BootInf => BOOT_CLASSES,
            Self::Flat | Self::Root => "",
        }
    }

    /// Directory of the libraries; `None` when there is none.
    #[must_use]
    pub const fn libraries(self) -> Option<&'static str> {
        match self {
            Self::BootInf => Some("BOOT-INF/lib"),
            Self::Flat => Some("lib"),
            Self::Root => None,
        }
    }
}
