//! Classes compiled for a newer Java than the hosts have.

use std::fmt;

use serde::Serialize;

use crate::diagnostic::rule;

rule! {
    /// Classes of the application need a newer Java than the hosts have.
    pub struct ClassVersionTooNew {
        /// The first such class, as the archive names it.
        pub class: String,
        /// Other classes of the application with the same version.
        pub others: Others,
        /// Major version of the class file.
        pub major: u16,
        /// The Java that loads it.
        pub needs: Needs,
        /// The greatest Java of the hosts.
        pub limit: u16,
    }
    id: "spring-boot/class-version-too-new",
    severity: Error,
    source: "guide §1.3.1: Java 8 or older; JVM specification §4.1",
    example: "maven.compiler.release 17 and a host with Java 8",
    english: {
        what: "the application is compiled for a newer Java than the hosts have",
        why: "the JVM refuses the class with UnsupportedClassVersionError",
        fix: "compile for the hosts' Java",
        message: "{class} is compiled for {needs} (class file {major}), the hosts have Java {limit}{others}",
        help: "set `<java.version>{limit}</java.version>` in pom.xml, or `options.release = {limit}` for Gradle's compileJava, and build again from a clean state",
    },
    chinese: {
        what: "应用编译的目标 Java 版本比服务器上的新",
        why: "JVM 会以 UnsupportedClassVersionError 拒绝该类",
        fix: "请按服务器的 Java 版本编译",
        message: "{class} 是为 {needs:#} 编译的（类文件版本 {major}），服务器为 Java {limit}{others:#}",
        help: "请在 pom.xml 中设置 `<java.version>{limit}</java.version>`，或为 Gradle 的 compileJava 设置 `options.release = {limit}`，然后全新构建",
    },
}

/// The Java that loads a class. Prints in English, and with `{:#}` in Chinese.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Needs {
    /// This one or a newer one.
    AtLeast(u16),
    /// Exactly this one, with preview features enabled.
    Preview(u16),
}

impl fmt::Display for Needs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, f.alternate()) {
            (Self::AtLeast(java), _) => write!(f, "Java {java}"),
            (Self::Preview(java), false) => write!(f, "Java {java} alone and with --enable-preview"),
            (Self::Preview(java), true) => write!(f, "启用 --enable-preview 的 Java {java}"),
        }
    }
}

/// How many other classes have the same fault. Prints as the end of a sentence: in English, and with `{:#}` in Chinese.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Others(pub usize);

impl fmt::Display for Others {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0, f.alternate()) {
            (0, _) => Ok(()),
            (count, false) => write!(f, "; so are {count} more"),
            (count, true) => write!(f, "；另有 {count} 个同样的类"),
        }
    }
}
