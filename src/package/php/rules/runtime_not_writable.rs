//! A directory that the framework writes to and cannot.

use std::fmt;

use serde::Serialize;

use crate::diagnostic::rule;

rule! {
    /// A directory that the framework writes to is not there, or not writable.
    pub struct RuntimeNotWritable {
        /// The directory.
        pub directory: String,
        /// The framework.
        pub framework: &'static str,
        /// What is wrong with the directory.
        pub state: DirectoryState,
    }
    id: "php/runtime-not-writable",
    severity: Warning,
    source: "directories that ThinkPHP, Laravel, CodeIgniter and Yii write to",
    example: "a Laravel package without storage/framework/views/",
    english: {
        what: "a directory that the framework writes to is not there, or not writable",
        why: "caches, sessions, logs or compiled views cannot be written, and requests that need them end with status 500",
        fix: "pack the directory, with write permission for its owner; archivers drop empty directories, so put a .gitignore or .gitkeep into it",
        message: "{framework} writes to {directory}/, which {state}",
        help: "mkdir -p {directory} && chmod u+rwx {directory} && touch {directory}/.gitkeep, then pack again",
    },
    chinese: {
        what: "框架需要写入的目录不存在或不可写",
        why: "缓存、会话、日志或编译后的视图无法写入，需要它们的请求会以 500 失败",
        fix: "请把该目录打包进去，并让所有者可写；打包工具会丢弃空目录，可在其中放一个 .gitignore 或 .gitkeep",
        message: "{framework} 需要写入 {directory}/，而该目录{state:#}",
        help: "请运行 mkdir -p {directory} && chmod u+rwx {directory} && touch {directory}/.gitkeep，然后重新打包",
    },
}

/// What is wrong with a directory. Prints in English, in the alternate form (`{:#}`) in Chinese.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum DirectoryState {
    /// It is not in the package, and the framework does not create it.
    Missing,
    /// Its owner may not write to it; the permission bits.
    ReadOnly(u32),
}

impl fmt::Display for DirectoryState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, f.alternate()) {
            (Self::Missing, false) => f.write_str("is not in the package"),
            (Self::Missing, true) => f.write_str("不在软件包中"),
            (Self::ReadOnly(mode), false) => write!(f, "its owner may not write to (mode {mode:03o})"),
            (Self::ReadOnly(mode), true) => write!(f, "的所有者没有写权限（权限 {mode:03o}）"),
        }
    }
}
