//! A line of `_buildpack` that says nothing.

use crate::diagnostic::rule;
use crate::package::php::buildpack::FaultKind;

rule! {
    /// A line of `_buildpack` is no setting.
    pub struct BuildpackInvalid {
        /// What is wrong.
        pub fault: FaultKind,
        /// A line that would be right.
        pub write: String,
    }
    id: "php/buildpack-invalid",
    severity: Error,
    source: "guide §1.3.3: key=value in _buildpack; the rest of the grammar is decided",
    example: "app_entry: public_html",
    english: {
        what: "a line of _buildpack is no key=value",
        why: "the platform cannot read the setting, so the web root or the extensions are not those that were meant",
        fix: "write one key=value a line, each key once, as UTF-8 text",
        message: "{fault}",
        help: "write one key=value a line, each key once: {write}",
    },
    chinese: {
        what: "_buildpack 中有一行不是 key=value",
        why: "平台无法读取该设置，因此 Web 根目录或扩展与预期不符",
        fix: "请每行写一个 key=value，每个键只写一次，并使用 UTF-8 文本",
        message: "{fault:#}",
        help: "请每行写一个 key=value，每个键只写一次：{write}",
    },
}
