//! A script that runs nothing.

use crate::diagnostic::{Finding, Language, Page, Rule, Severity};

/// The start or stop script, or one that they run, is not a shell line.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct ScriptNotRunnable {
    /// The script.
    pub script: String,
    /// What is wrong with it.
    pub fault: ScriptFault,
}

/// Why a script runs nothing.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ScriptFault {
    /// It holds only blanks.
    Empty,
    /// It is not there, but this script runs it.
    Missing {
        /// The script that runs it.
        by: String,
    },
    /// It is no text.
    NotText {
        /// Its JSON type.
        found: String,
    },
}

impl Finding for ScriptNotRunnable {
    const RULE: &'static Rule = &Rule::declare(
        "node/script-not-runnable",
        Severity::Error,
        "npm: run-script; measured with npm 11",
        "{\"scripts\": {\"start\": \"\", \"stop\": 5}}",
        Page::new(
            "a script that the platform runs is empty, no text, or not there",
            "npm drops a script that is no text and fails as if it were missing; an empty one succeeds and does nothing, so that \
             the app is reported as started or stopped and is not",
            "give the script a command",
        ),
        Page::new(
            "平台要执行的脚本为空、不是文本或不存在",
            "npm 会丢弃不是文本的脚本，并按脚本缺失失败；空脚本则成功返回却什么也不做，应用看似已启动或停止，其实没有",
            "请为脚本写上命令",
        ),
    );

    fn message(&self, language: Language) -> String {
        let script = &self.script;
        match (language, &self.fault) {
            (Language::English, ScriptFault::Empty) => format!("script {script} is empty, expected a command"),
            (Language::English, ScriptFault::Missing { by }) => {
                format!("script {by} runs script {script}, which scripts does not have")
            }
            (Language::English, ScriptFault::NotText { found }) => {
                format!("script {script} is of type {found}, expected a string with a command")
            }
            (Language::Chinese, ScriptFault::Empty) => format!("脚本 {script} 为空，应为命令"),
            (Language::Chinese, ScriptFault::Missing { by }) => {
                format!("脚本 {by} 执行脚本 {script}，而 scripts 中没有它")
            }
            (Language::Chinese, ScriptFault::NotText { found }) => {
                format!("脚本 {script} 的类型是 {found}，应为写有命令的字符串")
            }
        }
    }

    fn help(&self, language: Language) -> String {
        let script = &self.script;
        match language {
            Language::English => format!("write \"{script}\": \"COMMAND\" in scripts"),
            Language::Chinese => format!("请在 scripts 中写：\"{script}\": \"命令\""),
        }
    }
}
