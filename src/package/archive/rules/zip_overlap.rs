use crate::diagnostic::rule;

rule! {
    /// Entries overlap.
    pub struct ZipOverlap {
        /// Name as the archive holds it, made printable.
        pub name: String,
        /// What it reaches into.
        pub other: String,
    }
    id: "archive/zip-overlap",
    severity: Error,
    source: "Fifield, A better zip bomb",
    example: "two entries that share their data",
    english: {
        what: "entries overlap",
        why: "a small file unpacks to an enormous one, and readers see different contents",
        fix: "build the package again with one run of a common tool",
        message: "`{name}` reaches into `{other}`, expected entries one after another",
        help: "build the package again with one run of a common tool",
    },
    chinese: {
        what: "条目互相重叠",
        why: "很小的文件会解压出巨大的内容，各读取工具看到的内容不同",
        fix: "用常见工具一次性重新构建包",
        message: "`{name}` 与 `{other}` 重叠，条目应依次排列",
        help: "用常见工具一次性重新构建包",
    },
}
