//! No `stop` script.

use crate::diagnostic::{Finding, Language, Page, Rule, Severity};

/// `package.json` has no `stop` script.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct MissingStop {
    /// The line that should stop the app, from how it is started.
    pub suggestion: String,
}

impl Finding for MissingStop {
    const RULE: &'static Rule = &Rule::declare(
        "node/missing-stop",
        Severity::Error,
        "guide §1.3.2: start and stop implemented in package.json scripts",
        "{\"scripts\": {\"start\": \"node app.js\"}}",
        Page::new(
            "package.json has no stop script",
            "before each release and when the app is stopped the platform runs npm stop, which fails with: Missing script: \
             \"stop\"; the old process keeps the port and the new one cannot listen",
            "add a stop script that ends what start started",
        ),
        Page::new(
            "package.json 没有 stop 脚本",
            "每次发布前以及停止应用时平台执行 npm stop，此时 npm 以 Missing script: \"stop\" 失败；旧进程占用端口，新进程无法监听",
            "请添加能结束 start 所启动进程的 stop 脚本",
        ),
    );

    fn message(&self, language: Language) -> String {
        match language {
            Language::English => "scripts has no stop, expected the command that stops the app".to_owned(),
            Language::Chinese => "scripts 中没有 stop，应写明停止应用的命令".to_owned(),
        }
    }

    fn help(&self, language: Language) -> String {
        let line = format!("\"stop\": {}", serde_json::Value::from(self.suggestion.as_str()));
        match language {
            Language::English => format!("add to scripts: {line}"),
            Language::Chinese => format!("请在 scripts 中添加：{line}"),
        }
    }
}
