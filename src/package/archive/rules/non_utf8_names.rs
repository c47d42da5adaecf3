use crate::diagnostic::rule;

rule! {
    /// An entry's name is not UTF-8.
    pub struct NonUtf8Names {
        /// Name as the archive holds it, made printable.
        pub name: String,
    }
    id: "package/non-utf8-names",
    severity: Warning,
    source: "Chinese Windows writes GBK",
    example: "a PHP package with GBK names",
    english: {
        what: "an entry's name is not UTF-8",
        why: "the name reads differently on the hosts, and links to it break",
        fix: "pack with UTF-8 names",
        message: "`{name}` is not UTF-8, expected a UTF-8 name",
        help: "use ASCII names, or pack with UTF-8 names: 7-Zip with `-mcu=on`, or bsdtar",
    },
    chinese: {
        what: "条目名不是 UTF-8",
        why: "名字在主机上显示不同，指向它的链接会失效",
        fix: "用 UTF-8 文件名打包",
        message: "`{name}` 不是 UTF-8，应为 UTF-8 名字",
        help: "使用 ASCII 名字，或用 UTF-8 名字打包：7-Zip 加 `-mcu=on`，或 bsdtar",
    },
}
