//! An entry directory that is not in the package.

use std::fmt;

use serde::Serialize;

use crate::diagnostic::rule;

rule! {
    /// The directory that nginx serves is not in the package.
    pub struct AppEntryMissing {
        /// The directory that is expected.
        pub entry: String,
        /// What is there instead.
        pub found: Instead,
        /// What mends it.
        pub mend: Mend,
    }
    id: "php/app-entry-missing",
    severity: Error,
    source: "guide §1.3.3: the web server's path is /public, changed by app_entry",
    example: "a package with web/index.php and neither public/ nor _buildpack",
    english: {
        what: "the directory that nginx serves is not in the package",
        why: "nginx serves this directory and nothing else, so every request is answered with 404",
        fix: "name the folder that holds index.php in _buildpack: app_entry=FOLDER; or move the application's public files into public/",
        message: "expected the web root {entry}/, {found}",
        help: "{mend}",
    },
    chinese: {
        what: "软件包中没有 nginx 所服务的目录",
        why: "nginx 只服务该目录，因此所有请求都返回 404",
        fix: "请在 _buildpack 中用 app_entry=目录 指定 index.php 所在目录，或把公开文件移到 public/",
        message: "应有 Web 根目录 {entry}/，{found:#}",
        help: "{mend:#}",
    },
}

/// What a package has instead of its web root. Prints in English, in the alternate form (`{:#}`) in Chinese.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Instead {
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

impl fmt::Display for Instead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let folders = |folders: &[String]| folders.iter().map(|folder| format!("{folder}/")).collect::<Vec<_>>();
        match (self, f.alternate()) {
            (Self::Case(folder), false) => {
                write!(f, "found {folder}/: only the case differs, and the hosts tell cases apart")
            }
            (Self::Case(folder), true) => write!(f, "实际为 {folder}/：仅大小写不同，而服务器区分大小写"),
            (Self::File, false) => f.write_str("found a file of that name"),
            (Self::File, true) => f.write_str("实际是一个同名文件"),
            (Self::Folders(all), false) => write!(f, "found index.php in {}", folders(all).join(", ")),
            (Self::Folders(all), true) => write!(f, "实际在 {} 中找到 index.php", folders(all).join("、")),
            (Self::Nothing, false) => f.write_str("found no index.php in any folder"),
            (Self::Nothing, true) => f.write_str("且所有目录中都没有 index.php"),
            (Self::Root, false) => f.write_str("found index.php at the package's root, which nginx does not serve"),
            (Self::Root, true) => f.write_str("实际 index.php 在软件包根目录，而 nginx 不服务根目录"),
        }
    }
}

/// What puts a web root where it is expected. Prints in English, in the alternate form (`{:#}`) in Chinese.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Mend {
    /// Make the directory.
    Create {
        /// The directory.
        entry: String,
    },
    /// Put the application into the directory.
    Move {
        /// The directory.
        entry: String,
    },
    /// Name this directory in `_buildpack`.
    Name {
        /// The directory.
        entry: String,
    },
    /// Rename a directory whose name `_buildpack` could not hold.
    Rename {
        /// The directory as it is called.
        from: String,
        /// The directory as it should be called.
        to: String,
    },
}

impl fmt::Display for Mend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, f.alternate()) {
            (Self::Create { entry }, false) => {
                write!(
                    f,
                    "put index.php and the public files into {entry}/, or name another folder in _buildpack: app_entry=FOLDER"
                )
            }
            (Self::Create { entry }, true) => {
                write!(f, "请把 index.php 和公开文件放入 {entry}/，或在 _buildpack 中指定其他目录：app_entry=目录")
            }
            (Self::Move { entry }, false) => {
                write!(
                    f,
                    "put the application into a folder {entry}/ of the package; the package's root itself cannot be served"
                )
            }
            (Self::Move { entry }, true) => {
                write!(f, "请把应用放入软件包的 {entry}/ 目录；软件包根目录本身不能作为 Web 根目录")
            }
            (Self::Name { entry }, false) => {
                write!(f, "write app_entry={entry} in the file _buildpack at the package's root")
            }
            (Self::Name { entry }, true) => write!(f, "请在软件包根目录的 _buildpack 文件中写 app_entry={entry}"),
            (Self::Rename { from, to }, false) => write!(f, "rename {from}/ to {to}/"),
            (Self::Rename { from, to }, true) => write!(f, "请将 {from}/ 重命名为 {to}/"),
        }
    }
}
