//! A script runs a file that is not in the package.

use crate::diagnostic::{Finding, Language, Page, Rule, Severity};

/// A script runs a file that the package does not hold.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct StartTargetMissing {
    /// The script.
    pub script: String,
    /// The file as the script names it.
    pub target: String,
    /// What the package holds that may be meant.
    pub similar: Option<String>,
}

impl Finding for StartTargetMissing {
    const RULE: &'static Rule = &Rule::declare(
        "node/start-target-missing",
        Severity::Error,
        "Node.js: Cannot find module (MODULE_NOT_FOUND)",
        "{\"scripts\": {\"start\": \"node dist/main.js\"}} without dist/",
        Page::new(
            "a script runs a file that is not in the package",
            "Node.js ends with Cannot find module, a shell with No such file or directory: the app does not start",
            "build before you pack, and name the file that is there",
        ),
        Page::new(
            "脚本运行的文件不在发布包中",
            "Node.js 以 Cannot find module 退出，shell 以 No such file or directory 退出：应用无法启动",
            "请先构建再打包，并写对文件名",
        ),
    );

    fn message(&self, language: Language) -> String {
        let Self { script, target, similar } = self;
        match (language, similar) {
            (Language::English, None) => format!("script {script} runs {target}, which is not in the package"),
            (Language::English, Some(similar)) => {
                format!("script {script} runs {target}, which is not in the package; {similar} is")
            }
            (Language::Chinese, None) => format!("脚本 {script} 运行 {target}，但发布包中没有它"),
            (Language::Chinese, Some(similar)) => {
                format!("脚本 {script} 运行 {target}，但发布包中没有它；有的是 {similar}")
            }
        }
    }

    fn help(&self, language: Language) -> String {
        let Self { target, similar, .. } = self;
        match (language, similar) {
            (Language::English, None) => format!("build the app before packing, so that {target} is in the package"),
            (Language::English, Some(similar)) => format!("did you mean {similar}?"),
            (Language::Chinese, None) => format!("请先构建应用再打包，使 {target} 在发布包中"),
            (Language::Chinese, Some(similar)) => format!("您要的是 {similar} 吗？"),
        }
    }
}
