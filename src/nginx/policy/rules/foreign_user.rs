//! Workers that run as another user.

use crate::diagnostic::rule;

rule! {
    /// Workers that run as another user.
    pub struct ForeignUser {
        /// User and group as written.
        pub user: String,
    }
    id: "nginx/foreign-user",
    severity: Error,
    source: "guide §1.3.2: user admin",
    example: "user root;",
    english: {
        what: "the workers run as another user than admin",
        why: "as root, every request handler may read and change the whole host; as another user it cannot read the app",
        fix: "write `user admin;`",
        message: "the workers run as {user}, expected admin",
        help: "write `user admin;`",
    },
    chinese: {
        what: "工作进程以 admin 以外的用户运行",
        why: "以 root 运行时，请求处理可读写整个主机；以其他用户运行时无法读取应用",
        fix: "请写 `user admin;`",
        message: "工作进程以 {user} 运行，应为 admin",
        help: "请写 `user admin;`",
    },
}
