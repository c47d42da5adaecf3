use super::terms::Hex;
use crate::diagnostic::rule;

rule! {
    /// An entry has flags that mean nothing.
    pub struct ZipUnusedFlags {
        /// Name as the archive holds it, made printable.
        pub name: String,
        /// The flags that mean nothing.
        pub flags: Hex,
    }
    id: "archive/zip-unused-flags",
    severity: Warning,
    source: "APPNOTE.TXT 4.4.4",
    example: "an entry with flag bit 7",
    english: {
        what: "an entry has flags that mean nothing",
        why: "a reader may give them a meaning",
        fix: "build the package again with one run of a common tool",
        message: "`{name}` has the unused flags {flags}, expected none",
        help: "build the package again with one run of a common tool",
    },
    chinese: {
        what: "条目带有没有意义的标志",
        why: "某个读取工具可能赋予它含义",
        fix: "用常见工具一次性重新构建包",
        message: "`{name}` 带有未使用的标志 {flags}，不应有",
        help: "用常见工具一次性重新构建包",
    },
}
