//! A link to nothing.

use crate::diagnostic::rule;

rule! {
    /// A symbolic link leads to nothing in the package.
    pub struct DanglingSymlink {
        /// The link.
        pub link: String,
        /// Its target as written.
        pub target: String,
    }
    id: "node/dangling-symlink",
    severity: Error,
    source: "POSIX: opening a link whose target does not exist fails with ENOENT",
    example: "node_modules/.bin/pm2 -> ../pm2/bin/pm2 without node_modules/pm2",
    english: {
        what: "a symbolic link leads to nothing in the package",
        why: "opening it fails with No such file or directory; a command that is such a link is not found",
        fix: "pack what the link leads to, or remove the link",
        message: "{link} leads to {target}, which is not in the package",
        help: "pack the target too (npm install before packing), or remove the link: rm {link}",
    },
    chinese: {
        what: "符号链接指向发布包中不存在的内容",
        why: "打开它会以 No such file or directory 失败；若命令是这样的链接，则找不到命令",
        fix: "请把链接的目标一并打包，或删除该链接",
        message: "{link} 指向 {target}，但发布包中没有它",
        help: "请把目标一并打包（打包前执行 npm install），或删除链接：rm {link}",
    },
}
