//! An app on another port than the platform's.

use crate::diagnostic::rule;

rule! {
    /// The app listens on another port than the platform expects.
    pub struct PortMismatch {
        /// The port.
        pub port: u16,
        /// What gives it.
        pub origin: String,
        /// The platform's port.
        pub expected: u16,
        /// What gives the right one.
        pub replacement: String,
    }
    id: "node/port-mismatch",
    severity: Error,
    source: "guide §1.3.2: a Node.js app listens on 7001",
    example: "{\"scripts\": {\"start\": \"egg-scripts start --port=8080\"}}",
    english: {
        what: "the app listens on another port than nginx passes requests to",
        why: "nginx passes requests to port 7001, where nobody listens: every request ends with 502 Bad Gateway",
        fix: "listen on 7001, or bring an nginx file that passes requests to the app's port",
        message: "the app listens on {port} ({origin}), nginx passes requests to {expected}",
        help: "write {replacement}",
    },
    chinese: {
        what: "应用监听的端口与 nginx 转发的端口不同",
        why: "nginx 把请求转发到 7001 端口，而那里没有进程监听：所有请求都返回 502 Bad Gateway",
        fix: "请监听 7001，或提供转发到应用端口的 nginx 配置文件",
        message: "应用监听 {port}（{origin}），nginx 转发到 {expected}",
        help: "请写 {replacement}",
    },
}
