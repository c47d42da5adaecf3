//! Directives or their values exclude each other.

use crate::diagnostic::rule;

rule! {
    /// Directives or their values exclude each other.
    pub struct ConflictingDirectives {
        /// Name of the directive.
        pub directive: String,
        /// What nginx says.
        pub words: String,
    }
    id: "nginx/conflicting-directives",
    severity: Error,
    source: "nginx -t",
    example: "location / { root /a; alias /b; }",
    english: {
        what: "directives or their values exclude each other",
        why: "nginx refuses to start or to reload with this file, so the release fails",
        fix: "keep one of them, or change the value that does not fit",
        message: "{words}",
        help: "change `{directive}` or the directive it conflicts with",
    },
    chinese: {
        what: "指令或其取值互相冲突",
        why: "nginx 会拒绝用这个文件启动或重新加载，发布失败",
        fix: "保留其中一个，或修改不合适的取值",
        message: "nginx 报告：{words}",
        help: "修改 `{directive}` 或与之冲突的指令",
    },
}
