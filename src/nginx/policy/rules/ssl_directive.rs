//! TLS switched on by a directive that is gone.

use crate::diagnostic::rule;

rule! {
    /// TLS switched on by a directive that is gone.
    pub struct SslDirective {
    }
    id: "nginx/ssl-directive",
    severity: Error,
    source: "nginx changes 1.25.1",
    example: "ssl on;",
    english: {
        what: "`ssl on` switches TLS on",
        why: "nginx 1.25.1 and newer do not start with it, and it turns plain ports of the server into TLS too",
        fix: "write `ssl` in the `listen`",
        message: "`ssl on` was removed in nginx 1.25.1",
        help: "delete the line and write `listen 443 ssl;`",
    },
    chinese: {
        what: "使用 `ssl on` 启用 TLS",
        why: "nginx 1.25.1 及更新版本无法启动，且会让该 server 的明文端口也启用 TLS",
        fix: "请在 `listen` 中写 `ssl`",
        message: "`ssl on` 在 nginx 1.25.1 中已移除",
        help: "请删除该行，并写 `listen 443 ssl;`",
    },
}
