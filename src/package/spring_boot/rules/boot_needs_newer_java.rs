//! A Spring Boot that the hosts' Java cannot run.

use crate::diagnostic::rule;

rule! {
    /// This Spring Boot needs a newer Java than the hosts have.
    pub struct BootNeedsNewerJava {
        /// Its version.
        pub version: String,
        /// The first Java that it runs on.
        pub needs: u16,
        /// The greatest Java of the hosts.
        pub limit: u16,
    }
    id: "spring-boot/boot-needs-newer-java",
    severity: Error,
    source: "guide §1.3.1: Java 8 or older; Spring Boot reference, System Requirements",
    example: "Spring-Boot-Version: 3.2.3",
    english: {
        what: "this version of Spring Boot needs a newer Java than the hosts have",
        why: "the launcher ends with UnsupportedClassVersionError before the application starts",
        fix: "build with a Spring Boot that runs on the hosts' Java: 2.7 is the last one for Java 8",
        message: "Spring Boot {version} needs Java {needs}, the hosts have Java {limit}",
        help: "set spring-boot-starter-parent (Gradle: the plug-in org.springframework.boot) to 2.7.18, the last version for Java 8, and the Java version of the build to {limit}",
    },
    chinese: {
        what: "此 Spring Boot 版本需要的 Java 比服务器上的新",
        why: "应用启动之前，启动器就会以 UnsupportedClassVersionError 退出",
        fix: "请使用服务器 Java 支持的 Spring Boot：2.7 是支持 Java 8 的最后一个版本",
        message: "Spring Boot {version} 需要 Java {needs}，服务器为 Java {limit}",
        help: "请把 spring-boot-starter-parent（Gradle 为 org.springframework.boot 插件）设为支持 Java 8 的最后版本 2.7.18，并把构建的 Java 版本设为 {limit}",
    },
}
