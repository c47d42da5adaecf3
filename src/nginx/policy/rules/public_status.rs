//! The state of nginx shown to everybody.

use crate::diagnostic::rule;

rule! {
    /// The state of nginx shown to everybody.
    pub struct PublicStatus {
    }
    id: "nginx/public-status",
    severity: Warning,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "location /status { stub_status; }",
    english: {
        what: "everybody may read the state of nginx",
        why: "it shows load and connections",
        fix: "allow 127.0.0.1 only",
        message: "`stub_status` is open to everybody",
        help: "add `allow 127.0.0.1; deny all;`",
    },
    chinese: {
        what: "任何人都可读取 nginx 状态",
        why: "会暴露负载和连接数",
        fix: "只允许 127.0.0.1",
        message: "`stub_status` 对所有人开放",
        help: "请加入 `allow 127.0.0.1; deny all;`",
    },
}
