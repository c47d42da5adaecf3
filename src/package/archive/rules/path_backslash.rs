use crate::diagnostic::rule;

rule! {
    /// An entry's name has a backslash.
    pub struct PathBackslash {
        /// Name as the archive holds it, made printable.
        pub name: String,
    }
    id: "archive/path-backslash",
    severity: Error,
    source: "unzip turns it into / on some hosts; the JVM, Python and PHP do not",
    example: "an entry `public\\index.php`",
    english: {
        what: "an entry's name has a backslash",
        why: "some readers make a directory of it, others a file with a strange name",
        fix: "pack with a tool that writes `/`",
        message: "`{name}` has a backslash, expected `/` between directories",
        help: "pack with `zip`, 7-Zip or PowerShell 7 `Compress-Archive`; old .NET and PowerShell 5.1 write backslashes",
    },
    chinese: {
        what: "条目名含有反斜杠",
        why: "有的读取工具当作目录，有的当作名字奇怪的文件",
        fix: "用写 `/` 的工具打包",
        message: "`{name}` 含有反斜杠，目录之间应为 `/`",
        help: "用 `zip`、7-Zip 或 PowerShell 7 的 `Compress-Archive` 打包；旧版 .NET 与 PowerShell 5.1 会写反斜杠",
    },
}
