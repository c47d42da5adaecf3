//! The version of nginx in each answer.

use crate::diagnostic::rule;

rule! {
    /// The version of nginx in each answer.
    pub struct ServerVersion {
    }
    id: "nginx/server-version",
    severity: Warning,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "server_tokens on;",
    english: {
        what: "answers name the version of nginx",
        why: "it tells an attacker which faults to try",
        fix: "switch it off",
        message: "answers name the version of nginx",
        help: "write `server_tokens off;` in `http`",
    },
    chinese: {
        what: "响应会暴露 nginx 版本",
        why: "攻击者可据此选择漏洞",
        fix: "请关闭",
        message: "响应会暴露 nginx 版本",
        help: "请在 `http` 中写 `server_tokens off;`",
    },
}
