//! Files served from outside the app.

use crate::diagnostic::rule;

rule! {
    /// Files served from outside the app.
    pub struct RootElsewhere {
        /// Name of the directive.
        pub directive: String,
        /// The path.
        pub path: String,
    }
    id: "nginx/root-elsewhere",
    severity: Error,
    source: "guide §1.3.3: root is below /home/admin/app-run",
    example: "root /etc;",
    english: {
        what: "files outside the app are served",
        why: "everybody may download what nginx can read there: keys, logs, passwords",
        fix: "serve a directory below /home/admin/app-run",
        message: "`{directive}` serves {path}, expected a path below /home/admin/app-run",
        help: "write `{directive} /home/admin/app-run/public;`",
    },
    chinese: {
        what: "提供了应用之外的文件",
        why: "任何人都可下载 nginx 能读取的文件：密钥、日志、口令",
        fix: "请提供 /home/admin/app-run 下的目录",
        message: "`{directive}` 提供 {path}，应位于 /home/admin/app-run 下",
        help: "请写 `{directive} /home/admin/app-run/public;`",
    },
}
