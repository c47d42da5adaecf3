use crate::diagnostic::rule;

rule! {
    /// Two entries have the same name.
    pub struct NameDuplicate {
        /// Name as the archive holds it, made printable.
        pub name: String,
        /// Where the first one starts.
        pub first: u64,
        /// Where the second one starts.
        pub second: u64,
    }
    id: "archive/name-duplicate",
    severity: Error,
    source: "PHP takes the first, others the last",
    example: "two entries `LICENSE`",
    english: {
        what: "two entries have the same name",
        why: "some readers take the first, others the last",
        fix: "keep one of them",
        message: "`{name}` stands at byte {first} and again at byte {second}, expected one entry",
        help: "keep one of them: in the Maven Shade plugin with a `<transformer>` or an `<exclude>` for `{name}`; with `zip -FS` for a ZIP that was appended to",
    },
    chinese: {
        what: "两个条目同名",
        why: "有的读取工具取第一个，有的取最后一个",
        fix: "只保留其中一个",
        message: "`{name}` 在字节 {first} 处出现，又在字节 {second} 处出现，应只有一个",
        help: "只保留其中一个：Maven Shade 插件可用 `<transformer>`，或为 `{name}` 加 `<exclude>`；追加过的 ZIP 可用 `zip -FS`",
    },
}
