//! A link that became a file.

use crate::diagnostic::rule;

rule! {
    /// A command in `node_modules/.bin` is a copy of a file instead of a link to it.
    pub struct FlattenedSymlink {
        /// The script that runs it.
        pub script: String,
        /// The command's path.
        pub path: String,
    }
    id: "node/flattened-symlink",
    severity: Error,
    source: "npm: node_modules/.bin holds links; a copied script resolves its require against .bin",
    example: "tar czhf app.tgz . with egg-scripts in node_modules/.bin",
    english: {
        what: "a command in node_modules/.bin is a copy of a file instead of a link to it",
        why: "the copy looks for its own files beside itself, in node_modules/.bin, and ends with Cannot find module",
        fix: "pack links as links: tar without -h, on a file system that has links",
        message: "script {script} runs {path}, which is a file and not a link, so that it cannot find its own modules",
        help: "run npm rebuild, and pack with tar czf app.tgz . (without -h), not on Windows",
    },
    chinese: {
        what: "node_modules/.bin 中的命令是文件副本，而不是链接",
        why: "副本会在 node_modules/.bin 旁边查找自己的文件，以 Cannot find module 退出",
        fix: "请按链接打包：tar 不要使用 -h，并在支持链接的文件系统上打包",
        message: "脚本 {script} 运行 {path}，它是普通文件而不是链接，找不到自己的模块",
        help: "请执行 npm rebuild，再用 tar czf app.tgz .（不要 -h）打包，不要在 Windows 上打包",
    },
}
