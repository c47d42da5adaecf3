use crate::app::Container;
use crate::diagnostic::rule;
use crate::package::archive::Format;

rule! {
    /// The file has another format than the framework asks for.
    pub struct WrongContainer {
        /// Format that the framework asks for.
        pub expected: Container,
        /// Format of the file.
        pub found: Format,
    }
    id: "package/wrong-container",
    severity: Error,
    source: "§1.3",
    example: "a ZIP where a tgz is asked for",
    english: {
        what: "the file has another format than the framework asks for",
        why: "the platform cannot unpack it",
        fix: "pack in the format of the framework",
        message: "the file is {found}, expected {expected}",
        help: "Spring Boot: `mvn package` makes the JAR; Node.js: `tar czf app.tgz -C app .`; PHP: `(cd app && zip -r ../app.zip .)`",
    },
    chinese: {
        what: "文件格式不是框架要求的格式",
        why: "平台无法解包",
        fix: "按框架要求的格式打包",
        message: "文件是 {found}，应为 {expected}",
        help: "Spring Boot：`mvn package` 生成 JAR；Node.js：`tar czf app.tgz -C app .`；PHP：`(cd app && zip -r ../app.zip .)`",
    },
}
