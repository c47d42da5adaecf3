use crate::diagnostic::rule;

rule! {
    /// A global pax header changes names or sizes.
    pub struct TarPaxGlobal {
        /// The record's keyword.
        pub key: String,
    }
    id: "archive/tar-pax-global",
    severity: Error,
    source: "readers compared on crafted archives",
    example: "a global `path`",
    english: {
        what: "a global pax header changes names or sizes",
        why: "some readers apply it to every entry, others ignore it",
        fix: "pack again with GNU tar, bsdtar or `npm pack`",
        message: "the global pax header sets `{key}`, expected only comments and times",
        help: "pack again with GNU tar, bsdtar or `npm pack`",
    },
    chinese: {
        what: "全局 pax 头改变了名字或大小",
        why: "有的读取工具应用于所有条目，有的忽略",
        fix: "用 GNU tar、bsdtar 或 `npm pack` 重新打包",
        message: "全局 pax 头设置了 `{key}`，应只有注释和时间",
        help: "用 GNU tar、bsdtar 或 `npm pack` 重新打包",
    },
}
