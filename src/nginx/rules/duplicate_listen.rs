//! One address is listened on twice in a server, or two servers are the default of one address.

use crate::diagnostic::rule;

rule! {
    /// One address is listened on twice in a server, or two servers are the default of one address.
    pub struct DuplicateListen {
        /// Name of the directive.
        pub directive: String,
        /// What nginx says.
        pub words: String,
    }
    id: "nginx/duplicate-listen",
    severity: Error,
    source: "nginx -t",
    example: "server { listen 80; listen 80; }",
    english: {
        what: "one address is listened on twice in a server, or two servers are the default of one address",
        why: "nginx refuses to start or to reload with this file, so the release fails",
        fix: "keep one `listen` for an address in each server, and one `default_server` for an address",
        message: "{words}",
        help: "delete this `{directive}` or its `default_server`",
    },
    chinese: {
        what: "同一个 server 重复监听同一地址，或同一地址有两个默认 server",
        why: "nginx 会拒绝用这个文件启动或重新加载，发布失败",
        fix: "每个 server 对一个地址只写一个 `listen`，每个地址只有一个 `default_server`",
        message: "nginx 报告：{words}",
        help: "删除这个 `{directive}` 或其中的 `default_server`",
    },
}
