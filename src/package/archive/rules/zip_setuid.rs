use super::terms::Octal;
use crate::diagnostic::rule;

rule! {
    /// An entry is set-user-id or set-group-id.
    pub struct ZipSetuid {
        /// Name as the archive holds it, made printable.
        pub name: String,
        /// Unix mode of the entry.
        pub mode: Octal,
    }
    id: "archive/zip-setuid",
    severity: Warning,
    source: "readers compared on crafted archives",
    example: "an entry with mode 4755",
    english: {
        what: "an entry is set-user-id or set-group-id",
        why: "the file would run with another user's rights where a reader keeps the bit",
        fix: "remove the bit",
        message: "`{name}` has mode {mode}, expected no set-user-id or set-group-id bit",
        help: "remove the bit: `chmod ug-s` on the file, then pack again",
    },
    chinese: {
        what: "条目带有 set-user-id 或 set-group-id",
        why: "若读取工具保留该位，文件会以其他用户的权限运行",
        fix: "去掉该位",
        message: "`{name}` 的模式为 {mode}，不应有 set-user-id 或 set-group-id 位",
        help: "去掉该位：对文件执行 `chmod ug-s` 后重新打包",
    },
}
