use crate::diagnostic::rule;

rule! {
    /// A directory has the mode -1.
    pub struct ZipModeInvalid {
        /// Name as the archive holds it, made printable.
        pub name: String,
    }
    id: "archive/zip-mode-invalid",
    severity: Warning,
    source: "some versions of commons-compress write it",
    example: "a directory with mode 0xFFFF",
    english: {
        what: "a directory has the mode -1",
        why: "readers that keep modes make it accessible to everybody",
        fix: "update the packing tool",
        message: "the directory `{name}` has mode 0xffff, expected a real one",
        help: "update the packing tool",
    },
    chinese: {
        what: "目录的模式为 -1",
        why: "保留模式的读取工具会让所有人都能访问它",
        fix: "升级打包工具",
        message: "目录 `{name}` 的模式为 0xffff，应为真实模式",
        help: "升级打包工具",
    },
}
