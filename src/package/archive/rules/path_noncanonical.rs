use crate::diagnostic::rule;

rule! {
    /// An entry's name has an empty or dotted component.
    pub struct PathNoncanonical {
        /// Name as the archive holds it, made printable.
        pub name: String,
    }
    id: "archive/path-noncanonical",
    severity: Error,
    source: "the JVM looks names up literally, PHP drops `...`",
    example: "a ZIP entry `public//index.php`",
    english: {
        what: "an entry's name has an empty or dotted component",
        why: "readers that look it up literally do not find it, others find it under another name",
        fix: "pack so that names are plain",
        message: "`{name}` has an empty or dotted component, expected plain names between single `/`",
        help: "pack with `zip -r app.zip .` inside the directory, or drop the `./` and `//` from the names",
    },
    chinese: {
        what: "条目名含有空的或只有点的部分",
        why: "按字面查找的工具找不到它，其他工具以另一个名字找到它",
        fix: "打包时使用普通名字",
        message: "`{name}` 含有空的或只有点的部分，应为以单个 `/` 分隔的普通名字",
        help: "在目录内用 `zip -r app.zip .` 打包，或去掉名字中的 `./` 与 `//`",
    },
}
