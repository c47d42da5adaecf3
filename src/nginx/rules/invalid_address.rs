//! An address, host or port cannot be used.

use crate::diagnostic::rule;

rule! {
    /// An address, host or port cannot be used.
    pub struct InvalidAddress {
        /// Name of the directive.
        pub directive: String,
        /// What nginx says.
        pub words: String,
    }
    id: "nginx/invalid-address",
    severity: Error,
    source: "nginx -t",
    example: "listen 127.0.0.1:99999;",
    english: {
        what: "an address, host or port cannot be used",
        why: "nginx refuses to start or to reload with this file, so the release fails",
        fix: "write an address like `127.0.0.1:8080`, `[::1]:8080` or `unix:/run/app.sock`",
        message: "{words}",
        help: "write the address of `{directive}` like `127.0.0.1:8080`, `[::1]:8080` or `unix:/run/app.sock`",
    },
    chinese: {
        what: "地址、主机名或端口不可用",
        why: "nginx 会拒绝用这个文件启动或重新加载，发布失败",
        fix: "地址写成 `127.0.0.1:8080`、`[::1]:8080` 或 `unix:/run/app.sock`",
        message: "nginx 报告：{words}",
        help: "`{directive}` 的地址写成 `127.0.0.1:8080`、`[::1]:8080` 或 `unix:/run/app.sock`",
    },
}
