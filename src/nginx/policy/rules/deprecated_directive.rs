//! A directive that nginx is giving up.

use crate::app::NginxVersion;
use crate::diagnostic::rule;

rule! {
    /// A directive that nginx is giving up.
    pub struct DeprecatedDirective {
        /// Name of the directive.
        pub directive: String,
        /// The nginx of the hosts.
        pub version: NginxVersion,
        /// What to write.
        pub remedy: &'static str,
    }
    id: "nginx/deprecated-directive",
    severity: Warning,
    source: "nginx changes",
    example: "listen 443 ssl http2; in nginx 1.25.1",
    english: {
        what: "a directive is deprecated or does nothing in this nginx",
        why: "nginx warns at each start, and a later version refuses the file",
        fix: "write its successor",
        message: "`{directive}` is deprecated in nginx {version}",
        help: "{remedy}",
    },
    chinese: {
        what: "指令在此 nginx 中已弃用或无效",
        why: "nginx 每次启动都会警告，之后的版本会拒绝该文件",
        fix: "请使用替代写法",
        message: "`{directive}` 在 nginx {version} 中已弃用",
        help: "{remedy}",
    },
}
