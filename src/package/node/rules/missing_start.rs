//! No `start` script.

use crate::diagnostic::{Finding, Language, Page, Rule, Severity};

/// `package.json` has no `start` script.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct MissingStart {
    /// The line that should start the app, from what the package holds.
    pub suggestion: String,
    /// Whether npm would run `node server.js` in its place.
    pub server_js: bool,
}

impl Finding for MissingStart {
    const RULE: &'static Rule = &Rule::declare(
        "node/missing-start",
        Severity::Error,
        "guide §1.3.2: start and stop implemented in package.json scripts",
        "{\"scripts\": {\"dev\": \"egg-bin dev\"}}",
        Page::new(
            "package.json has no start script",
            "the platform starts the app by npm start, which fails with: Missing script: \"start\"",
            "add a start script that starts the app and returns or stays in the foreground",
        ),
        Page::new(
            "package.json 没有 start 脚本",
            "平台用 npm start 启动应用，此时 npm 以 Missing script: \"start\" 失败",
            "请添加启动应用的 start 脚本",
        ),
    );

    fn message(&self, language: Language) -> String {
        match (language, self.server_js) {
            (Language::English, false) => "scripts has no start, expected the command that starts the app".to_owned(),
            (Language::English, true) => {
                "scripts has no start: npm would run node server.js, the platform expects it written down".to_owned()
            }
            (Language::Chinese, false) => "scripts 中没有 start，应写明启动应用的命令".to_owned(),
            (Language::Chinese, true) => {
                "scripts 中没有 start：npm 会改为执行 node server.js，但平台要求明确写出".to_owned()
            }
        }
    }

    fn help(&self, language: Language) -> String {
        let line = format!("\"start\": {}", serde_json::Value::from(self.suggestion.as_str()));
        match language {
            Language::English => format!("add to scripts: {line}"),
            Language::Chinese => format!("请在 scripts 中添加：{line}"),
        }
    }
}
