use crate::diagnostic::rule;
use crate::package::archive::Bytes;

rule! {
    /// Something stands before the first entry of a ZIP.
    pub struct ZipPrefixData {
        /// Bytes before the first entry.
        pub found: Bytes,
        /// How long a launch script may be; zero where none may stand.
        pub allowed: Bytes,
    }
    id: "archive/zip-prefix-data",
    severity: Error,
    source: "readers compared on crafted archives",
    example: "a picture followed by a ZIP",
    english: {
        what: "something stands before the first entry of a ZIP",
        why: "some readers take the file for what stands there",
        fix: "build the package without it",
        message: "{found} stand before the first entry, expected at most {allowed} of launch script",
        help: "build the package without it; only an executable JAR may start with a `#!` script",
    },
    chinese: {
        what: "ZIP 的第一个条目之前有数据",
        why: "有的读取工具会把文件当成那些数据",
        fix: "去掉这些数据重新构建",
        message: "第一个条目之前有 {found}，启动脚本最多应为 {allowed}",
        help: "去掉这些数据重新构建；只有可执行 JAR 可以以 `#!` 脚本开头",
    },
}
