//! A main class that is not in the package, or starts another layout.

use crate::diagnostic::rule;

rule! {
    /// `Main-Class` does not start what is in the package.
    pub struct LauncherMismatch {
        /// `Main-Class` as found.
        pub found: String,
        /// The class that would start the package.
        pub expected: String,
    }
    id: "spring-boot/launcher-mismatch",
    severity: Error,
    source: "Spring Boot reference, The Executable Jar Format: launchers of 1.0 to 3.1 and since 3.2",
    example: "Main-Class: com.example.App, with the class in BOOT-INF/classes/",
    english: {
        what: "Main-Class names a class that is not at the root of the JAR, or the launcher of another layout",
        why: "java -jar ends with ClassNotFoundException, or the launcher looks for the application where it is not",
        fix: "let Spring Boot's plug-in write Main-Class and copy its launcher into the JAR",
        message: "Main-Class is {found}, which cannot start this JAR; expected {expected}",
        help: "set `Main-Class: {expected}` and the application's own class as Start-Class: do not set Main-Class by hand, spring-boot-maven-plugin (`repackage`) and `bootJar` write both",
    },
    chinese: {
        what: "Main-Class 指定的类不在 JAR 根目录，或是另一种布局的启动器",
        why: "java -jar 会以 ClassNotFoundException 退出，或启动器在错误的位置寻找应用",
        fix: "请由 Spring Boot 插件写入 Main-Class 并把启动器打进 JAR",
        message: "Main-Class 为 {found}，无法启动此 JAR；应为 {expected}",
        help: "请设置 `Main-Class: {expected}`，并把应用的主类写在 Start-Class：不要手工设置 Main-Class，spring-boot-maven-plugin（`repackage`）和 `bootJar` 会写入两者",
    },
}
