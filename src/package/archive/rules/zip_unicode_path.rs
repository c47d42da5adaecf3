use crate::diagnostic::rule;

rule! {
    /// An entry has a second name in its extra field.
    pub struct ZipUnicodePath {
        /// Name as the archive holds it, made printable.
        pub name: String,
        /// The name in the extra field.
        pub other: String,
    }
    id: "archive/zip-unicode-path",
    severity: Error,
    source: "readers compared on crafted archives",
    example: "an extra field 0x7075 with another name",
    english: {
        what: "an entry has a second name in its extra field",
        why: "readers disagree about which name counts",
        fix: "pack without the extra field",
        message: "`{name}` is also called `{other}`, expected one name",
        help: "pack with a tool that sets the UTF-8 flag instead, such as 7-Zip or bsdtar",
    },
    chinese: {
        what: "条目的扩展字段中有第二个名字",
        why: "各读取工具采用的名字不同",
        fix: "打包时不写该扩展字段",
        message: "`{name}` 又名 `{other}`，应只有一个名字",
        help: "改用设置 UTF-8 标志的工具打包，例如 7-Zip 或 bsdtar",
    },
}
