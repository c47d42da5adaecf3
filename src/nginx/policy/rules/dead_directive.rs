//! A directive that is never reached.

use crate::diagnostic::rule;

rule! {
    /// A directive that is never reached.
    pub struct DeadDirective {
        /// Name of the directive.
        pub directive: String,
    }
    id: "nginx/dead-directive",
    severity: Warning,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "rewrite … last; break;",
    english: {
        what: "a directive stands after one that ends the block",
        why: "it never runs",
        fix: "delete it",
        message: "`{directive}` is never reached",
        help: "delete the line",
    },
    chinese: {
        what: "指令位于已结束该块的指令之后",
        why: "永远不会执行",
        fix: "请删除",
        message: "`{directive}` 永远不会执行",
        help: "请删除该行",
    },
}
