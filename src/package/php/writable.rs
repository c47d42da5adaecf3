//! Directories that frameworks write to.

use super::rules::RUNTIME_NOT_WRITABLE;
use crate::diagnostic::{Findings, Location};
use crate::package::files::Files;
use crate::{finding, phrase};
use serde_json::json;

pub(super) fn judge(files: &Files, findings: &mut Findings<'_>) {
    for framework in FRAMEWORKS.iter().filter(|framework| framework.signs.iter().all(|sign| files.is_file(sign))) {
        for directory in framework.directories {
            // A ZIP from Windows has no modes: `unzip` then makes directories that their owner may write to.
            let mode = files.get(directory.path).and_then(|entry| entry.mode);
            let state = match mode.filter(|mode| mode & OWNER_MAY_WRITE == 0) {
                Some(mode) if files.has_directory_entry(directory.path) => Some(mode & 0o777),
                _ if directory.must_exist && !files.is_directory(directory.path) => None,
                _ => continue,
            };
            let place = state.map_or_else(Location::input, |_| Location::entry(directory.path));
            let state = match state {
                None => phrase!("is not in the package" / "不在软件包中").standing_for("missing"),
                Some(mode) => phrase!(
                    "its owner may not write to (mode {mode})" / "的所有者没有写权限（权限 {mode}）",
                    mode = format!("{mode:03o}")
                )
                .standing_for(json!({ "read-only": mode })),
            };
            let (directory, framework) = (directory.path, framework.name);
            findings.add(place, finding!(RUNTIME_NOT_WRITABLE { directory, framework, state }));
        }
    }
}

struct WritingFramework {
    name: &'static str,
    /// Files that tell the framework from others.
    signs: &'static [&'static str],
    directories: &'static [WrittenDirectory],
}

struct WrittenDirectory {
    path: &'static str,
    /// Whether the framework fails instead of creating it.
    must_exist: bool,
}

const fn created(path: &'static str) -> WrittenDirectory {
    WrittenDirectory { path, must_exist: false }
}

const fn needed(path: &'static str) -> WrittenDirectory {
    WrittenDirectory { path, must_exist: true }
}

const OWNER_MAY_WRITE: u32 = 0o200;

const FRAMEWORKS: [WritingFramework; 5] = [
    WritingFramework {
        name: "Laravel",
        signs: &["artisan", "bootstrap/app.php"],
        directories: &[
            // Laravel: "The bootstrap/cache directory must be present and writable" (`PackageManifest`).
            needed("bootstrap/cache"),
            created("storage"),
            needed("storage/framework/cache"),
            needed("storage/framework/sessions"),
            // "Please provide a valid cache path" (`Compiler` of illuminate/view).
            needed("storage/framework/views"),
            created("storage/logs"),
        ],
    },
    WritingFramework { name: "ThinkPHP", signs: &["think"], directories: &[created("runtime")] },
    WritingFramework {
        name: "ThinkPHP",
        signs: &["ThinkPHP/ThinkPHP.php"],
        directories: &[created("Application/Runtime"), created("Runtime")],
    },
    WritingFramework {
        name: "CodeIgniter",
        signs: &["spark", "app/Config/Paths.php"],
        directories: &[needed("writable"), created("writable/cache"), created("writable/session")],
    },
    WritingFramework {
        name: "Yii",
        signs: &["yii", "config/web.php"],
        // `AssetManager` of Yii 2 throws "The directory does not exist".
        directories: &[created("runtime"), needed("web/assets")],
    },
];
