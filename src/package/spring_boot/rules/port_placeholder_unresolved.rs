//! A port that only the host's environment tells.

use crate::diagnostic::rule;

rule! {
    /// The port is a placeholder that nothing in the package replaces.
    pub struct PortPlaceholderUnresolved {
        /// Property with the placeholder.
        pub property: String,
        /// Its value.
        pub value: String,
        /// Name in the placeholder.
        pub name: String,
        /// The platform's port.
        pub expected: u16,
    }
    id: "spring-boot/port-placeholder-unresolved",
    severity: Warning,
    source: "Spring Boot reference, Property Placeholders",
    example: "server.port=${PORT}",
    english: {
        what: "the port is a placeholder without a default",
        why: "unless the host sets that variable, the application does not start: the placeholder is no number",
        fix: "give the placeholder the platform's port as its default",
        message: "{property} is {value}, but nothing in the package sets {name}; expected a default of {expected}",
        help: "write `{property}=${{{name}:{expected}}}`",
    },
    chinese: {
        what: "端口是没有默认值的占位符",
        why: "除非服务器设置了该变量，否则占位符不是数字，应用无法启动",
        fix: "请把平台端口作为占位符的默认值",
        message: "{property} 为 {value}，但发布包里没有设置 {name}；应有默认值 {expected}",
        help: "请写 `{property}=${{{name}:{expected}}}`",
    },
}
