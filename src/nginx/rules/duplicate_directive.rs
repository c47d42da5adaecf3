//! A directive that may stand once in a block stands there twice.

use crate::diagnostic::rule;

rule! {
    /// A directive that may stand once in a block stands there twice.
    pub struct DuplicateDirective {
        /// Name of the directive.
        pub directive: String,
        /// What nginx says.
        pub words: String,
    }
    id: "nginx/duplicate-directive",
    severity: Error,
    source: "nginx -t",
    example: "server { server_tokens off; server_tokens on; }",
    english: {
        what: "a directive that may stand once in a block stands there twice",
        why: "nginx refuses to start or to reload with this file, so the release fails",
        fix: "delete one of them",
        message: "{words}",
        help: "delete this `{directive}` or the one before it in the same block",
    },
    chinese: {
        what: "块中只能出现一次的指令出现了两次",
        why: "nginx 会拒绝用这个文件启动或重新加载，发布失败",
        fix: "删除其中一个",
        message: "nginx 报告：{words}",
        help: "删除这个 `{directive}`，或同一块中前面的那个",
    },
}
