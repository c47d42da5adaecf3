use crate::diagnostic::rule;

rule! {
    /// A ZIP holds a symbolic link.
    pub struct ZipSymlink {
        /// Name as the archive holds it, made printable.
        pub name: String,
    }
    id: "archive/zip-symlink",
    severity: Error,
    source: "unzip makes a link, PHP and the JVM a file",
    example: "an entry with the Unix type of a symbolic link",
    english: {
        what: "a ZIP holds a symbolic link",
        why: "some readers make a link of it, others a file that holds the target's name",
        fix: "pack the file itself",
        message: "`{name}` is a symbolic link, expected a file or directory",
        help: "pack what the link points to: `zip -r app.zip .` without `-y`",
    },
    chinese: {
        what: "ZIP 中含有符号链接",
        why: "有的读取工具建立链接，有的建立内容为目标名的文件",
        fix: "打包文件本身",
        message: "`{name}` 是符号链接，应为文件或目录",
        help: "打包链接指向的内容：`zip -r app.zip .`，不要加 `-y`",
    },
}
