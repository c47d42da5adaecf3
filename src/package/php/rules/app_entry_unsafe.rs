//! An entry directory that is no plain path.

use crate::diagnostic::rule;

rule! {
    /// `app_entry` is not a plain path below the package's root.
    pub struct AppEntryUnsafe {
        /// The value as written.
        pub value: String,
        /// What is wrong with it, in the words of [`ParseError`](crate::app::ParseError).
        pub fault: String,
        /// A value that would be accepted.
        pub write: String,
    }
    id: "php/app-entry-unsafe",
    severity: Error,
    source: "guide §1.3.3: app_entry names the web root; its grammar is decided",
    example: "app_entry=../etc",
    english: {
        what: "app_entry is not a plain path below the package's root",
        why: "the value becomes part of nginx's root directive: there it could leave the package, publish its settings or break the configuration",
        fix: "write folder names separated by /, such as public_html or web/public, without quotes, blanks or dotted segments",
        message: "{fault}; found app_entry={value}",
        help: "write app_entry={write} in _buildpack",
    },
    chinese: {
        what: "app_entry 不是软件包根目录下的普通路径",
        why: "该值会成为 nginx root 指令的一部分，可能越出软件包、泄露配置文件，或使 nginx 配置出错",
        fix: "请写由 / 分隔的目录名，例如 public_html 或 web/public，不要有引号、空格或以点开头的目录",
        message: "app_entry={value} 不合法：{fault}",
        help: "请在 _buildpack 中写 app_entry={write}",
    },
}
