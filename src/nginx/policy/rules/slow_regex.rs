//! A pattern that one request may keep busy.

use crate::diagnostic::rule;

rule! {
    /// A pattern that one request may keep busy.
    pub struct SlowRegex {
        /// The pattern.
        pub pattern: String,
    }
    id: "nginx/slow-regex",
    severity: Warning,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "location ~ ^/(a+)+$ { … }",
    english: {
        what: "a pattern repeats a repetition",
        why: "one long request keeps a worker busy for minutes",
        fix: "repeat once only",
        message: "the pattern {pattern} repeats a repetition",
        help: "write one repetition instead of a repeated group that repeats",
    },
    chinese: {
        what: "正则表达式对重复再做重复",
        why: "一个长请求可让工作进程忙碌数分钟",
        fix: "请只重复一次",
        message: "正则 {pattern} 对重复再做重复",
        help: "请用一次重复代替嵌套重复",
    },
}
