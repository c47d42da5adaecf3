use crate::diagnostic::rule;
use crate::package::archive::Bytes;

rule! {
    /// An entry unpacks to another size than it says.
    pub struct ZipSizeLie {
        /// Name as the archive holds it, made printable.
        pub name: String,
        /// Size of the content, as far as it was read.
        pub found: Bytes,
        /// Size in the directory.
        pub expected: Bytes,
    }
    id: "archive/zip-size-lie",
    severity: Error,
    source: "readers compared on crafted archives",
    example: "a deflated entry that unpacks to more than it says",
    english: {
        what: "an entry unpacks to another size than it says",
        why: "readers cut it, fail or run out of space",
        fix: "build the package again with one run of a common tool",
        message: "`{name}` unpacks to {found}, expected {expected}",
        help: "build the package again with one run of a common tool",
    },
    chinese: {
        what: "条目解压后的大小与声明不符",
        why: "读取工具会截断、失败或耗尽空间",
        fix: "用常见工具一次性重新构建包",
        message: "`{name}` 解压后为 {found}，应为 {expected}",
        help: "用常见工具一次性重新构建包",
    },
}
