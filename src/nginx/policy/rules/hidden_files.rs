//! Dotfiles that are served.

use crate::diagnostic::rule;

rule! {
    /// Dotfiles that are served.
    pub struct HiddenFiles {
        /// A request that is answered with a dotfile.
        pub uri: String,
        /// The directory.
        pub root: String,
    }
    id: "nginx/hidden-files",
    severity: Error,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "root /home/admin/app-run; and no location for dotfiles",
    english: {
        what: "dotfiles of the app are served",
        why: "`/.git/config` and `/.env` hand out the source code and passwords",
        fix: "deny dotfiles",
        message: "{uri} is served as a file of {root}",
        help: "add `location ~ /\\.(?!well-known/) {{ return 404; }}` to the server",
    },
    chinese: {
        what: "应用的点文件可被下载",
        why: "`/.git/config` 和 `/.env` 会泄露源代码与口令",
        fix: "请禁止访问点文件",
        message: "{uri} 会作为 {root} 中的文件提供",
        help: "请在 server 中加入 `location ~ /\\.(?!well-known/) {{ return 404; }}`",
    },
}
