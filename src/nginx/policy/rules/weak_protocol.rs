//! TLS below 1.2.

use crate::diagnostic::rule;

rule! {
    /// TLS below 1.2.
    pub struct WeakProtocol {
        /// The versions below 1.2.
        pub protocols: String,
    }
    id: "nginx/weak-protocol",
    severity: Error,
    source: "RFC 8996",
    example: "ssl_protocols TLSv1 TLSv1.2;",
    english: {
        what: "a TLS version below 1.2 is offered",
        why: "its ciphers are broken, and app stores and payment rules forbid it",
        fix: "offer TLS 1.2 and 1.3",
        message: "{protocols} is offered, expected TLSv1.2 and TLSv1.3",
        help: "write `ssl_protocols TLSv1.2 TLSv1.3;`",
    },
    chinese: {
        what: "启用了低于 1.2 的 TLS 版本",
        why: "其加密已被攻破，应用市场与支付规范均禁止使用",
        fix: "请启用 TLS 1.2 和 1.3",
        message: "启用了 {protocols}，应为 TLSv1.2 和 TLSv1.3",
        help: "请写 `ssl_protocols TLSv1.2 TLSv1.3;`",
    },
}
