use crate::diagnostic::rule;

rule! {
    /// What was compressed with gzip is no tar.
    pub struct TarNotTar {}
    id: "archive/tar-not-tar",
    severity: Error,
    source: "POSIX.1-2024, pax",
    example: "a text compressed with gzip",
    english: {
        what: "what was compressed with gzip is no tar",
        why: "nothing can be unpacked",
        fix: "pack with tar first",
        message: "the gzip file does not hold a tar, expected one",
        help: "pack with `tar czf app.tgz -C app .`",
    },
    chinese: {
        what: "用 gzip 压缩的内容不是 tar",
        why: "无法解包",
        fix: "先用 tar 打包",
        message: "gzip 文件中不是 tar，应为 tar",
        help: "用 `tar czf app.tgz -C app .` 打包",
    },
}
