//! A JAR that `java -jar` cannot start.

use std::fmt;

use serde::Serialize;

use crate::diagnostic::rule;

rule! {
    /// The JAR has no main class.
    pub struct NotExecutable {
        /// Why not.
        pub reason: NotExecutableReason,
    }
    id: "spring-boot/not-executable",
    severity: Error,
    source: "guide §1.3.1; java -jar of JDK 8 and 17",
    example: "app-plain.jar, a library, app.jar.original",
    english: {
        what: "the JAR is not executable: its manifest names no Main-Class",
        why: "java -jar ends with `no main manifest attribute`, and nothing listens on port 8080",
        fix: "build an executable JAR with Spring Boot's plug-in and upload that one",
        message: "{reason}: java -jar cannot start it, expected an executable JAR with a Main-Class",
        help: "build with `mvn package` and spring-boot-maven-plugin's goal `repackage`, or with `./gradlew bootJar`, and upload that JAR: not *-plain.jar, *.jar.original or a library",
    },
    chinese: {
        what: "JAR 不可执行：清单里没有 Main-Class",
        why: "java -jar 会以 `no main manifest attribute` 退出，8080 端口无人监听",
        fix: "请用 Spring Boot 插件构建可执行 JAR 并上传它",
        message: "{reason:#}：java -jar 无法启动，应为带 Main-Class 的可执行 JAR",
        help: "请用 `mvn package`（spring-boot-maven-plugin 的 `repackage` 目标）或 `./gradlew bootJar` 构建并上传该 JAR，而不是 *-plain.jar、*.jar.original 或依赖库",
    },
}

/// Why a JAR is not executable. Prints in English, and with `{:#}` in Chinese.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum NotExecutableReason {
    /// `Main-Class` stands in the manifest's last line, which has no line end.
    LineEndMissing,
    /// The manifest has another name, in letter case, than the one that `java -jar` looks for.
    ManifestCase {
        /// The name.
        found: String,
    },
    /// There is no manifest.
    ManifestMissing,
    /// The manifest has no `Main-Class`, and the classes are an application's or a library's own.
    MainClassMissing,
}

impl fmt::Display for NotExecutableReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, f.alternate()) {
            (Self::LineEndMissing, false) => {
                f.write_str("Main-Class stands in the manifest's last line, which Java drops for want of a line end")
            }
            (Self::LineEndMissing, true) => f.write_str("Main-Class 位于清单最后一行且没有换行符，Java 会忽略该行"),
            (Self::ManifestCase { found }, false) => {
                write!(f, "the manifest is called {found}, not META-INF/MANIFEST.MF")
            }
            (Self::ManifestCase { found }, true) => write!(f, "清单名为 {found}，而不是 META-INF/MANIFEST.MF"),
            (Self::ManifestMissing, false) => f.write_str("there is no META-INF/MANIFEST.MF"),
            (Self::ManifestMissing, true) => f.write_str("没有 META-INF/MANIFEST.MF"),
            (Self::MainClassMissing, false) => {
                f.write_str("the manifest names no Main-Class, as in a plain JAR or a library")
            }
            (Self::MainClassMissing, true) => f.write_str("清单里没有 Main-Class，像是普通 JAR 或依赖库"),
        }
    }
}
