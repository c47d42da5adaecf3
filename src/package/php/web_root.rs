//! The directory that nginx serves: named, there, and with a start page.

use std::str::FromStr;

use super::buildpack::{Buildpack, Setting};
use super::rules::{APP_ENTRY_MISSING, APP_ENTRY_UNSAFE, NO_INDEX_PHP};
use crate::app::{AppEntry, Framework};
use crate::diagnostic::{Findings, Location, Phrase, Severity, Source, Value};
use crate::package::context::Context;
use crate::package::files::Files;
use crate::package::paths::file_name;
use crate::{finding, phrase};
use serde_json::json;

/// The web root that the package asks for; `None` when what it asks for cannot be one.
pub(super) fn judge(
    files: &Files,
    buildpack: &Buildpack<'_>,
    source: &Source<'_>,
    context: &Context<'_>,
    findings: &mut Findings<'_>,
) -> Option<AppEntry> {
    let setting = buildpack.setting(Buildpack::APP_ENTRY);
    let entry = match setting.map(|setting| AppEntry::from_str(setting.value)).transpose() {
        Ok(entry) => entry.unwrap_or_default(),
        Err(error) => {
            if let Some(setting) = setting {
                findings.add(
                    source.at(setting.value_span()),
                    finding!(APP_ENTRY_UNSAFE {
                        value: setting.value.to_owned(),
                        fault: error,
                        write: plain_path(setting.value).unwrap_or_default().to_string(),
                    }),
                );
            }
            return None;
        }
    };
    let place = |setting: Option<&Setting<'_>>| match setting {
        Some(setting) => source.at(setting.value_span()),
        None => Location::input(),
    };
    // A custom configuration may serve what it likes, so that what the default one serves is no more than a hint.
    let severity = if replaces_nginx(files, context) { Severity::Warning } else { Severity::Error };
    let directory = entry.as_str();
    if !files.is_directory(directory) {
        let found = instead(files, directory);
        let mend = mend(&found, &entry);
        findings.add_as(
            severity,
            place(setting),
            finding!(APP_ENTRY_MISSING { entry: directory.to_owned(), found, mend }),
        );
    } else if ![INDEX, HTML_INDEX].iter().any(|index| files.is_file(&format!("{directory}/{index}"))) {
        // The configuration says `index index.php index.html`, and Linux tells letter case apart.
        let found = start_page(files, directory);
        findings.add_as(severity, place(setting), finding!(NO_INDEX_PHP { entry: directory.to_owned(), found }));
    }
    Some(entry)
}

/// Whether the package brings its own nginx configuration for every environment that is judged.
fn replaces_nginx(files: &Files, context: &Context<'_>) -> bool {
    let runtime = Framework::Php.runtime();
    context.environments().all(|kind| files.is_file(runtime.nginx_file(kind)))
}

/// What a package has instead of its web root.
#[derive(Clone, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
enum Instead {
    /// A directory whose name differs only in letter case.
    Case(String),
    /// A file of that name.
    File,
    /// Directories with an `index.php`, the likeliest first.
    Folders(Vec<String>),
    /// No `index.php` at all.
    Nothing,
    /// An `index.php` at the package's root.
    Root,
}

impl From<Instead> for Value {
    fn from(found: Instead) -> Self {
        let phrase = match &found {
            Instead::Case(folder) => phrase!(
                "found {folder}/: only the case differs, and the hosts tell cases apart"
                    / "实际为 {folder}/：仅大小写不同，而服务器区分大小写",
                folder
            ),
            Instead::File => phrase!("found a file of that name" / "实际是一个同名文件"),
            Instead::Folders(folders) => phrase!(
                "found index.php in {folders}" / "实际在 {folders} 中找到 index.php",
                folders = folders.iter().map(|folder| format!("{folder}/")).collect::<Self>()
            ),
            Instead::Nothing => phrase!("found no index.php in any folder" / "且所有目录中都没有 index.php"),
            Instead::Root => phrase!(
                "found index.php at the package's root, which nginx does not serve"
                    / "实际 index.php 在软件包根目录，而 nginx 不服务根目录"
            ),
        };
        phrase.standing_for(found).into()
    }
}

/// What puts a web root where it is expected.
#[derive(serde::Serialize)]
#[serde(rename_all = "kebab-case")]
enum Mend {
    /// Make the directory.
    Create { entry: String },
    /// Put the application into the directory.
    Move { entry: String },
    /// Name this directory in `_buildpack`.
    Name { entry: String },
    /// Rename a directory whose name `_buildpack` could not hold.
    Rename { from: String, to: String },
}

impl From<Mend> for Value {
    fn from(mend: Mend) -> Self {
        let phrase = match &mend {
            Mend::Create { entry } => phrase!(
                "put index.php and the public files into {entry}/, or name another folder in _buildpack: app_entry=FOLDER"
                    / "请把 index.php 和公开文件放入 {entry}/，或在 _buildpack 中指定其他目录：app_entry=目录",
                entry
            ),
            Mend::Move { entry } => phrase!(
                "put the application into a folder {entry}/ of the package; the package's root itself cannot be served"
                    / "请把应用放入软件包的 {entry}/ 目录；软件包根目录本身不能作为 Web 根目录",
                entry
            ),
            Mend::Name { entry } => phrase!(
                "write app_entry={entry} in the file _buildpack at the package's root"
                    / "请在软件包根目录的 _buildpack 文件中写 app_entry={entry}",
                entry
            ),
            Mend::Rename { from, to } => phrase!("rename {from}/ to {to}/" / "请将 {from}/ 重命名为 {to}/", from, to),
        };
        phrase.standing_for(mend).into()
    }
}

