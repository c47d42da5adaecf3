//! A library compiled for a newer Java than the hosts have.

use super::{Needs, Others};
use crate::diagnostic::rule;

rule! {
    /// Classes of a library need a newer Java than the hosts have.
    pub struct LibraryClassVersionTooNew {
        /// The library's entry, or the directory of classes that are not the application's.
        pub library: String,
        /// The first such class in it.
        pub class: String,
        /// Other classes in it with the same version.
        pub others: Others,
        /// Major version of the class file.
        pub major: u16,
        /// The Java that loads it.
        pub needs: Needs,
        /// The greatest Java of the hosts.
        pub limit: u16,
    }
    id: "spring-boot/library-class-version-too-new",
    severity: Warning,
    source: "guide §1.3.1: Java 8 or older; JVM specification §4.1",
    example: "tomcat-embed-core-10.1.x.jar, which needs Java 11",
    english: {
        what: "a library is compiled for a newer Java than the hosts have",
        why: "the JVM refuses the class with UnsupportedClassVersionError as soon as it is used",
        fix: "take a version of the library that runs on the hosts' Java",
        message: "{library} holds {class}, compiled for {needs} (class file {major}), the hosts have Java {limit}{others}",
        help: "take an older version of the library: `mvn dependency:tree` or `./gradlew dependencies` says what brings it in",
    },
    chinese: {
        what: "依赖库编译的目标 Java 版本比服务器上的新",
        why: "一旦使用该类，JVM 会以 UnsupportedClassVersionError 拒绝它",
        fix: "请使用服务器 Java 支持的依赖库版本",
        message: "{library} 中的 {class} 是为 {needs:#} 编译的（类文件版本 {major}），服务器为 Java {limit}{others:#}",
        help: "请使用该依赖库的较旧版本：`mvn dependency:tree` 或 `./gradlew dependencies` 可查看它由谁引入",
    },
}
