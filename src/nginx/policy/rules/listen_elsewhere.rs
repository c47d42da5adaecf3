//! A port that the platform does not use.

use crate::diagnostic::rule;

rule! {
    /// A port that the platform does not use.
    pub struct ListenElsewhere {
        /// The address as written.
        pub listen: String,
        /// What would be accepted.
        pub expected: &'static str,
    }
    id: "nginx/listen-elsewhere",
    severity: Error,
    source: "guide §1.3; spec: TLS ends at nginx or at the load balancer",
    example: "listen 8080;",
    english: {
        what: "nginx listens where the platform does not lead",
        why: "the port is closed from outside, and on the port of the app one of the two cannot start",
        fix: "listen on the ports of the platform only",
        message: "`listen {listen}` is not a port of this environment, expected {expected}",
        help: "write `listen {expected};`",
    },
    chinese: {
        what: "nginx 监听了平台不使用的端口",
        why: "该端口外部不可达；若为应用端口，两者之一无法启动",
        fix: "只监听平台的端口",
        message: "`listen {listen}` 不是该环境的端口，应为 {expected}",
        help: "请写 `listen {expected};`",
    },
}
