use crate::diagnostic::rule;

rule! {
    /// An entry's name is not the UTF-8 that it must be.
    pub struct PathEncoding {
        /// Name as the archive holds it, made printable.
        pub name: String,
    }
    id: "archive/path-encoding",
    severity: Error,
    source: "the JVM throws, Python reads CP437, node-tar writes U+FFFD",
    example: "a JAR entry whose name is GBK",
    english: {
        what: "an entry's name is not the UTF-8 that it must be",
        why: "readers decode it in different ways or give up",
        fix: "pack with UTF-8 names",
        message: "`{name}` is not UTF-8, expected a UTF-8 name",
        help: "rename the file with ASCII letters, or pack with a tool that writes UTF-8 names, such as `jar`, 7-Zip or bsdtar",
    },
    chinese: {
        what: "条目名应为 UTF-8 却不是",
        why: "各读取工具的解码方式不同，或者直接放弃",
        fix: "用 UTF-8 文件名打包",
        message: "`{name}` 不是 UTF-8，应为 UTF-8 名字",
        help: "用 ASCII 字母给文件改名，或用写 UTF-8 名字的工具打包，例如 `jar`、7-Zip 或 bsdtar",
    },
}
