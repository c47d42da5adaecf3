use super::terms::Octal;
use crate::diagnostic::rule;

rule! {
    /// A ZIP holds a device, pipe or socket.
    pub struct ZipSpecialFile {
        /// Name as the archive holds it, made printable.
        pub name: String,
        /// Unix mode of the entry.
        pub mode: Octal,
    }
    id: "archive/zip-special-file",
    severity: Error,
    source: "readers compared on crafted archives",
    example: "an entry with the Unix type of a device",
    english: {
        what: "a ZIP holds a device, pipe or socket",
        why: "readers fail, or make one",
        fix: "leave it out",
        message: "`{name}` has the mode {mode} of a special file, expected a file or directory",
        help: "leave it out",
    },
    chinese: {
        what: "ZIP 中含有设备、管道或套接字",
        why: "读取工具会失败，或真的建立它",
        fix: "不要打包它",
        message: "`{name}` 的模式 {mode} 是特殊文件，应为文件或目录",
        help: "不要打包它",
    },
}
