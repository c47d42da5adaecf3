//! An app that does not learn who asked for what.

use crate::diagnostic::rule;

rule! {
    /// An app that does not learn who asked for what.
    pub struct MissingForwardedHeaders {
        /// Name of the directive.
        pub directive: String,
        /// Headers.
        pub missing: String,
        /// What to write.
        pub lines: String,
    }
    id: "nginx/missing-forwarded-headers",
    severity: Warning,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "location / { proxy_pass http://127.0.0.1:8080; }",
    english: {
        what: "the app is not told the client, the host or the scheme",
        why: "it sees 127.0.0.1 and http: wrong links and logs; and it believes headers that clients send",
        fix: "set the forwarded headers",
        message: "`{directive}` passes requests on without setting {missing}",
        help: "add {lines}",
    },
    chinese: {
        what: "应用不知道客户端、主机或协议",
        why: "应用只看到 127.0.0.1 和 http：链接与日志错误；且会相信客户端自带的头",
        fix: "请设置转发头",
        message: "`{directive}` 转发请求时没有设置 {missing}",
        help: "请加入 {lines}",
    },
}
