//! A web root without a start page.

use std::fmt;

use serde::Serialize;

use crate::diagnostic::rule;

rule! {
    /// The directory that nginx serves holds no `index.php`.
    pub struct NoIndexPhp {
        /// The directory.
        pub entry: String,
        /// What it holds instead.
        pub found: StartPage,
    }
    id: "php/no-index-php",
    severity: Error,
    source: "guide §1.3.3: the default configuration sends every request to index.php",
    example: "a package with public/style.css and without public/index.php",
    english: {
        what: "the directory that nginx serves holds no index.php",
        why: "nginx sends every request that is no file to index.php of this directory: all of them fail with 404",
        fix: "put the application's index.php into the web root, or name the folder that holds it in _buildpack",
        message: "expected {entry}/index.php, {found}",
        help: "put the application's start script at {entry}/index.php, or name the folder that holds it in _buildpack: app_entry=FOLDER",
    },
    chinese: {
        what: "nginx 所服务的目录中没有 index.php",
        why: "nginx 会把所有非文件请求转给该目录的 index.php，因此这些请求都返回 404",
        fix: "请把应用的 index.php 放入 Web 根目录，或在 _buildpack 中指定它所在的目录",
        message: "应有 {entry}/index.php，{found:#}",
        help: "请把应用的入口脚本放到 {entry}/index.php，或在 _buildpack 中指定它所在的目录：app_entry=目录",
    },
}

/// What a web root holds instead of `index.php`. Prints in English, in the alternate form (`{:#}`) in Chinese.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum StartPage {
    /// A file whose name differs only in letter case.
    Case(String),
    /// Other directories with an `index.php`, the likeliest first.
    Elsewhere(Vec<String>),
    /// No `index.php` anywhere.
    Nothing,
}

impl fmt::Display for StartPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files = |folders: &[String]| {
            let file = |folder: &String| {
                if folder.is_empty() { "index.php".to_owned() } else { format!("{folder}/index.php") }
            };
            folders.iter().map(file).collect::<Vec<_>>()
        };
        match (self, f.alternate()) {
            (Self::Case(file), false) => {
                write!(f, "found {file}: only the case differs, and the hosts tell cases apart")
            }
            (Self::Case(file), true) => write!(f, "实际为 {file}：仅大小写不同，而服务器区分大小写"),
            (Self::Elsewhere(folders), false) => write!(f, "found {}", files(folders).join(", ")),
            (Self::Elsewhere(folders), true) => write!(f, "实际找到 {}", files(folders).join("、")),
            (Self::Nothing, false) => f.write_str("found no index.php in any folder"),
            (Self::Nothing, true) => f.write_str("且所有目录中都没有 index.php"),
        }
    }
}
