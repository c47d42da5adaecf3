//! A manifest that Java refuses.

use crate::diagnostic::rule;
use crate::package::spring_boot::ManifestFault;

rule! {
    /// The manifest cannot be read.
    pub struct ManifestInvalid {
        /// Line, from 1.
        pub line: usize,
        /// What is wrong with it.
        pub fault: ManifestFault,
    }
    id: "spring-boot/manifest-invalid",
    severity: Error,
    source: "java.util.jar.Manifest of JDK 8 and 17; JAR file specification",
    example: "Main-Class:org.example.App (no blank after the colon)",
    english: {
        what: "META-INF/MANIFEST.MF is not what Java can read",
        why: "java -jar stops before any class of the application is loaded",
        fix: "let the build tool write the manifest; by hand: `Name: value` lines in UTF-8 without a byte order mark",
        message: "line {line} of the manifest has {fault}, expected `Name: value`",
        help: "let the build write the manifest (mvn package, ./gradlew bootJar); long values go on in lines that start with one blank",
    },
    chinese: {
        what: "Java 无法读取 META-INF/MANIFEST.MF",
        why: "java -jar 在加载应用的任何类之前就会退出",
        fix: "请由构建工具生成清单；手写时每行为 `Name: value`，使用不带 BOM 的 UTF-8",
        message: "清单第 {line} 行有误：{fault:#}，应为 `Name: value`",
        help: "请由构建生成清单（mvn package、./gradlew bootJar）；过长的值在以一个空格开头的下一行继续",
    },
}
