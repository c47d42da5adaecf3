use crate::diagnostic::rule;

rule! {
    /// An entry is sparse.
    pub struct TarSparse {
        /// Name as the archive holds it, made printable.
        pub name: String,
    }
    id: "archive/tar-sparse",
    severity: Error,
    source: "readers compared on crafted archives",
    example: "an entry of type S",
    english: {
        what: "an entry is sparse",
        why: "readers that do not know the form write other content",
        fix: "pack without holes",
        message: "`{name}` is a sparse file, expected a plain one",
        help: "pack without `--sparse` (`-S`)",
    },
    chinese: {
        what: "条目是稀疏文件",
        why: "不支持该格式的读取工具会写出不同内容",
        fix: "打包时不用稀疏格式",
        message: "`{name}` 是稀疏文件，应为普通文件",
        help: "打包时不要加 `--sparse`（`-S`）",
    },
}
