//! Workers that cannot read the app.

use crate::diagnostic::rule;

rule! {
    /// Workers that cannot read the app.
    pub struct MissingUser {
    }
    id: "nginx/missing-user",
    severity: Warning,
    source: "guide §1.3.2",
    example: "no user, and root /home/admin/app-run/public",
    english: {
        what: "the workers run as nobody",
        why: "below the home of admin, which only admin may enter, each file is 403 or 404",
        fix: "write `user admin;`",
        message: "no `user` is set, so the workers cannot read below /home/admin",
        help: "write `user admin;` at the top of the file",
    },
    chinese: {
        what: "工作进程以 nobody 运行",
        why: "admin 的主目录只有 admin 可进入，其中的文件都会 403 或 404",
        fix: "请写 `user admin;`",
        message: "没有设置 `user`，工作进程无法读取 /home/admin 下的文件",
        help: "请在文件开头写 `user admin;`",
    },
}
