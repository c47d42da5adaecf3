use crate::diagnostic::rule;

rule! {
    /// An entry's UTF-8 name is not marked as UTF-8.
    pub struct PathEncodingUnflagged {
        /// Name as the archive holds it, made printable.
        pub name: String,
    }
    id: "archive/path-encoding-unflagged",
    severity: Warning,
    source: "macOS Finder writes it; only Python disagrees",
    example: "a ZIP entry `中文.txt` without flag bit 11",
    english: {
        what: "an entry's UTF-8 name is not marked as UTF-8",
        why: "a few readers decode it as an old code page",
        fix: "pack with a tool that marks UTF-8 names",
        message: "`{name}` is UTF-8 without the flag that says so, expected flag bit 11",
        help: "pack with `zip` 3.0, 7-Zip or bsdtar, or use ASCII names",
    },
    chinese: {
        what: "条目名是 UTF-8，却没有相应标志",
        why: "少数读取工具会按旧代码页解码",
        fix: "用会标记 UTF-8 的工具打包",
        message: "`{name}` 是 UTF-8 但没有标志，应设置标志位 11",
        help: "用 `zip` 3.0、7-Zip 或 bsdtar 打包，或使用 ASCII 名字",
    },
}
