//! A port of the platform on which nothing answers.

use crate::diagnostic::rule;

rule! {
    /// A port of the platform on which nothing answers.
    pub struct MissingListen {
        /// The port.
        pub port: u16,
        /// What to write.
        pub listen: &'static str,
    }
    id: "nginx/missing-listen",
    severity: Error,
    source: "guide §1.3; §3.3",
    example: "a production file without listen 443 ssl",
    english: {
        what: "nginx does not listen on a port of the platform",
        why: "requests to the port are refused and the release is down",
        fix: "add a server for the port",
        message: "nothing listens on port {port}, which this environment serves",
        help: "add `listen {listen};` to the server of the app",
    },
    chinese: {
        what: "nginx 没有监听平台的端口",
        why: "该端口的请求会被拒绝，服务不可用",
        fix: "请为该端口添加 server",
        message: "没有 server 监听端口 {port}，而该环境使用此端口",
        help: "请在应用的 server 中加入 `listen {listen};`",
    },
}
