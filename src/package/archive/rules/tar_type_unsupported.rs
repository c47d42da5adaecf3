use crate::diagnostic::rule;

rule! {
    /// An entry is no file, directory or link.
    pub struct TarTypeUnsupported {
        /// Name as the archive holds it, made printable.
        pub name: String,
        /// The type of the entry.
        pub kind: String,
    }
    id: "archive/tar-type-unsupported",
    severity: Error,
    source: "readers compared on crafted archives",
    example: "a device",
    english: {
        what: "an entry is no file, directory or link",
        why: "readers skip it, fail, or make a device",
        fix: "leave it out",
        message: "`{name}` has type `{kind}`, expected a file, directory or link",
        help: "leave it out",
    },
    chinese: {
        what: "条目不是文件、目录或链接",
        why: "读取工具会跳过、失败或建立设备",
        fix: "不要打包它",
        message: "`{name}` 的类型为 `{kind}`，应为文件、目录或链接",
        help: "不要打包它",
    },
}
