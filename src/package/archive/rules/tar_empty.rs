use crate::diagnostic::rule;

rule! {
    /// A tgz holds no entry.
    pub struct TarEmpty {}
    id: "archive/tar-empty",
    severity: Error,
    source: "the platform needs an application",
    example: "a tar of two zero blocks",
    english: {
        what: "a tgz holds no entry",
        why: "there is nothing to run",
        fix: "pack the application's files",
        message: "the archive holds no entry, expected the application's files",
        help: "pack with `tar czf app.tgz -C app .`",
    },
    chinese: {
        what: "tgz 中没有条目",
        why: "没有可运行的内容",
        fix: "打包应用的文件",
        message: "压缩包中没有条目，应含应用的文件",
        help: "用 `tar czf app.tgz -C app .` 打包",
    },
}
