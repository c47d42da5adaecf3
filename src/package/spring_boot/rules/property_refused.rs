//! A property where Spring Boot refuses it.

use serde::Serialize;

use super::super::configuration::Refusal;
use crate::diagnostic::rule;

rule! {
    /// A property stands where Spring Boot does not let it stand.
    pub struct PropertyRefused {
        /// The property as written.
        pub property: String,
        /// Entry that sets it.
        pub file: String,
        /// Why it is refused there.
        pub refusal: Refused,
    }
    id: "spring-boot/property-refused",
    severity: Error,
    source: "Spring Boot reference, Profile Specific Files and Activation Properties; tried with 2.4.2, 2.6.6, 2.7.4, 3.2.3 and 3.5.16",
    example: "spring.profiles.active in application-prod.yml since Spring Boot 2.4",
    english: {
        what: "a property about profiles stands where Spring Boot refuses it",
        why: "the application ends at start with an InvalidConfigDataPropertyException or InactiveConfigDataAccessException",
        fix: "set spring.profiles.active, include and group in a document without a profile; write spring.config.activate.on-profile instead of spring.profiles",
        message: "{file} sets {property}, {refusal}",
        help: "{refusal:+}",
    },
    chinese: {
        what: "关于 profile 的属性出现在 Spring Boot 不允许的位置",
        why: "应用启动时以 InvalidConfigDataPropertyException 或 InactiveConfigDataAccessException 退出",
        fix: "请在不属于任何 profile 的文档中设置 spring.profiles.active、include 和 group；用 spring.config.activate.on-profile 代替 spring.profiles",
        message: "{file} 设置了 {property}，{refusal:#}",
        help: "{refusal:+#}",
    },
}

/// Why a property is refused. Prints the reason in English, with `{:#}` in Chinese; with `{:+}` what mends it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Refused(pub Refusal);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match (self.0, f.sign_plus(), f.alternate()) {
            (Refusal::OfProfile, false, false) => "which a file of one profile may not set",
            (Refusal::OfProfile, false, true) => "而属于某个 profile 的文件不允许设置它",
            (Refusal::Conditional, false, false) => "which a document with a condition may not set",
            (Refusal::Conditional, false, true) => "而带有条件的文档不允许设置它",
            (Refusal::Retired, false, false) => "which Spring Boot 3 no longer knows",
            (Refusal::Retired, false, true) => "而 Spring Boot 3 已不再支持它",
            (Refusal::OfProfile | Refusal::Conditional, true, false) => {
                "move it to application.yml before any `---`, or list the profiles under spring.profiles.group"
            }
            (Refusal::OfProfile | Refusal::Conditional, true, true) => {
                "请移到 application.yml 中第一个 `---` 之前，或用 spring.profiles.group 列出 profile"
            }
            (Refusal::Retired, true, false) => "write `spring.config.activate.on-profile` instead",
            (Refusal::Retired, true, true) => "请改写为 `spring.config.activate.on-profile`",
        })
    }
}
