//! An nginx file that is only a part of one.

use std::fmt;

use serde::Serialize;

use crate::diagnostic::rule;

rule! {
    /// A custom nginx file is only a part of a configuration.
    pub struct NotWholeFile {
        /// What stands outermost.
        pub found: TopLevel,
    }
    id: "nginx-file/not-whole-file",
    severity: Error,
    source: "guide §1.3: a custom file replaces the whole nginx.conf",
    example: "server { listen 80; }",
    english: {
        what: "a custom nginx file is only a part of a configuration",
        why: "the file replaces the whole nginx.conf, so that nginx refuses it and does not start",
        fix: "write a whole nginx.conf: events, and http with the servers inside",
        message: "{found} outermost, expected events and http",
        help: "write: events {{}} http {{ include mime.types; server {{ ... }} }}; cloudapp nginx generate prints a whole file to start from",
    },
    chinese: {
        what: "自定义 nginx 文件只是配置的一部分",
        why: "该文件会替换整个 nginx.conf，因此 nginx 会拒绝它并无法启动",
        fix: "请写完整的 nginx.conf：events，以及包含各个 server 的 http",
        message: "最外层是 {found:#}，应为 events 和 http",
        help: "请写成：events {{}} http {{ include mime.types; server {{ ... }} }}；cloudapp nginx generate 可生成完整的文件作为起点",
    },
}

/// What stands outermost in an nginx file. Prints in English, in the alternate form (`{:#}`) in Chinese.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum TopLevel {
    /// This directive, which belongs into a block.
    Directive(String),
    /// No directive at all.
    Nothing,
}

impl fmt::Display for TopLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, f.alternate()) {
            (Self::Directive(name), false) => write!(f, "found {name}"),
            (Self::Directive(name), true) => f.write_str(name),
            (Self::Nothing, false) => f.write_str("found nothing"),
            (Self::Nothing, true) => f.write_str("空的"),
        }
    }
}
