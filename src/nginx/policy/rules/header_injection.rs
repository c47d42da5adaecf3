//! A decoded path in a header.

use crate::diagnostic::rule;

rule! {
    /// A decoded path in a header.
    pub struct HeaderInjection {
        /// Name of the directive.
        pub directive: String,
        /// The variable.
        pub variable: String,
    }
    id: "nginx/header-injection",
    severity: Warning,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "return 301 https://example.com$uri;",
    english: {
        what: "a decoded path stands in a header",
        why: "`%0d%0a` in the request becomes a line end: clients write headers of the answer",
        fix: "use `$request_uri`, which is not decoded",
        message: "`{directive}` puts {variable} into a header",
        help: "write $request_uri instead of {variable}",
    },
    chinese: {
        what: "响应头中使用了已解码的路径",
        why: "请求中的 `%0d%0a` 会变成换行：客户端可写入响应头",
        fix: "请使用未解码的 `$request_uri`",
        message: "`{directive}` 将 {variable} 放入响应头",
        help: "请用 $request_uri 代替 {variable}",
    },
}
