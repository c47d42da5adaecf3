//! A configuration file that cannot be read.

use crate::diagnostic::rule;

rule! {
    /// A configuration file cannot be read, so that its settings are not known.
    pub struct ConfigurationUnreadable {
        /// Its entry.
        pub file: String,
        /// What stops the reader.
        pub fault: String,
    }
    id: "spring-boot/configuration-unreadable",
    severity: Warning,
    source: "YAML 1.2; Spring Boot reference, Working With YAML",
    example: "port: @server.port@ in application.yml, left by Maven's resource filtering",
    english: {
        what: "an application.yml or application.xml cannot be read",
        why: "Spring Boot stops at start when it cannot read its configuration either",
        fix: "mend the file at the place that is named; indent with blanks, and quote values that start with @ or %",
        message: "{file} cannot be read: {fault}",
        help: "look at the file as it is in the package (unzip -p app.jar {file}): placeholders such as @name@ must be replaced by the build",
    },
    chinese: {
        what: "无法读取 application.yml 或 application.xml",
        why: "Spring Boot 同样无法读取配置时会在启动阶段退出",
        fix: "请修正所指出的位置；用空格缩进，以 @ 或 % 开头的值要加引号",
        message: "无法读取 {file}：{fault}",
        help: "请查看发布包中的文件（unzip -p app.jar {file}）：@name@ 之类的占位符应在构建时被替换",
    },
}
