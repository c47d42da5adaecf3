//! Another product of the build than the application.

use std::fmt;

use serde::Serialize;

use crate::diagnostic::rule;

rule! {
    /// The file is another product of the build.
    pub struct WrongArtifact {
        /// Which one.
        pub artifact: Artifact,
        /// Entry that shows it.
        pub evidence: String,
    }
    id: "spring-boot/wrong-artifact",
    severity: Error,
    source: "guide §1.3.1: the package is an executable JAR",
    example: "app-sources.jar, app.war",
    english: {
        what: "the file is a WAR, the sources or the documentation, not the application's JAR",
        why: "there is no servlet container on the hosts, and sources and documentation hold nothing that runs",
        fix: "upload the executable JAR of the same build",
        message: "{evidence} makes this {artifact}, expected the application's executable JAR",
        help: "set `<packaging>jar</packaging>` (Gradle: apply no `war` plug-in), build with `mvn package` or `./gradlew bootJar`, and upload that JAR",
    },
    chinese: {
        what: "文件是 WAR、源码包或文档包，而不是应用的 JAR",
        why: "服务器上没有 Servlet 容器，源码包和文档包也没有可运行的内容",
        fix: "请上传同一次构建得到的可执行 JAR",
        message: "{evidence} 表明这是{artifact:#}，应为应用的可执行 JAR",
        help: "请设置 `<packaging>jar</packaging>`（Gradle 不要使用 `war` 插件），用 `mvn package` 或 `./gradlew bootJar` 构建并上传该 JAR",
    },
}

/// A product of a Java build that is not the application. Prints in English, and with `{:#}` in Chinese.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Artifact {
    /// API documentation.
    Javadoc,
    /// Source files.
    Sources,
    /// A web application for a servlet container.
    War,
}

impl fmt::Display for Artifact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self, f.alternate()) {
            (Self::Javadoc, false) => "a documentation JAR",
            (Self::Javadoc, true) => "文档 JAR",
            (Self::Sources, false) => "a source JAR",
            (Self::Sources, true) => "源码 JAR",
            (Self::War, false) => "a WAR",
            (Self::War, true) => " WAR",
        })
    }
}
