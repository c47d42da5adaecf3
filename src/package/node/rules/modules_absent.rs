//! Dependencies that are not in the package.

use crate::diagnostic::{Finding, Language, Page, Rule, Severity};

/// Dependencies are not in `node_modules`.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct ModulesAbsent {
    /// The dependencies, sorted.
    pub missing: Vec<String>,
    /// Whether other modules are there.
    pub has_modules: bool,
}

impl ModulesAbsent {
    pub(in super::super) const fn new(missing: Vec<String>, has_modules: bool) -> Self {
        Self { missing, has_modules }
    }

    fn names(&self) -> String {
        let shown: Vec<&str> = self.missing.iter().take(MOST_SHOWN).map(String::as_str).collect();
        let more = if self.missing.len() > shown.len() { ", …" } else { "" };
        format!("{}{more}", shown.join(", "))
    }
}

impl Finding for ModulesAbsent {
    const RULE: &'static Rule = &Rule::declare(
        "node/modules-absent",
        Severity::Error,
        "policy of the platform: node_modules in the package (error), or installed by the platform (warning)",
        "{\"dependencies\": {\"egg\": \"3\"}} without node_modules",
        Page::new(
            "dependencies are not in node_modules",
            "without an installation on the hosts, require ends with Cannot find module; with one, the release depends on the \
             registry and gets the versions of that day unless a lock file pins them",
            "run npm ci before packing and pack node_modules too, or pack a lock file where the platform installs",
        ),
        Page::new(
            "依赖不在 node_modules 中",
            "若服务器上不安装依赖，require 以 Cannot find module 退出；若安装，则发布依赖于镜像源，没有锁文件时装到的是当天的版本",
            "请在打包前执行 npm ci 并把 node_modules 一并打包；若由平台安装，请打包锁文件",
        ),
    );

    fn message(&self, language: Language) -> String {
        let (count, names) = (self.missing.len(), self.names());
        match language {
            Language::English => format!("{count} of the dependencies are not in node_modules: {names}"),
            Language::Chinese => format!("有 {count} 个依赖不在 node_modules 中：{names}"),
        }
    }

    fn help(&self, language: Language) -> String {
        match language {
            Language::English => "npm ci --omit=dev, and pack node_modules too".to_owned(),
            Language::Chinese => "npm ci --omit=dev，并把 node_modules 一并打包".to_owned(),
        }
    }
}

const MOST_SHOWN: usize = 5;