fn instead(files: &Files, entry: &str) -> Instead {
    if files.is_file(entry) {
        return Instead::File;
    }
    if let Some(folder) = other_case(files, entry) {
        return Instead::Case(folder);
    }
    let at_root = files.is_file(INDEX);
    // Many applications keep an empty index.php in every folder: beside one at the root only usual web roots count.
    let folders = folders_with_index(files, if at_root { Candidates::Usual } else { Candidates::All });
    match (folders.is_empty(), at_root) {
        (false, _) => Instead::Folders(folders),
        (true, true) => Instead::Root,
        (true, false) => Instead::Nothing,
    }
}

fn mend(found: &Instead, entry: &AppEntry) -> Mend {
    let name = |folder: &String| match folder.parse::<AppEntry>() {
        Ok(folder) => Mend::Name { entry: folder.to_string() },
        Err(_) => Mend::Rename { from: folder.clone(), to: entry.to_string() },
    };
    match found {
        Instead::Case(folder) => name(folder),
        Instead::Folders(folders) => folders.first().map_or(Mend::Create { entry: entry.to_string() }, name),
        Instead::File | Instead::Nothing => Mend::Create { entry: entry.to_string() },
        Instead::Root => Mend::Move { entry: entry.to_string() },
    }
}

/// What a web root holds instead of `index.php`.
fn start_page(files: &Files, entry: &str) -> Phrase {
    let index = format!("{entry}/{INDEX}");
    if let Some(other) = files.other_case(&index).filter(|other| files.is_file(other)) {
        let words = phrase!(
            "found {other}: only the case differs, and the hosts tell cases apart"
                / "实际为 {other}：仅大小写不同，而服务器区分大小写",
            other
        );
        return words.standing_for(json!({ "case": other }));
    }
    let mut folders = folders_with_index(files, Candidates::All);
    if files.is_file(INDEX) {
        folders.insert(0, String::new());
    }
    if folders.is_empty() {
        let words = phrase!("found no index.php in any folder" / "且所有目录中都没有 index.php");
        return words.standing_for("nothing");
    }
    let file = |folder: &String| if folder.is_empty() { INDEX.to_owned() } else { format!("{folder}/{INDEX}") };
    let files = folders.iter().map(file).collect::<Value>();
    phrase!("found {files}" / "实际找到 {files}", files).standing_for(json!({ "elsewhere": folders }))
}

/// A directory with an `index.php` whose name is `entry` but for letter case.
fn other_case(files: &Files, entry: &str) -> Option<String> {
    let index = files.other_case(&format!("{entry}/{INDEX}")).filter(|path| files.is_file(path))?;
    index.strip_suffix(INDEX)?.strip_suffix('/').map(ToOwned::to_owned)
}

/// Which directories may be a web root.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Candidates {
    All,
    Usual,
}

/// Directories with an `index.php`, the likeliest web root first, as many as a message can bear.
fn folders_with_index(files: &Files, candidates: Candidates) -> Vec<String> {
    let mut folders: Vec<_> = files
        .iter()
        .filter_map(|(path, _)| path.strip_suffix(INDEX)?.strip_suffix('/'))
        .filter(|folder| files.is_file(&format!("{folder}/{INDEX}")))
        .filter(|folder| !folder.split('/').any(|name| NEVER_WEB_ROOTS.contains(&name)))
        .map(|folder| {
            let name = file_name(folder).to_ascii_lowercase();
            let rank = USUAL_WEB_ROOTS.iter().position(|usual| *usual == name);
            (rank.is_none(), folder.split('/').count(), rank, folder)
        })
        .filter(|(unusual, ..)| candidates == Candidates::All || !unusual)
        .collect();
    folders.sort_unstable();
    folders.into_iter().take(MAX_FOLDERS).map(|(.., folder)| folder.to_owned()).collect()
}

/// The value with what does not belong left out: quotes, blanks, `.` and empty segments, a `/` at either end.
fn plain_path(value: &str) -> Option<AppEntry> {
    let value = value.split('#').next().unwrap_or(value);
    let value = value.trim_matches(|character: char| "\"' \t;".contains(character)).replace('\\', "/");
    let segments: Vec<_> = value.split('/').filter(|segment| !segment.is_empty() && *segment != ".").collect();
    segments.join("/").parse().ok()
}

const INDEX: &str = "index.php";
/// What the configuration serves where there is no `index.php`.
const HTML_INDEX: &str = "index.html";
/// Names that frameworks and hosts give to web roots.
const USUAL_WEB_ROOTS: [&str; 10] =
    ["public", "web", "public_html", "htdocs", "webroot", "www", "wwwroot", "html", "pub", "httpdocs"];
/// Names of directories with other people's code, or code that is not for the web.
const NEVER_WEB_ROOTS: [&str; 5] = ["node_modules", "test", "tests", "vendor", "__MACOSX"];
const MAX_FOLDERS: usize = 3;
