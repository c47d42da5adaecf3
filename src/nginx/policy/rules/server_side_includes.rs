//! Pages that are searched for commands.

use crate::diagnostic::rule;

rule! {
    /// Pages that are searched for commands.
    pub struct ServerSideIncludes {}
    id: "nginx/server-side-includes",
    severity: Warning,
    source: "CWE-97; nginx documentation",
    example: "ssi on;",
    english: {
        what: "nginx carries out commands that it finds in pages",
        why: "what a visitor wrote into a page may be `<!--# include virtual=\"/internal\" -->`, and shows what only nginx may ask for",
        fix: "put pages together in the app",
        message: "`ssi on` carries out commands in whatever the app or a visitor put into a page",
        help: "delete the line, or switch it on only where pages hold nothing from visitors",
    },
    chinese: {
        what: "nginx 会执行页面中的命令",
        why: "访客写入页面的内容可能是 `<!--# include virtual=\"/internal\" -->`，从而显示只有 nginx 才能请求的内容",
        fix: "请在应用中组合页面",
        message: "`ssi on` 会执行应用或访客写入页面的命令",
        help: "请删除该行，或只在页面不含访客内容的地方启用",
    },
}
