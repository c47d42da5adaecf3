use crate::app::Container;
use crate::diagnostic::{Finding, Language, Page, Rule, Severity};
use crate::package::archive::Format;

/// The file has another format than the framework asks for.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct WrongContainer {
    /// Format that the framework asks for.
    pub expected: Container,
    /// Format of the file.
    pub found: Format,
}

impl Finding for WrongContainer {
    const RULE: &'static Rule = &Rule::declare(
        "package/wrong-container",
        Severity::Error,
        "§1.3",
        "a ZIP where a tgz is asked for",
        Page::new(
            "the file has another format than the framework asks for",
            "the platform cannot unpack it",
            "pack in the format of the framework",
        ),
        Page::new("文件格式不是框架要求的格式", "平台无法解包", "按框架要求的格式打包"),
    );

    fn message(&self, language: Language) -> String {
        let Self { expected, found } = self;
        match language {
            Language::English => format!("the file is {found}, expected {expected}"),
            Language::Chinese => format!("文件是{}，应为 {expected}", found.chinese()),
        }
    }

    fn help(&self, language: Language) -> String {
        match language {
            Language::English => {
                "Spring Boot: `mvn package` makes the JAR; Node.js: `tar czf app.tgz -C app .`; PHP: `(cd app && zip -r ../app.zip .)`"
            }
            Language::Chinese => {
                "Spring Boot：`mvn package` 生成 JAR；Node.js：`tar czf app.tgz -C app .`；PHP：`(cd app && zip -r ../app.zip .)`"
            }
        }
        .to_owned()
    }
}
