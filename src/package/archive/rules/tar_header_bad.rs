use super::terms::TarField;
use crate::diagnostic::rule;

rule! {
    /// A tar header has a field that readers take differently.
    pub struct TarHeaderBad {
        /// Name as the archive holds it, made printable.
        pub name: String,
        /// What is wrong.
        pub field: TarField,
        /// What stands there.
        pub found: String,
    }
    id: "archive/tar-header-bad",
    severity: Error,
    source: "readers compared on crafted archives",
    example: "a size of `12x`",
    english: {
        what: "a tar header has a field that readers take differently",
        why: "readers disagree about where the next entry starts or what it is called",
        fix: "pack again with GNU tar, bsdtar or `npm pack`",
        message: "`{name}`: {field} is `{found}`, expected what POSIX or GNU tar writes",
        help: "pack again with GNU tar, bsdtar or `npm pack`",
    },
    chinese: {
        what: "tar 头中有各工具理解不同的字段",
        why: "各读取工具对下一个条目的位置或名字看法不一",
        fix: "用 GNU tar、bsdtar 或 `npm pack` 重新打包",
        message: "`{name}`：{field} 为 `{found}`，应为 POSIX 或 GNU tar 的写法",
        help: "用 GNU tar、bsdtar 或 `npm pack` 重新打包",
    },
}
