//! A redirect to wherever a link says.

use crate::diagnostic::rule;

rule! {
    /// A redirect to wherever a link says.
    pub struct OpenRedirect {
        /// Name of the directive.
        pub directive: String,
        /// The URL as written.
        pub target: String,
        /// The variable that decides.
        pub variable: String,
    }
    id: "nginx/open-redirect",
    severity: Warning,
    source: "CWE-601; checked on nginx 1.22.1",
    example: "return 302 $arg_url;",
    english: {
        what: "a redirect goes wherever a link says",
        why: "a link that starts with your domain ends on the page of somebody else, who asks for passwords",
        fix: "write the host; variables may stand in the path",
        message: "`{directive}` redirects to {target}, whose host {variable} decides",
        help: "write the domain in place of {variable}, or list the pages that may be gone to in a `map`",
    },
    chinese: {
        what: "重定向的去向由链接决定",
        why: "以您的域名开头的链接会打开他人的页面，用来骗取口令",
        fix: "请写明主机；变量只能用在路径中",
        message: "`{directive}` 重定向到 {target}，其主机由 {variable} 决定",
        help: "请用域名代替 {variable}，或用 `map` 列出允许的页面",
    },
}
