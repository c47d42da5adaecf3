//! No class for Spring Boot's launcher to start.

use std::fmt;

use serde::Serialize;

use crate::diagnostic::rule;

rule! {
    /// The launcher finds no class to start.
    pub struct StartClassMissing {
        /// Why not.
        pub reason: StartClassReason,
    }
    id: "spring-boot/start-class-missing",
    severity: Error,
    source: "Spring Boot reference, The Executable Jar Format: Start-Class",
    example: "Start-Class: com.example.App without BOOT-INF/classes/com/example/App.class",
    english: {
        what: "the class that Spring Boot's launcher shall start is not named, or not in the package",
        why: "the launcher ends with `No 'Start-Class' manifest entry specified` or ClassNotFoundException",
        fix: "name the class with the main method as Start-Class, exactly as it is written",
        message: "{reason}",
        help: "set `<mainClass>` of spring-boot-maven-plugin, or `mainClass` of `bootJar`, to the class with the main method, and build again from a clean state (mvn clean package, ./gradlew clean bootJar)",
    },
    chinese: {
        what: "没有指定 Spring Boot 启动器要启动的类，或它不在发布包里",
        why: "启动器会以 `No 'Start-Class' manifest entry specified` 或 ClassNotFoundException 退出",
        fix: "请在 Start-Class 中准确写出带 main 方法的类名",
        message: "{reason:#}",
        help: "请把 spring-boot-maven-plugin 的 `<mainClass>` 或 `bootJar` 的 `mainClass` 设为带 main 方法的类，并全新构建（mvn clean package、./gradlew clean bootJar）",
    },
}

/// Why there is no class to start. Prints in English, and with `{:#}` in Chinese.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum StartClassReason {
    /// The class is not where the launcher looks.
    Absent {
        /// The class.
        class: String,
        /// Entry at which it should be.
        expected: String,
        /// An entry that may be meant.
        suggestion: Option<String>,
    },
    /// It is written with `/` between its parts.
    Slashes {
        /// The class as found.
        class: String,
        /// As Java wants it.
        expected: String,
    },
    /// The manifest names none.
    Unnamed,
}

impl fmt::Display for StartClassReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, f.alternate()) {
            (Self::Absent { class, expected, suggestion }, false) => {
                write!(f, "Start-Class is {class:?}, but there is no {expected} and no library that holds it")?;
                suggestion.iter().try_for_each(|near| write!(f, "; there is {near}"))
            }
            (Self::Absent { class, expected, suggestion }, true) => {
                write!(f, "Start-Class 为 {class:?}，但没有 {expected}，依赖库里也没有")?;
                suggestion.iter().try_for_each(|near| write!(f, "；现有 {near}"))
            }
            (Self::Slashes { class, expected }, false) => {
                write!(f, "Start-Class is {class:?}, which Java refuses as a name, expected {expected}")
            }
            (Self::Slashes { class, expected }, true) => {
                write!(f, "Start-Class 为 {class:?}，Java 不接受这样的名称，应为 {expected}")
            }
            (Self::Unnamed, false) => {
                f.write_str("the manifest names no Start-Class, expected the class with the main method")
            }
            (Self::Unnamed, true) => f.write_str("清单里没有 Start-Class，应为带 main 方法的类"),
        }
    }
}
