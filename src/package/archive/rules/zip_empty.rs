use crate::diagnostic::rule;

rule! {
    /// A ZIP holds no entry.
    pub struct ZipEmpty {}
    id: "archive/zip-empty",
    severity: Error,
    source: "the platform needs an application",
    example: "an end record alone",
    english: {
        what: "a ZIP holds no entry",
        why: "there is nothing to run",
        fix: "pack the application's files",
        message: "the archive holds no entry, expected the application's files",
        help: "pack the application's files",
    },
    chinese: {
        what: "ZIP 中没有条目",
        why: "没有可运行的内容",
        fix: "打包应用的文件",
        message: "压缩包中没有条目，应含应用的文件",
        help: "打包应用的文件",
    },
}
