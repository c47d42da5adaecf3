//! A rewrite that overflows a buffer of nginx.

use crate::diagnostic::rule;

rule! {
    /// A rewrite that overflows a buffer of nginx.
    pub struct RewriteOverflow {
        /// The advisory.
        pub advisory: &'static str,
    }
    id: "nginx/rewrite-overflow",
    severity: Warning,
    source: "CVE-2026-42945, CVE-2026-9256",
    example: "rewrite ^/(.*) /x?a=$1; set $y $1;",
    english: {
        what: "a rewrite has the shape of a known overflow",
        why: "a request may crash the worker or run code in it",
        fix: "write the rewrite in another shape, or use a fixed nginx",
        message: "the rewrite has the shape of {advisory}",
        help: "use named captures, or `return` with $request_uri",
    },
    chinese: {
        what: "rewrite 的写法符合已知的缓冲区溢出",
        why: "请求可能使工作进程崩溃或在其中执行代码",
        fix: "请换一种写法，或使用已修复的 nginx",
        message: "该 rewrite 的写法符合 {advisory}",
        help: "请使用命名捕获，或用 `return` 配合 $request_uri",
    },
}
