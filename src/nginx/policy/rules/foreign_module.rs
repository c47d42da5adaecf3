//! A module loaded from a file.

use crate::diagnostic::rule;

rule! {
    /// A module loaded from a file.
    pub struct ForeignModule {
        /// The file.
        pub path: String,
    }
    id: "nginx/foreign-module",
    severity: Error,
    source: "nginx documentation; checked on nginx 1.22.1",
    example: "load_module /tmp/evil.so;",
    english: {
        what: "a module is loaded from a file",
        why: "nginx runs the code of the module as root while it reads the file, even for a test of the configuration",
        fix: "delete `load_module`; the modules of the platform are already there",
        message: "`load_module {path}` runs foreign code as root",
        help: "delete the line `load_module {path};`",
    },
    chinese: {
        what: "从文件加载模块",
        why: "nginx 读取配置时就会以 root 身份执行模块代码，即使只是测试配置",
        fix: "请删除 `load_module`；平台已提供所需模块",
        message: "`load_module {path}` 会以 root 身份执行外部代码",
        help: "请删除 `load_module {path};` 这一行",
    },
}
