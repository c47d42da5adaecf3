//! An application that does not listen where nginx forwards to.

use std::fmt;

use serde::Serialize;

use crate::diagnostic::rule;

rule! {
    /// The application listens on another port than the platform's.
    pub struct PortMismatch {
        /// Property that says so.
        pub property: String,
        /// Its value.
        pub value: String,
        /// The platform's port.
        pub expected: u16,
        /// Where nginx forwards to.
        pub nginx: Forwarding,
    }
    id: "spring-boot/port-mismatch",
    severity: Error,
    source: "guide §1.3.1: the application listens on 8080",
    example: "server.port=9090 in application.properties",
    english: {
        what: "the application listens on another port than the one that nginx forwards to",
        why: "nginx answers every request with 502 Bad Gateway",
        fix: "listen on 8080, or bring an nginx file of your own that forwards to the application's port",
        message: "{property} is {value}, expected {expected}: {nginx}",
        help: "write `server.port={expected}` (YAML: `server: {{port: {expected}}}`) or delete the setting, in every profile that the platform runs",
    },
    chinese: {
        what: "应用监听的端口不是 nginx 转发的端口",
        why: "nginx 对每个请求都返回 502 Bad Gateway",
        fix: "请监听 8080，或提供转发到应用端口的自定义 nginx 文件",
        message: "{property} 为 {value}，应为 {expected}：{nginx:#}",
        help: "请在平台运行的每个 profile 中写 `server.port={expected}`（YAML：`server: {{port: {expected}}}`）或删除该设置",
    },
}

/// Where nginx forwards to. Prints in English, and with `{:#}` in Chinese.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Forwarding {
    /// To the platform's port.
    Platform,
    /// A file in the package replaces nginx's configuration and names the application's port.
    Custom {
        /// Its entry.
        entry: String,
    },
}

impl fmt::Display for Forwarding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, f.alternate()) {
            (Self::Platform, false) => f.write_str("that is the port to which nginx forwards"),
            (Self::Platform, true) => f.write_str("nginx 转发到该端口"),
            (Self::Custom { entry }, false) => write!(f, "the platform's port, although {entry} forwards to this one"),
            (Self::Custom { entry }, true) => write!(f, "平台的端口；不过 {entry} 转发到当前端口"),
        }
    }
}
