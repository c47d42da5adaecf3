//! An upstream has no server.

use crate::diagnostic::rule;

rule! {
    /// An upstream has no server.
    pub struct EmptyUpstream {
        /// Name of the directive.
        pub directive: String,
        /// What nginx says.
        pub words: String,
    }
    id: "nginx/empty-upstream",
    severity: Error,
    source: "nginx -t",
    example: "upstream app {}",
    english: {
        what: "an upstream has no server",
        why: "nginx refuses to start or to reload with this file, so the release fails",
        fix: "add a `server`",
        message: "{words}",
        help: "add a line like `server 127.0.0.1:8080;` to the upstream",
    },
    chinese: {
        what: "upstream 中没有 server",
        why: "nginx 会拒绝用这个文件启动或重新加载，发布失败",
        fix: "添加一个 `server`",
        message: "nginx 报告：{words}",
        help: "在 upstream 中添加 `server 127.0.0.1:8080;` 这样的一行",
    },
}
